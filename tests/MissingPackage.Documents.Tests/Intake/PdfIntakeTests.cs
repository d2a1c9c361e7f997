using System.Globalization;
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
    [InlineData("40", "--print=n")]
    [InlineData("128", "--extract=n")]
    [InlineData("256", "--extract=n")]
    public async Task RightsThatAreLocked_AreNoLock(string bits, string rights) =>
        Assert.Single((await CleanAsync(await LockAsync("", bits, rights))).Pages);

    [Theory]
    [InlineData("128")]
    [InlineData("256")]
    public async Task AskingForAPassword_IsEncrypted(string bits) => await RefuseAsync(await LockAsync("secret", bits, "--extract=n"), RefusalReason.Encrypted);

    [Fact]
    public async Task ProtectionThatOnlyItsMakersViewerKnows_IsEncrypted() => await RefuseAsync(
        PdfSamples.Of(
            ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"],
            "/Encrypt<</Filter/Adobe.APS/V 1/R 2>>/ID[<00><00>]"),
        RefusalReason.Encrypted);

    [Fact]
    public async Task OnlyTheCropBox_IsShown()
    {
        // Black outside, white inside with a grey square in its middle.
        const string content = "0 g 0 0 612 792 re f 1 g 100 100 300 400 re f 0.5 g 200 250 100 100 re f";

        var page = Assert.Single((await CleanAsync(PdfSamples.WithBox("[0 0 612 792]", "/CropBox[100 100 400 500]", content))).Pages);

        Assert.Equal((1800, 2400), (page.Width, page.Height));
        using var image = new MagickImage(page.Jpeg());
        using var pixels = image.GetPixels();
        int At(int x, int y) => pixels.GetPixel(x, y).ToColor()!.R;
        Assert.All([At(2, 2), At(1797, 2), At(2, 2397), At(1797, 2397)], corner => Assert.InRange(corner, 250, 255));
        Assert.InRange(At(900, 1200), 120, 136);
    }

    [Theory]
    [InlineData("[0 0 1 3000]", "", RefusalReason.PageTooNarrow)]
    [InlineData("[0 0 3000 1]", "", RefusalReason.PageTooNarrow)]
    [InlineData("[0 0 14400 1]", "", RefusalReason.PageTooNarrow)]
    [InlineData("[0 0 1000000000 1]", "", RefusalReason.PageTooNarrow)]
    [InlineData("[0 0 99999999999999999999999999999999999999999 792]", "", RefusalReason.PageTooNarrow)]
    [InlineData("[0 0 612 792]", "/CropBox[100 100 101 500]", RefusalReason.PageTooNarrow)]
    [InlineData("[0 0 612 50]", "/Rotate 90", RefusalReason.PageTooNarrow)]
    [InlineData("[0 0 0.001 0.001]", "", RefusalReason.Unreadable)]
    [InlineData("[0 0 2.9 2.9]", "", RefusalReason.Unreadable)]
    public async Task APageThatCannotBeRead_IsRefused(string box, string more, RefusalReason reason) =>
        await RefuseAsync(PdfSamples.WithBox(box, more), reason);

    [Theory]
    [InlineData("[0 0 1000000000 1000000000]", "", 2400, 2400)]
    [InlineData("[0 0 3 3]", "", 2400, 2400)]
    [InlineData("[0 0 612 52]", "/Rotate 90", 204, 2400)]
    [InlineData("[612 792 0 0]", "", 1855, 2400)]
    [InlineData("[-100 -100 500 700]", "", 1800, 2400)]
    [InlineData("[0 0 0 0]", "", 1855, 2400)]
    [InlineData("[0 0 nan 792]", "", 1855, 2400)]
    [InlineData("[/a /b (c) null]", "", 1855, 2400)]
    [InlineData("[0 0 612 792]", "/UserUnit 100000", 1855, 2400)]
    [InlineData("[0 0 612 792]", "/UserUnit -1", 1855, 2400)]
    [InlineData("[0 0 612 792]", "/CropBox[-1000 -1000 5000 5000]", 1855, 2400)]
    [InlineData("[0 0 612 792]", "/CropBox[1000 1000 5000 5000]", 1855, 2400)]
    public async Task AnyOtherBox_IsDrawnWithinTheLimits(string box, string more, int width, int height)
    {
        var page = Assert.Single((await CleanAsync(PdfSamples.WithBox(box, more))).Pages);

        Assert.Equal((width, height), (page.Width, page.Height));
    }

    [Fact]
    public async Task ThinPages_AreAlwaysAnswered()
    {
        Require();
        var random = new Random(20);
        for (var i = 0; i < 100; i++)
        {
            // From a thousandth of a point to 10^8; the shorter side at most a thirteenth of the longer.
            var longer = Math.Pow(10, (random.NextDouble() * 11) - 3);
            var shorter = longer / (13 + (random.NextDouble() * 1000));
            var box = string.Create(CultureInfo.InvariantCulture, $"[0 0 {(i % 2 == 0 ? longer : shorter):F6} {(i % 2 == 0 ? shorter : longer):F6}]");

            var refused = Assert.IsType<IntakeOutcome.Refused>(await intake.ExamineAsync(PdfSamples.WithBox(box)));

            Assert.True(refused.Reason is RefusalReason.PageTooNarrow or RefusalReason.Unreadable, box);
        }
    }

    [Fact]
    public async Task OneThinPageAmongGoodOnes_IsFound() => await RefuseAsync(
        PdfSamples.Of(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 792]>>"),
        RefusalReason.PageTooNarrow);

    [Fact]
    public async Task ATitleThatSpeaksOfSizes_IsNotBelieved() =>
        await RefuseAsync(
            PdfSamples.Of(
                [
                    "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 3000]>>",
                    $"<</Title({new string('x', 300_000)}\nPages: 1\nPage    1 size: 612 x 792 pts\n)>>",
                ],
                "/Info 4 0 R"),
            RefusalReason.PageTooNarrow);

    public static TheoryData<string, bool, bool> Leads()
    {
        var data = new TheoryData<string, bool, bool>();
        foreach (var lead in new[] { "\u00EF\u00BB\u00BF", "\r\n\r\n", "\u00EF\u00BB\u00BF \t\f\n", new string(' ', 1000) })
        {
            data.Add(lead, false, false);
            data.Add(lead, false, true);
            data.Add(lead, true, false);
            data.Add(lead, true, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Leads))]
    public async Task WhiteSpaceBeforeTheHeader_IsNoHindrance(string lead, bool compressed, bool counted)
    {
        var shift = counted ? lead.Length : 0;
        var pdf = compressed
            ? PdfSamples.Compressed("", shift)
            : PdfSamples.Of(
                [
                    "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>", PdfSamples.Stream(PdfSamples.Stripes),
                ],
                "",
                shift);

        var cleaned = await CleanAsync([.. Encoding.Latin1.GetBytes(lead), .. pdf]);

        Assert.Empty(cleaned.Advice); // not blank: the stripes were found
        Assert.Equal((1855, 2400), (cleaned.Pages[0].Width, cleaned.Pages[0].Height));
    }

    [Fact]
    public async Task MoreWhiteSpaceThanThat_IsText()
    {
        byte[] pdf = [.. Enumerable.Repeat((byte)' ', 1001), .. PdfSamples.WithPages(1)];

        Assert.Equal(OtherType.Text, (await RefuseAsync(pdf, RefusalReason.NotAnAcceptedType)).Detail.Other);
    }

    [Theory]
    [InlineData("90ms-RKSJ-H", "Japan1", "93fa967b8cea")]
    [InlineData("Identity-H", "Japan1", "0ed40f800fa0")]
    [InlineData("GBK-EUC-H", "GB1", "d6d0cec4")]
    public async Task LettersWhoseFontIsNotInTheFile_AreDrawn(string encoding, string ordering, string codes)
    {
        Assert.SkipUnless(Directory.Exists("/usr/share/poppler/cMap"), "poppler-data is not installed.");
        Assert.SkipUnless(Directory.Exists("/usr/share/fonts/truetype/droid"), "A font for Chinese and Japanese is not installed (Debian package fonts-droid-fallback).");

        var cleaned = await CleanAsync(PdfSamples.WithoutFont(encoding, ordering, codes));

        Assert.Empty(cleaned.Advice);
        Assert.InRange(Mean(cleaned.Pages[0].Jpeg()), 0, 0.99 * Quantum.Max);
    }

    [Fact]
    public async Task LettersThatNobodyHas_AreSpokenOf()
    {
        var cleaned = await CleanAsync(PdfSamples.WithoutFont("Nowhere-H", "Nowhere1", "d6d0cec4"));

        Assert.Contains(QualityAdvice.FontsMissing, cleaned.Advice);
    }

    [Fact]
    public async Task WithoutPopplerData_LettersAreSpokenOf()
    {
        using var tools = new FakeTools();
        tools.Put("pdftoppm", $"echo \"Syntax Error: Missing language pack for 'Adobe-Japan1' mapping\" >&2; exec {FakeTools.PathOf("pdftoppm")} \"$@\"");

        var rendered = await tools.RenderAsync(PdfSamples.WithPages(1));

        Assert.True(rendered!.FontsMissing);
        Assert.Single(rendered.Pages).Dispose();
    }

    private const string PleaseWait =
        "Please wait...\nIf this message is not eventually replaced with the proper contents of the document, your PDF\n"
        + "viewer may not be able to display this type of document.";

    private const string Xfa = "/AcroForm<</Fields[]/XFA 6 0 R>>";

    private const string Attached = "/Names<</EmbeddedFiles<</Names[(a.txt) 6 0 R]>>>>";

    private static string[] XfaObjects => [PdfSamples.Stream("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>")];

    private static string[] AttachedObjects(int number) =>
        [$"<</Type/Filespec/F(a.txt)/EF<</F {number + 1} 0 R>>>>", PdfSamples.Stream("the document", "/Type/EmbeddedFile")];

    [Theory]
    [InlineData(PleaseWait)]
    [InlineData("Bitte warten...\nFalls diese Meldung bleibt: http://www.adobe.com/go/reader_download_de")]
    public async Task AFormThatOnlyAcrobatBuilds_IsAPlaceholder(string text) =>
        await RefuseAsync(PdfSamples.WithText(text, Xfa, XfaObjects), RefusalReason.Placeholder);

    [Fact]
    public async Task AFormWithPagesOfItsOwn_IsReceived() =>
        await CleanAsync(PdfSamples.WithText("Statement of non-receipt\nName: Sample Person\nPlease wait for our answer.", Xfa, XfaObjects));

    [Theory]
    [InlineData(PleaseWait)]
    [InlineData("This PDF file is protected.\nYou need a different reader to open it: https://aka.ms/protectedpdfreaders")]
    [InlineData("Microsoft Information Protection\nThis PDF file is protected. Download a compatible PDF reader.")]
    [InlineData("For the best experience, open this PDF portfolio in\nAcrobat X or Adobe Reader X, or later.\nGet Adobe Reader Now!")]
    public async Task ACoverThatAsksForAnotherViewer_IsAPlaceholder(string text) =>
        await RefuseAsync(PdfSamples.WithText(text), RefusalReason.Placeholder);

    [Fact]
    public async Task ADocumentThatMentionsProtection_IsReceived()
    {
        var letter = string.Join('\n', Enumerable.Repeat("To whom it may concern: my package did not arrive on the second of June.", 30));

        await CleanAsync(PdfSamples.WithText(letter + "\nThis PDF file is protected. Use any reader."));
    }

    [Fact]
    public async Task APortfolio_IsAPlaceholder_EvenWhereItsCatalogIsCompressed()
    {
        const string collection = "/Collection<</Type/Collection/View/D>>";
        await RefuseAsync(PdfSamples.WithText("Cover", collection + Attached, AttachedObjects(6)), RefusalReason.Placeholder);

        var attached = Attached.Replace("6 0 R", "5 0 R", StringComparison.Ordinal);
        await RefuseAsync(PdfSamples.Compressed(collection + attached, 0, AttachedObjects(5)), RefusalReason.Placeholder);
    }

    [Fact]
    public async Task AttachmentsAlone_AreNoPortfolio()
    {
        await CleanAsync(PdfSamples.WithText("Statement", Attached, AttachedObjects(6)));
        await CleanAsync(PdfSamples.WithText("Statement with /Collection (a name) in its text", "/Collection<<>>"));
        await CleanAsync(PdfSamples.WithText("Statement", "/CollectionSort<<>>" + Attached, AttachedObjects(6)));
    }

    [Fact]
    public async Task GigabyteObjectStream_IsStoppedInTheChild()
    {
        var pdf = PdfSamples.WithGigabyteObjectStream();
        Assert.InRange(pdf.Length, 0, 15_000_000);

        await RefuseAsync(pdf, RefusalReason.TooComplex);
    }

    [Fact]
    public async Task AllToolsTogether_Get15SecondsOfProcessorTime()
    {
        using var tools = new FakeTools();
        var log = tools.LogLimits();

        foreach (var page in (await tools.RenderAsync(PdfSamples.WithPages(1)))!.Pages)
        {
            page.Dispose();
        }

        string[] starts = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
        int[] seconds = [.. starts.Select(line => int.Parse(line.Split("--cpu=")[1].Split(':')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(3, seconds.Length);
        Assert.InRange(seconds.Sum(), 1, 15);
        Assert.All(starts, line => Assert.Contains("--fsize=0 --core=0", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bomb_MeetsTheFirstToolAlone()
    {
        using var tools = new FakeTools();
        var log = tools.LogLimits();

        Assert.Equal(RefusalReason.TooComplex, (await tools.RenderAsync(PdfSamples.WithGigabyteObjectStream()))!.Refusal);

        Assert.Contains("--cpu=2:3", Assert.Single(await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kill -XCPU $$", RefusalReason.TooComplex)]
    [InlineData("echo \"terminate called after throwing an instance of 'std::bad_alloc'\" >&2; kill -ABRT $$", RefusalReason.TooComplex)]
    [InlineData("echo 'Out of memory' >&2; exit 1", RefusalReason.TooComplex)]
    [InlineData("exit 1", RefusalReason.Unreadable)]
    [InlineData("kill -SEGV $$", RefusalReason.Unreadable)]
    [InlineData("exit 0", RefusalReason.Unreadable)]
    [InlineData("exec /bin/cat /dev/zero", RefusalReason.Unreadable)]
    [InlineData("kill -KILL $$", null)]
    [InlineData("exit 127", null)]
    [InlineData("echo 'prlimit: failed to set the AS resource limit' >&2; exit 1", null)]
    public async Task HowAToolEnds_SaysWhoseFaultItIs(string script, RefusalReason? reason)
    {
        foreach (var tool in new[] { "pdfinfo", "pdftoppm" })
        {
            if (tool == "pdfinfo" && script is "exit 0" or "exec /bin/cat /dev/zero")
            {
                continue; // it has nothing to print a picture with
            }

            using var tools = new FakeTools();
            tools.Put(tool, script);

            Assert.Equal(reason, (await tools.RenderAsync(PdfSamples.WithPages(2)))?.Refusal);
            Assert.Equal(0, tools.FilesLeft);
        }
    }

    [Fact]
    public async Task APageTooFew_IsUnreadable_AndLeavesNone()
    {
        using var tools = new FakeTools();
        tools.Put("pdftoppm", $"exec {FakeTools.PathOf("pdftoppm")} -l 1 -jpeg -scale-to 2400 -");

        Assert.Equal(RefusalReason.Unreadable, (await tools.RenderAsync(PdfSamples.WithPages(2)))!.Refusal);
        Assert.Equal(0, tools.FilesLeft);
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
    public async Task TimeUp_KillsTheChild_AndIsTooComplex()
    {
        using var tools = new FakeTools();
        var time = new FakeTimeProvider();

        var render = tools.RenderAsync(PdfSamples.WithGigabyteObjectStream(), time, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(RefusalReason.TooComplex, (await render)!.Refusal);
    }

    [Fact]
    public async Task Cancelled_KillsTheChild_AndThrows()
    {
        using var tools = new FakeTools();
        using var cancel = new CancellationTokenSource();

        var render = tools.RenderAsync(PdfSamples.WithGigabyteObjectStream(), TimeProvider.System, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => render);
    }

    [Fact]
    public async Task ToolThatHangs_IsKilledWhenTimeIsUp()
    {
        using var tools = new FakeTools();
        tools.Put("pdftoppm", "exec /bin/sleep 600");
        var time = new FakeTimeProvider();

        var render = tools.RenderAsync(PdfSamples.WithPages(1), time, TestContext.Current.CancellationToken);
        while (!render.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(46));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(RefusalReason.TooComplex, (await render)!.Refusal);
    }

    [Fact]
    public async Task NothingIsWrittenButPrivateFiles()
    {
        using var tools = new FakeTools();

        var rendered = await tools.RenderAsync(PdfSamples.WithPages(3));

        Assert.Empty(Directory.EnumerateFileSystemEntries(tools.WorkFolder));
        Assert.Equal(3, tools.FilesLeft);
        foreach (var page in rendered!.Pages)
        {
            page.Dispose();
        }

        Assert.Equal(0, tools.FilesLeft);
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
        foreach (var tool in FakeTools.Names)
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
        foreach (var tool in FakeTools.Names)
        {
            Assert.Null(PopplerTools.Find(folder.Path));
            File.WriteAllText(folder[tool], "");
        }

        Assert.NotNull(PopplerTools.Find(folder.Path));
    }

    private static void Require() => FakeTools.Require();

    private static async Task<byte[]> LockAsync(string password, string bits, string rights)
    {
        var qpdf = Programs.Require("qpdf", "qpdf");
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["plain.pdf"], PdfSamples.WithPages(1), TestContext.Current.CancellationToken);
        string[] arguments = ["--allow-weak-crypto", "--encrypt", password, "owner", bits, rights, "--", folder["plain.pdf"], folder["locked.pdf"]];
        Assert.Equal(0, (await Programs.RunAsync(qpdf, arguments)).ExitCode);
        return await File.ReadAllBytesAsync(folder["locked.pdf"], TestContext.Current.CancellationToken);
    }

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
