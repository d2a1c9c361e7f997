using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.History;

/// <summary>A request whose history was altered.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Reference">Its reference, or null where the request itself is gone.</param>
/// <param name="Break">Where its chain breaks.</param>
public sealed record AlteredHistory(Guid RequestId, RequestReference? Reference, HistoryBreak Break);

/// <summary>What a walk along every chain found.</summary>
/// <param name="Requests">How many requests were looked at.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Altered">Every request whose chain breaks, with the first break of each.</param>
public sealed record HistoryReport(int Requests, long Rows, IReadOnlyList<AlteredHistory> Altered)
{
    /// <summary>Whether every chain holds.</summary>
    public bool Holds => Altered.Count == 0;

    /// <summary>The report in words, without anything of a person.</summary>
    public IEnumerable<string> Lines => Altered
        .Select(altered => string.Create(CultureInfo.InvariantCulture, $"ALTERED {altered.Reference?.Value ?? altered.RequestId.ToString()}, row {altered.Break.Sequence}: {altered.Break.Reason}."))
        .Append(string.Create(CultureInfo.InvariantCulture, $"{Rows} rows of {Requests} requests: {(Holds ? "every chain holds" : $"{Altered.Count} altered")}."));
}

/// <summary>
/// Walks the chains of all histories, row by row and a page of rows at a time; it takes no more memory for a million
/// requests than for one. Rows cut off at the end of a chain leave no gap: against that, keep backups.
/// </summary>
public sealed class HistoryVerifier(MissingPackageContext database)
{
    /// <summary>Verifies every chain.</summary>
    /// <exception cref="InvalidDataException">A row can't even be read.</exception>
    public async Task<HistoryReport> VerifyAsync(CancellationToken cancellation)
    {
        var (requests, rows) = (0, 0L);
        var breaks = new List<(Guid Request, HistoryBreak Break)>();
        HistoryRow? before = null;
        await foreach (var row in RowsAsync(cancellation))
        {
            rows++;
            if (before?.RequestId != row.RequestId)
            {
                requests++;
                before = null;
            }

            var broken = breaks.Count > 0 && breaks[^1].Request == row.RequestId;
            if (!broken && HistoryChain.Check(row, before) is { } found)
            {
                breaks.Add((row.RequestId, found));
            }

            before = row;
        }

        var silent = await database.Requests.Where(r => !r.Events.Any()).Select(r => r.Id).ToListAsync(cancellation);
        breaks.AddRange(silent.Select(id => (id, HistoryChain.NoHistory)));
        var altered = new List<AlteredHistory>();
        foreach (var (id, found) in breaks)
        {
            altered.Add(new AlteredHistory(id, await database.Requests.Where(r => r.Id == id).Select(r => r.Reference).SingleOrDefaultAsync(cancellation), found));
        }

        return new HistoryReport(requests + silent.Count, rows, altered);
    }

    private async IAsyncEnumerable<HistoryRow> RowsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // As text, and not as events: words that the application doesn't know must not stop the walk.
        var rows = database.Database.SqlQuery<HistoryRow>(
            $"""
            SELECT RequestId, Sequence, OccurredOn, ActorKind, ActorName, Kind, Document, Detail, PreviousHash, Hash
            FROM RequestEvents
            """).OrderBy(row => row.RequestId).ThenBy(row => row.Sequence);
        await using var walk = rows.InPagesAsync(Behind, cancellation).GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await walk.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception unreadable) when (unreadable is FormatException or InvalidCastException or InvalidOperationException)
            {
                throw new InvalidDataException("A row of the history can’t be read: its content was changed.", unreadable);
            }

            yield return walk.Current;
        }
    }

    // From its request on, which an index finds; then without what was read of that one.
    private static IQueryable<HistoryRow> Behind(IQueryable<HistoryRow> rows, HistoryRow last) => rows
        .Where(row => row.RequestId >= last.RequestId && !(row.RequestId == last.RequestId && row.Sequence <= last.Sequence));
}
