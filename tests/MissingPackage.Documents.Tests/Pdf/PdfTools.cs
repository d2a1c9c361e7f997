using System.Text;
using System.Text.RegularExpressions;

namespace MissingPackage.Documents.Tests.Pdf;

/// <summary>What other programs say about a PDF. A test that needs one which is not installed is skipped.</summary>
internal static partial class PdfTools
{
    private const string Poppler = "poppler-utils";

    /// <summary>The text of one page, or of all, as pdftotext reads it, in the order it was written.</summary>
    public static Task<string> TextAsync(byte[] pdf, int? page = null)
    {
        string[] range = page is { } number ? ["-f", $"{number}", "-l", $"{number}"] : [];
        return RunAsync("pdftotext", Poppler, pdf, file => [.. range, "-raw", "-nopgbrk", file, "-"]);
    }

    public static Task<string> InfoAsync(byte[] pdf) => RunAsync("pdfinfo", Poppler, pdf, file => [file]);

    public static Task<string> FontsAsync(byte[] pdf) => RunAsync("pdffonts", Poppler, pdf, file => [file]);

    public static Task<string> SignatureAsync(byte[] pdf) => RunAsync("pdfsig", Poppler, pdf, file => ["-nocert", file]);

    /// <summary>Fails unless qpdf finds nothing to say.</summary>
    public static async Task AssertSoundAsync(byte[] pdf)
    {
        var said = await RunAsync("qpdf", "qpdf", pdf, file => ["--check", file]);
        Assert.Contains("No syntax or stream encoding errors found", said, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", said, StringComparison.Ordinal);
    }

    /// <summary>Without white space, the marks of direction that pdftotext adds, and the foot of each page.</summary>
    public static string Bare(string text) => Footers().Replace(Spaces().Replace(text.Normalize(NormalizationForm.FormKC), ""), "");

    private static async Task<string> RunAsync(string program, string package, byte[] pdf, Func<string, string[]> arguments)
    {
        var path = Programs.Require(program, package);
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["sample.pdf"], pdf, TestContext.Current.CancellationToken);

        // Warnings go to the error stream, which a shell brings together with the rest.
        string[] line = ["-c", "\"$0\" \"$@\" 2>&1", path, .. arguments(folder["sample.pdf"])];
        return (await Programs.RunAsync("sh", line)).Output;
    }

    [GeneratedRegex(@"[\s\u200E\u200F\u202A-\u202E]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"Statementofnon-receipt·MP-[0-9A-Z]{4}-[0-9A-Z]{4}Page\d+of\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Footers();
}
