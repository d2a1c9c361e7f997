using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MissingPackage.Documents.Intake;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">128 + the signal where one ended it.</param>
/// <param name="Output">What its reader made of standard output.</param>
/// <param name="Errors">The beginning of standard error.</param>
internal sealed record Ended<T>(int ExitCode, T Output, string Errors)
{
    private const int CannotRun = 126;
    private const int NotFound = 127;
    private const int Killed = 128 + 9; // SIGKILL
    private const int OutOfProcessorTime = 128 + 24; // SIGXCPU
    private const int FileTooLarge = 128 + 25; // SIGXFSZ

    /// <summary>A limit ended it: the same file would end it again.</summary>
    public bool HitLimit => ExitCode is OutOfProcessorTime or FileTooLarge || (ExitCode != 0 && RanOutOfMemory);

    /// <summary>It never ran, or somebody killed it: that says nothing about the file.</summary>
    public bool WasNotTheFile => ExitCode is CannotRun or NotFound or Killed || Errors.StartsWith("prlimit:", StringComparison.Ordinal);

    private bool RanOutOfMemory =>
        Errors.Contains("bad_alloc", StringComparison.Ordinal) || Errors.Contains("Out of memory", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// Starts programs that read hostile files: through pipes, with an empty environment, limits on memory and processor time, and
/// no right to write a byte to a file. Where this process dies, the program meets a closed pipe or its limit on processor time.
/// </summary>
/// <param name="shell">Path of sh.</param>
/// <param name="prlimit">Path of util-linux's prlimit.</param>
internal sealed class LimitedProgram(string shell, string prlimit)
{
    private const int BufferBytes = 64 * 1024;

    // A program that writes to a file gets an error. Without this the limit would end it, and fontconfig, where its caches are
    // older than the fonts, tries to write them anew.
    private const string IgnoreFileLimit = "trap '' XFSZ; exec \"$@\"";

    /// <summary>Runs one program to its end.</summary>
    /// <typeparam name="T">What is made of its output.</typeparam>
    /// <param name="command">The program's path, and its arguments.</param>
    /// <param name="limits">The most processor time in seconds, and address space in bytes.</param>
    /// <param name="folder">An empty private folder: its working folder, and what it takes for its home.</param>
    /// <param name="feed">Writes its standard input, and ends where the program reads no more.</param>
    /// <param name="read">Reads its standard output; where it returns before the end of it, the program is killed.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>How it ended; null where the machine starts no program just now.</returns>
    public async Task<Ended<T>?> RunAsync<T>(
        string[] command,
        (int CpuSeconds, long AddressBytes) limits,
        string folder,
        Func<Stream, Task> feed,
        Func<Stream, Task<T>> read,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(StartInfo(command, limits, folder));
        if (process is null)
        {
            return null;
        }

        // A killed program closes its pipes, which ends all that waits for it.
        await using var kill = cancellationToken.Register(() => Kill(process));
        var fed = FeedAsync(process.StandardInput.BaseStream, feed);
        var errors = ReadStartAsync(process.StandardError.BaseStream);
        try
        {
            var output = await read(process.StandardOutput.BaseStream);
            if (await process.StandardOutput.BaseStream.ReadAsync(new byte[1], CancellationToken.None) > 0)
            {
                Kill(process); // its reader has had enough
            }

            await fed;
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return new(process.ExitCode, output, await errors);
        }
        finally
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
            await Task.WhenAll(fed, errors).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads to the end, so that the program never waits for us, and keeps the beginning.</summary>
    /// <param name="output">UTF-8; bytes that are none become a replacement character.</param>
    /// <returns>At most 64 KiB of it.</returns>
    public static async Task<string> ReadStartAsync(Stream output)
    {
        var kept = new byte[BufferBytes];
        var length = await output.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false);
        await output.CopyToAsync(Stream.Null);
        return Encoding.UTF8.GetString(kept, 0, length);
    }

    /// <summary>As <see cref="ReadStartAsync"/>, and keeps the end.</summary>
    /// <param name="output">UTF-8; bytes that are none become a replacement character.</param>
    /// <returns>At most 64 KiB of it.</returns>
    public static async Task<string> ReadEndAsync(Stream output)
    {
        var kept = new byte[2 * BufferBytes];
        var length = 0;
        int read;
        while ((read = await output.ReadAsync(kept.AsMemory(length))) > 0)
        {
            length += read;
            if (length == kept.Length)
            {
                kept.AsSpan(BufferBytes).CopyTo(kept);
                length = BufferBytes;
            }
        }

        var start = Math.Max(0, length - BufferBytes);
        return Encoding.UTF8.GetString(kept, start, length - start);
    }

    private static async Task FeedAsync(Stream input, Func<Stream, Task> feed)
    {
        await using (input)
        {
            await feed(input);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has just ended.
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

    private ProcessStartInfo StartInfo(string[] command, (int CpuSeconds, long AddressBytes) limits, string folder)
    {
        // At the soft limit comes SIGXCPU, which says why it ended; at the hard one SIGKILL, which might be anybody's. No core
        // dump, which would be a plain copy of the file.
        var cpu = string.Create(CultureInfo.InvariantCulture, $"--cpu={limits.CpuSeconds}:{limits.CpuSeconds + 1}");
        string[] leash = ["-c", IgnoreFileLimit, "sh", prlimit, $"--as={limits.AddressBytes}", cpu, "--fsize=0", "--core=0", "--"];
        var start = new ProcessStartInfo(shell, [.. leash, .. command])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Nothing of ours is its business: connection strings, keys.
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TMPDIR"] = folder;
        start.Environment["HOME"] = folder;
        return start;
    }
}
