using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace MissingPackage.Documents.Pdf;

/// <summary>How letters look. Sizes in points.</summary>
internal sealed record TextStyle(float Size, float LineHeight, SKColor Color, FontWeight Weight = FontWeight.Regular, bool Slanted = false);

/// <summary>Glyphs of one font, placed from the run's start on the baseline.</summary>
/// <param name="Face">The font.</param>
/// <param name="Glyphs">Numbers in that font, left to right.</param>
/// <param name="Positions">Points from the run's start.</param>
/// <param name="Clusters">For each glyph, the byte of <paramref name="Utf8"/> it draws from.</param>
/// <param name="Utf8">The run's text, so that it can be copied and read aloud.</param>
/// <param name="Width">Points.</param>
internal sealed record GlyphRun(Face Face, ushort[] Glyphs, SKPoint[] Positions, uint[] Clusters, byte[] Utf8, float Width)
{
    /// <summary>Points from the line's start.</summary>
    public float X { get; init; }
}

/// <summary>One line of text, ready to draw.</summary>
/// <param name="Style">How it looks.</param>
/// <param name="Runs">In the order they are read, which for right-to-left text is not the order they stand in.</param>
internal sealed record TextLine(TextStyle Style, IReadOnlyList<GlyphRun> Runs)
{
    public float Width => Runs.Sum(run => run.Width);
}

/// <summary>
/// Breaks text into lines and shapes it: finds a font for each character, the direction of each run (<see cref="Bidi"/>),
/// and has HarfBuzz choose and place the glyphs. Lines break at spaces, after dashes and after a hyphen between letters,
/// between Chinese and Japanese characters, and inside a word only if the word is longer than a line. It remembers
/// which glyphs it used and which characters no font had, for one document.
/// </summary>
internal sealed class Typesetter(FontShelf fonts)
{
    private const string Replacement = "?";

    private readonly Dictionary<Face, HashSet<ushort>> _used = [];
    private readonly List<string> _missing = [];

    public IReadOnlyDictionary<Face, HashSet<ushort>> Used => _used;

    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Sets text in lines no wider than this.</summary>
    /// <param name="text">Line breaks and other control characters count as spaces.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="width">Points.</param>
    /// <returns>At least one line.</returns>
    public IReadOnlyList<TextLine> Set(string text, TextStyle style, float width)
    {
        var clean = Clean(text);
        var items = Itemize(clean, style);
        var lines = Break(clean, Reach(clean, items, style), width);
        return [.. lines.Select(line => new TextLine(style, Shape(clean, items, style, line.Start, line.End)))];
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes out as U+FFFD
        {
            clean.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        }

        return clean.ToString();
    }

    // Stretches of one font, one direction and one script.
    private List<Item> Itemize(string text, TextStyle style)
    {
        var items = new List<Item>();
        var levels = Bidi.Levels(text);
        var starts = StringInfo.ParseCombiningCharacters(text);
        Item? last = null;
        for (var i = 0; i < starts.Length; i++)
        {
            var start = starts[i];
            var end = i + 1 < starts.Length ? starts[i + 1] : text.Length;
            var character = text[start..end];
            var first = Rune.GetRuneAt(character, 0);

            // Spaces are Inter's throughout: those of other fonts, of emoji above all, have any width. It also makes each
            // word that runs right to left a run of its own, and runs are drawn in the order they are read.
            var face = Rune.IsWhiteSpace(first) ? fonts.Main(style.Weight)
                : FontShelf.IsIgnorable(first) ? last?.Face ?? fonts.Main(style.Weight)
                : fonts.For(character, style.Weight);
            var script = UnicodeFunctions.Default.GetScript(first.Value);
            if (script == Script.Common || script == Script.Inherited)
            {
                script = last?.Script ?? Script.Latin;
            }

            if (face is null)
            {
                Miss(character);
                last = null;
                items.Add(new(start, end, fonts.Main(style.Weight), levels[start], Script.Common, IsMissing: true));
            }
            else if (last is not null && last.Face == face && last.Level == levels[start] && last.Script == script)
            {
                last = items[^1] = last with { End = end };
            }
            else
            {
                last = new(start, end, face, levels[start], script, IsMissing: false);
                items.Add(last);
            }
        }

        return items;
    }

    private static List<(int Start, int End)> Break(string text, float[] reach, float width)
    {
        float Measure(int start, int end) => reach[end] - reach[start];

        var lines = new List<(int Start, int End)>();
        int? start = null;
        var end = 0;
        var filled = 0f;
        foreach (var (from, to) in Words(text))
        {
            var inked = from + text.AsSpan(from, to - from).TrimEnd().Length;
            var space = start is null ? 0 : Measure(end, from);
            var word = Measure(from, inked);
            if (start is not null && filled + space + word > width)
            {
                lines.Add((start.Value, end));
                start = null;
                space = 0;
            }

            if (start is null)
            {
                start = from;
                filled = 0;
            }

            if (word <= width)
            {
                filled += space + word;
            }
            else
            {
                foreach (var (at, next) in Characters(text, from, inked))
                {
                    var character = Measure(at, next);
                    if (filled + character > width && at > start)
                    {
                        lines.Add((start.Value, at));
                        start = at;
                        filled = 0;
                    }

                    filled += character;
                }
            }

            end = inked;
        }

        lines.Add((start ?? 0, end));
        return lines;
    }

    // Pieces that hold together, each with the spaces after it.
    private static IEnumerable<(int Start, int End)> Words(string text)
    {
        var start = text.Length - text.AsSpan().TrimStart().Length;
        Rune? before = null;
        Rune? previous = null;
        for (var i = start; i < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, i);
            if (previous is { } last && MayBreak(before, last, rune))
            {
                yield return (start, i);
                start = i;
            }

            (before, previous) = (previous, rune);
            i += rune.Utf16SequenceLength;
        }

        if (start < text.Length)
        {
            yield return (start, text.Length);
        }
    }

    private static bool MayBreak(Rune? before, Rune last, Rune next)
    {
        if (Rune.IsWhiteSpace(next) || FontShelf.IsIgnorable(next) || Rune.GetUnicodeCategory(next) is UnicodeCategory.NonSpacingMark)
        {
            return false;
        }

        if (last.Value is 0x00A0 or 0x202F or 0x2007)
        {
            return false;
        }

        return Rune.IsWhiteSpace(last)
            || last.Value is 0x200B or 0x2013 or 0x2014
            || (last.Value is '-' or 0x2010 && before is { } letter && Rune.IsLetter(letter) && Rune.IsLetter(next))
            || ((IsIdeographic(last) || IsIdeographic(next)) && !Opens(last) && !Closes(next));
    }

    private static bool IsIdeographic(Rune rune) => rune.Value is
        (>= 0x2E80 and <= 0x31FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF01 and <= 0xFF60) or (>= 0x20000 and <= 0x3FFFF);

    private static bool Opens(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    private static bool Closes(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.ClosePunctuation
        or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation or UnicodeCategory.DashPunctuation;

    private static IEnumerable<(int Start, int End)> Characters(string text, int start, int end)
    {
        while (start < end)
        {
            var next = Math.Min(end, start + StringInfo.GetNextTextElementLength(text, start));
            yield return (start, next);
            start = next;
        }
    }

    // How far the text reaches before each character, were it one long line from left to right.
    private static float[] Reach(string text, List<Item> items, TextStyle style)
    {
        var reach = new float[text.Length + 1];
        foreach (var item in items)
        {
            using var buffer = new Buffer();
            buffer.AddUtf16(item.IsMissing ? Replacement : text.AsSpan(item.Start, item.End - item.Start));
            Shape(buffer, item);
            var infos = buffer.GetGlyphInfoSpan();
            var places = buffer.GetGlyphPositionSpan();
            for (var i = 0; i < infos.Length; i++)
            {
                reach[item.Start + (int)infos[i].Cluster + 1] += places[i].XAdvance * style.Size / item.Face.UnitsPerEm;
            }
        }

        for (var i = 1; i < reach.Length; i++)
        {
            reach[i] += reach[i - 1];
        }

        return reach;
    }

    private GlyphRun[] Shape(string text, List<Item> items, TextStyle style, int start, int end)
    {
        var parts = Within(items, start, end).ToList();
        var runs = new GlyphRun[parts.Count];
        var x = 0f;
        foreach (var i in Bidi.VisualOrder([.. parts.Select(part => part.Level)]))
        {
            var run = runs[i] = Shape(text, parts[i], style) with { X = x };
            x += run.Width;
            if (!_used.TryGetValue(run.Face, out var used))
            {
                _used[run.Face] = used = [];
            }

            used.UnionWith(run.Glyphs);
            if (!parts[i].IsMissing)
            {
                ReportHoles(run);
            }
        }

        return runs;
    }

    private static IEnumerable<Item> Within(List<Item> items, int start, int end) => items
        .Where(item => item.Start < end && item.End > start)
        .Select(item => item with { Start = Math.Max(item.Start, start), End = Math.Min(item.End, end) });

    private static GlyphRun Shape(string text, Item item, TextStyle style)
    {
        var utf8 = Encoding.UTF8.GetBytes(text, item.Start, item.End - item.Start);
        using var buffer = new Buffer();
        if (item.IsMissing)
        {
            buffer.AddUtf16(Replacement);
        }
        else
        {
            buffer.AddUtf8(utf8);
        }

        Shape(buffer, item);
        var infos = buffer.GetGlyphInfoSpan();
        var places = buffer.GetGlyphPositionSpan();
        var scale = style.Size / item.Face.UnitsPerEm;
        var glyphs = new ushort[infos.Length];
        var positions = new SKPoint[infos.Length];
        var clusters = new uint[infos.Length];
        var x = 0f;
        for (var i = 0; i < infos.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            positions[i] = new(x + (places[i].XOffset * scale), -places[i].YOffset * scale);
            clusters[i] = item.IsMissing ? 0 : infos[i].Cluster;
            x += places[i].XAdvance * scale;
        }

        return new(item.Face, glyphs, positions, clusters, utf8, x);
    }

    private static void Shape(Buffer buffer, Item item)
    {
        buffer.Direction = item.Level % 2 == 0 ? Direction.LeftToRight : Direction.RightToLeft;
        buffer.Script = item.Script;
        buffer.Language = Language.Default;

        // Not as spaces of no width, for which a font of pictures has no picture.
        buffer.Flags = BufferFlags.RemoveDefaultIgnorables;
        item.Face.Shaper.Shape(buffer);
    }

    // A font may have a character and not its mark: then the shaper leaves glyph 0.
    private void ReportHoles(GlyphRun run)
    {
        for (var i = 0; i < run.Glyphs.Length; i++)
        {
            if (run.Glyphs[i] == 0)
            {
                var rest = Encoding.UTF8.GetString(run.Utf8.AsSpan((int)run.Clusters[i]));
                Miss(StringInfo.GetNextTextElement(rest));
            }
        }
    }

    private void Miss(string character)
    {
        if (!_missing.Contains(character, StringComparer.Ordinal))
        {
            _missing.Add(character);
        }
    }

    private sealed record Item(int Start, int End, Face Face, byte Level, Script Script, bool IsMissing);
}
