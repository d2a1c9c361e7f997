using System.Buffers;
using System.Globalization;
using System.Text;

namespace MissingPackage.Documents.Pdf;

/// <summary>An incremental update (ISO 32000-2, 7.5.6): objects behind a file of ours that replace some of it or add to it, so that what there is stays as it is.</summary>
internal sealed class PdfUpdate(byte[] pdf, PdfBytes.CrossReferences table)
{
    private readonly ArrayBufferWriter<byte> _added = new();
    private readonly SortedDictionary<int, int> _offsets = [];

    /// <summary>The number of the first object that there isn't.</summary>
    public int FirstFree => table.Size;

    /// <summary>Puts an object.</summary>
    /// <returns>The byte its body starts at.</returns>
    public int Put(int number, string body) => Put(number, Encoding.Latin1.GetBytes(body));

    /// <summary>Puts an object.</summary>
    /// <returns>The byte its body starts at.</returns>
    public int Put(int number, params ReadOnlySpan<byte[]> parts)
    {
        _offsets[number] = End;
        Write(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n"));
        var start = End;
        foreach (var part in parts)
        {
            _added.Write(part);
        }

        Write("\nendobj\n");
        return start;
    }

    /// <summary>The whole file.</summary>
    public byte[] Close()
    {
        var xref = End;
        Write("xref\n0 1\n0000000000 65535 f \n");
        foreach (var (number, offset) in _offsets)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{number} 1\n{offset:D10} 00000 n \n"));
        }

        var size = Math.Max(table.Size, _offsets.Keys.Max() + 1);
        var trailer = table.Trailer.Replace(
            $"/Size {table.Size.ToString(CultureInfo.InvariantCulture)}", $"/Size {size.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal);
        trailer = trailer[..(trailer.LastIndexOf(">>", StringComparison.Ordinal) + 2)];
        Write(string.Create(CultureInfo.InvariantCulture, $"trailer\n{Add(trailer, $"\n/Prev {table.Start}")}\nstartxref\n{xref}\n%%EOF\n"));
        return [.. pdf, .. _added.WrittenSpan];
    }

    /// <summary>A dictionary with more entries.</summary>
    public static string Add(string dictionary, string entries)
    {
        var end = dictionary.LastIndexOf(">>", StringComparison.Ordinal);
        return end < 0 ? throw PdfBytes.Unknown() : dictionary[..end] + entries + dictionary[end..];
    }

    private int End => pdf.Length + _added.WrittenCount;

    private void Write(string text) => _added.Write(Encoding.Latin1.GetBytes(text));
}
