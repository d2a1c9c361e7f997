using System.Diagnostics;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

/// <summary>Poppler's tools as they are installed, some of them with a script in their place; and a folder to draw in.</summary>
internal sealed class FakeTools : IDisposable
{
    /// <summary>All that must be there for PDFs to be offered.</summary>
    public static readonly string[] Names = ["sh", "prlimit", "pdfinfo", "pdftotext", "pdfdetach", "pdftoppm"];

    private readonly TempFolder _folder = new();
    private readonly PrivateFolder _files;

    public FakeTools()
    {
        Require();
        _files = new PrivateFolder(_folder["private"]);
        WorkFolder = _files.NewFolder();
        Directory.CreateDirectory(_folder["tools"]);
    }

    /// <summary>What the tools are given to work in.</summary>
    public string WorkFolder { get; }

    /// <summary>How many private files there are, but for the PDF itself.</summary>
    public int FilesLeft => Directory.EnumerateFiles(_files.Path).Count();

    public static void Require() => Assert.SkipWhen(
        PopplerTools.Find() is null,
        "pdfinfo, pdftotext, pdfdetach, pdftoppm and prlimit are not installed (Debian packages poppler-utils and util-linux).");

    public static string PathOf(string tool) => Programs.Find(tool)!;

    /// <summary>Puts a script of sh in a tool's place.</summary>
    public void Put(string tool, string script)
    {
        var path = Path.Combine(_folder["tools"], tool);

        // By another process: a program started by another test just now would inherit the open file, and Linux runs none that is.
        string[] write = ["-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$2\" && chmod 500 \"$2\"", "sh", script, path];
        using var shell = Process.Start(new ProcessStartInfo(PathOf("sh"), write))!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    /// <summary>Writes down what each tool is started with, a line each.</summary>
    /// <returns>The file.</returns>
    public string LogLimits()
    {
        Put("prlimit", $"echo \"$*\" >> {_folder["limits"]}; exec {PathOf("prlimit")} \"$@\"");
        return _folder["limits"];
    }

    public Task<RenderedPdf?> RenderAsync(byte[] pdf) => RenderAsync(pdf, TimeProvider.System, TestContext.Current.CancellationToken);

    public async Task<RenderedPdf?> RenderAsync(byte[] pdf, TimeProvider time, CancellationToken cancellationToken)
    {
        using var file = _files.NewFile();
        await file.WriteAsync(pdf, TestContext.Current.CancellationToken);
        var tools = PopplerTools.Find(_folder["tools"] + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"))!;
        return await tools.RenderAsync(file, _files.NewFile, WorkFolder, new IntakeOptions(), time, cancellationToken);
    }

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }
}
