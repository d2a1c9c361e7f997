using System.Globalization;

namespace MissingPackage.Documents.Intake;

/// <summary>What became of a PDF: its pages as JPEGs, or why not.</summary>
/// <param name="Pages">
/// In order, at most <see cref="IntakeOptions.MaxSide"/> pixels long; whoever asked for them disposes them. Empty with a refusal.
/// </param>
/// <param name="Refusal">Why it is not taken.</param>
/// <param name="PageCount">How many pages it has, where it says so.</param>
/// <param name="FontsMissing">Whether letters may be missing, because neither the PDF nor this machine has their font.</param>
internal sealed record RenderedPdf(
    IReadOnlyList<PrivateFile> Pages, RefusalReason? Refusal = null, long? PageCount = null, bool FontsMissing = false);

/// <summary>
/// Poppler's tools as child processes on a leash: a PDF is never parsed in this process, where one object stream can take
/// gigabytes. What comes back is pictures, so scripts, actions and attachments stay behind.
/// </summary>
public sealed class PopplerTools
{
    // Measured: 20 scanned pages at 2,400 pixels stay under 400 MB.
    private const long MaxAddressBytes = 700L << 20;

    // Of 15 s of processor time for one PDF: what there is to know about one takes tens of milliseconds, 20 scanned pages take
    // 10 s of a slow core to draw. A PDF is asked for its first page's text or for its attachments, never for both.
    private const int InfoCpuSeconds = 2;
    private const int TextCpuSeconds = 1;
    private const int DrawCpuSeconds = 12;

    // A page of noise at 2,400 x 2,400 and this quality is 7 MB.
    private const long MaxPageBytes = 32L << 20;
    private const int JpegQuality = 92;
    private const int BufferBytes = 64 * 1024;
    private static readonly TimeSpan s_maxTime = TimeSpan.FromSeconds(45);

    // Drawn at its size, a smaller page asks for more pixels an inch than a JPEG can say (65,535), and ends pdftoppm.
    private const double MinLongSide = 3; // points of 1/72 inch

    // What poppler 22 says of a font that it has neither in the PDF nor on the machine, and where poppler-data is missing.
    private static readonly string[] s_missingFonts =
        ["Missing language pack", "Couldn't find a font", "' CMap file for", "non-embedded font using identity encoding"];

    private readonly LimitedProgram _programs;
    private readonly string _pdfinfo;
    private readonly string _pdftotext;
    private readonly string _pdfdetach;
    private readonly string _pdftoppm;

    private PopplerTools(LimitedProgram programs, string pdfinfo, string pdftotext, string pdfdetach, string pdftoppm) =>
        (_programs, _pdfinfo, _pdftotext, _pdfdetach, _pdftoppm) = (programs, pdfinfo, pdftotext, pdfdetach, pdftoppm);

    /// <summary>Looks for poppler-utils, prlimit (util-linux) and sh on PATH.</summary>
    /// <returns>Null where one is missing: PDFs are then not offered.</returns>
    public static PopplerTools? Find() => Find(Environment.GetEnvironmentVariable("PATH") ?? "");

    internal static PopplerTools? Find(string path)
    {
        string? Tool(string name) => path
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

        return Tool("sh") is { } shell && Tool("prlimit") is { } prlimit
            && Tool("pdfinfo") is { } pdfinfo && Tool("pdftotext") is { } pdftotext
            && Tool("pdfdetach") is { } pdfdetach && Tool("pdftoppm") is { } pdftoppm
            ? new(new(shell, prlimit), pdfinfo, pdftotext, pdfdetach, pdftoppm)
            : null;
    }

    /// <summary>Draws every page of a PDF, as much of it as a viewer shows.</summary>
    /// <param name="pdf">The PDF; it is only read.</param>
    /// <param name="newFile">Makes a file for a page.</param>
    /// <param name="workFolder">An empty private folder to work in; the caller deletes it, and nothing is written to it.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock that the limit on time is measured by.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <returns>Pages or a refusal; null where the machine starts no child just now or killed one, which is not the PDF's fault.</returns>
    /// <exception cref="IOException">The PDF cannot be read from disk, or a page not be written to it.</exception>
    internal async Task<RenderedPdf?> RenderAsync(
        PrivateFile pdf,
        Func<PrivateFile> newFile,
        string workFolder,
        IntakeOptions options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_maxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await RenderAsync(new Job(_programs, pdf, workFolder, either.Token), newFile, options);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new([], RefusalReason.TooComplex);
        }
    }

    private async Task<RenderedPdf?> RenderAsync(Job job, Func<PrivateFile> newFile, IntakeOptions options)
    {
        var maxPages = options.MaxPdfPages.ToString(CultureInfo.InvariantCulture);
        var info = await job.RunAsync([_pdfinfo, "-f", "1", "-l", maxPages, "-"], InfoCpuSeconds, LimitedProgram.ReadEndAsync);
        if (info is null or { WasNotTheFile: true })
        {
            return null;
        }

        if (Refuse(info, options, out var pages) is { } refusal)
        {
            return new([], refusal, pages);
        }

        if (await IsPlaceholderAsync(job, LastLine(info.Output, "Form:") == "XFA") is not { } isPlaceholder)
        {
            return null;
        }

        return isPlaceholder ? new([], RefusalReason.Placeholder, pages) : await DrawAsync(job, newFile, options, (int)pages);
    }

    private static RefusalReason? Refuse(Ended<string> info, IntakeOptions options, out long pages)
    {
        pages = 0;
        if (info.ExitCode != 0)
        {
            return info.HitLimit ? RefusalReason.TooComplex
                : info.Errors.Contains("Incorrect password", StringComparison.Ordinal)
                || info.Errors.Contains("security handler", StringComparison.Ordinal) ? RefusalReason.Encrypted
                : RefusalReason.Unreadable;
        }

        // A title may hold line breaks and claim to be any of these lines. pdfinfo prints the document's own texts first
        // and its findings after, so the last of each name is pdfinfo's.
        if (!long.TryParse(LastLine(info.Output, "Pages:"), NumberStyles.None, CultureInfo.InvariantCulture, out pages) || pages < 1)
        {
            return RefusalReason.Unreadable;
        }

        if (pages > options.MaxPdfPages)
        {
            return RefusalReason.TooManyPages;
        }

        // Of the crop box, in points. What a page is drawn at follows from it before anything is drawn.
        for (var page = 1; page <= pages; page++)
        {
            var (width, height) = SizeOf(page, info.Output);
            var (shorter, longer) = (Math.Min(width, height), Math.Max(width, height));
            if (!(shorter > 0 && longer >= MinLongSide && double.IsFinite(longer)))
            {
                return RefusalReason.Unreadable;
            }

            if (shorter / longer * options.MaxSide < options.MinEdge)
            {
                return RefusalReason.PageTooNarrow;
            }
        }

        return null;
    }

    // "Page    3 size:  595.276 x 841.89 pts (A4)". Zeros where there is no such line.
    private static (double Width, double Height) SizeOf(int page, string output)
    {
        string[] words = LastLine(output, string.Create(CultureInfo.InvariantCulture, $"Page {page,4} size:"))
            ?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        double Side(int word) =>
            word < words.Length && double.TryParse(words[word], NumberStyles.Float, CultureInfo.InvariantCulture, out var side) ? side : 0;
        return (Side(0), Side(2));
    }

    private static string? LastLine(string output, string name) => output
        .Split('\n')
        .LastOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();

    // Null where the machine is to blame. A tool that fails leaves the verdict to the drawing.
    private async Task<bool?> IsPlaceholderAsync(Job job, bool isXfa)
    {
        if (job.Read(PdfPlaceholder.MayBeCover))
        {
            // This one takes no dash for standard input.
            var attached = await job.RunAsync([_pdfdetach, "-list", "fd://0"], TextCpuSeconds, LimitedProgram.ReadStartAsync);
            return attached is null or { WasNotTheFile: true } ? null
                : attached.ExitCode == 0 && attached.Output is [>= '1' and <= '9', ..];
        }

        var text = await job.RunAsync(
            [_pdftotext, "-f", "1", "-l", "1", "-enc", "UTF-8", "-", "-"], TextCpuSeconds, LimitedProgram.ReadStartAsync);
        return text is null or { WasNotTheFile: true } ? null : text.ExitCode == 0 && PdfPlaceholder.IsText(text.Output, isXfa);
    }

    private async Task<RenderedPdf?> DrawAsync(Job job, Func<PrivateFile> newFile, IntakeOptions options, int pages)
    {
        using var splitter = new JpegSplitter(newFile, pages, MaxPageBytes);
        var last = pages.ToString(CultureInfo.InvariantCulture);
        var side = options.MaxSide.ToString(CultureInfo.InvariantCulture);
        var drawn = await job.RunAsync(
            [_pdftoppm, "-jpeg", "-jpegopt", $"quality={JpegQuality}", "-cropbox", "-scale-to", side, "-f", "1", "-l", last, "-"],
            DrawCpuSeconds,
            output => SplitAsync(output, splitter));
        if (drawn is null || (drawn.Output && drawn.WasNotTheFile))
        {
            return null;
        }

        if (drawn.HitLimit || splitter.OverBounds)
        {
            return new([], RefusalReason.TooComplex, pages);
        }

        var fontsMissing = s_missingFonts.Any(words => drawn.Errors.Contains(words, StringComparison.Ordinal));
        return drawn.ExitCode == 0 && drawn.Output && splitter.IsWhole && splitter.Count == pages
            ? new(splitter.Take(), PageCount: pages, FontsMissing: fontsMissing)
            : new([], RefusalReason.Unreadable, pages);
    }

    // False where it is given up before its end.
    private static async Task<bool> SplitAsync(Stream output, JpegSplitter splitter)
    {
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await output.ReadAsync(buffer)) > 0)
        {
            if (!splitter.Push(buffer.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One PDF, and what every tool gets of it.</summary>
    private sealed class Job(LimitedProgram programs, PrivateFile pdf, string folder, CancellationToken cancellationToken)
    {
        private PdfStart? _start;

        public T Read<T>(Func<Stream, T> read)
        {
            using var file = pdf.OpenRead();
            return read(file);
        }

        public Task<Ended<T>?> RunAsync<T>(string[] command, int cpuSeconds, Func<Stream, Task<T>> read)
        {
            _start ??= Read(PdfStart.Of);
            return programs.RunAsync(command, (cpuSeconds, MaxAddressBytes), folder, FeedAsync, read, cancellationToken);
        }

        private async Task FeedAsync(Stream input)
        {
            await using var file = pdf.OpenRead();
            await _start!.FeedAsync(file, input);
        }
    }
}
