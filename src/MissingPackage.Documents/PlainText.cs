using System.Text;

namespace MissingPackage.Documents;

/// <summary>Text as a document may carry it.</summary>
internal static class PlainText
{
    /// <summary>One line in composed form: white space in a row becomes one space, and control characters go, as do those
    /// that make text look other than it is (bidirectional overrides and isolates).</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C or 0xFEFF))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().TrimEnd(' ').Normalize(NormalizationForm.FormC);
    }
}
