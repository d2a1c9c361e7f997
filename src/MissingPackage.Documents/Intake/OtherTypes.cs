using System.Text;

namespace MissingPackage.Documents.Intake;

/// <summary>Guesses what a refused file is. Only ever used to word an answer to its sender, never to accept anything.</summary>
internal static class OtherTypes
{
    private static readonly byte[] s_oleHeader = [0xD0, 0xCF, 0x11, 0xE0];
    private static readonly byte[] s_matroskaHeader = [0x1A, 0x45, 0xDF, 0xA3];

    public static OtherType Guess(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith("PK\u0003\u0004"u8) => Archive(head),
        _ when head.StartsWith("GIF8"u8) => OtherType.Gif,
        _ when head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) => OtherType.Tiff,
        _ when head.StartsWith("BM"u8) && head.Length > 14 && head[6..10].SequenceEqual("\0\0\0\0"u8) => OtherType.Bmp,
        _ when head.StartsWith(s_oleHeader) => OtherType.OldOffice,
        _ when head.StartsWith("{\\rtf"u8) => OtherType.Rtf,
        _ when head.StartsWith("MZ"u8) || head.StartsWith("\u007fELF"u8) => OtherType.Program,
        _ when head.StartsWith(s_matroskaHeader) => OtherType.Video,
        _ when head.StartsWith("\u001b%-12345X"u8) || head.StartsWith("@PJL"u8) => OtherType.PrinterFile,
        _ when head.StartsWith("%!PS"u8) || head.StartsWith("\u0004%!PS"u8) => OtherType.PrinterFile,
        _ => Text(head),
    };

    // Office writes its folders' names in the clear near the start of the archive.
    private static OtherType Archive(ReadOnlySpan<byte> head) =>
        head.IndexOf("word/"u8) >= 0 ? OtherType.Docx
        : head.IndexOf("xl/"u8) >= 0 ? OtherType.Xlsx
        : OtherType.Zip;

    private static OtherType Text(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.ContainsAnyInRange((byte)0, (byte)8))
        {
            return OtherType.Unknown;
        }

        // Latin-1 maps every byte to a character, so that looking for ASCII words cannot fail.
        var text = Encoding.Latin1.GetString(head).TrimStart('\u00EF', '\u00BB', '\u00BF').TrimStart();
        if (!text.StartsWith('<'))
        {
            return OtherType.Text;
        }

        bool Has(string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
        return Has("<html") || Has("<!doctype html") || Has("<head") || Has("<body") ? OtherType.Html
            : Has("<svg") ? OtherType.Svg
            : Has("<?xml") ? OtherType.Xml
            : Has("<script") ? OtherType.Html
            : OtherType.Text;
    }
}
