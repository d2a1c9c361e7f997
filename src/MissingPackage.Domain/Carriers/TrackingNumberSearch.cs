using System.Buffers;
using System.Globalization;
using System.Text;

namespace MissingPackage.Domain.Carriers;

/// <summary>Finds the most convincing tracking number in a text.</summary>
/// <remarks>
/// The text is cut into runs of letters and digits. Every window of neighbouring runs that people may have split one
/// number into is put together again and shown to each format, and the best reading wins. A run is never cut up: part
/// of a longer number is not a number.
/// </remarks>
internal static class TrackingNumberSearch
{
    // A carrier's link or a sentence fits many times over, and a hostile paste costs no more than this.
    private const int MaxSearched = 2_000;
    private const int ShortestNumber = 10;
    private const int LongestNumber = 34;

    // Links inside links arrive escaped more than once.
    private const int MaxUnescapes = 3;

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\f\v\u0085\u2028\u2029");

    private static readonly ITrackingFormat[] Formats =
    [
        new Ups1Z(),
        new UspsImpb(),
        new S10(),
        new FedExGround96(),
        new FedEx34(),
        new DhlPiece(),
        new FedEx12(),
        new FedExGround15(),
        new Usps20(),
        new DhlExpress(),
    ];

    /// <summary>What stands between a run and the one before it.</summary>
    private enum Gap
    {
        /// <summary>Nothing a number would be split by: other punctuation, a new line, the end of a sentence.</summary>
        Break,

        Space,

        /// <summary>A dash with space beside it.</summary>
        LooseDash,

        Dash,

        Dot,
    }

    /// <summary>How convincing a reading is, least first.</summary>
    private enum Strength
    {
        /// <summary>Digits of the right length, their grouping odd and the check digit wrong.</summary>
        LengthOnly,

        /// <summary>The same, written as people write one number.</summary>
        PlainWrong,

        /// <summary>The check digit is right, but it takes an odd grouping or ordinary words to see the number.</summary>
        OddRight,

        PlainRight,

        DistinctiveWrong,

        DistinctiveRight,
    }

    public static TrackingNumber? Find(string pasted)
    {
        var runs = Split(Unescape(pasted.Length > MaxSearched ? pasted[..MaxSearched] : pasted));
        var candidates = Candidates(runs);

        Candidate? best = null;
        foreach (var candidate in candidates)
        {
            if (candidate.IsBetterThan(best) && !IsFragment(candidate, candidates))
            {
                best = candidate;
            }
        }

        return best is null ? null : new TrackingNumber(best.Number, best.Matches);
    }

    private static string Unescape(string text)
    {
        for (var i = 0; i < MaxUnescapes && text.Contains('%', StringComparison.Ordinal); i++)
        {
            text = Uri.UnescapeDataString(text);
        }

        return text;
    }

    private static List<Run> Split(string text)
    {
        var runs = new List<Run>();
        var run = new StringBuilder();
        var between = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                run.Append(c);
            }
            // Web pages put invisible format characters inside long numbers. They separate nothing.
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                EndRun();
                between.Append(c);
            }
        }

        EndRun();
        return runs;

        void EndRun()
        {
            if (run.Length > 0)
            {
                runs.Add(new Run(run.ToString(), runs.Count == 0 ? Gap.Break : GapOf(between.ToString())));
                run.Clear();
                between.Clear();
            }
        }
    }

    private static Gap GapOf(string between)
    {
        var mark = between.Trim();
        var isSpaced = mark.Length < between.Length;
        return mark switch
        {
            _ when between.AsSpan().ContainsAny(LineEnds) => Gap.Break,
            "" => Gap.Space,
            "." => isSpaced ? Gap.Break : Gap.Dot,
            [var dash] when IsDash(dash) => isSpaced ? Gap.LooseDash : Gap.Dash,
            _ => Gap.Break,
        };
    }

    private static bool IsDash(char c) =>
        c == '\u2212' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation;

    private static List<Candidate> Candidates(List<Run> runs)
    {
        var candidates = new List<Candidate>();
        Span<char> number = stackalloc char[LongestNumber];
        for (var first = 0; first < runs.Count; first++)
        {
            var length = 0;
            for (var last = first; last < runs.Count; last++)
            {
                var run = runs[last];
                if ((last > first && run.GapBefore == Gap.Break) || length + run.Text.Length > LongestNumber)
                {
                    break;
                }

                run.Text.AsSpan().ToUpperInvariant(number[length..]);
                length += run.Text.Length;
                if (length >= ShortestNumber && Read(number[..length], runs, first, last) is { } candidate)
                {
                    candidates.Add(candidate);
                }
            }
        }

        return candidates;
    }

    private static Candidate? Read(ReadOnlySpan<char> number, List<Run> runs, int first, int last)
    {
        List<(TrackingMatch Match, bool IsDistinctive)>? readings = null;
        foreach (var format in Formats)
        {
            if (format.Match(number) is { } match)
            {
                (readings ??= []).Add((match, format.IsDistinctive));
            }
        }

        if (readings is null)
        {
            return null;
        }

        readings = [.. readings.OrderByDescending(r => r.Match.ChecksumHolds).ThenByDescending(r => r.IsDistinctive)];
        var isNatural = IsNatural(number, runs, first, last);
        return StrengthOf(readings[0].Match, readings[0].IsDistinctive, isNatural, runs, first, last) is { } strength
            ? new Candidate(number.ToString(), [.. readings.Select(r => r.Match)], strength, isNatural, first, last)
            : null;
    }

    private static Strength? StrengthOf(
        TrackingMatch match, bool isDistinctive, bool isNatural, List<Run> runs, int first, int last)
    {
        var isAll = first == 0 && last == runs.Count - 1;
        if (isDistinctive)
        {
            // "Order no 123456785 is late" has an S10 number's shape, NO…IS, so ordinary words need the check digit.
            var takesWords = !isAll && last > first && HasLowerCaseWord(runs, first, last);
            return (match.ChecksumHolds, takesWords) switch
            {
                (true, false) => Strength.DistinctiveRight,
                (true, true) => Strength.OddRight,
                (false, false) => Strength.DistinctiveWrong,
                (false, true) => null,
            };
        }

        // 112-1234567-1234567 is one number that is not ours; its first ten digits are not a waybill.
        if (IsTiedTo(runs, first - 1, runs[first].GapBefore)
            || (last + 1 < runs.Count && IsTiedTo(runs, last + 1, runs[last + 1].GapBefore)))
        {
            return null;
        }

        return (match.ChecksumHolds, isNatural) switch
        {
            (true, true) => Strength.PlainRight,
            (true, false) => Strength.OddRight,
            (false, true) => Strength.PlainWrong,
            (false, false) => isAll ? Strength.LengthOnly : null,
        };
    }

    private static bool IsTiedTo(List<Run> runs, int neighbour, Gap gap) =>
        gap is Gap.Dash or Gap.Dot && char.IsAsciiDigit(runs[neighbour].Text[0]);

    private static bool HasLowerCaseWord(List<Run> runs, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (runs[i].Text.All(char.IsAsciiLetter) && runs[i].Text.Any(char.IsAsciiLetterLower))
            {
                return true;
            }
        }

        return false;
    }

    // One run, or groups that people and labels make: all of one size but for the first and last, divided all alike.
    private static bool IsNatural(ReadOnlySpan<char> number, List<Run> runs, int first, int last)
    {
        // A USPS label sets the 420 and the ZIP code apart from the rest.
        if (first == last || number.StartsWith("420"))
        {
            return true;
        }

        for (var i = first + 2; i <= last; i++)
        {
            if (runs[i].GapBefore != runs[first + 1].GapBefore)
            {
                return false;
            }
        }

        var firstSize = runs[first].Text.Length;
        var lastSize = runs[last].Text.Length;
        if (last == first + 1)
        {
            return Math.Abs(firstSize - lastSize) <= 1;
        }

        var size = runs[first + 1].Text.Length;
        for (var i = first + 2; i < last; i++)
        {
            if (runs[i].Text.Length != size)
            {
                return false;
            }
        }

        return firstSize <= size && lastSize <= size + 1;
    }

    // One number in ten passes a check by chance, so part of a number in groups must not beat the whole with a typo.
    private static bool IsFragment(Candidate part, List<Candidate> candidates) =>
        part.Strength < Strength.DistinctiveWrong && candidates.Exists(whole =>
            whole.IsNatural
            && whole.First <= part.First
            && whole.Last >= part.Last
            && whole.Number.Length > part.Number.Length);

    /// <summary>Letters and digits without anything between them.</summary>
    private sealed record Run(string Text, Gap GapBefore);

    /// <summary>A number that some format reads, made of the runs from First to Last.</summary>
    private sealed record Candidate(
        string Number, IReadOnlyList<TrackingMatch> Matches, Strength Strength, bool IsNatural, int First, int Last)
    {
        // Stronger, then written naturally, then longer, then in fewer pieces; and the earlier of two equals.
        public bool IsBetterThan(Candidate? other) =>
            other is null || Rank.CompareTo(other.Rank) > 0;

        private (Strength, bool, int, int) Rank => (Strength, IsNatural, Number.Length, First - Last);
    }
}
