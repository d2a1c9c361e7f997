using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using SkiaSharp;

namespace MissingPackage.Documents.Pdf;

/// <summary>How heavy letters are.</summary>
internal enum FontWeight
{
    Regular,
    Medium,
    Bold,
}

/// <summary>
/// The fonts a document is set in: Inter, which covers Latin with Vietnamese, Greek and Cyrillic, then for every other
/// script the fonts of a folder the owner chose, then those the system has.
/// </summary>
internal sealed class FontShelf : IDisposable
{
    private const int EmojiStyle = 0xFE0F;
    private const int FirstPictographs = 0x1F000;

    private readonly Dictionary<FontWeight, Face> _inter;
    private readonly SKFontManager _system = SKFontManager.CreateDefault();
    private readonly Lazy<IReadOnlyList<Face>> _own;
    private readonly Lazy<IReadOnlyList<string>> _families;
    private readonly ConcurrentDictionary<(string Family, bool Bold), Lazy<Face?>> _faces = new();
    private readonly ConcurrentDictionary<(int Rune, bool Bold, bool Emoji), Face?> _found = new();

    public FontShelf(string? folder)
    {
        _inter = new()
        {
            [FontWeight.Regular] = Inter("Inter-Regular.ttf"),
            [FontWeight.Medium] = Inter("Inter-SemiBold.ttf"),
            [FontWeight.Bold] = Inter("Inter-Bold.ttf"),
        };
        _own = new(() => folder is null ? [] : ReadFolder(folder));
        _families = new(() => [.. _system.FontFamilies.OrderBy(Rank)]);
    }

    public Face Main(FontWeight weight) => _inter[weight];

    /// <summary>The font to draw a character in.</summary>
    /// <param name="character">As a reader sees it: a base character with its marks, or a joined emoji.</param>
    /// <param name="weight">The weight it should have.</param>
    /// <returns>Null, if no font has it.</returns>
    public Face? For(string character, FontWeight weight)
    {
        var emoji = character.EnumerateRunes().Any(r => r.Value is EmojiStyle or >= FirstPictographs);
        var main = Main(weight);
        if (!emoji && HasAll(main, character))
        {
            return main;
        }

        // The first character of a cluster chooses; where that font lacks a mark, the shaper says so.
        var face = _found.GetOrAdd((Rune.GetRuneAt(character, 0).Value, weight != FontWeight.Regular, emoji), Search);
        return face ?? (HasAll(main, character) ? main : null);
    }

    /// <summary>Whether a character shows nothing by itself, so that no font needs to have it.</summary>
    public static bool IsIgnorable(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) or (>= 0x180B and <= 0x180F) or 0x034F or 0x115F or 0x1160;

    public void Dispose()
    {
        foreach (var face in _inter.Values.Concat(_own.IsValueCreated ? _own.Value : []).Concat(_faces.Values.Select(f => f.Value).OfType<Face>()))
        {
            face.Dispose();
        }

        _system.Dispose();
    }

    private static bool HasAll(Face face, string character)
    {
        if (character.EnumerateRunes().All(r => IsIgnorable(r) || face.Has(r.Value)))
        {
            return true;
        }

        // A letter with marks may be one glyph of the font; the shaper composes it likewise.
        var composed = character.Normalize(NormalizationForm.FormC);
        return composed.Length < character.Length && composed.EnumerateRunes().All(r => IsIgnorable(r) || face.Has(r.Value));
    }

    private static Face Inter(string name)
    {
        using var data = SKData.CreateCopy(InterFonts.Read(name));
        return Face.From(SKTypeface.FromData(data)) ?? throw new InvalidDataException($"{name} cannot be read as a font.");
    }

    private static IReadOnlyList<Face> ReadFolder(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC")
            .Order(StringComparer.Ordinal)
            .Select(file => SKTypeface.FromFile(file) is { } typeface ? Face.From(typeface) : null)
            .OfType<Face>(),
    ];

    // Plain text faces before serif ones, and those for other purposes last.
    private static int Rank(string family) =>
        family.Contains("Emoji", StringComparison.OrdinalIgnoreCase) || family.Contains("Math", StringComparison.OrdinalIgnoreCase)
        || family.Contains("Symbol", StringComparison.OrdinalIgnoreCase) ? 3
        : family.Contains("Mono", StringComparison.OrdinalIgnoreCase) ? 2
        : family.Contains("Sans", StringComparison.OrdinalIgnoreCase) ? 0
        : 1;

    private Face? Search((int Rune, bool Bold, bool Emoji) wanted)
    {
        if (_own.Value.FirstOrDefault(face => face.Has(wanted.Rune)) is { } own)
        {
            return own;
        }

        if (wanted.Emoji && _families.Value.Where(f => f.Contains("Emoji", StringComparison.OrdinalIgnoreCase))
                .Select(family => System(family, bold: false)).FirstOrDefault(f => f?.Has(wanted.Rune) == true) is { } emoji)
        {
            return emoji;
        }

        // Asks the system. Skia's build without fontconfig never knows, so all families are gone through then.
        using var match = _system.MatchCharacter(null, Style(wanted.Bold), null, wanted.Rune);
        return match is not null && System(match.FamilyName, wanted.Bold) is { } matched && matched.Has(wanted.Rune)
            ? matched
            : _families.Value.Select(family => System(family, wanted.Bold)).FirstOrDefault(face => face?.Has(wanted.Rune) == true);
    }

    private Face? System(string family, bool bold) => _faces.GetOrAdd(
        (family, bold),
        key => new(() => _system.MatchFamily(key.Family, Style(key.Bold)) is { } typeface ? Face.From(typeface) : null)).Value;

    private static SKFontStyle Style(bool bold) => bold ? SKFontStyle.Bold : SKFontStyle.Normal;
}
