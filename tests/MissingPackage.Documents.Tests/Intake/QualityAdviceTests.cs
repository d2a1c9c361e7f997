using ImageMagick;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class QualityAdviceTests(IntakeFixture intake)
{
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

    [Theory]
    [InlineData(0.05, true)]
    [InlineData(0.2, true)]
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

    // With a radius of its own: ImageMagick's guess cuts a wide blur off where a Q8 kernel rounds to nothing.
    private static void Blur(MagickImage image, double sigma) => image.Blur(Math.Ceiling(3 * sigma), sigma);

    private async Task<IReadOnlyList<QualityAdvice>> AdviceAsync(byte[] picture) =>
        Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(picture)).Advice;
}
