using ImageMagick;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class ImageIntakeTests(IntakeFixture intake)
{
    [Theory]
    [InlineData(MagickFormat.Jpeg, FileKind.Jpeg)]
    [InlineData(MagickFormat.Png, FileKind.Png)]
    [InlineData(MagickFormat.WebP, FileKind.WebP)]
    public async Task Examine_GoodPicture_GivesOneCleanPage(MagickFormat format, FileKind kind)
    {
        var cleaned = Assert.IsType<IntakeOutcome.Cleaned>(await intake.ExamineAsync(Samples.As(format, Samples.Document(3000, 2000))));

        Assert.Equal(kind, cleaned.Kind);
        Assert.Empty(cleaned.Advice);
        var page = Assert.Single(cleaned.Pages);
        Assert.Equal((2400, 1600), (page.Width, page.Height));
    }
}
