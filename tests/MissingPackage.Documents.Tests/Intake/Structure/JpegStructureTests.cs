using System.Buffers.Binary;
using System.Text;
using ImageMagick;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Intake.Structure;

namespace MissingPackage.Documents.Tests.Intake.Structure;

public sealed class JpegStructureTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    private const string BrokenXmp =
        "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF <Item:Mime='image/jpeg' Item:Semantic='GainMap'/";

    private static readonly byte[] s_good = Samples.As(MagickFormat.Jpeg, Samples.Document(420, 300));
    private static readonly byte[] s_progressive = Samples.As(
        MagickFormat.Jpeg, Samples.Document(420, 300), image => image.Settings.Interlace = Interlace.Jpeg);

    [Fact]
    public async Task GoodPicture() => await SameAsync(s_good, s_good);

    [Fact]
    public async Task Progressive() => await SameAsync(s_progressive, s_progressive);

    [Fact]
    public async Task BrokenXmp_IsDropped()
    {
        byte[] odd = Behind(s_good, Segment(0xE1, Encoding.Latin1.GetBytes(BrokenXmp)));

        await SameAsync(s_good, odd);
        Assert.Equal(-1, (await Filtered.OfAsync(FileKind.Jpeg, odd)).AsSpan().IndexOf("adobe:ns"u8));
    }

    [Fact]
    public async Task AllMetadata_IsDropped()
    {
        byte[] odd = Behind(s_good, [
            .. Segment(0xE1, "Exif\0\0junk"u8), .. Segment(0xE2, "MPF\0junk"u8), .. Segment(0xED, "Photoshop 3.0\0junk"u8),
            .. Segment(0xEB, "JP junk"u8), .. Segment(0xFE, "junk"u8), .. Segment(0xE2, "ICC_PROFILE\0\u0002\u0003junk"u8),
        ]);

        await SameAsync(s_good, odd);
        Assert.Equal(-1, (await Filtered.OfAsync(FileKind.Jpeg, odd)).AsSpan().IndexOf("junk"u8));
    }

    [Theory]
    [InlineData("\0\0\0\u0018ftypmp42\0\0\0\0mp42isom and a film")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0 another picture")]
    [InlineData("SEFT")]
    public async Task WhatIsBehindTheEnd_IsDropped(string behind) =>
        await SameAsync(s_good, [.. s_good, .. Encoding.Latin1.GetBytes(behind), .. s_good]);

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(100_000, false)]
    [InlineData(100_000, true)]
    public async Task ZerosBeforeTheEnd_AreCounted_AndNoLossOfPixels(int count, bool progressive)
    {
        var good = progressive ? s_progressive : s_good;
        byte[] odd = [.. good[..^2], .. new byte[count], .. good[^2..]];

        Assert.InRange(PictureStructure.Read(FileKind.Jpeg, new MemoryStream(odd)).Padding, count, count + 2);
        using var outcome = Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(odd));
        using var whole = Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(good));
        Assert.Equal(whole.Pages[0].Jpeg(), outcome.Pages[0].Jpeg());
    }

    [Fact]
    public async Task FlatToItsEnd_IsWhole()
    {
        // Where a picture is flat, its data may be zeros to the last byte.
        for (var light = 0.1; light < 0.4; light += 0.02)
        {
            var dark = Samples.As(MagickFormat.Jpeg, Samples.Document(), image => image.Evaluate(Channels.RGB, EvaluateOperator.Multiply, light));
            using var outcome = Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(dark));
        }
    }

    [Fact]
    public async Task OtherBytesBeforeTheEnd_AreForTheDecoderToTell()
    {
        byte[] odd = [.. s_good[..^2], .. Enumerable.Repeat((byte)0x55, 500), .. s_good[^2..]];

        var (picture, warnings) = Filtered.Decode(FileKind.Jpeg, await Filtered.OfAsync(FileKind.Jpeg, odd));

        Assert.True(picture.Pixels.AsSpan().SequenceEqual(Filtered.Decode(FileKind.Jpeg, s_good).Picture.Pixels));
        Assert.Contains("extraneous bytes before marker", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10_000)]
    public async Task StrayBytesBetweenSegments_AreDropped(int count)
    {
        var tables = s_good.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);
        byte[] odd = [.. s_good[..tables], .. Repeat([1], count), 0xFF, 0, 0xFF, 0xFF, .. s_good[tables..]];

        await SameAsync(s_good, odd);
        using var stream = new MemoryStream(odd);
        Assert.Equal(new SniffedFile(FileKind.Jpeg, 420, 300, Animated: false, OtherType.Unknown), FileSniffer.Read(stream));
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
        foreach (var exif in new[] { OrientationSamples.BigEndian(orientation), OrientationSamples.LittleEndian(orientation) })
        {
            var filtered = await Filtered.OfAsync(FileKind.Jpeg, Behind(s_good, Segment(0xE1, [.. "Exif\0\0"u8, .. exif])));

            var expected = orientation == 1 ? Orientation.Undefined : (Orientation)orientation;
            Assert.Equal(expected, Filtered.Decode(FileKind.Jpeg, filtered).Picture.Orientation);
            Assert.Equal(-1, filtered.AsSpan().IndexOf("SECRET"u8));
        }
    }

    [Fact]
    public async Task ColourProfile_IsKept()
    {
        var good = Samples.As(MagickFormat.Jpeg, Samples.Document(420, 300), image =>
            image.TransformColorSpace(ColorProfiles.SRGB, ColorProfiles.AdobeRGB1998));
        var filtered = await Filtered.OfAsync(FileKind.Jpeg, good);

        Assert.True(
            Filtered.Decode(FileKind.Jpeg, filtered, toSrgb: true).Picture.Pixels.AsSpan()
                .SequenceEqual(Filtered.Decode(FileKind.Jpeg, good, toSrgb: true).Picture.Pixels));
        Assert.True(filtered.AsSpan().IndexOf("ICC_PROFILE"u8) > 0);
    }

    [Fact]
    public async Task Cmyk_IsKept()
    {
        var good = Samples.As(MagickFormat.Jpeg, Samples.Document(420, 300), image => image.ColorSpace = ColorSpace.CMYK);

        await SameAsync(good, good);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task NoEndMarker_IsGivenOne(int lost) => await SameAsync(s_good, s_good[..^lost]);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public async Task CutShort_IsForTheDecoderToTell(double share)
    {
        var filtered = await Filtered.OfAsync(FileKind.Jpeg, s_good[..(int)(s_good.Length * share)]);

        Assert.Contains("premature end", Assert.Single(Filtered.Decode(FileKind.Jpeg, filtered).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void ProgressiveCutShort(double share) => Refused(StructureFault.CutShort, s_progressive[..(int)(s_progressive.Length * share)]);

    [Fact]
    public void CutWithinTheHeader() => Refused(StructureFault.CutShort, s_good[..100]);

    [Fact]
    public void TwoHundredScans()
    {
        var (header, scan) = ProgressiveOfScans();

        Assert.Equal(StructureFault.None, Filtered.Fault(FileKind.Jpeg, [.. header, .. scan(1, 1, 0), .. End]));
        Refused(StructureFault.NoCameraMakesThis, [.. header, .. Repeat(scan(1, 1, 0), 200), .. End]);
    }

    [Fact]
    public void TheSameScanTwice()
    {
        var (header, scan) = ProgressiveOfScans();

        Refused(StructureFault.NoCameraMakesThis, [.. header, .. scan(1, 5, 0), .. scan(3, 3, 0), .. End]);
    }

    [Fact]
    public void FortyScansAndOneMore()
    {
        var (header, scan) = ProgressiveOfScans();
        IEnumerable<byte> Scans(int count) => Enumerable.Range(1, count).SelectMany(at => scan((byte)at, (byte)at, 0));

        Assert.Equal(StructureFault.None, Filtered.Fault(FileKind.Jpeg, [.. header, .. Scans(39), .. End])); // and that of the header
        Refused(StructureFault.NoCameraMakesThis, [.. header, .. Scans(40), .. End]);
    }

    [Fact]
    public void TwoFrames()
    {
        var frame = Frame(s_good);

        Refused(StructureFault.NoCameraMakesThis, [.. s_good[..frame], .. s_good[frame..(frame + 19)], .. s_good[frame..]]);
    }

    [Theory]
    [InlineData(1, 0xC3, false)] // lossless
    [InlineData(1, 0xC9, false)] // arithmetic
    [InlineData(1, 0xC5, false)] // hierarchical
    [InlineData(4, 12, false)] // bits a sample
    [InlineData(9, 2, true)] // components
    public void OddFrame(int at, byte value, bool damaged)
    {
        var bad = s_good.ToArray();
        bad[Frame(bad) + at] = value;

        Refused(damaged ? StructureFault.Damaged : StructureFault.NoCameraMakesThis, bad);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void NoSize(int at)
    {
        var bad = s_good.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(bad.AsSpan(Frame(bad) + at), 0);

        Refused(StructureFault.Damaged, bad);
    }

    [Fact]
    public void ThousandsOfSegments() =>
        Refused(StructureFault.NoCameraMakesThis, Behind(s_good, [.. Repeat(Segment(0xFE, "a"u8), 2001)]));

    [Fact]
    public void AComponentIsMissing()
    {
        // One scan of the first component alone, and the end.
        var scan = s_good.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);

        Refused(StructureFault.CutShort, [.. s_good[..scan], .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 3, .. End]);
    }

    private static byte[] End => [0xFF, 0xD9];

    // A grey progressive frame with its first scan, and a maker of scans that send nothing: the Huffman code "0" ends a block.
    private static (byte[] Header, Func<byte, byte, byte, byte[]> Scan) ProgressiveOfScans()
    {
        var table = new byte[17];
        table[1] = 1;
        byte[] nothing = [.. Enumerable.Repeat((byte)0, 600)];
        byte[] Scan(byte first, byte last, byte bits) => [.. Segment(0xDA, [1, 1, 0, first, last, bits]), .. nothing];
        byte[] header =
        [
            0xFF, 0xD8, .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]), .. Segment(0xC2, [8, 1, 0, 1, 0, 1, 1, 0x11, 0]),
            .. Segment(0xC4, [.. table, 0]), .. Segment(0xC4, [0x10, .. table.AsSpan(1), 0]), .. Scan(0, 0, 0),
        ];
        return (header, Scan);
    }

    private static IEnumerable<byte> Repeat(byte[] bytes, int times) => Enumerable.Repeat(bytes, times).SelectMany(same => same);

    private static int Frame(byte[] jpeg) => jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);

    private static byte[] Behind(byte[] jpeg, byte[] segments) => [.. jpeg[..2], .. segments, .. jpeg[2..]];

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static void Refused(StructureFault fault, byte[] file) => Assert.Equal(fault, Filtered.Fault(FileKind.Jpeg, file));

    private static Task SameAsync(byte[] good, byte[] odd) => Filtered.AssertSameAsync(FileKind.Jpeg, good, odd);
}
