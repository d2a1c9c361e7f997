using ImageMagick;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class QualityAdviceTests(IntakeFixture intake)
{
    // The drawn photos are as large as the copy that is measured of one twice as wide, and have the little grain of that copy:
    // quicker to make. The shaken ones stand for photos 2,000 pixels wide, whose shakes are half as long in the copy.
    private const int Width = 800;
    private const int ShakenWidth = 1000;
    private const double Small = 0.5;

    [Theory]
    [InlineData(1200, 800)]
    [InlineData(2400, 1800)]
    [InlineData(4000, 3000)]
    [InlineData(800, 3000)]
    public async Task SharpDocument_HasNoAdvice(int width, int height) => Assert.Empty(await AdviceAsync(Samples.Document(width, height)));

    [Theory]
    [InlineData(1, false)] // soft, and readable
    [InlineData(2, false)]
    [InlineData(6, true)]
    [InlineData(12, true)]
    [InlineData(30, true)]
    public async Task Blur_IsSaid_OnceSmallPrintIsLost(double sigma, bool said)
    {
        var blurred = Samples.As(MagickFormat.Jpeg, Samples.Document(), image => Blur(image, sigma));

        Assert.Equal(said ? [QualityAdvice.Blurred] : [], await AdviceAsync(blurred));
    }

    [Fact]
    public void HundredShakenPagesAndIds_AreNearlyAllNoticed()
    {
        var missed = new List<string>();
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var paper = DrawnPhotos.Papers[seed % DrawnPhotos.Papers.Length];
            var degrees = random.NextDouble() * 180;
            var shaken = DrawnPhotos.Draw(paper, seed, ShakenWidth).Shaken(20 * Small, degrees).Lit(1, random.Next(2), seed);
            if (!AdviceOn(shaken, random.Next(88, 97)).SequenceEqual([QualityAdvice.Blurred]))
            {
                missed.Add($"{paper.Method.Name} {seed}, {degrees:0} degrees");
            }
        }

        Assert.True(missed.Count <= 20, $"{missed.Count} missed: {string.Join("; ", missed)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    public void ShakeOfFortyPixels_IsNoticed_InDimLightAsWell(double light)
    {
        var noticed = Enumerable.Range(0, 16).Count(seed =>
        {
            var paper = DrawnPhotos.Papers[seed % DrawnPhotos.Papers.Length];
            var shaken = DrawnPhotos.Draw(paper, seed, ShakenWidth).Shaken(40 * Small, seed * 11);
            return AdviceOn(shaken.Lit(light, 1, seed), 85).Contains(QualityAdvice.Blurred);
        });

        Assert.InRange(noticed, 13, 16);
    }

    [Fact]
    public async Task ShakenPhotoOfFullSize_IsBlurred()
    {
        var page = DrawnPhotos.Draw(DrawnPhotos.Papers[0], 6, 2000);

        Assert.Empty(await AdviceAsync(page.Jpeg(85)));
        Assert.Equal([QualityAdvice.Blurred], await AdviceAsync(page.Shaken(20, 60).Jpeg(85)));
    }

    [Fact]
    public void ThreeHundredOrdinaryPhotos_HaveNoAdvice()
    {
        Action<DrawnPhotos.Pen>[] scenes = [.. DrawnPhotos.Papers, .. DrawnPhotos.Scenes];
        var advised = new List<string>();
        for (var seed = 0; seed < 12 * scenes.Length; seed++)
        {
            var random = new Random(seed);
            var scene = scenes[seed % scenes.Length];
            var variant = seed / scenes.Length;
            var photo = DrawnPhotos.Draw(scene, 1000 + seed, Width);
            photo = variant % 4 == 3 ? photo.Softened() : photo;
            var light = variant % 3 == 1 ? 0.3 : 1;
            var advice = AdviceOn(photo.Lit(light, random.Next(light < 1 ? 2 : 4), seed), random.Next(60, 96));
            if (advice.Count > 0)
            {
                advised.Add($"{scene.Method.Name} {seed}: {string.Join(", ", advice)}");
            }
        }

        Assert.True(12 * scenes.Length >= 300);
        Assert.True(advised.Count == 0, string.Join("; ", advised));
    }

    [Theory]
    [InlineData(0.05, true)]
    [InlineData(0.1, true)]
    [InlineData(0.2, false)]
    [InlineData(0.3, false)]
    [InlineData(0.5, false)]
    public async Task Darkness_IsSaid_WhenHardlyAnythingIsLit(double light, bool said)
    {
        var dark = Samples.As(MagickFormat.Jpeg, Samples.Document(), image => image.Evaluate(Channels.RGB, EvaluateOperator.Multiply, light));

        Assert.Equal(said ? [QualityAdvice.TooDark] : [], await AdviceAsync(dark));
    }

    [Fact]
    public async Task LitCardOnABlackTable_IsNotTooDark()
    {
        var card = Samples.Png(1600, 1200, (x, y) =>
            x is < 500 or > 1000 || y is < 400 or > 720 ? ((byte)4, (byte)4, (byte)5)
            : x % 10 < 5 && y % 20 < 10 ? ((byte)40, (byte)40, (byte)40)
            : ((byte)220, (byte)220, (byte)220));

        Assert.Empty(await AdviceAsync(card));
    }

    [Fact]
    public async Task BlankSheet_UnderALampAndWithNoise_IsBlank()
    {
        var random = new Random(1);
        var sheet = Samples.Png(1600, 1200, (x, y) =>
        {
            var light = (byte)(230 - (x / 40) - (y / 60) + random.Next(-4, 5));
            return (light, light, light);
        });

        Assert.Equal([QualityAdvice.Blank], await AdviceAsync(sheet));
    }

    [Fact]
    public async Task SheetWithOneSignature_IsNotBlank()
    {
        var signed = Samples.Png(1600, 1200, (x, y) =>
            x is > 500 and < 900 && Math.Abs(y - 900 - (60 * Math.Sin(x / 25.0))) < 3 ? ((byte)20, (byte)20, (byte)90) : ((byte)240, (byte)240, (byte)240));

        Assert.Empty(await AdviceAsync(signed));
    }

    [Theory]
    [InlineData(599, 900, true)]
    [InlineData(900, 599, true)]
    [InlineData(600, 600, false)]
    public async Task LowResolution_IsSaid_UnderSixHundred(int width, int height, bool said) =>
        Assert.Equal(said ? [QualityAdvice.LowResolution] : [], await AdviceAsync(Samples.Document(width, height)));

    [Fact]
    public async Task GreyPicture_IsMeasuredAsWell()
    {
        var grey = Samples.As(MagickFormat.Jpeg, Samples.Document(), image => image.ColorSpace = ColorSpace.Gray);
        var blurred = Samples.As(MagickFormat.Jpeg, grey, image => Blur(image, 12));

        Assert.Empty(await AdviceAsync(grey));
        Assert.Equal([QualityAdvice.Blurred], await AdviceAsync(blurred));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 900)]
    [InlineData(900, 7)]
    [InlineData(40, 40)]
    public void TinyOrNarrowPictures_AreMeasuredWithoutFailing(int width, int height) =>
        Assert.Contains(QualityAdvice.LowResolution, AdviceOn(new(width, height, new byte[width * height]), 85));

    // With a radius of its own: ImageMagick's guess cuts a wide blur off where a Q8 kernel rounds to nothing.
    private static void Blur(MagickImage image, double sigma) => image.Blur(Math.Ceiling(3 * sigma), sigma);

    private static IReadOnlyList<QualityAdvice> AdviceOn(GreyPhoto photo, int jpegQuality)
    {
        using var image = new MagickImage(photo.Jpeg(jpegQuality));
        return QualityCheck.Measure(image);
    }

    private async Task<IReadOnlyList<QualityAdvice>> AdviceAsync(byte[] picture) =>
        Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(picture)).Advice;
}
