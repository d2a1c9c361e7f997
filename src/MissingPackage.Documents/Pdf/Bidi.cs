using System.Globalization;

namespace MissingPackage.Documents.Pdf;

/// <summary>
/// Which way each character of a left-to-right paragraph runs: the Unicode Bidirectional Algorithm (UAX #9) without
/// explicit embeddings, overrides and isolates, whose control characters count as nothing here. It covers names,
/// addresses and sentences in Arabic and Hebrew with numbers and brackets in them (rules W1 to W7, N0 for round,
/// square and curly brackets, N1, N2, I1 and L2). Text that leans on the control characters is shown without them.
/// </summary>
internal static class Bidi
{
    private enum Kind : byte
    {
        Left,
        Right,
        ArabicLetter,
        Number,
        ArabicNumber,
        Separator,
        Terminator,
        CommonSeparator,
        Mark,
        Neutral,
    }

    /// <summary>The level of each UTF-16 code unit: even runs left to right, odd right to left.</summary>
    public static byte[] Levels(string text)
    {
        var levels = new byte[text.Length];
        if (!text.AsSpan().ContainsAnyInRange('\u0590', '\uFFFF'))
        {
            return levels;
        }

        var kinds = new Kind[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            kinds[i] = KindAt(text, i);
        }

        ResolveNumbers(kinds);
        ResolveBrackets(text, kinds);
        ResolveNeutrals(kinds);
        for (var i = 0; i < kinds.Length; i++)
        {
            levels[i] = kinds[i] switch { Kind.Right => 1, Kind.Number or Kind.ArabicNumber => 2, _ => 0 };
        }

        return levels;
    }

    /// <summary>The order in which runs stand on a line, left to right (rule L2).</summary>
    /// <param name="levels">The level of each run, in reading order.</param>
    /// <returns>Indexes of runs.</returns>
    public static int[] VisualOrder(IReadOnlyList<byte> levels)
    {
        var order = Enumerable.Range(0, levels.Count).ToArray();
        for (var level = levels.Count == 0 ? 0 : levels.Max(); level >= 1; level--)
        {
            for (var i = 0; i < order.Length; i++)
            {
                var start = i;
                while (i < order.Length && levels[order[i]] >= level)
                {
                    i++;
                }

                if (i > start)
                {
                    Array.Reverse(order, start, i - start);
                }
            }
        }

        return order;
    }

    // W1 to W7.
    private static void ResolveNumbers(Span<Kind> kinds)
    {
        var before = Kind.Left;
        var strong = Kind.Left;
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = kinds[i] switch
            {
                Kind.Mark => before,
                Kind.Number when strong == Kind.ArabicLetter => Kind.ArabicNumber,
                var kind => kind,
            };
            before = kinds[i];
            strong = before is Kind.Left or Kind.Right or Kind.ArabicLetter ? before : strong;
        }

        kinds.Replace(Kind.ArabicLetter, Kind.Right);
        for (var i = 1; i + 1 < kinds.Length; i++)
        {
            var between = kinds[i - 1] == kinds[i + 1] ? kinds[i - 1] : Kind.Neutral;
            if ((kinds[i] is Kind.Separator or Kind.CommonSeparator && between == Kind.Number)
                || (kinds[i] is Kind.CommonSeparator && between == Kind.ArabicNumber))
            {
                kinds[i] = between;
            }
        }

        for (var i = 1; i < kinds.Length; i++)
        {
            kinds[i] = kinds[i] == Kind.Terminator && kinds[i - 1] == Kind.Number ? Kind.Number : kinds[i];
        }

        for (var i = kinds.Length - 2; i >= 0; i--)
        {
            kinds[i] = kinds[i] == Kind.Terminator && kinds[i + 1] == Kind.Number ? Kind.Number : kinds[i];
        }

        strong = Kind.Left;
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = kinds[i] switch
            {
                Kind.Separator or Kind.Terminator or Kind.CommonSeparator => Kind.Neutral,
                Kind.Number when strong == Kind.Left => Kind.Left,
                var kind => kind,
            };
            strong = kinds[i] is Kind.Left or Kind.Right ? kinds[i] : strong;
        }
    }

    // N0: a pair of brackets runs the way of what is in it and before it. A paragraph here runs left to right.
    private static void ResolveBrackets(string text, Span<Kind> kinds)
    {
        const string opening = "([{";
        const string closing = ")]}";
        const int deepest = 63; // as UAX #9 says
        var open = new Stack<(int Index, int Shape)>();
        var pairs = new List<(int Start, int End)>();
        for (var i = 0; i < kinds.Length && open.Count < deepest; i++)
        {
            if (kinds[i] != Kind.Neutral)
            {
                continue;
            }

            if (opening.IndexOf(text[i], StringComparison.Ordinal) is >= 0 and var opens)
            {
                open.Push((i, opens));
            }
            else if (closing.IndexOf(text[i], StringComparison.Ordinal) is >= 0 and var closes && open.Any(o => o.Shape == closes))
            {
                while (open.Peek().Shape != closes)
                {
                    open.Pop();
                }

                pairs.Add((open.Pop().Index, i));
            }
        }

        foreach (var (start, end) in pairs.OrderBy(pair => pair.Start))
        {
            var inside = kinds[(start + 1)..end];
            if (inside.Contains(Kind.Left))
            {
                kinds[start] = kinds[end] = Kind.Left;
            }
            else if (inside.ContainsAny(Kind.Right, Kind.Number, Kind.ArabicNumber))
            {
                var before = kinds[..start].LastIndexOfAny(Kind.Left, Kind.Right, Kind.Number) is >= 0 and var at ? kinds[at] : Kind.Left;
                kinds[start] = kinds[end] = before == Kind.Left ? Kind.Left : Kind.Right;
            }
        }
    }

    // N1 and N2.
    private static void ResolveNeutrals(Span<Kind> kinds)
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            var start = i;
            while (i < kinds.Length && kinds[i] == Kind.Neutral)
            {
                i++;
            }

            if (i > start)
            {
                var before = start > 0 && kinds[start - 1] != Kind.Left ? Kind.Right : Kind.Left;
                var after = i < kinds.Length && kinds[i] != Kind.Left ? Kind.Right : Kind.Left;
                kinds[start..i].Fill(before == after ? before : Kind.Left);
            }
        }
    }

    private static Kind KindAt(string text, int index)
    {
        var c = text[index];
        if (char.IsLowSurrogate(c))
        {
            return Kind.Mark; // goes with its first half
        }

        var rune = char.IsHighSurrogate(c) && index + 1 < text.Length ? char.ConvertToUtf32(c, text[index + 1]) : c;
        switch (rune)
        {
            case >= '0' and <= '9' or (>= 0x06F0 and <= 0x06F9):
                return Kind.Number;
            case (>= 0x0660 and <= 0x0669) or 0x066B or 0x066C or 0x06DD:
                return Kind.ArabicNumber;
            case '+' or '-':
                return Kind.Separator;
            case ',' or '.' or '/' or ':' or 0x00A0 or 0x060C:
                return Kind.CommonSeparator;
            case '#' or '$' or '%' or 0x00A3 or 0x00A5 or 0x00B0 or 0x20AC or 0x066A:
                return Kind.Terminator;
        }

        var category = CharUnicodeInfo.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return Kind.Mark;
        }

        return rune switch
        {
            (>= 0x0600 and <= 0x07BF) or (>= 0x0860 and <= 0x08FF) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)
                or (>= 0x1EC70 and <= 0x1ECBF) or (>= 0x1EE00 and <= 0x1EEFF) => Kind.ArabicLetter,
            (>= 0x0590 and <= 0x05FF) or (>= 0x07C0 and <= 0x085F) or (>= 0xFB1D and <= 0xFB4F)
                or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF) => Kind.Right,
            _ => category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.LetterNumber
                ? Kind.Left
                : Kind.Neutral,
        };
    }
}
