using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MissingPackage.Domain.Requests;

/// <summary>The place in a request's history where the chain doesn't hold.</summary>
/// <param name="Sequence">The first row that can't be trusted.</param>
/// <param name="Reason">What is wrong with it, in a few words.</param>
public sealed record HistoryBreak(int Sequence, string Reason);

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
    /// <param name="entry">A row that has its place in the chain.</param>
    public static string HashOf(RequestEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var text = new StringBuilder();
        foreach (var field in new[]
        {
            "1",
            entry.PreviousHash,
            entry.RequestId.ToString("n"),
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
            entry.OccurredOn.Ticks.ToString(CultureInfo.InvariantCulture),
            entry.ActorKind.ToString(),
            entry.ActorName,
            entry.Kind.ToString(),
            entry.Document?.ToString(),
            entry.Detail,
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
        var (sequence, previous) = (0, Beginning);
        foreach (var entry in history)
        {
            if (Check(entry, sequence, previous) is { } found)
            {
                return found;
            }

            (sequence, previous) = (entry.Sequence, entry.Hash);
        }

        return sequence == 0 ? new HistoryBreak(1, "There is no history at all") : null;
    }

    /// <summary>Checks one row against the one before it.</summary>
    /// <param name="entry">The row.</param>
    /// <param name="sequence">The number of the row before, 0 at the beginning.</param>
    /// <param name="previous">The hash of the row before, <see cref="Beginning"/> at the beginning.</param>
    public static HistoryBreak? Check(RequestEvent entry, int sequence, string previous)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Sequence != sequence + 1 ? new HistoryBreak(sequence + 1, "A row is missing")
            : !string.Equals(entry.PreviousHash, previous, StringComparison.Ordinal) ? new HistoryBreak(entry.Sequence, "It doesn’t follow the row before it")
            : !string.Equals(entry.Hash, HashOf(entry), StringComparison.Ordinal) ? new HistoryBreak(entry.Sequence, "Its content was changed")
            : null;
    }
}
