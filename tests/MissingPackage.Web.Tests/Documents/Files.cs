using System.Buffers.Binary;
using System.Text;
using MissingPackage.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>Files that customers send, no two with the same bytes.</summary>
internal static class Files
{
    /// <summary>Words that stand in the photo's hidden part, and must not come out of it.</summary>
    public const string HiddenPlace = "40.7484N-73.9857W-SECRET-PLACE";

    private static readonly byte[] s_page = SamplePictures.SignedPage(["I, Sample Customer, state that it never came."]);

    private static int s_number;

    /// <summary>A photo of a signed page.</summary>
    public static Photo Photo(string name = "page.jpg") => new(name, WithComment(s_page, $"number {Interlocked.Increment(ref s_number)}"));

    /// <summary>A good photo of a page with so many bytes behind it.</summary>
    public static Photo Photo(int length)
    {
        var photo = Photo();
        return photo with { Bytes = [.. photo.Bytes, .. new byte[length - photo.Bytes.Length]] };
    }

    /// <summary>Begins as a JPEG, so that only decoding it finds that it is cut short.</summary>
    public static Photo CutShort()
    {
        var photo = Photo();
        return photo with { Bytes = photo.Bytes[..(photo.Bytes.Length / 2)] };
    }

    /// <summary>A photo with EXIF as a phone writes it: a GPS directory and a description.</summary>
    public static Photo PhotoWithPlace() => new("phone.jpg", WithSegment(Photo().Bytes, 0xE1, [.. "Exif\0\0"u8, .. Exif()]));

    public static Photo Pdf(int pages) => new("scan.pdf", MissingPackage.Testing.PdfSamples.WithPages(
        pages, $"/Title (number {Interlocked.Increment(ref s_number)})"), "application/pdf");

    public static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    /// <summary>The JPEG with one more comment at its beginning: other bytes, the same picture.</summary>
    public static byte[] WithComment(byte[] jpeg, string comment) => WithSegment(jpeg, 0xFE, Encoding.ASCII.GetBytes(comment));

    private static byte[] WithSegment(byte[] jpeg, byte marker, byte[] content)
    {
        var head = new byte[] { 0xFF, 0xD8, 0xFF, marker, 0, 0 };
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(4), (ushort)(content.Length + 2));
        return [.. head, .. content, .. jpeg.AsSpan(2)];
    }

    // TIFF, little-endian: a main directory with a description and a pointer to a GPS directory.
    private static byte[] Exif()
    {
        var words = Encoding.ASCII.GetBytes(HiddenPlace + "\0");
        const int main = 8, gps = main + 2 + (2 * 12) + 4, text = gps + 2 + (4 * 12) + 4;
        var latitude = text + words.Length + (words.Length % 2);
        var longitude = latitude + 24;
        var exif = new byte[longitude + 24];
        "II*\0"u8.CopyTo(exif);
        BinaryPrimitives.WriteInt32LittleEndian(exif.AsSpan(4), main);
        exif[main] = 2;
        Entry(main + 2, 0x010E, 2, words.Length, text);
        Entry(main + 14, 0x8825, 4, 1, gps);
        exif[gps] = 4;
        Entry(gps + 2, 1, 2, 2, 'N');
        Entry(gps + 14, 2, 5, 3, latitude);
        Entry(gps + 26, 3, 2, 2, 'W');
        Entry(gps + 38, 4, 5, 3, longitude);
        words.CopyTo(exif, text);
        foreach (var (at, degrees) in new[] { (latitude, 40), (longitude, 73) })
        {
            foreach (var (place, value) in new[] { (0, degrees), (4, 1), (8, 44), (12, 1), (16, 54), (20, 1) })
            {
                BinaryPrimitives.WriteInt32LittleEndian(exif.AsSpan(at + place), value);
            }
        }

        return exif;

        void Entry(int at, ushort tag, ushort type, int count, int value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(exif.AsSpan(at), tag);
            BinaryPrimitives.WriteUInt16LittleEndian(exif.AsSpan(at + 2), type);
            BinaryPrimitives.WriteInt32LittleEndian(exif.AsSpan(at + 4), count);
            BinaryPrimitives.WriteInt32LittleEndian(exif.AsSpan(at + 8), value);
        }
    }
}
