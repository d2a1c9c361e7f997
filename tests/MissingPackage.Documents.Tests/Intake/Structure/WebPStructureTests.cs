using System.Buffers.Binary;
using System.Text;
using ImageMagick;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Intake.Structure;

namespace MissingPackage.Documents.Tests.Intake.Structure;

public sealed class WebPStructureTests
{
    private const byte Profile = 0x20, Alpha = 0x10, Exif = 0x08, Xmp = 0x04;

    // As ImageMagick writes it: one chunk, behind the 12 bytes of RIFF.
    private static readonly byte[] s_good = Samples.As(MagickFormat.WebP, Samples.Document(421, 301));
    private static readonly byte[] s_lossless = Samples.As(
        MagickFormat.WebP, Samples.Document(421, 301), image => image.Settings.SetDefine(MagickFormat.WebP, "lossless", "true"));

    [Fact]
    public async Task GoodPicture() => await SameAsync(s_good, s_good);

    [Fact]
    public async Task Lossless()
    {
        Assert.True(s_lossless.AsSpan(12).StartsWith("VP8L"u8));
        await SameAsync(s_lossless, s_lossless);
        await SameAsync(s_lossless, Extended(s_lossless, Xmp, after: Chunk("XMP ", "broken"u8)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Alpha_IsKept(bool lossless)
    {
        var good = Samples.As(MagickFormat.WebP, Samples.Document(421, 301), image =>
        {
            image.Alpha(AlphaAction.Set);
            image.Evaluate(Channels.Alpha, EvaluateOperator.Set, Quantum.Max / 3);
            image.Settings.SetDefine(MagickFormat.WebP, "lossless", lossless ? "true" : "false");
        });
        using var before = new MagickImage(good, MagickFormat.WebP);
        using var after = new MagickImage(await Filtered.OfAsync(FileKind.WebP, good), MagickFormat.WebP);

        Assert.True(before.HasAlpha);
        Assert.Equal(0, before.Compare(after, ErrorMetric.Absolute, Channels.All));
    }

    [Fact]
    public async Task BrokenXmp_IsDropped()
    {
        var odd = Extended(s_good, Xmp, after: [.. Chunk("XMP ", "<x:xmpmeta <Item:Mime='image/jpeg' GainMap"u8), .. Chunk("junk", "x"u8)]);

        await SameAsync(s_good, odd);
        Assert.Equal(-1, (await Filtered.OfAsync(FileKind.WebP, odd)).AsSpan().IndexOf("GainMap"u8));
    }

    [Fact]
    public async Task WhatIsBehindTheEnd_IsDropped() =>
        await SameAsync(s_good, [.. s_good, .. "\0\0\0\u0018ftypmp42"u8, .. new byte[3000]]);

    [Fact]
    public async Task ColourProfile_IsKept()
    {
        var profile = ColorProfiles.AdobeRGB1998.ToByteArray();

        var filtered = await Filtered.OfAsync(FileKind.WebP, Extended(s_good, Profile, before: Chunk("ICCP", profile)));

        using var image = new MagickImage(filtered, MagickFormat.WebP);
        Assert.Equal(profile, image.GetColorProfile()?.ToByteArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Orientation_IsKept(int orientation)
    {
        byte[][] exifs = [OrientationSamples.BigEndian(orientation), [.. "Exif\0\0"u8, .. OrientationSamples.LittleEndian(orientation)]];
        foreach (var exif in exifs)
        {
            var filtered = await Filtered.OfAsync(FileKind.WebP, Extended(s_good, Exif, after: Chunk("EXIF", exif)));

            var expected = orientation == 1 ? Orientation.Undefined : (Orientation)orientation;
            Assert.Equal(expected, Filtered.Decode(FileKind.WebP, filtered).Picture.Orientation);
            Assert.Equal(-1, filtered.AsSpan().IndexOf("SECRET"u8));
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void CutShort(double share) => Refused(StructureFault.CutShort, s_good[..(int)(s_good.Length * share)]);

    [Fact]
    public async Task MissingPadding_IsTolerated()
    {
        // The picture's own length made odd, and the file ends with its last byte.
        var odd = Extended(s_good, 0);
        var length = BinaryPrimitives.ReadInt32LittleEndian(s_good.AsSpan(16)) & ~1;
        BinaryPrimitives.WriteInt32LittleEndian(odd.AsSpan(34), length - 1);
        odd = odd[..(38 + length - 1)];

        Assert.Equal(StructureFault.None, Filtered.Fault(FileKind.WebP, odd));
        Assert.Equal(0, (await Filtered.OfAsync(FileKind.WebP, odd)).Length % 2);
    }

    [Theory]
    [InlineData(420, 301)]
    [InlineData(16_000, 16_000)]
    public void CanvasOfAnotherSize(int width, int height) =>
        Refused(StructureFault.NoCameraMakesThis, Extended(s_good, 0, width: width, height: height));

    [Fact]
    public void NoPicture() => Refused(StructureFault.Damaged, Riff(Chunk("VP8X", [Alpha, .. new byte[9]])));

    [Fact]
    public void ThousandsOfChunks()
    {
        byte[] chunks = [.. Enumerable.Repeat(Chunk("junk", []), 2001).SelectMany(bytes => bytes)];

        Refused(StructureFault.NoCameraMakesThis, Extended(s_good, 0, before: chunks));
    }

    private static byte[] Extended(
        byte[] simple, byte flags, byte[]? before = null, byte[]? after = null, int width = 421, int height = 301)
    {
        var (w, h) = (width - 1, height - 1);
        return Riff([
            .. Chunk("VP8X", [flags, 0, 0, 0, (byte)w, (byte)(w >> 8), 0, (byte)h, (byte)(h >> 8), 0]),
            .. before ?? [], .. simple[12..], .. after ?? [],
        ]);
    }

    private static byte[] Riff(byte[] chunks)
    {
        byte[] file = [.. "RIFF\0\0\0\0WEBP"u8, .. chunks];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    private static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [.. Encoding.ASCII.GetBytes(type), 0, 0, 0, 0, .. data, .. new byte[data.Length % 2]];
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), data.Length);
        return chunk;
    }

    private static void Refused(StructureFault fault, byte[] file) => Assert.Equal(fault, Filtered.Fault(FileKind.WebP, file));

    private static Task SameAsync(byte[] good, byte[] odd) => Filtered.AssertSameAsync(FileKind.WebP, good, odd);
}
