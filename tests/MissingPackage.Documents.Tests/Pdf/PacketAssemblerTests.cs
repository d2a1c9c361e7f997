using MissingPackage.Documents.Pdf;

namespace MissingPackage.Documents.Tests.Pdf;

public sealed class PacketAssemblerTests
{
    private static readonly DateTime Now = new(2026, 7, 1, 16, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Assemble_NumbersAllPages_AndKeepsTheTextOfEveryScript()
    {
        using var engine = new SkiaPdfEngine();
        var first = engine.Render(Page("Nguyễn Łukasz Иван 王小明")).Content;
        var second = engine.Render(Page("Ωmega")).Content;
        var file = PacketAssembler.Assemble("Claim packet MP-0410-610C", "Missing Package", Now, [new("One", first), new("Two", second, [("In two", 1)])]);

        await PdfTools.AssertSoundAsync(file);
        var text = await PdfTools.TextAsync(file);
        foreach (var part in new[] { "Nguyễn", "Łukasz", "Иван", "王小明", "Ωmega", "MP-0410-610C, page 1 of 2", "MP-0410-610C, page 2 of 2" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        var info = await PdfTools.InfoAsync(file);
        Assert.Contains("Claim packet MP-0410-610C", info, StringComparison.Ordinal);
        Assert.Contains("JavaScript:      no", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assemble_WithAnAttachment_GivesItBackByteForByte()
    {
        var pdfdetach = Programs.Require("pdfdetach", "poppler-utils");
        using var engine = new SkiaPdfEngine();
        byte[] content = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 31)), .. "\nendstream\nendobj\nstartxref\n1\n%%EOF"u8];
        var file = PacketAssembler.Assemble(
            "Sample", "Missing Package", Now, [new("One", engine.Render(Page("One")).Content)], new PdfAttachment("sample.pdf", content, "A sample"));

        await PdfTools.AssertSoundAsync(file);
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["packet.pdf"], file, TestContext.Current.CancellationToken);
        await Programs.RunAsync(pdfdetach, "-save", "1", "-o", folder["out.pdf"], folder["packet.pdf"]);
        Assert.Equal(content, await File.ReadAllBytesAsync(folder["out.pdf"], TestContext.Current.CancellationToken));
    }

    private static PdfDocument Page(string text) => new("Sample", "en-US", "Missing Package", Now, "Sample", [new Heading(1, text)]) { Numbered = false };
}
