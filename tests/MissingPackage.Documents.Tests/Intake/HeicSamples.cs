using System.Buffers.Binary;

namespace MissingPackage.Documents.Tests.Intake;

/// <summary>HEIC files by heif-enc: ImageMagick writes a PNG when asked for one.</summary>
internal static class HeicSamples
{
    /// <summary>A HEIC of a JPEG, with its EXIF; skips the test where heif-enc is not installed.</summary>
    public static async Task<byte[]> OfAsync(byte[] jpeg)
    {
        var encoder = Programs.Require("heif-enc", "libheif-examples");
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["a.jpg"], jpeg, TestContext.Current.CancellationToken);
        var (exitCode, _) = await Programs.RunAsync(encoder, "-q", "60", folder["a.jpg"], "-o", folder["a.heic"]);
        Assert.Equal(0, exitCode);
        return await File.ReadAllBytesAsync(folder["a.heic"], TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Adds an irot box, as an iPhone does and older versions of heif-enc do not: one more property in ipco, linked to the
    /// picture in ipma, and everything behind it moved by their 10 bytes.
    /// </summary>
    /// <param name="heic">What heif-enc wrote: one picture, and iloc in version 0 with base offsets of 4 bytes.</param>
    /// <param name="quarterTurns">Anti-clockwise.</param>
    public static byte[] WithIrot(byte[] heic, byte quarterTurns)
    {
        var file = heic.ToList();
        int Box(ReadOnlySpan<byte> type) => heic.AsSpan().IndexOf(type) - 4;
        int meta = Box("meta"u8), iprp = Box("iprp"u8), ipco = Box("ipco"u8), ipma = Box("ipma"u8), iloc = Box("iloc"u8);
        int Size(int box) => BinaryPrimitives.ReadInt32BigEndian(heic.AsSpan(box));
        void Add(int at, int bytes)
        {
            Span<byte> value = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(value, BinaryPrimitives.ReadInt32BigEndian(heic.AsSpan(at)) + bytes);
            for (var i = 0; i < 4; i++)
            {
                file[at + i] = value[i];
            }
        }

        var properties = 0;
        for (var at = ipco + 8; at < ipco + Size(ipco); at += Size(at))
        {
            properties++;
        }

        Add(meta, 10);
        Add(iprp, 10);
        Add(ipco, 9);
        Add(ipma, 1);
        var items = BinaryPrimitives.ReadInt16BigEndian(heic.AsSpan(iloc + 14));
        for (var i = 0; i < items; i++)
        {
            Add(iloc + 16 + (i * 18) + 4, 10);
        }

        file[ipma + 18]++; // the picture's number of properties
        file.Insert(ipma + Size(ipma), (byte)(0x80 | (properties + 1)));
        file.InsertRange(ipco + Size(ipco), [0, 0, 0, 9, (byte)'i', (byte)'r', (byte)'o', (byte)'t', quarterTurns]);
        return [.. file];
    }
}
