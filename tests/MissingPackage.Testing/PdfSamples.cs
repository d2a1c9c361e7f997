using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace MissingPackage.Testing;

/// <summary>PDFs written by hand, good and hostile.</summary>
public static class PdfSamples
{
    private static readonly Lazy<byte[]> s_gigabyte = new(MakeGigabyteObjectStream);

    /// <summary>A PDF of these numbered objects, in order from 1; the first is the catalog.</summary>
    public static byte[] Of(params string[] objects) => Of(objects, "");

    /// <summary>As <see cref="Of(string[])"/>, with more in the trailer, and every offset larger by <paramref name="shift"/>.</summary>
    public static byte[] Of(IReadOnlyList<string> objects, string trailer, int shift = 0)
    {
        var pdf = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            offsets.Add(pdf.Length + shift);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var xref = pdf.Length + shift;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Count + 1}/Root 1 0 R{trailer}>>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    /// <summary>Pages of stripes, page n the darker the later it comes.</summary>
    public static byte[] WithPages(int count, string info = "")
    {
        var kids = string.Join(' ', Enumerable.Range(0, count).Select(i => $"{4 + (2 * i)} 0 R"));
        List<string> objects = ["<</Type/Catalog/Pages 2 0 R>>", $"<</Type/Pages/Kids[{kids}]/Count {count}>>", $"<<{info}>>"];
        for (var i = 0; i < count; i++)
        {
            var grey = (0.9 - (0.02 * i)).ToString("F2", CultureInfo.InvariantCulture);
            objects.Add($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + (2 * i)} 0 R>>");
            objects.Add(Stream($"{grey} g 0 0 612 792 re f\n" + Stripes));
        }

        return Of(objects, "/Info 3 0 R");
    }

    public static string Stripes => "0 g\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"60 {100 + (14 * i)} 480 5 re f\n"));

    public static string Stream(string content, string dictionary = "") => $"<</Length {content.Length}{dictionary}>>\nstream\n{content}\nendstream";

    /// <summary>Everything that a PDF can try to do when it is opened, looked at or clicked.</summary>
    public static byte[] Armed() => Of(
        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\('armed-open'\\))>>"
        + "/AcroForm<</Fields[6 0 R]>>/AA<</WC<</S/JavaScript/JS(armed-close)>>>>"
        + "/Names<</EmbeddedFiles<</Names[(armed.exe) 7 0 R]>>/JavaScript<</Names[(a)<</S/JavaScript/JS(armed-name)>>]>>>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Annots[5 0 R 6 0 R]/AA<</O<</S/JavaScript/JS(armed-page)>>>>>>",
        Stream(Stripes),
        "<</Type/Annot/Subtype/Link/Rect[0 0 612 792]/A<</S/Launch/F(armed-launch.exe)/Win<</F(cmd.exe)>>>>>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(f)/Rect[100 100 200 120]/AA<</K<</S/JavaScript/JS(armed-key)>>/F<</S/JavaScript/JS(armed-format)>>>>>>",
        "<</Type/Filespec/F(armed.exe)/EF<</F 8 0 R>>>>",
        Stream("MZ armed-attachment", "/Type/EmbeddedFile"));

    /// <summary>One page of this box, with whatever else belongs into its dictionary.</summary>
    public static byte[] WithBox(string box, string more = "", string? content = null) => Of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        $"<</Type/Page/Parent 2 0 R/MediaBox{box}{more}/Contents 4 0 R>>",
        Stream(content ?? Stripes));

    /// <summary>One page with these lines of text on it, and whatever else belongs into the catalog.</summary>
    public static byte[] WithText(string text, string catalog = "", params string[] more) => Of([
        $"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        Stream("BT /F 10 Tf 12 TL 40 740 Td " + string.Join(" T* ", text.Split('\n').Select(line => $"({line}) Tj")) + " ET"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        .. more]);

    /// <summary>The text in a font that is not in the file, as East Asian producers write it.</summary>
    /// <param name="encoding">A predefined CMap.</param>
    /// <param name="ordering">The character collection.</param>
    /// <param name="codes">What is drawn, in hexadecimal.</param>
    public static byte[] WithoutFont(string encoding, string ordering, string codes) => Of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        Stream(string.Concat(Enumerable.Range(0, 8).Select(i => $"BT /F 60 Tf 40 {700 - (80 * i)} Td <{codes}> Tj ET\n"))),
        $"<</Type/Font/Subtype/Type0/BaseFont/Sample/Encoding/{encoding}/DescendantFonts[6 0 R]>>",
        $"<</Type/Font/Subtype/CIDFontType2/BaseFont/Sample/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>/FontDescriptor 7 0 R/DW 1000>>",
        "<</Type/FontDescriptor/FontName/Sample/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>");

    /// <summary>One page of stripes whose catalog and page tree lie in a compressed object stream.</summary>
    /// <param name="catalog">What else belongs into the catalog.</param>
    /// <param name="shift">What every offset is larger by.</param>
    /// <param name="more">Further objects, from 5 on; the stream, the page and the cross-reference come first.</param>
    public static byte[] Compressed(string catalog = "", int shift = 0, params string[] more)
    {
        var first = $"<</Type/Catalog/Pages 2 0 R{catalog}>>";
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var index = $"1 0 2 {first.Length + 1} ";
            zlib.Write(Encoding.Latin1.GetBytes($"{index.PadRight(16)}{first} <</Type/Pages/Kids[3 0 R]/Count 1>>"));
        }

        using var pdf = new MemoryStream();
        void Write(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
        var places = new List<long>();
        void Object(int number, string text)
        {
            places.Add(pdf.Length + shift);
            Write($"{number} 0 obj\n{text}\nendobj\n");
        }

        Write("%PDF-1.7\n");
        Object(3, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + more.Length} 0 R>>");
        Object(4, Stream(Encoding.Latin1.GetString(packed.ToArray()), "/Type/ObjStm/N 2/First 16/Filter/FlateDecode"));
        string[] rest = [.. more, Stream(Stripes)];
        for (var i = 0; i < rest.Length; i++)
        {
            Object(5 + i, rest[i]);
        }

        var xref = pdf.Length + shift;
        byte[] Entry(byte type, long value, byte index) => [type, (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value, index];
        byte[] entries = [.. Entry(0, 0, 0), .. Entry(2, 4, 0), .. Entry(2, 4, 1), .. places.Append(xref).SelectMany(place => Entry(1, place, 0))];
        Write($"{places.Count + 3} 0 obj\n"
            + Stream(Encoding.Latin1.GetString(entries), $"/Type/XRef/Size {places.Count + 4}/W[1 4 1]/Root 1 0 R")
            + $"\nendobj\nstartxref\n{xref}\n%%EOF\n");
        return pdf.ToArray();
    }

    /// <summary>Its page tree is one object in a stream of 1 MB that unpacks to 1 GB of numbers.</summary>
    public static byte[] WithGigabyteObjectStream() => s_gigabyte.Value;

    private static byte[] MakeGigabyteObjectStream()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write("2 0 <</Type/Pages/Count 1/Kids[3 0 R]/Junk["u8);
            var numbers = new byte[1 << 20];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = (byte)(i % 2 == 0 ? '1' : ' ');
            }

            for (var i = 0; i < 1024; i++)
            {
                zlib.Write(numbers);
            }

            zlib.Write("]>>"u8);
        }

        using var pdf = new MemoryStream();
        void Write(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
        Write("%PDF-1.7\n");
        var catalog = pdf.Length;
        Write("1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
        var page = pdf.Length;
        Write("3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>\nendobj\n");
        var objects = pdf.Length;
        Write($"4 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {packed.Length}>>\nstream\n");
        packed.WriteTo(pdf);
        Write("\nendstream\nendobj\n");
        var xref = pdf.Length;
        byte[] Entry(byte type, long value, byte index) => [type, (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value, index];
        byte[] entries = [.. Entry(0, 0, 0), .. Entry(1, catalog, 0), .. Entry(2, 4, 0), .. Entry(1, page, 0), .. Entry(1, objects, 0), .. Entry(1, xref, 0)];
        Write($"5 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length {entries.Length}>>\nstream\n");
        pdf.Write(entries);
        Write($"\nendstream\nendobj\nstartxref\n{xref}\n%%EOF\n");
        return pdf.ToArray();
    }
}
