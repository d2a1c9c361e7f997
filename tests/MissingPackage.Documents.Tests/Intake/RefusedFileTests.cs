using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ImageMagick;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class RefusedFileTests(IntakeFixture intake)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Empty() => await RefuseAsync([], RefusalReason.Empty);

    [Fact]
    public async Task TooLarge() =>
        Assert.Equal((15 * 1024 * 1024) + 1, (await RefuseAsync([.. Samples.Document(), .. new byte[(15 * 1024 * 1024) + 1 - Samples.Document().Length]], RefusalReason.TooLarge)).Bytes);

    [Fact]
    public async Task FortyThousandSquarePng()
    {
        var detail = await RefuseAsync([.. Samples.PngHeader(40_000, 40_000, colorType: 0), .. Samples.Document()[33..]], RefusalReason.TooManyPixels);

        Assert.Equal((40_000, 40_000), (detail.Width, detail.Height));
    }

    [Fact]
    public async Task PngOfTwoBillion() => await RefuseAsync([.. Samples.PngHeader(-1, -1, 2), .. Samples.Document()[33..]], RefusalReason.TooManyPixels);

    [Fact]
    public async Task JpegHeaderOf65500Square()
    {
        var jpeg = Samples.As(MagickFormat.Jpeg, Samples.Document());
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 65_500);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 65_500);

        var detail = await RefuseAsync(jpeg, RefusalReason.TooManyPixels);

        Assert.Equal((65_500, 65_500), (detail.Width, detail.Height));
    }

    [Theory]
    [InlineData(12_001, 300)]
    [InlineData(300, 12_001)]
    [InlineData(8000, 7501)]
    public async Task JustOverALimit(int width, int height) => await RefuseAsync(Samples.PngHeader(width, height, 2), RefusalReason.TooManyPixels);

    [Fact]
    public async Task LargestWithAlpha_TakesMoreMemoryThanAPictureMay() => await RefuseAsync(HostilePictures.Largest(colorType: 6), RefusalReason.TooComplex);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(199, 3000)]
    [InlineData(3000, 199)]
    public async Task TooSmall(int width, int height) => await RefuseAsync(Samples.Png(width, height, (_, _) => (1, 2, 3)), RefusalReason.TooSmall);

    [Fact]
    public async Task WebPOfFiveThousandFrames()
    {
        using var frames = new MemoryStream();
        var still = Samples.As(MagickFormat.WebP, Samples.Png(16, 16, (_, _) => (9, 9, 9)))[12..];
        byte[] frame = [0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 10, 0, 0, 0, .. still];
        for (var i = 0; i < 5000; i++)
        {
            frames.Write(Riff("ANMF"u8, frame));
        }

        byte[] body = [.. "WEBP"u8, .. Riff("VP8X"u8, [2, 0, 0, 0, 0xFF, 3, 0, 0xFF, 3, 0]), .. Riff("ANIM"u8, new byte[6]), .. frames.ToArray()];

        await RefuseAsync(Riff("RIFF"u8, body), RefusalReason.Animated);
    }

    [Fact]
    public async Task AnimatedPng()
    {
        var still = Samples.Document();

        await RefuseAsync([.. still[..33], .. Samples.PngChunk("tEXt"u8, new byte[100_000]), .. Samples.PngChunk("acTL"u8, new byte[8]), .. still[33..]], RefusalReason.Animated);
    }

    [Theory]
    [InlineData("hevc")]
    [InlineData("msf1")]
    public async Task HeifSequence(string brand) => await RefuseAsync(Brand(brand, "heic"), RefusalReason.Animated);

    [Theory]
    [InlineData(MagickFormat.Jpeg, 0.5)]
    [InlineData(MagickFormat.Jpeg, 0.98)]
    [InlineData(MagickFormat.Png, 0.5)]
    [InlineData(MagickFormat.Png, 0.98)]
    [InlineData(MagickFormat.WebP, 0.5)]
    [InlineData(MagickFormat.WebP, 0.98)]
    public async Task CutShort_IsUnreadable_AndNeverHalfShown(MagickFormat format, double share)
    {
        var whole = Samples.As(format, Samples.Document());

        await RefuseAsync(whole[..(int)(whole.Length * share)], RefusalReason.Unreadable);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.98)]
    public async Task HeicCutShort_IsUnreadable(double share)
    {
        var whole = await HeicSamples.OfAsync(Samples.As(MagickFormat.Jpeg, Samples.Document()));

        await RefuseAsync(whole[..(int)(whole.Length * share)], RefusalReason.Unreadable);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", OtherType.Svg)]
    [InlineData("<?xml version='1.0'?>\n<!-- x -->\n<svg/>", OtherType.Svg)]
    [InlineData("<?xml version='1.0'?><a/>", OtherType.Xml)]
    [InlineData("<!DOCTYPE html><html><svg/></html>", OtherType.Html)]
    [InlineData("\uFEFF \n <HTML><script>alert(1)</script>", OtherType.Html)]
    [InlineData("<script>alert(1)</script> and so on", OtherType.Html)]
    [InlineData("Dear care, my package is missing.", OtherType.Text)]
    [InlineData("{\\rtf1 hello, my package is missing}", OtherType.Rtf)]
    [InlineData("GIF89a..............", OtherType.Gif)]
    [InlineData("II*\0................", OtherType.Tiff)]
    [InlineData("MM\0*................", OtherType.Tiff)]
    [InlineData("BM\u0001\u0002\0\0\0\0\0\0\0\0\0\0..........", OtherType.Bmp)]
    [InlineData("MZ\u0090\0..............", OtherType.Program)]
    [InlineData("\u007fELF................", OtherType.Program)]
    [InlineData("PK\u0003\u0004................", OtherType.Zip)]
    [InlineData("\0\u0001\u0002\u0003\0\0\0\0\0\0\0\0\0\0\0\0\0", OtherType.Unknown)]
    [InlineData("x", OtherType.Text)]
    [InlineData("x%PDF-1.7 one letter late", OtherType.Text)]
    [InlineData("\uFEFF\uFEFF%PDF-1.7 two marks", OtherType.Text)]
    [InlineData(" \uFEFF%PDF-1.7 a mark behind a space", OtherType.Text)]
    [InlineData("<html>\n%PDF-1.7 a page that is also a PDF", OtherType.Html)]
    [InlineData("GIF89a\n%PDF-1.7 a picture that is also a PDF", OtherType.Gif)]
    [InlineData("MZ\n%PDF-1.7 a program that is also a PDF", OtherType.Program)]
    [InlineData("\0%PDF-1.7 a zero byte", OtherType.Unknown)]
    [InlineData("\n%PDF-3.0 no such version", OtherType.Text)]
    [InlineData("\u001b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n%PDF-1.7", OtherType.PrinterFile)]
    [InlineData("@PJL ENTER LANGUAGE=PCL", OtherType.PrinterFile)]
    [InlineData("%!PS-Adobe-3.0\nshowpage", OtherType.PrinterFile)]
    [InlineData("\u0004%!PS-Adobe-3.0\nshowpage", OtherType.PrinterFile)]
    public async Task AnotherType_IsNamed(string content, OtherType other) =>
        Assert.Equal(other, (await RefuseAsync(content.Contains('\u0090', StringComparison.Ordinal) ? Encoding.Latin1.GetBytes(content) : Encoding.UTF8.GetBytes(content), RefusalReason.NotAnAcceptedType)).Other);

    [Theory]
    [InlineData("word/document.xml", OtherType.Docx)]
    [InlineData("xl/workbook.xml", OtherType.Xlsx)]
    [InlineData("photo.jpg", OtherType.Zip)]
    public async Task AnArchive_IsToldFromAnOfficeFile(string entry, OtherType other)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("[Content_Types].xml");
            zip.CreateEntry(entry);
        }

        Assert.Equal(other, (await RefuseAsync(file.ToArray(), RefusalReason.NotAnAcceptedType)).Other);
    }

    [Theory]
    [InlineData("avif", "mif1", OtherType.Avif)]
    [InlineData("mif1", "avif", OtherType.Avif)]
    [InlineData("qt  ", "qt  ", OtherType.Video)]
    [InlineData("isom", "mp42", OtherType.Video)]
    [InlineData("mif1", "miaf", OtherType.Unknown)]
    public async Task OtherBrands_AreNamed(string major, string compatible, OtherType other) =>
        Assert.Equal(other, (await RefuseAsync(Brand(major, compatible), RefusalReason.NotAnAcceptedType)).Other);

    [Fact]
    public async Task EicarByItself_IsNoPicture() => await RefuseAsync(ClamdFixture.Eicar, RefusalReason.NotAnAcceptedType);

    [Fact]
    public async Task HeadersWithoutEnd_AreUnreadable()
    {
        byte[] fill = [0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, 5_000_000)];
        byte[] comments = [0xFF, 0xD8, .. Enumerable.Range(0, 1_000_000).SelectMany(_ => new byte[] { 0xFF, 0xFE, 0, 2 })];
        byte[] boxes = [.. Brand("heic", "heic"), .. Enumerable.Range(0, 500_000).SelectMany(_ => new byte[] { 0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65 })];

        await RefuseAsync(fill, RefusalReason.Unreadable);
        await RefuseAsync(comments, RefusalReason.Unreadable);
        await RefuseAsync(boxes, RefusalReason.Unreadable);
    }

    [Fact]
    public async Task NoTurnFree_Waits()
    {
        Assert.SkipWhen(PopplerTools.Find() is null, "poppler-utils is not installed: nothing here is slow enough to take a turn with.");
        using var folder = new TempFolder();
        using var narrow = new DocumentIntake(new() { PrivateFolder = folder["private"], Concurrency = 1, MaxWait = TimeSpan.Zero }, TimeProvider.System);
        using var slow = narrow.NewPrivateFile();
        await slow.WriteAsync(PdfSamples.WithGigabyteObjectStream(), Cancel);
        using var cancel = new CancellationTokenSource();
        var first = narrow.ExamineAsync(slow, Guid.NewGuid(), cancel.Token); // has its turn when it first waits

        var second = await IntakeFixture.ExamineAsync(narrow, Samples.Document());
        await cancel.CancelAsync();

        Assert.Equal(new IntakeOutcome.Waiting(WaitReason.Saturated), second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.IsType<IntakeOutcome.Cleaned>(await IntakeFixture.ExamineAsync(narrow, Samples.Document()));
    }

    private static byte[] Riff(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[8 + data.Length + (data.Length & 1)];
        type.CopyTo(chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), data.Length);
        data.CopyTo(chunk.AsSpan(8));
        return chunk;
    }

    private static byte[] Brand(string major, string compatible) =>
        [0, 0, 0, 20, .. "ftyp"u8, .. Encoding.ASCII.GetBytes(major), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(compatible), .. new byte[40]];

    private async Task<RefusalDetail> RefuseAsync(byte[] bytes, RefusalReason reason)
    {
        var refused = Assert.IsType<IntakeOutcome.Refused>(await intake.ExamineAsync(bytes));
        Assert.Equal(reason, refused.Reason);
        return refused.Detail;
    }
}
