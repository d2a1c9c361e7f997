using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace MissingPackage.Documents.Intake;

/// <summary>What became of a PDF: its pages as JPEG files, or why not.</summary>
internal sealed record RenderedPdf(IReadOnlyList<PrivateFile> Pages, RefusalReason? Refusal = null, long? PageCount = null, bool FontsMissing = false);

/// <summary>
/// Poppler's pdfinfo and pdftoppm as child processes on a leash: a PDF is never parsed in this process, where one object stream
/// can take gigabytes. What comes back is pictures, so scripts, actions and attachments stay behind.
/// </summary>
public sealed class PopplerTools
{
    // Measured: 20 scanned pages at 2,400 pixels stay under 400 MB and 10 s; a 1 GB object stream is stopped by the first.
    private const long MaxAddressBytes = 700L << 20;
    private const int MaxCpuSeconds = 15;

    // A page of noise at 2,400 x 2,400 and this quality is 7 MB.
    private const long MaxPageBytes = 32L << 20;
    private const int JpegQuality = 92;
    private static readonly TimeSpan s_maxTime = TimeSpan.FromSeconds(45);

    // Enough for pdfinfo's answer; what a hostile title adds beyond is not kept.
    private const int MaxOutputChars = 64 * 1024;

    private readonly string _prlimit;
    private readonly string _pdfinfo;
    private readonly string _pdftoppm;

    private PopplerTools(string prlimit, string pdfinfo, string pdftoppm) => (_prlimit, _pdfinfo, _pdftoppm) = (prlimit, pdfinfo, pdftoppm);

    /// <summary>Looks for pdfinfo, pdftoppm (poppler-utils) and prlimit (util-linux) on PATH.</summary>
    /// <returns>Null where one is missing: PDFs are then not offered.</returns>
    public static PopplerTools? Find() => Find(Environment.GetEnvironmentVariable("PATH") ?? "");

    internal static PopplerTools? Find(string path)
    {
        string? Tool(string name) => path
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

        return Tool("prlimit") is { } prlimit && Tool("pdfinfo") is { } pdfinfo && Tool("pdftoppm") is { } pdftoppm
            ? new(prlimit, pdfinfo, pdftoppm)
            : null;
    }

    /// <summary>Draws every page of a PDF.</summary>
    /// <param name="pdf">The PDF.</param>
    /// <param name="newFile">Makes a file for a page.</param>
    /// <param name="folder">An empty private folder to work in; the caller deletes it.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock that the limit on time is measured by.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <returns>Pages or a refusal; null where the machine starts no child just now, which is not the PDF's fault.</returns>
    internal async Task<RenderedPdf?> RenderAsync(
        PrivateFile pdf, Func<PrivateFile> newFile, string folder, IntakeOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_maxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (await RunAsync(_pdfinfo, ["-"], pdf, folder, either.Token) is not { } info)
            {
                return null;
            }

            if (Refuse(info, options, out var pages) is { } refusal)
            {
                return new([], refusal, pages);
            }

            var last = pages.ToString(CultureInfo.InvariantCulture);
            var side = options.MaxSide.ToString(CultureInfo.InvariantCulture);
            var drawn = await RunAsync(
                _pdftoppm,
                ["-jpeg", "-jpegopt", $"quality={JpegQuality}", "-scale-to", side, "-f", "1", "-l", last, "-", Path.Combine(folder, "page")],
                pdf,
                folder,
                either.Token);

            // Its numbers have leading zeros, so that the order of names is the order of pages.
            string[] files = [.. Directory.EnumerateFiles(folder, "page-*.jpg").Order(StringComparer.Ordinal)];
            return drawn is null ? null
                : drawn.Value.ExitCode == 0 && files.Length == pages ? new([.. files.Select(file => Take(file, newFile()))]) : new([], RefusalReason.Unreadable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new([], RefusalReason.Unreadable);
        }
    }

    private static PrivateFile Take(string path, PrivateFile page)
    {
        using var from = File.OpenRead(path);
        using var to = page.OpenWrite();
        from.CopyTo(to);
        return page;
    }

    private static RefusalReason? Refuse((int ExitCode, string Output, string Errors) info, IntakeOptions options, out long pages)
    {
        pages = 0;
        if (info.ExitCode != 0)
        {
            return info.Errors.Contains("Incorrect password", StringComparison.Ordinal) ? RefusalReason.Encrypted : RefusalReason.Unreadable;
        }

        // A title may hold line breaks and claim to be any of these lines. pdfinfo prints the document's own texts first
        // and its findings after, so the last of each name is pdfinfo's.
        if (LastLine(info.Output, "Encrypted:") is not { } encrypted
            || !long.TryParse(LastLine(info.Output, "Pages:"), NumberStyles.None, CultureInfo.InvariantCulture, out pages))
        {
            return RefusalReason.Unreadable;
        }

        return !encrypted.StartsWith("no", StringComparison.Ordinal) ? RefusalReason.Encrypted
            : pages > options.MaxPdfPages ? RefusalReason.TooManyPages
            : pages < 1 ? RefusalReason.Unreadable
            : null;
    }

    private static string? LastLine(string output, string name) => output
        .Split('\n')
        .LastOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();

    private async Task<(int ExitCode, string Output, string Errors)?> RunAsync(
        string tool, string[] arguments, PrivateFile pdf, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_prlimit)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Nothing of ours is its business: connection strings, keys. No core dump either, which would be a plain copy.
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TMPDIR"] = folder;
        start.Environment["HOME"] = folder;
        string[] leash = [$"--as={MaxAddressBytes}", $"--cpu={MaxCpuSeconds}", $"--fsize={MaxPageBytes}", "--core=0", "--", tool];
        foreach (var argument in leash.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Start(start);
        if (process is null)
        {
            return null;
        }

        try
        {
            var fed = FeedAsync(process, pdf, cancellationToken);
            var output = ReadAsync(process.StandardOutput, cancellationToken);
            var errors = ReadAsync(process.StandardError, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            await fed;
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None); // it writes to the folder until it is gone
            }
        }
    }

    private static async Task FeedAsync(Process process, PrivateFile pdf, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            await using var from = pdf.OpenRead();
            await from.CopyToAsync(input, cancellationToken);
        }
        catch (IOException)
        {
            // It ended before it had read all: what it printed says why.
        }
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null; // removed since start-up, or no process to be had
        }
    }

    // Reads to the end, so that the child never waits for us, and keeps the last part: that is where pdfinfo's findings are.
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = "";
        var buffer = new char[16 * 1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            kept += new string(buffer, 0, read);
            kept = kept.Length > MaxOutputChars ? kept[^MaxOutputChars..] : kept;
        }

        return kept;
    }
}
