using System.IO.Compression;
using System.Text;

namespace MissingPackage.Testing;

/// <summary>Small pictures that cost a decoder much.</summary>
public static class HostilePictures
{
    /// <summary>A progressive JPEG whose cheapest scan comes again and again: all of the picture is gone through for each.</summary>
    public static byte[] ScanBomb(int side, int scans)
    {
        byte[] Segment(byte marker, params byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];
        byte[] table = [.. Enumerable.Repeat((byte)16, 64)];

        // One code of one bit: DC difference 0; AC: the longest run of empty blocks (EOB14) and no further bits that matter.
        byte[] dc = [0x00, 1, .. new byte[15], 0x00];
        byte[] ac = [0x10, 1, .. new byte[15], 0xE0];
        var blocks = (side + 7) / 8;
        byte[] frame = [8, (byte)(side >> 8), (byte)side, (byte)(side >> 8), (byte)side, 1, 1, 0x11, 0];
        var firstBits = new byte[((blocks * blocks) + 7) / 8];
        var runs = ((blocks * blocks) + 16383) / 16384;
        var runBits = new byte[((runs * 15) + 7) / 8];
        byte[] Scan(byte from, byte to, byte[] bits) => [.. Segment(0xDA, 1, 1, 0x00, from, to, 0), .. bits];
        return
        [
            0xFF, 0xD8, .. Segment(0xDB, [0, .. table]), .. Segment(0xC2, frame), .. Segment(0xC4, dc), .. Segment(0xC4, ac), .. Scan(0, 0, firstBits),
            .. Enumerable.Range(0, scans - 1).SelectMany(_ => Scan(1, 63, runBits)), 0xFF, 0xD9,
        ];
    }

    /// <summary>A small PNG whose texts are 750 MB once they are unpacked.</summary>
    public static byte[] TextBomb()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(Enumerable.Repeat((byte)'A', 7_500_000).ToArray());
        }

        var good = Samples.Document(300, 300);
        IEnumerable<byte> Text(int number) => Samples.PngChunk("zTXt"u8, [.. Encoding.ASCII.GetBytes($"key{number}"), 0, 0, .. packed.ToArray()]);
        return [.. good[..33], .. Enumerable.Range(0, 100).SelectMany(Text), .. good[33..]];
    }

    /// <summary>A PNG whose colour profile is 750 MB once it is unpacked.</summary>
    public static byte[] ProfileBomb()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[7_500_000];
            for (var i = 0; i < 100; i++)
            {
                zlib.Write(zeros);
            }
        }

        var good = Samples.Document(300, 300);
        return [.. good[..33], .. Samples.PngChunk("iCCP"u8, [.. "profile"u8, 0, 0, .. packed.ToArray()]), .. good[33..]];
    }

    /// <summary>A PNG of one tone, the largest that is taken: 60 megapixels in some 60 KB.</summary>
    /// <param name="colorType">PNG's: 0 is grey, 2 colour, 6 colour with alpha.</param>
    public static byte[] Largest(byte colorType = 0)
    {
        const int width = 10_000;
        const int height = 6_000;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[1 + (width * (colorType switch { 0 => 1, 2 => 3, _ => 4 }))];
            for (var y = 0; y < height; y++)
            {
                zlib.Write(row);
            }
        }

        return [.. Samples.PngHeader(width, height, colorType), .. Samples.PngChunk("IDAT"u8, packed.ToArray()), .. Samples.PngChunk("IEND"u8, [])];
    }
}
