using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Data.Orders;

namespace MissingPackage.Application.Orders;

/// <summary>
/// Reads a file of orders and brings the known orders up to it, in batches: each batch's orders, its errors and the
/// counts are one transaction. An order that is there unchanged is not written, so that a repeat changes nothing; after a
/// crash it goes on behind the last batch. Memory holds a batch, and 8 bytes a row to see an order that comes twice.
/// </summary>
public sealed class OrderImporter(MissingPackageContext database, SettingsReader settings, TimeProvider time)
{
    /// <summary>The errors of one import that are kept; all of them are counted.</summary>
    public const int MaxErrorsKept = 10_000;

    private const int BatchRows = 500;

    private readonly List<KnownOrder> _orders = [];
    private readonly List<OrderImportError> _errors = [];

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Runs an import that has the turn, from where it is.</summary>
    /// <param name="import">As it stands in the database, with its worker.</param>
    /// <param name="content">The file, from its beginning.</param>
    /// <param name="told">Told after each batch how far it is.</param>
    /// <param name="cancellation">Ends it between two batches; it can go on later.</param>
    /// <returns>Whether it was its turn to the end: somebody may have stopped it.</returns>
    public async Task<bool> RunAsync(OrderImport import, Stream content, Action<OrderImportCounts>? told, CancellationToken cancellation)
    {
        await settings.RefreshAsync(database, cancellation);
        var counts = OrderImportCounts.Of(import);
        var done = counts.RowsRead;
        var today = DateOnly.FromDateTime(Now);
        var oldest = today.AddDays(-settings.Get<RetentionOptions>().OrderDays);
        var seen = new HashSet<ulong>();
        string? problem = null;
        try
        {
            await using var file = await OrderFile.OpenAsync(content, cancellation);
            var mapping = OrderMapping.FromJson(import.Mapping);
            problem = mapping.Problems(file.Headers.Count).Select(found => found.Problem).FirstOrDefault();
            var row = new OrderRow(mapping, today);
            for (var number = 1L; problem is null && await file.ReadAsync(cancellation); number++)
            {
                var order = row.Read(file);
                var again = order is not null && !seen.Add(KeyOf(order));
                if (number <= done)
                {
                    continue; // counted before the process ended
                }

                Count(import.Id, file, mapping, again ? null : order, again ? [(OrderField.Number, Again)] : row.Problems, oldest, counts);
                if (_orders.Count + _errors.Count >= BatchRows || number % BatchRows == 0)
                {
                    if (!await SaveAsync(import, counts, cancellation))
                    {
                        return false;
                    }

                    told?.Invoke(counts);
                }
            }

            counts.BytesRead = problem is null ? import.Length : counts.BytesRead;
        }
        catch (OrderFileException broken)
        {
            problem = broken.Message;
        }

        var ended = await SaveAsync(import, counts, cancellation) && await EndAsync(import, problem, cancellation);
        told?.Invoke(counts);
        return ended;
    }

    private const string Again = "This order is in the file already, further up. Put all that belongs to an order in one row.";

    private void Count(
        Guid id, OrderFile file, OrderMapping mapping, KnownOrder? order, IReadOnlyList<(OrderField? Field, string Problem)> problems,
        DateOnly oldest, OrderImportCounts counts)
    {
        counts.RowsRead++;
        counts.BytesRead = file.Position;
        if (order is null)
        {
            counts.Bad++;
            foreach (var (field, problem) in problems)
            {
                if (counts.Errors++ < MaxErrorsKept)
                {
                    var column = field is { } known && mapping[known] is { } at ? file.Headers[at] : "";
                    _errors.Add(OrderImportError.Of(id, file.Line, column, problem));
                }
            }
        }
        else if (order.CountedFrom < oldest)
        {
            counts.TooOld++;
        }
        else
        {
            _orders.Add(order);
        }
    }

    /// <returns>Whether it was still this worker's turn; nothing is saved where not.</returns>
    private async Task<bool> SaveAsync(OrderImport import, OrderImportCounts counts, CancellationToken cancellation)
    {
        var (added, changed, unchanged) = (counts.Added, counts.Changed, counts.Unchanged);
        var mine = await database.InTransactionAsync(async token =>
        {
            (counts.Added, counts.Changed, counts.Unchanged) = (added, changed, unchanged);
            await WriteOrdersAsync(counts, token);
            if (import.DryRun)
            {
                database.ChangeTracker.Clear();
            }

            // As new ones each time: the database numbers those that it has written.
            database.OrderImportErrors.AddRange(_errors.Select(e => OrderImportError.Of(e.ImportId, e.Line, e.Column, e.Problem)));
            await database.SaveChangesAsync(token);
            return await Mine(import).ExecuteUpdateAsync(
                i => i.SetProperty(x => x.SeenOn, Now)
                    .SetProperty(x => x.RowsRead, counts.RowsRead).SetProperty(x => x.BytesRead, counts.BytesRead)
                    .SetProperty(x => x.Added, counts.Added).SetProperty(x => x.Changed, counts.Changed).SetProperty(x => x.Unchanged, counts.Unchanged)
                    .SetProperty(x => x.Bad, counts.Bad).SetProperty(x => x.TooOld, counts.TooOld).SetProperty(x => x.Errors, counts.Errors),
                token) == 1;
        }, mine => mine, cancellation);
        database.ChangeTracker.Clear();
        _orders.Clear();
        _errors.Clear();
        return mine;
    }

    private async Task WriteOrdersAsync(OrderImportCounts counts, CancellationToken cancellation)
    {
        var keys = _orders.ConvertAll(order => order.NumberKey);
        var there = await database.KnownOrders.AsNoTracking().Where(o => keys.Contains(o.NumberKey))
            .Select(o => new { o.Id, o.NumberKey, o.SellerKey, o.RowHash })
            .ToDictionaryAsync(o => (o.NumberKey, o.SellerKey), cancellation);
        foreach (var order in _orders)
        {
            if (!there.TryGetValue((order.NumberKey, order.SellerKey), out var old))
            {
                counts.Added++;
                database.KnownOrders.Add(order);
            }
            else if (old.RowHash != order.RowHash)
            {
                counts.Changed++;
                database.KnownOrders.Update(order.InPlaceOf(old.Id));
            }
            else
            {
                counts.Unchanged++;
            }
        }
    }

    private async Task<bool> EndAsync(OrderImport import, string? problem, CancellationToken cancellation)
    {
        var state = problem is null ? OrderImportState.Done : OrderImportState.Failed;
        return await Mine(import).ExecuteUpdateAsync(
            i => i.SetProperty(x => x.State, state).SetProperty(x => x.Problem, problem).SetProperty(x => x.EndedOn, Now)
                .SetProperty(x => x.Turn, (string?)null),
            cancellation) == 1;
    }

    private IQueryable<OrderImport> Mine(OrderImport import) =>
        database.OrderImports.Where(i => i.Id == import.Id && i.Worker == import.Worker && i.State == OrderImportState.Running);

    // Of a million orders two share these 64 bits once in 40 million imports.
    private static ulong KeyOf(KnownOrder order) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{order.NumberKey}\n{order.SellerKey}")));
}

/// <summary>How far an import is; see <see cref="OrderImport"/> for each.</summary>
public sealed class OrderImportCounts
{
    public long RowsRead { get; set; }

    public long BytesRead { get; set; }

    public long Added { get; set; }

    public long Changed { get; set; }

    public long Unchanged { get; set; }

    public long Bad { get; set; }

    public long TooOld { get; set; }

    public long Errors { get; set; }

    internal static OrderImportCounts Of(OrderImport import) => new()
    {
        RowsRead = import.RowsRead,
        BytesRead = import.BytesRead,
        Added = import.Added,
        Changed = import.Changed,
        Unchanged = import.Unchanged,
        Bad = import.Bad,
        TooOld = import.TooOld,
        Errors = import.Errors,
    };
}
