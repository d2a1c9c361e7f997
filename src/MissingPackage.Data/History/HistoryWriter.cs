using Microsoft.EntityFrameworkCore;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.History;

/// <summary>
/// Gives new rows of histories their places in their chains, in the save that writes them. Two writers may read the same
/// last row; the unique index on request and place then refuses the second one, which reads again and goes behind the first.
/// </summary>
internal sealed class HistoryWriter(MissingPackageContext database)
{
    /// <summary>Saves refused by others' rows until a save gives up: far more writers than one request ever has.</summary>
    public const int MaxAttempts = 50;

    private Dictionary<Guid, LastRow> _last = [];

    private sealed record LastRow(Guid RequestId, int Sequence, string Hash);

    /// <summary>Chains every new row.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Chain()
    {
        var added = Added();
        return Chain(added, added.Count == 0 ? [] : LastOf(added.Keys).ToList());
    }

    /// <inheritdoc cref="Chain()"/>
    public async Task<bool> ChainAsync(CancellationToken cancellation)
    {
        var added = Added();
        return Chain(added, added.Count == 0 ? [] : await LastOf(added.Keys).ToListAsync(cancellation));
    }

    /// <summary>Whether somebody wrote a row behind those that <see cref="Chain()"/> saw.</summary>
    public bool HasMoved() => HasMoved(LastOf(_last.Keys).ToList());

    /// <inheritdoc cref="HasMoved()"/>
    public async Task<bool> HasMovedAsync(CancellationToken cancellation) => HasMoved(await LastOf(_last.Keys).ToListAsync(cancellation));

    private bool HasMoved(List<LastRow> now) => now.Any(row => _last[row.RequestId].Sequence != row.Sequence);

    private bool Chain(Dictionary<Guid, List<RequestEvent>> added, List<LastRow> stored)
    {
        _last = added.Keys.ToDictionary(id => id, id => stored.Find(row => row.RequestId == id) ?? new LastRow(id, 0, HistoryChain.Beginning));
        foreach (var (id, rows) in added)
        {
            var (_, sequence, hash) = _last[id];
            foreach (var row in rows)
            {
                row.ChainBehind(sequence, hash);
                (sequence, hash) = (row.Sequence, row.Hash);
            }
        }

        return added.Count > 0;
    }

    private Dictionary<Guid, List<RequestEvent>> Added() => database.ChangeTracker.Entries<ServiceRequest>().ToList()
        .Select(entry => (entry.Entity.Id, Rows: entry.Entity.Events.Where(row => database.Entry(row).State == EntityState.Added).ToList()))
        .Where(request => request.Rows.Count > 0)
        .ToDictionary(request => request.Id, request => request.Rows);

    private IQueryable<LastRow> LastOf(IReadOnlyCollection<Guid> requests)
    {
        var rows = database.Set<RequestEvent>();
        return rows.AsNoTracking()
            .Where(row => requests.Contains(row.RequestId) && row.Sequence == rows.Where(other => other.RequestId == row.RequestId).Max(other => other.Sequence))
            .Select(row => new LastRow(row.RequestId, row.Sequence, row.Hash));
    }
}
