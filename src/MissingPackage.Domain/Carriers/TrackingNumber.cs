using System.Text;

namespace MissingPackage.Domain.Carriers;

/// <summary>A tracking number as the customer gave it, and whose it may be. Nothing here refuses a number: one that no
/// format fits is kept as typed, because the customer may be right and the format new.</summary>
/// <param name="Value">The number in capital letters and digits only where a format was recognised; otherwise the pasted
/// text, trimmed, its white space collapsed, at most <see cref="MaxLength"/> UTF-16 characters.</param>
/// <param name="Matches">The ways to read it, the likeliest first; empty when no format fits.</param>
public sealed record TrackingNumber(string Value, IReadOnlyList<TrackingMatch> Matches)
{
    /// <summary>The most UTF-16 characters <see cref="Value"/> can have.</summary>
    public const int MaxLength = 64;

    /// <summary>The carrier of the likeliest match, right check digit or not; null when no format fits.</summary>
    public CarrierCode? LikelyCarrier => Matches.Count == 0 ? null : Matches[0].Carrier;

    /// <summary>Finds the tracking number in what people paste: the number alone, spaced, dashed or dotted, a sentence
    /// around it, or the link of a carrier's tracking page. Of several numbers it takes the most convincing.</summary>
    /// <param name="pasted">Any text. Only its first 2,000 characters are searched.</param>
    /// <returns>Null when the text is null or blank.</returns>
    public static TrackingNumber? Recognise(string? pasted)
    {
        var typed = Collapse(pasted ?? "");
        return typed.Length == 0 ? null : TrackingNumberSearch.Find(pasted!) ?? new TrackingNumber(typed, []);
    }

    private static string Collapse(string text)
    {
        var collapsed = new StringBuilder(MaxLength);
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (isBlank && (collapsed.Length == 0 || collapsed[^1] == ' '))
            {
                continue;
            }

            // Whole runes only: half a surrogate pair is not text and cannot be stored or sent.
            if (collapsed.Length + rune.Utf16SequenceLength > MaxLength)
            {
                break;
            }

            collapsed.Append(isBlank ? " " : rune.ToString());
        }

        return collapsed.ToString().TrimEnd();
    }
}
