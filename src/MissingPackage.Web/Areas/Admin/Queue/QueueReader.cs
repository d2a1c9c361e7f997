using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>Reads the queue: a page at a time through an index, never by counting or skipping rows.</summary>
public sealed class QueueReader(MissingPackageContext database, QueueKeys keys, TimeProvider time)
{
    /// <summary>Counts are exact up to here.</summary>
    public const int CountedUpTo = 1_000;

    /// <summary>The desk's own day: opened and due today are counted in Eastern Time.</summary>
    public static DeliveryTimeZone Zone { get; } = DeliveryTimeZone.ForState("NY");

    private static readonly ParameterExpression Weak = Expression.Parameter(typeof(ServiceRequest), "r");

    /// <summary>One page of a view.</summary>
    /// <param name="filter">The view.</param>
    /// <param name="me">The agent who looks.</param>
    /// <param name="place">From a page before, or null for the first page.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    public async Task<QueuePage> ReadAsync(QueueFilter filter, string me, QueueCursor? place, CancellationToken cancellation)
    {
        var order = QueueOrder.Of(filter);
        var rows = new List<QueueRow>();
        foreach (var part in Parts(filter, me, place))
        {
            if (rows.Count <= QueuePage.Size)
            {
                rows.AddRange(await part.Select(QueueRow.Of).Take(QueuePage.Size + 1 - rows.Count).ToListAsync(cancellation));
            }
        }

        return keys.Page(rows, place, row => new QueueCursor(order.Name, false, order.KeyOf(row), row.Id));
    }

    /// <summary>The queries of a page, to be read one after the other until it is full.</summary>
    public IReadOnlyList<IQueryable<ServiceRequest>> Parts(QueueFilter filter, string me, QueueCursor? place)
    {
        var requests = Filter(Tab(filter, me), filter);
        var order = QueueOrder.Of(filter);
        return place is null ? [order.Sort(requests, backwards: false)] : order.After(requests, place);
    }

    /// <summary>How many requests each tab holds, up to one more than <see cref="CountedUpTo"/>.</summary>
    public async Task<IReadOnlyDictionary<QueueTab, int>> CountAsync(string me, CancellationToken cancellation)
    {
        var counts = new Dictionary<QueueTab, int>();
        foreach (var tab in Enum.GetValues<QueueTab>())
        {
            counts[tab] = await Counted(tab, me).CountAsync(cancellation);
        }

        return counts;
    }

    /// <summary>What is counted for a tab.</summary>
    private IQueryable<ServiceRequest> Counted(QueueTab tab, string me)
    {
        var filter = new QueueFilter { Tab = tab };
        return QueueOrder.Of(filter).Sort(Tab(filter, me), backwards: false).Take(CountedUpTo + 1);
    }

    private IQueryable<ServiceRequest> Tab(QueueFilter filter, string me)
    {
        var open = database.Requests.AsNoTracking().Where(r => r.TightestDueOn != null);
        return filter.Tab switch
        {
            QueueTab.Mine => open.Where(r => r.AssignedTo == me),
            // Many requests have no agent: in another order than the index's they are picked out of that order instead of sorted.
            QueueTab.Unassigned when filter.Sort != QueueSort.Due => open.Where(r => (r.AssignedTo ?? "") == ""),
            QueueTab.Unassigned => open.Where(r => r.AssignedTo == null),
            QueueTab.Waiting => open.Where(r => !r.AgentIsNext),
            QueueTab.Closed => database.Requests.AsNoTracking().Where(r => r.EndedOn != null),
            _ => open,
        };
    }

    private IQueryable<ServiceRequest> Filter(IQueryable<ServiceRequest> requests, QueueFilter filter)
    {
        if (filter.Status is { } status)
        {
            requests = Narrow(requests, status, filter);
            if (status.AgentIsNext is { } agentIsNext)
            {
                requests = requests.Where(r => r.AgentIsNext == agentIsNext);
            }
        }

        if (filter.Carrier is { } carrier)
        {
            var code = CarrierChoice.Read(carrier);
            requests = requests.Where(r => r.Shipment.Carrier == code);
        }

        if (filter.Seller is { } seller)
        {
            var key = SearchText.SellerKey(seller) ?? "";
            requests = requests.Where(r => EF.Property<string?>(r, ServiceRequestColumns.SellerKey) == key);
        }

        if (filter.Late)
        {
            requests = requests.Where(r => r.IsLate);
        }

        if (filter.DueToday)
        {
            // Every deadline ends with a day of some American zone, which is never near noon UTC: from noon to noon lies just one of its days.
            var from = Zone.DateOf(time.GetUtcNow().UtcDateTime).ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);
            var until = from.AddDays(1);
            requests = requests.Where(r => r.TightestDueOn >= from && r.TightestDueOn < until);
        }

        if (filter.WeakerThan is { } step)
        {
            requests = filter is { IsClosed: false, Sort: QueueSort.Due } ? requests.Where(WeakerThan(step)) : requests.Where(r => r.Strength < step);
        }

        if (filter.AssignedTo is { } agent)
        {
            requests = agent == QueueFilter.None ? requests.Where(r => r.AssignedTo == null) : requests.Where(r => r.AssignedTo == agent);
        }

        if (filter.OpenedFrom is { } first)
        {
            var from = Zone.ToUtc(first.ToDateTime(TimeOnly.MinValue));
            requests = requests.Where(r => r.OpenedOn >= from);
        }

        if (filter.OpenedUntil is { } last)
        {
            var until = Zone.ToUtc(last.AddDays(1).ToDateTime(TimeOnly.MinValue));
            requests = requests.Where(r => r.OpenedOn < until);
        }

        return requests;
    }

    // In the usual order each step has an index of its own, which the databases recognize by the number written out. In
    // another order a parameter keeps them from it: they would collect and sort what it holds.
    private static Expression<Func<ServiceRequest, bool>> WeakerThan(int step) =>
        Expression.Lambda<Func<ServiceRequest, bool>>(
            Expression.LessThan(Expression.Property(Weak, nameof(ServiceRequest.Strength)), Expression.Constant(step)), Weak);

    // One status in the usual order has an index of its own. Anything else is picked out of its order by leaving out the
    // other statuses, so that no database is led to collect and sort all requests of a status first.
    private static IQueryable<ServiceRequest> Narrow(IQueryable<ServiceRequest> requests, QueueStatus status, QueueFilter filter)
    {
        if (status.Statuses is [var only] && filter.Sort == QueueSort.Due)
        {
            return requests.Where(r => r.Status == only);
        }

        foreach (var other in filter.Statuses.SelectMany(s => s.Statuses).Distinct().Except(status.Statuses))
        {
            requests = requests.Where(r => r.Status != other);
        }

        return requests;
    }
}
