using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MissingPackage.Domain.Requests;

/// <summary>The place in a request's history where the chain doesn't hold.</summary>
/// <param name="Sequence">The first row that can't be trusted.</param>
/// <param name="Reason">What is wrong with it, in a few words.</param>
public sealed record HistoryBreak(int Sequence, string Reason);

/// <summary>A row of a history as it is stored: words as text, so that a row that was tampered with can be read too.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Sequence">Its place, from 1.</param>
/// <param name="OccurredOn">UTC.</param>
/// <param name="ActorKind">The name of an <see cref="Requests.ActorKind"/>.</param>
/// <param name="ActorName">The agent, or null.</param>
/// <param name="Kind">The name of a <see cref="RequestEventKind"/>.</param>
/// <param name="Document">The name of a document's kind, or null.</param>
/// <param name="Detail">The detail, or null.</param>
/// <param name="PreviousHash">The hash of the row before.</param>
/// <param name="Hash">Its own.</param>
public sealed record HistoryRow(
    Guid RequestId, int Sequence, DateTime OccurredOn, string ActorKind, string? ActorName, string Kind, string? Document, string? Detail,
    string PreviousHash, string Hash)
{
    /// <summary>The row that an event is stored as.</summary>
    /// <param name="entry">An event that has its place in the chain.</param>
    public static HistoryRow Of(RequestEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(
            entry.RequestId, entry.Sequence, entry.OccurredOn, entry.ActorKind.ToString(), entry.ActorName, entry.Kind.ToString(),
            entry.Document?.ToString(), entry.Detail, entry.PreviousHash, entry.Hash);
    }
}

/// <summary>
/// Chains the rows of one request's history: each holds the hash of the row before it and a hash of itself, so that a row
/// that was changed, removed, put in or moved afterwards no longer fits.
/// </summary>
public static class HistoryChain
{
    /// <summary>What the first row names as the one before it.</summary>
    public static readonly string Beginning = new('0', RequestEvent.HashLength);

    /// <summary>
    /// SHA-256 over the row's content and the hash of the row before it, in lower-case hex. Every field is written with its
    /// length in front, so that no two contents are written alike; the first field is the version of this format.
    /// </summary>
    /// <param name="row">A row with its place in the chain; its own hash doesn't count.</param>
    public static string HashOf(HistoryRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var text = new StringBuilder();
        foreach (var field in new[]
        {
            "1",
            row.PreviousHash,
            row.RequestId.ToString("n"),
            row.Sequence.ToString(CultureInfo.InvariantCulture),
            row.OccurredOn.Ticks.ToString(CultureInfo.InvariantCulture),
            row.ActorKind,
            row.ActorName,
            row.Kind,
            row.Document,
            row.Detail,
        })
        {
            text.Append(field is null ? "-" : field.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(field);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Walks one request's rows.</summary>
    /// <param name="history">All of them, by <see cref="RequestEvent.Sequence"/>.</param>
    /// <returns>The first break, or null where the chain holds.</returns>
    public static HistoryBreak? FirstBreak(IEnumerable<RequestEvent> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryRow? before = null;
        foreach (var row in history.Select(HistoryRow.Of))
        {
            if (Check(row, before) is { } found)
            {
                return found;
            }

            before = row;
        }

        return before is null ? NoHistory : null;
    }

    /// <summary>A request without any row: each one has at least that of its opening.</summary>
    public static HistoryBreak NoHistory { get; } = new(1, "There is no history at all");

    /// <summary>Checks one row against the one before it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="before">The row before it, or null at the beginning.</param>
    public static HistoryBreak? Check(HistoryRow row, HistoryRow? before)
    {
        ArgumentNullException.ThrowIfNull(row);
        var expected = (before?.Sequence ?? 0) + 1;
        return row.Sequence != expected ? new HistoryBreak(expected, "A row is missing")
            : !string.Equals(row.PreviousHash, before?.Hash ?? Beginning, StringComparison.Ordinal) ? new HistoryBreak(row.Sequence, "It doesn’t follow the row before it")
            : !string.Equals(row.Hash, HashOf(row), StringComparison.Ordinal) ? new HistoryBreak(row.Sequence, "Its content was changed")
            : null;
    }
}
