using System.Globalization;

namespace MissingPackage.Documents.Pdf;

/// <summary>
/// Reads the few structures of a PDF we wrote ourselves: one classic cross-reference table, uncompressed dictionaries.
/// It is not a PDF parser, and is never given a file from outside.
/// </summary>
internal static class PdfBytes
{
    /// <summary>Where the objects are.</summary>
    /// <param name="Start">The byte the cross-reference table starts at.</param>
    /// <param name="FirstEntry">The byte its entry for object 0 starts at; each entry is 20 bytes.</param>
    /// <param name="Size">How many entries it has.</param>
    /// <param name="Offsets">The byte each object in use starts at.</param>
    /// <param name="Trailer">The trailer dictionary as text.</param>
    public sealed record CrossReferences(int Start, int FirstEntry, int Size, SortedDictionary<int, int> Offsets, string Trailer);

    /// <exception cref="InvalidDataException">It is not such a PDF.</exception>
    public static CrossReferences ReadTable(ReadOnlySpan<byte> pdf)
    {
        var pointer = pdf.LastIndexOf("startxref\n"u8);
        if (pointer < 0)
        {
            throw Unknown();
        }

        var start = Number(pdf[(pointer + "startxref\n".Length)..]);
        var rest = pdf[start..pointer];
        if (!rest.StartsWith("xref\n0 "u8))
        {
            throw Unknown();
        }

        var size = Number(rest["xref\n0 ".Length..]);
        var first = start + "xref\n0 ".Length + rest["xref\n0 ".Length..].IndexOf((byte)'\n') + 1;
        var offsets = new SortedDictionary<int, int>();
        for (var i = 0; i < size; i++)
        {
            var entry = pdf.Slice(first + (i * 20), 20);
            if (entry[17] == (byte)'n')
            {
                offsets[i] = Number(entry);
            }
        }

        var trailer = rest.IndexOf("trailer\n"u8);
        return trailer < 0 ? throw Unknown() : new(start, first, size, offsets, Text(rest[(trailer + "trailer\n".Length)..]));
    }

    /// <summary>The object's own text, between <c>obj</c> and <c>endobj</c>.</summary>
    public static string Object(ReadOnlySpan<byte> pdf, CrossReferences table, int number)
    {
        var body = pdf[table.Offsets[number]..];
        var start = body.IndexOf("obj\n"u8) + "obj\n".Length;
        return Text(body[start..body.IndexOf("\nendobj"u8)]);
    }

    /// <summary>The number of the object a dictionary points to, such as 13 in <c>/Pages 13 0 R</c>.</summary>
    public static int Reference(string dictionary, string key)
    {
        var at = dictionary.IndexOf(key + " ", StringComparison.Ordinal);
        if (at < 0)
        {
            throw Unknown();
        }

        var digits = dictionary.AsSpan(at + key.Length).TrimStart(" [");
        return int.Parse(digits[..digits.IndexOf(' ')], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public static InvalidDataException Unknown() => new("This PDF was not written by the engine here.");

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var length = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return int.Parse(length < 0 ? digits : digits[..length], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
