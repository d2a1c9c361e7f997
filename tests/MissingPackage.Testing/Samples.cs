using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using ImageMagick;

namespace MissingPackage.Testing;

/// <summary>Pictures made by hand: the policy that guards the app also keeps the tests from ImageMagick's own canvases.</summary>
public static class Samples
{
    /// <summary>A sharp, well lit page: dark bars of "print" on paper, with a red mark at the top left.</summary>
    public static byte[] Document(int width = 1200, int height = 800) => Png(width, height, (x, y) =>
        x < width / 8 && y < height / 8 ? ((byte)200, (byte)20, (byte)20)
        : y % 40 < 20 && x % 12 < 6 && x > 20 && x < width - 20 ? ((byte)30, (byte)30, (byte)40)
        : ((byte)235, (byte)232, (byte)225));

    /// <summary>An RGB PNG, pixel by pixel.</summary>
    public static byte[] Png(int width, int height, Func<int, int, (byte R, byte G, byte B)> color)
    {
        var rows = new byte[height * (1 + width * 3)];
        for (int y = 0, at = 0; y < height; y++)
        {
            at++; // filter: none
            for (var x = 0; x < width; x++)
            {
                (rows[at++], rows[at++], rows[at++]) = color(x, y);
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return [.. PngHeader(width, height, colorType: 2), .. PngChunk("IDAT"u8, packed.ToArray()), .. PngChunk("IEND"u8, [])];
    }

    public static byte[] PngHeader(int width, int height, byte colorType)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = colorType;
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. PngChunk("IHDR"u8, header)];
    }

    public static byte[] PngChunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>A picture rewritten in another format, after whatever <paramref name="change"/> does to it.</summary>
    public static byte[] As(MagickFormat format, byte[] picture, Action<MagickImage>? change = null)
    {
        using var image = new MagickImage(picture);
        image.Quality = 90;
        change?.Invoke(image);
        return image.ToByteArray(format);
    }
}
