using System.Text;
using ImageMagick;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class ImageIntakeTests(IntakeFixture intake)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MagickFormat.Jpeg, FileKind.Jpeg)]
    [InlineData(MagickFormat.Png, FileKind.Png)]
    [InlineData(MagickFormat.WebP, FileKind.WebP)]
    public async Task GoodPicture_GivesOneCleanPage(MagickFormat format, FileKind kind)
    {
        var cleaned = Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(Samples.As(format, Samples.Document(3000, 2000))));

        Assert.Equal(kind, cleaned.Kind);
        Assert.Empty(cleaned.Advice);
        var page = Assert.Single(cleaned.Pages);
        Assert.Equal((2400, 1600), (page.Width, page.Height));
        AssertLooksRight(page, "top left");
    }

    [Fact]
    public async Task Heic_IsRead()
    {
        var heic = await HeicSamples.OfAsync(Samples.As(MagickFormat.Jpeg, Samples.Document()));

        var cleaned = Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(heic));

        Assert.Equal(FileKind.Heic, cleaned.Kind);
        AssertLooksRight(Assert.Single(cleaned.Pages), "top left");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task LargestPicture_IsTaken(byte colorType)
    {
        var page = await CleanAsync(HostilePictures.Largest(colorType));

        Assert.Equal((2400, 1440), (page.Width, page.Height));
    }

    [Fact]
    public async Task SmallPicture_IsNotEnlarged()
    {
        var page = await CleanAsync(Samples.As(MagickFormat.Jpeg, Samples.Document(801, 603)));

        Assert.Equal((801, 603), (page.Width, page.Height));
    }

    [Theory]
    [InlineData(Orientation.TopLeft, "top left", false)]
    [InlineData(Orientation.TopRight, "top right", false)]
    [InlineData(Orientation.BottomRight, "bottom right", false)]
    [InlineData(Orientation.BottomLeft, "bottom left", false)]
    [InlineData(Orientation.LeftTop, "top left", true)]
    [InlineData(Orientation.RightTop, "top right", true)]
    [InlineData(Orientation.RightBottom, "bottom right", true)]
    [InlineData(Orientation.LeftBottom, "bottom left", true)]
    public async Task ExifOrientation_IsApplied(Orientation orientation, string corner, bool upended)
    {
        var page = await CleanAsync(Jpeg(orientation));

        Assert.Equal(upended ? (800, 1200) : (1200, 800), (page.Width, page.Height));
        AssertLooksRight(page, corner);
    }

    [Theory]
    [InlineData(Orientation.TopLeft)] // as libheif writes it
    [InlineData(Orientation.RightTop)] // as an iPhone writes it: both say the same, and mean one turn
    public async Task HeicWithIrotAndExif_IsTurnedOnce(Orientation exif)
    {
        var heic = HeicSamples.WithIrot(await HeicSamples.OfAsync(Jpeg(exif)), quarterTurns: 3);
        Assert.True(heic.AsSpan().IndexOf("irot"u8) > 0);

        var page = await CleanAsync(heic);

        Assert.Equal((800, 1200), (page.Width, page.Height));
        AssertLooksRight(page, "top right");
    }

    [Fact]
    public async Task Cmyk_BecomesSrgb()
    {
        var cmyk = Samples.As(MagickFormat.Jpeg, Samples.Document(), image => image.ColorSpace = ColorSpace.CMYK);

        AssertLooksRight(await CleanAsync(cmyk), "top left");
    }

    [Fact]
    public async Task CmykWithItsProfile_BecomesSrgb()
    {
        var cmyk = Samples.As(
            MagickFormat.Jpeg, Samples.Document(), image => Assert.True(image.TransformColorSpace(ColorProfiles.SRGB, ColorProfiles.USWebCoatedSWOP)));

        AssertLooksRight(await CleanAsync(cmyk), "top left");
    }

    [Fact]
    public async Task AdobeRgb_BecomesSrgb()
    {
        var wide = Samples.As(
            MagickFormat.Jpeg, Samples.Document(), image => Assert.True(image.TransformColorSpace(ColorProfiles.SRGB, ColorProfiles.AdobeRGB1998)));

        AssertLooksRight(await CleanAsync(wide), "top left");
    }

    [Theory]
    [InlineData("")] // a header and nothing else
    [InlineData("and then no profile at all, but words")]
    public async Task BrokenColorProfile_DoesNotCostTheCustomerTheirPhoto(string profile)
    {
        var good = Samples.As(MagickFormat.Jpeg, Samples.Document());
        byte[] icc = [.. "ICC_PROFILE\0\u0001\u0001"u8, .. ColorProfiles.SRGB.ToByteArray()[..200], .. Encoding.ASCII.GetBytes(profile)];
        byte[] odd = [0xFF, 0xD8, 0xFF, 0xE2, (byte)((icc.Length + 2) >> 8), (byte)(icc.Length + 2), .. icc, .. good[2..]];

        AssertLooksRight(await CleanAsync(odd), "top left");
    }

    [Theory]
    [InlineData("iCCP", "icc\0\0junk")]
    [InlineData("eXIf", "junk")]
    [InlineData("tIME", "j")]
    public async Task OddPngMetadata_DoesNotCostTheCustomerTheirPhoto(string chunk, string junk)
    {
        var good = Samples.Document();
        byte[] odd = [.. good[..33], .. Samples.PngChunk(Encoding.ASCII.GetBytes(chunk), Encoding.ASCII.GetBytes(junk)), .. good[33..]];

        AssertLooksRight(await CleanAsync(odd), "top left");
    }

    [Fact]
    public async Task Greyscale_StaysReadable()
    {
        var grey = Samples.As(MagickFormat.Jpeg, Samples.Document(), image => image.ColorSpace = ColorSpace.Gray);

        using var image = new MagickImage((await CleanAsync(grey)).Jpeg());

        Assert.InRange(Color(image, 600, 30).R, 220, 250);
    }

    [Fact]
    public async Task Progressive_BecomesBaseline()
    {
        var progressive = Samples.As(MagickFormat.Jpeg, Samples.Document(), image => image.Settings.Interlace = Interlace.Jpeg);
        Assert.True(progressive.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]) > 0);

        var page = await CleanAsync(progressive);

        Assert.True(page.Jpeg().AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) > 0);
        AssertLooksRight(page, "top left");
    }

    [Theory]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.WebP)]
    public async Task UnderAlpha_IsWhite(MagickFormat format)
    {
        var transparent = Samples.As(format, Samples.Document(), image =>
        {
            image.Alpha(AlphaAction.Set);
            image.Evaluate(Channels.Alpha, EvaluateOperator.Set, 0);
        });

        using var image = new MagickImage((await CleanAsync(transparent)).Jpeg());

        Assert.Equal((255, 255, 255), Color(image, 50, 50));
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.WebP)]
    public async Task NoMetadata_Survives(MagickFormat format)
    {
        var told = Samples.As(format, Samples.Document(), Tell);
        Assert.Contains("SECRET", Encoding.Latin1.GetString(told), StringComparison.Ordinal);

        await AssertSilentAsync(await CleanAsync(told));
    }

    [Fact]
    public async Task NoMetadataOfAHeic_Survives() =>
        await AssertSilentAsync(await CleanAsync(await HeicSamples.OfAsync(Samples.As(MagickFormat.Jpeg, Samples.Document(), Tell))));

    [Fact]
    public async Task Polyglot_LosesWhatIsBehindThePicture()
    {
        byte[] polyglot =
        [
            .. Samples.As(MagickFormat.Jpeg, Samples.Document()), .. "PK\u0003\u0004SECRET.zip"u8, .. "<?php system($_GET['SECRET']); ?><script>SECRET</script>"u8,
        ];

        await AssertSilentAsync(await CleanAsync(polyglot));
    }

    [Fact]
    public async Task NothingIsLeftInThePrivateFolder()
    {
        using var folder = new TempFolder();
        using var own = new DocumentIntake(new() { PrivateFolder = folder.Path }, TimeProvider.System);
        List<byte[]> files =
        [
            Samples.Document(), Samples.As(MagickFormat.WebP, Samples.Document()), Samples.Document()[..5000], PdfSamples.WithPages(2), PdfSamples.Armed()[..300],
        ];
        if (Programs.Find("heif-enc") is not null)
        {
            files.Add(await HeicSamples.OfAsync(Samples.As(MagickFormat.Jpeg, Samples.Document())));
        }

        foreach (var file in files)
        {
            using var outcome = await IntakeFixture.ExamineAsync(own, file);
            Assert.Equal((outcome as IntakeOutcome.Cleaned)?.Pages.Count ?? 0, Left().Count());
        }

        Assert.Empty(Left());

        IEnumerable<string> Left() =>
            Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories)
                .Where(entry => !entry.Contains("policy", StringComparison.Ordinal) && !Path.GetFileName(entry).StartsWith("run-", StringComparison.Ordinal));
    }

    private static byte[] Jpeg(Orientation orientation) => Samples.As(MagickFormat.Jpeg, Samples.Document(), image =>
    {
        image.SetProfile(new ExifProfile());
        image.Orientation = orientation;
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Orientation, (ushort)orientation);
        image.SetProfile(exif);
    });

    private static void Tell(MagickImage image)
    {
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Make, "SECRET-make");
        exif.SetValue(ExifTag.GPSLatitudeRef, "N");
        exif.SetValue(ExifTag.GPSLatitude, [new Rational(40), new Rational(44), new Rational(55)]);
        exif.SetValue(ExifTag.GPSAreaInformation, Encoding.ASCII.GetBytes("SECRET-gps"));
        image.SetProfile(exif);
        image.SetProfile(new XmpProfile("<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET-xmp</x:xmpmeta>"u8.ToArray()));
        var iptc = new IptcProfile();
        iptc.SetValue(IptcTag.City, "SECRET-city");
        image.SetProfile(iptc);
        image.Comment = "SECRET-comment";
    }

    private static async Task AssertSilentAsync(CleanPage page)
    {
        var text = Encoding.Latin1.GetString(page.Jpeg());
        foreach (var word in new[] { "SECRET", "Exif", "GPS", "xmp", "adobe", "Photoshop", "8BIM", "ICC_PROFILE", "PK\u0003", "<?php", "<script" })
        {
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.EndsWith("\u00FF\u00D9", text, StringComparison.Ordinal);
        if (Programs.Find("exiftool") is { } exiftool)
        {
            using var folder = new TempFolder();
            await File.WriteAllBytesAsync(folder["a.jpg"], page.Jpeg(), Cancel);
            var (_, output) = await Programs.RunAsync(exiftool, "-a", "-u", "-G1", "-EXIF:all", "-GPS:all", "-XMP:all", "-IPTC:all", "-ICC_Profile:all", "-Comment", folder["a.jpg"]);
            Assert.Equal("", output.Trim());
        }
    }

    /// <summary>The sample's red mark stands in this corner, on paper that is nearly white.</summary>
    private static void AssertLooksRight(CleanPage page, string corner)
    {
        using var image = new MagickImage(page.Jpeg());
        Assert.Equal((uint)page.Width, image.Width);
        Assert.Equal((uint)page.Height, image.Height);
        foreach (var (name, x, y) in new[]
        {
            ("top left", 30, 30), ("top right", page.Width - 30, 30), ("bottom left", 30, page.Height - 30), ("bottom right", page.Width - 30, page.Height - 30),
        })
        {
            var (r, g, b) = Color(image, x, y);
            var red = r > 150 && g < 90 && b < 90;
            Assert.True(red == string.Equals(name, corner, StringComparison.Ordinal), $"{name} is {r},{g},{b}");
        }
    }

    private static (int R, int G, int B) Color(MagickImage image, int x, int y)
    {
        using var pixels = image.GetPixels();
        var color = pixels.GetPixel(x, y).ToColor()!;
        return (color.R, color.G, color.B);
    }

    private async Task<CleanPage> CleanAsync(byte[] bytes) => Assert.Single(Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(bytes)).Pages);
}
