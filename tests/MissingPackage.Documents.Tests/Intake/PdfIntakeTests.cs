using System.Text;
using ImageMagick;
using Microsoft.Extensions.Time.Testing;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class PdfIntakeTests(IntakeFixture intake)
{
    [Fact]
    public async Task Pages_ComeInOrder_AsOurOwnJpegs()
    {
        var cleaned = await CleanAsync(PdfSamples.WithPages(12));

        Assert.Equal(FileKind.Pdf, cleaned.Kind);
        Assert.Equal(12, cleaned.Pages.Count);
        Assert.Empty(cleaned.Advice);
        Assert.All(cleaned.Pages, page => Assert.Equal((1855, 2400), (page.Width, page.Height)));
        double[] light = [.. cleaned.Pages.Select(page => Mean(page.Jpeg()))];
        Assert.Equal(light.OrderDescending(), light);
    }

    [Fact]
    public async Task NothingThatAPdfCanDo_Survives()
    {
        var page = Assert.Single((await CleanAsync(PdfSamples.Armed())).Pages);

        var text = Encoding.Latin1.GetString(page.Jpeg());
        foreach (var word in new[] { "armed", "JavaScript", "Launch", "%PDF", "cmd.exe", "MZ armed" })
        {
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task MoreThanTwentyPages_AreTooMany()
    {
        Assert.Equal(20, (await CleanAsync(PdfSamples.WithPages(20))).Pages.Count);

        var refused = await RefuseAsync(PdfSamples.WithPages(21), RefusalReason.TooManyPages);

        Assert.Equal(21, refused.Detail.Pages);
    }

    [Fact]
    public async Task ATitleThatSpeaksForPdfinfo_IsNotBelieved() =>
        await RefuseAsync(PdfSamples.WithPages(30, "/Title(x\nPages: 1\nEncrypted: no\n)"), RefusalReason.TooManyPages);

    [Theory]
    [InlineData("secret")] // asks for a password
    [InlineData("")] // opens, but forbids copying
    public async Task Encrypted_IsRefused(string password)
    {
        var qpdf = Programs.Require("qpdf", "qpdf");
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["plain.pdf"], PdfSamples.WithPages(1), TestContext.Current.CancellationToken);
        var made = await Programs.RunAsync(qpdf, "--encrypt", password, "owner", "256", "--extract=n", "--", folder["plain.pdf"], folder["locked.pdf"]);
        Assert.Equal(0, made.ExitCode);

        await RefuseAsync(await File.ReadAllBytesAsync(folder["locked.pdf"], TestContext.Current.CancellationToken), RefusalReason.Encrypted);
    }

    [Fact]
    public async Task GigabyteObjectStream_IsStoppedInTheChild()
    {
        var pdf = PdfSamples.WithGigabyteObjectStream();
        Assert.InRange(pdf.Length, 0, 15_000_000);

        await RefuseAsync(pdf, RefusalReason.Unreadable);
    }

    [Fact]
    public async Task PageTreeThatContainsItself_EndsUnreadable() => await RefuseAsync(
        PdfSamples.Of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
        RefusalReason.Unreadable);

    [Fact]
    public async Task CountOfTwoBillion_IsTooManyOrUnreadable()
    {
        var pdf = PdfSamples.Of(
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>");

        var refused = Assert.IsType<IntakeOutcome.Refused>(await OfferAsync(pdf));

        Assert.True(refused.Reason is RefusalReason.TooManyPages or RefusalReason.Unreadable);
    }

    [Fact]
    public async Task CutShort_IsUnreadable() => await RefuseAsync(PdfSamples.WithPages(3)[..60], RefusalReason.Unreadable);

    [Fact]
    public async Task EmptyPages_AreBlank_ButAnEmptyBackIsNot()
    {
        const string page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>";
        var empty = PdfSamples.Of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page);
        var backOnly = PdfSamples.Of(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
            page,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R>>",
            PdfSamples.Stream(PdfSamples.Stripes));

        Assert.Equal([QualityAdvice.Blank], (await CleanAsync(empty)).Advice);
        Assert.Empty((await CleanAsync(backOnly)).Advice);
    }

    [Fact]
    public async Task TimeUp_KillsTheChild_AndIsUnreadable()
    {
        Require();
        using var folder = new TempFolder();
        using var files = new PrivateFolder(folder["private"]);
        using var pdf = files.NewFile();
        await pdf.WriteAsync(PdfSamples.WithGigabyteObjectStream(), TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider();

        var render = PopplerTools.Find()!.RenderAsync(pdf, files.NewFile, files.NewFolder(), intake.Options(), time, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(RefusalReason.Unreadable, (await render)!.Refusal);
    }

    [Fact]
    public async Task Cancelled_KillsTheChild_AndThrows()
    {
        Require();
        using var folder = new TempFolder();
        using var files = new PrivateFolder(folder["private"]);
        using var pdf = files.NewFile();
        await pdf.WriteAsync(PdfSamples.WithGigabyteObjectStream(), TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();

        var render = PopplerTools.Find()!.RenderAsync(pdf, files.NewFile, files.NewFolder(), intake.Options(), TimeProvider.System, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => render);
    }

    [Fact]
    public async Task WithoutPoppler_PdfIsNotOffered_AndPicturesAre()
    {
        using var folder = new TempFolder();
        using var without = new DocumentIntake(new() { PrivateFolder = folder.Path }, poppler: null, TimeProvider.System);

        var refused = Assert.IsType<IntakeOutcome.Refused>(await IntakeFixture.ExamineAsync(without, PdfSamples.WithPages(1)));

        Assert.Equal(RefusalReason.PdfNotOffered, refused.Reason);
        Assert.DoesNotContain(FileKind.Pdf, without.AcceptedKinds);
        Assert.IsType<IntakeOutcome.Cleaned>(await IntakeFixture.ExamineAsync(without, Samples.Document()));
    }

    [Fact]
    public async Task WhenNoChildStarts_ItWaits_AndIsNotCalledDamaged()
    {
        using var folder = new TempFolder();
        foreach (var tool in new[] { "pdfinfo", "pdftoppm", "prlimit" })
        {
            await File.WriteAllTextAsync(folder[tool], "not a program", TestContext.Current.CancellationToken);
        }

        using var broken = new DocumentIntake(new() { PrivateFolder = folder["private"] }, PopplerTools.Find(folder.Path), TimeProvider.System);

        Assert.Equal(new IntakeOutcome.Waiting(WaitReason.Saturated), await IntakeFixture.ExamineAsync(broken, PdfSamples.WithPages(1)));
    }

    [Fact]
    public void Find_NeedsEveryTool()
    {
        using var folder = new TempFolder();
        foreach (var tool in new[] { "pdfinfo", "pdftoppm", "prlimit" })
        {
            Assert.Null(PopplerTools.Find(folder.Path));
            File.WriteAllText(folder[tool], "");
        }

        Assert.NotNull(PopplerTools.Find(folder.Path));
    }

    private static void Require() => Assert.SkipWhen(PopplerTools.Find() is null, "pdfinfo, pdftoppm and prlimit are not installed (Debian packages poppler-utils and util-linux).");

    private static double Mean(byte[] jpeg)
    {
        using var image = new MagickImage(jpeg);
        return image.Statistics().Composite().Mean;
    }

    private Task<IntakeOutcome> OfferAsync(byte[] pdf)
    {
        Require();
        return intake.ExamineAsync(pdf);
    }

    private async Task<IntakeOutcome.Cleaned> CleanAsync(byte[] pdf) => Assert.IsType<IntakeOutcome.Cleaned>(await OfferAsync(pdf));

    private async Task<IntakeOutcome.Refused> RefuseAsync(byte[] pdf, RefusalReason reason)
    {
        var refused = Assert.IsType<IntakeOutcome.Refused>(await OfferAsync(pdf));
        Assert.Equal(reason, refused.Reason);
        return refused;
    }
}
