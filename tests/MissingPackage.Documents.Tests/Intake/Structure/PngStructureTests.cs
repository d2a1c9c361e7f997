using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ImageMagick;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Intake.Structure;

namespace MissingPackage.Documents.Tests.Intake.Structure;

public sealed class PngStructureTests
{
    private static readonly byte[] s_good = Samples.Document(420, 300);

    // What a browser (Chromium 156) shows of these is in the tests about gamma.
    private static readonly int[] s_samples = [16, 64, 128, 200];

    private static int PixelsAt => 33;

    [Fact]
    public async Task GoodPicture() => await SameAsync(s_good);

    [Fact]
    public async Task Metadata_IsDropped()
    {
        byte[] odd = Before([
            .. Chunk("tEXt", "Title\0junk"u8), .. Chunk("zTXt", "a\0\0junk"u8), .. Chunk("tIME", "j"u8), .. Chunk("pHYs", "junk"u8),
            .. Chunk("iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta <Item:Mime='image/jpeg' GainMap junk"u8),
            .. Chunk("juNk", "junk"u8), .. Chunk("eXIf", "junk"u8), .. Chunk("cICP", "junk"u8),
        ]);

        await SameAsync(odd);
        Assert.Equal(-1, (await Filtered.OfAsync(FileKind.Png, odd)).AsSpan().IndexOf("junk"u8));
    }

    [Fact]
    public async Task HundredTextsOfMegabytes()
    {
        var text = Packed(new byte[7_500_000]);
        byte[] Keyed(int key) => Chunk("zTXt", [.. Encoding.ASCII.GetBytes($"k{key}"), 0, 0, .. text]);
        var odd = Before([.. Enumerable.Range(0, 100).SelectMany(Keyed)]);

        await SameAsync(odd);
        Assert.InRange((await Filtered.OfAsync(FileKind.Png, odd)).Length, 1, s_good.Length);
    }

    [Fact]
    public async Task WhatIsBehindTheEnd_IsDropped() => await SameAsync([.. s_good, .. "PK\u0003\u0004"u8, .. s_good]);

    [Theory]
    [InlineData(12)] // IEND
    [InlineData(3)]
    public async Task NoEnd_IsGivenOne(int lost) => await SameAsync(s_good[..^lost]);

    [Fact]
    public async Task RowsAreMissing_IsForTheDecoderToTell()
    {
        // Whole chunks, of which the last one is lost.
        var pixels = s_good[(PixelsAt + 8)..^16];
        byte[] cut = [.. s_good[..PixelsAt], .. Chunk("IDAT", pixels.AsSpan(0, pixels.Length / 2))];

        var filtered = await Filtered.OfAsync(FileKind.Png, cut);

        var e = Assert.ThrowsAny<MagickException>(() => Filtered.Decode(FileKind.Png, filtered));
        Assert.Contains("Not enough image data", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CutWithinThePixels() => Refused(StructureFault.CutShort, s_good[..^20]);

    [Fact]
    public void CutBeforeThePixels() => Refused(StructureFault.CutShort, s_good[..40]);

    [Fact]
    public void TwoHeaders() => Refused(StructureFault.Damaged, Before(s_good[8..33]));

    [Fact]
    public void UnknownCriticalChunk() => Refused(StructureFault.Damaged, Before(Chunk("JUNk", "a"u8)));

    [Fact]
    public void PixelsInTwoPlaces() =>
        Refused(StructureFault.Damaged, [.. s_good[..^12], .. Chunk("tEXt", "a\0b"u8), .. Chunk("IDAT", "x"u8), .. s_good[^12..]]);

    [Fact]
    public void PaletteIsMissing() =>
        Refused(StructureFault.Damaged, [.. Samples.PngHeader(420, 300, colorType: 3), .. s_good[PixelsAt..]]);

    [Theory]
    [InlineData(8, 3)] // bits a sample
    [InlineData(9, 5)] // sort of colours
    [InlineData(12, 2)] // interlacing
    public void OddHeader(int at, byte value)
    {
        var bad = s_good.ToArray();
        bad[16 + at] = value;

        Refused(StructureFault.Damaged, bad);
    }

    [Fact]
    public async Task PaletteWithTransparency_IsKept()
    {
        byte[] palette =
        [
            .. Samples.PngHeader(4, 1, colorType: 3), .. Chunk("PLTE", [255, 0, 0, 0, 255, 0, 0, 0, 255]), .. Chunk("tRNS", [255, 0, 128]),
            .. Chunk("IDAT", Packed([0, 0, 1, 2, 0])), .. Chunk("IEND", []),
        ];
        using var before = new MagickImage(palette, MagickFormat.Png);
        using var after = new MagickImage(await Filtered.OfAsync(FileKind.Png, palette), MagickFormat.Png);

        Assert.True(after.HasAlpha);
        Assert.Equal(0, before.Compare(after, ErrorMetric.Absolute, Channels.All));
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(2, 1)]
    [InlineData(6, 6)]
    public async Task TransparencyOfTheWrongLength_IsDropped(byte colorType, int length)
    {
        var channels = colorType switch { 0 => 1, 2 => 3, _ => 4 };
        byte[] Picture(byte[] chunk) =>
            [.. Samples.PngHeader(1, 1, colorType), .. chunk, .. Chunk("IDAT", Packed(new byte[1 + channels])), .. Chunk("IEND", [])];

        await Filtered.AssertSameAsync(FileKind.Png, Picture([]), Picture(Chunk("tRNS", new byte[length])));
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
        byte[][] files =
        [
            Before(Chunk("eXIf", OrientationSamples.BigEndian(orientation))),
            [.. s_good[..^12], .. Chunk("eXIf", OrientationSamples.LittleEndian(orientation)), .. s_good[^12..]],
        ];
        foreach (var file in files)
        {
            var filtered = await Filtered.OfAsync(FileKind.Png, file);

            var expected = orientation == 1 ? Orientation.Undefined : (Orientation)orientation;
            Assert.Equal(expected, Filtered.Decode(FileKind.Png, filtered).Picture.Orientation);
            Assert.Equal(-1, filtered.AsSpan().IndexOf("SECRET"u8));
        }
    }

    [Fact]
    public async Task ColourProfile_IsKept()
    {
        var profile = ColorProfiles.AdobeRGB1998.ToByteArray();

        var filtered = await Filtered.OfAsync(FileKind.Png, Before([.. ProfileChunk(profile), .. Gamma(160_000), .. Chunk("sRGB", [0])]));

        using var image = new MagickImage(filtered, MagickFormat.Png);
        Assert.Equal(profile, image.GetColorProfile()?.ToByteArray());
        Assert.True(filtered.AsSpan().IndexOf("gAMA"u8) < 0 && filtered.AsSpan().IndexOf("sRGB"u8) < 0);
    }

    public static TheoryData<byte[]> BrokenProfiles()
    {
        var profile = ColorProfiles.SRGB.ToByteArray();
        var bomb = new byte[100_000_000];
        profile.CopyTo(bomb, 0);
        BinaryPrimitives.WriteInt32BigEndian(bomb, bomb.Length);
        var badChecksum = ProfileChunk(profile);
        badChecksum[^1] ^= 1;
        byte[] grey = [.. profile[..16], .. "GRAY"u8, .. profile[20..]];
        return new(
            ProfileChunk(bomb), badChecksum, ProfileChunk(grey), ProfileChunk(profile[..^4]),
            Chunk("iCCP", "icc\0\0junk"u8), Chunk("iCCP", "icc"u8));
    }

    [Theory]
    [MemberData(nameof(BrokenProfiles), DisableDiscoveryEnumeration = true)]
    public async Task BrokenColourProfile_IsDropped(byte[] chunk)
    {
        await SameAsync(Before(chunk));
        Assert.Equal(-1, (await Filtered.OfAsync(FileKind.Png, Before(chunk))).AsSpan().IndexOf("iCCP"u8));
    }

    [Theory]
    [InlineData(160_000, new[] { 117, 174, 211, 239 })]
    [InlineData(4_000_000, new[] { 247, 251, 253, 254 })]
    [InlineData(100_000, new[] { 71, 137, 188, 229 })]
    [InlineData(60_000, new[] { 25, 89, 153, 213 })]
    [InlineData(48_000, new[] { 10, 67, 134, 204 })]
    [InlineData(45_455, new[] { 16, 64, 128, 200 })]
    [InlineData(0, new[] { 16, 64, 128, 200 })]
    [InlineData(uint.MaxValue, new[] { 16, 64, 128, 200 })]
    public async Task Gamma_IsShownAsABrowserDoes(uint gamma, int[] shown)
    {
        foreach (var colorType in (byte[])[0, 2])
        {
            var filtered = await Filtered.OfAsync(FileKind.Png, Ramp(colorType, Gamma(gamma)));

            var (picture, warnings) = Filtered.Decode(FileKind.Png, filtered, toSrgb: true);

            Assert.Empty(warnings);
            Assert.All(s_samples.Zip(shown), pair => Assert.InRange(picture.Grey(pair.First), pair.Second - 1, pair.Second + 1));
        }
    }

    [Fact]
    public async Task Gamma_DoesNotCountBesideSrgb()
    {
        var filtered = await Filtered.OfAsync(FileKind.Png, Ramp(0, [.. Gamma(160_000), .. Chunk("sRGB", [0])]));

        Assert.Equal(64, Filtered.Decode(FileKind.Png, filtered, toSrgb: true).Picture.Grey(64));
    }

    [Theory]
    [InlineData(0.21, 0.71, 0, 129, 232)] // Adobe RGB's green
    [InlineData(0.3, 0.6, 62, 129, 201)] // sRGB's own, yet not its curve
    public async Task Primaries_AreShownAsABrowserDoes(double greenX, double greenY, int at64, int at128, int at200)
    {
        double[] values = [0.3127, 0.329, 0.64, 0.33, greenX, greenY, 0.15, 0.06];
        var chromaticities = Chunk("cHRM", [.. values.SelectMany(value => BigEndian((uint)Math.Round(value * 100_000)))]);

        var ramp = Ramp(2, [.. Gamma(45_455), .. chromaticities], x => ((byte)x, (byte)(255 - x), (byte)(x * 7)));
        var picture = Filtered.Decode(FileKind.Png, await Filtered.OfAsync(FileKind.Png, ramp), toSrgb: true).Picture;

        Assert.InRange(picture.Grey(64), at64 - 2, at64 + 2);
        Assert.InRange(picture.Grey(128), at128 - 2, at128 + 2);
        Assert.InRange(picture.Grey(200), at200 - 2, at200 + 2);
    }

    private static byte[] Ramp(byte colorType, byte[] chunks, Func<int, (byte R, byte G, byte B)>? colour = null)
    {
        var row = Enumerable.Range(0, 256).SelectMany(x =>
            colour is null ? Enumerable.Repeat((byte)x, colorType == 0 ? 1 : 3) : new[] { colour(x).R, colour(x).G, colour(x).B });
        return [.. Samples.PngHeader(256, 1, colorType), .. chunks, .. Chunk("IDAT", Packed([0, .. row])), .. Chunk("IEND", [])];
    }

    private static byte[] Gamma(uint value) => Chunk("gAMA", BigEndian(value));

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] ProfileChunk(byte[] profile) => Chunk("iCCP", [.. "icc\0\0"u8, .. Packed(profile)]);

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Chunk(string type, ReadOnlySpan<byte> data) => Samples.PngChunk(Encoding.ASCII.GetBytes(type), data);

    private static byte[] Before(byte[] chunks) => [.. s_good[..PixelsAt], .. chunks, .. s_good[PixelsAt..]];

    private static void Refused(StructureFault fault, byte[] file) => Assert.Equal(fault, Filtered.Fault(FileKind.Png, file));

    private static Task SameAsync(byte[] odd) => Filtered.AssertSameAsync(FileKind.Png, s_good, odd);
}
