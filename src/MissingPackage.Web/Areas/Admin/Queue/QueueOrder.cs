using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>An order of the queue, made unique by the id, and the two halves of what lies beyond a place in it.</summary>
public abstract class QueueOrder(string name)
{
    private static readonly QueueOrder OpenDue = new QueueOrder<DateTime?>("open due", false, r => r.TightestDueOn, ToDate, row => ToKey(row.DueOn));
    private static readonly QueueOrder OpenOpened = new QueueOrder<DateTime>("open opened", false, r => r.OpenedOn, key => ToDate(key)!.Value, row => ToKey(row.OpenedOn));
    private static readonly QueueOrder OpenValue = ByValue("open value");
    private static readonly QueueOrder Ended = new QueueOrder<DateTime?>("ended", true, r => r.EndedOn, ToDate, row => ToKey(row.EndedOn));
    private static readonly QueueOrder EndedOpened = new QueueOrder<DateTime>("ended opened", true, r => r.OpenedOn, key => ToDate(key)!.Value, row => ToKey(row.OpenedOn));
    private static readonly QueueOrder EndedValue = ByValue("ended value");

    /// <summary>What a place in this order is marked with.</summary>
    public string Name { get; } = name;

    public static QueueOrder Of(QueueFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return (filter.IsClosed, filter.Sort) switch
        {
            (false, QueueSort.Opened) => OpenOpened,
            (false, QueueSort.Value) => OpenValue,
            (false, _) => OpenDue,
            (true, QueueSort.Opened) => EndedOpened,
            (true, QueueSort.Value) => EndedValue,
            (true, _) => Ended,
        };
    }

    /// <summary>In this order, or backwards.</summary>
    public abstract IQueryable<ServiceRequest> Sort(IQueryable<ServiceRequest> requests, bool backwards);

    /// <summary>
    /// What follows a place, in two parts to be read one after the other: the rest of the same key, and all other keys.
    /// Each is one seek in an index; as one condition with "or" it would be a walk from the index's start.
    /// </summary>
    public abstract IReadOnlyList<IQueryable<ServiceRequest>> After(IQueryable<ServiceRequest> requests, QueueCursor place);

    /// <summary>The key of a row, as a place holds it.</summary>
    public abstract string KeyOf(QueueRow row);

    private static QueueOrder<decimal> ByValue(string name) => new(
        name, true, r => EF.Property<decimal>(r, ServiceRequestColumns.Value),
        key => decimal.Parse(key, CultureInfo.InvariantCulture), row => row.Value.ToString(CultureInfo.InvariantCulture));

    private static DateTime? ToDate(string key) => new DateTime(long.Parse(key, CultureInfo.InvariantCulture), DateTimeKind.Utc);

    private static string ToKey(DateTime? date) => date!.Value.Ticks.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An order by one column.</summary>
internal sealed class QueueOrder<TKey>(
    string name, bool descending, Expression<Func<ServiceRequest, TKey>> column, Func<string, TKey> read, Func<QueueRow, string> write) : QueueOrder(name)
{
    public override IQueryable<ServiceRequest> Sort(IQueryable<ServiceRequest> requests, bool backwards) => backwards ^ descending
        ? requests.OrderByDescending(column).ThenByDescending(r => r.Id)
        : requests.OrderBy(column).ThenBy(r => r.Id);

    public override IReadOnlyList<IQueryable<ServiceRequest>> After(IQueryable<ServiceRequest> requests, QueueCursor place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var down = place.Backwards ^ descending;
        var key = Parameter(read(place.Key));
        var same = requests.Where(Compare(ExpressionType.Equal, key));
        return
        [
            Sort(down ? same.Where(r => r.Id < place.Id) : same.Where(r => r.Id > place.Id), place.Backwards),
            Sort(requests.Where(Compare(down ? ExpressionType.LessThan : ExpressionType.GreaterThan, key)), place.Backwards),
        ];
    }

    public override string KeyOf(QueueRow row) => write(row);

    private Expression<Func<ServiceRequest, bool>> Compare(ExpressionType how, Expression key) =>
        Expression.Lambda<Func<ServiceRequest, bool>>(Expression.MakeBinary(how, column.Body, key), column.Parameters);

    // A field of an object, and not a constant, becomes a parameter: one plan for all places.
    private static MemberExpression Parameter(TKey value) => Expression.Field(Expression.Constant(new Holder { Value = value }), nameof(Holder.Value));

    private sealed class Holder
    {
        public TKey Value = default!;
    }
}
