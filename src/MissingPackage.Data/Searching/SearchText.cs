using System.Globalization;
using System.Text;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Searching;

/// <summary>Texts as the search compares them: capital letters without accents, the same in both databases.</summary>
public static class SearchText
{
    /// <summary>Capital letters, accents and other marks gone, half characters replaced: "Łucja Marín" is "LUCJA MARIN".</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune);
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in whole.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
            {
                folded.Append(Spell(Rune.ToUpperInvariant(rune)));
            }
        }

        return folded.ToString();
    }

    /// <summary>Folded, letters and digits only: how numbers are compared, however they were grouped.</summary>
    public static string Compact(string text) => Keep(Fold(text), _ => "");

    /// <summary>A seller's name as it is compared: its folded words; null where there is none.</summary>
    public static string? SellerKey(string? seller) =>
        seller is not null && string.Join(' ', Words(seller)) is { Length: > 0 } key ? Cut(key, OrderFacts.MaxSeller) : null;

    /// <summary>The folded words of a name; apostrophes join, everything else that is no letter or digit parts.</summary>
    public static IReadOnlyList<string> Words(string text) =>
        Keep(Fold(text), rune => rune.Value is '\'' or '’' or 'ʼ' ? "" : " ").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>At most this many UTF-16 characters, and no half one at the end.</summary>
    internal static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>The first text, in the order of code points, that comes after every text with this beginning.</summary>
    internal static string After(string beginning)
    {
        var last = Rune.GetRuneAt(beginning, beginning.Length - (char.IsLowSurrogate(beginning[^1]) ? 2 : 1));
        var next = last.Value == 0xD7FF ? 0xE000 : last.Value + 1;
        return beginning[..^last.Utf16SequenceLength] + new Rune(next);
    }

    private static string Keep(string folded, Func<Rune, string> otherwise)
    {
        var kept = new StringBuilder(folded.Length);
        foreach (var rune in folded.EnumerateRunes())
        {
            kept.Append(Rune.IsLetterOrDigit(rune) ? rune.ToString() : otherwise(rune));
        }

        return kept.ToString();
    }

    // Letters that Unicode doesn't take apart, as people without them on the keyboard write them.
    private static string Spell(Rune rune) => rune.Value switch
    {
        'Ł' => "L",
        'Ø' => "O",
        'Đ' or 'Ð' => "D",
        'Æ' => "AE",
        'Œ' => "OE",
        'ß' or 'ẞ' => "SS",
        'Þ' => "TH",
        'ı' => "I",
        _ => rune.ToString(),
    };
}
