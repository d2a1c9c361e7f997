using System.Globalization;
using System.Text;

namespace MissingPackage.Documents.Pdf;

/// <summary>
/// Adds to a PDF that Skia wrote what Skia has no setting for: the document's language, and that viewers show the title
/// instead of the file's name. It reads Skia's own layout and nothing else.
/// </summary>
internal static class PdfFinish
{
    private const int EntryLength = 20;

    public static byte[] Apply(byte[] pdf, string language)
    {
        var table = PdfBytes.ReadTable(pdf);
        var insertions = new SortedDictionary<int, string>();
        foreach (var offset in table.Offsets.Values)
        {
            var body = pdf.AsSpan(offset);
            body = body[..body.IndexOf("endobj"u8)];
            var start = body.IndexOf("<<"u8);
            var dictionary = start < 0 ? default : body[start..];
            if (dictionary.StartsWith("<</Type /Catalog\n"u8))
            {
                insertions[offset + start + "<<".Length] = $"/Lang ({language})\n/ViewerPreferences <</DisplayDocTitle true>>\n";
            }
        }

        using var output = new MemoryStream(pdf.Length + 1024);
        var from = 0;
        foreach (var (at, text) in insertions)
        {
            output.Write(pdf.AsSpan(from, at - from));
            output.Write(Encoding.ASCII.GetBytes(text));
            from = at;
        }

        output.Write(pdf.AsSpan(from));
        var result = output.ToArray();

        int Moved(int offset) => offset + insertions.TakeWhile(i => i.Key <= offset).Sum(i => i.Value.Length);
        foreach (var (number, offset) in table.Offsets)
        {
            var entry = Moved(table.FirstEntry + (number * EntryLength));
            Encoding.ASCII.GetBytes(Moved(offset).ToString("D10", CultureInfo.InvariantCulture)).CopyTo(result, entry);
        }

        var tail = $"startxref\n{Moved(table.Start).ToString(CultureInfo.InvariantCulture)}\n%%EOF\n";
        return [.. result.AsSpan(0, result.AsSpan().LastIndexOf("startxref"u8)), .. Encoding.ASCII.GetBytes(tail)];
    }
}
