using MissingPackage.Application.Uploads;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Web.Tests.Documents;

public sealed class VerdictTextTests
{
    private static readonly IntakeOptions s_limits = new() { MaxPdfPages = 20 };

    public static TheoryData<RefusalReason> Reasons => [.. Enum.GetValues<RefusalReason>()];

    public static TheoryData<QualityAdvice> Advice => [.. Enum.GetValues<QualityAdvice>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void EveryRefusal_HasASentence(RefusalReason reason) =>
        Assert.EndsWith(".", Of(reason, new(OtherType.Text, 120, 90, 16_000_000, 34)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Advice))]
    public void EveryAdvice_FitsAPhotoAndAPdf(QualityAdvice advice)
    {
        var text = VerdictText.Of(advice);

        Assert.EndsWith(".", text, StringComparison.Ordinal);
        Assert.DoesNotContain("The photo", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RefusalReason.Encrypted)]
    [InlineData(RefusalReason.TooManyPages)]
    [InlineData(RefusalReason.TooComplex)]
    [InlineData(RefusalReason.PageTooNarrow)]
    [InlineData(RefusalReason.Placeholder)]
    public void APdf_IsNotCalledAPicture(RefusalReason reason) =>
        Assert.DoesNotMatch("[Tt]his (photo|picture)", Of(reason, new(Pages: 34)));

    [Fact]
    public void TooManyPages_NamesBothNumbers() =>
        Assert.Equal(
            "This PDF has 34 pages; 20 is the most. Send only the pages of this document.",
            Of(RefusalReason.TooManyPages, new(Pages: 34)));

    [Theory]
    [InlineData(RefusalReason.Placeholder)]
    [InlineData(RefusalReason.TooComplex)]
    public void WhereAPlainPdfHelps_HowToPrintOneIsSaid(RefusalReason reason)
    {
        var text = Of(reason, new());

        Assert.Contains("Print", text, StringComparison.Ordinal);
        Assert.Contains("Save as PDF", text, StringComparison.Ordinal);
    }

    [Fact]
    public void APhotoThatIsTooLarge_IsNotAnsweredWithAnotherOne() =>
        Assert.DoesNotContain("with your phone", Of(RefusalReason.TooLarge, new(Bytes: 16_000_000)), StringComparison.Ordinal);

    [Fact]
    public void AFileForAPrinter_IsToldHowItBecomesAPdf()
    {
        var text = Of(RefusalReason.NotAnAcceptedType, new(OtherType.PrinterFile));

        Assert.Equal("This is a file for a printer, which we can’t open. Print it to a PDF, or save it as a PDF, and send that.", text);
    }

    [Theory]
    [InlineData(OtherType.Avif, "(it is an AVIF picture)")]
    [InlineData(OtherType.Gif, "(it is a GIF picture)")]
    [InlineData(OtherType.Tiff, "(it is a TIFF picture)")]
    [InlineData(OtherType.Bmp, "(it is a BMP picture)")]
    [InlineData(OtherType.OldOffice, "(it is an Office document)")]
    public void WhatAFileIs_IsSaidInGoodEnglish(OtherType other, string words) =>
        Assert.Contains(words, Of(RefusalReason.NotAnAcceptedType, new(other)), StringComparison.Ordinal);

    private static string Of(RefusalReason reason, RefusalDetail detail) => VerdictText.Of(reason, detail, s_limits, "JPEG, PNG or PDF");
}
