using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>The application as a process of its own on a free port, to be killed in the middle of its work.</summary>
internal sealed partial class RunningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private bool _disposed;

    private RunningProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<RunningProcess> StartAsync(IEnumerable<(string Key, string Value)> settings)
    {
        var start = StartInfo(settings, "--urls", "http://127.0.0.1:0");
        var running = new RunningProcess(Process.Start(start)!);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
            {
                return;
            }

            running._output.Enqueue(line.Data);
            if (Listening().Match(line.Data) is { Success: true } match)
            {
                listening.TrySetResult(new Uri("http://localhost:" + match.Groups["port"].Value));
            }
        }

        running._process.EnableRaisingEvents = true;
        running._process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("It has ended by itself."));
        running._process.OutputDataReceived += Read;
        running._process.ErrorDataReceived += Read;
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        try
        {
            running.Address = await listening.Task.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
            return running;
        }
        catch (Exception failure)
        {
            await running.DisposeAsync();
            throw new InvalidOperationException($"The application doesn’t start: {running.Output}", failure);
        }
    }

    /// <summary>Runs it to its end, as for a command or a start that is refused.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(IEnumerable<(string Key, string Value)> settings, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(settings, arguments))!;
        var output = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output[0], output[1]);
    }

    /// <summary>What it wrote so far.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    /// <summary>Somebody's browser.</summary>
    public HttpClient Browser(CookieContainer cookies) => new(new SocketsHttpHandler { CookieContainer = cookies, UseProxy = false }) { BaseAddress = Address };

    /// <summary>The processes that it started and that still live, each with the folder it works in. On Linux.</summary>
    public List<(int Id, string Folder)?> Children()
    {
        var children = new List<(int, string)?>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var parent = File.ReadLines(Path.Combine(folder, "status")).First(line => line.StartsWith("PPid:", StringComparison.Ordinal));
                if (int.Parse(parent["PPid:".Length..], CultureInfo.InvariantCulture) == _process.Id
                    && new FileInfo(Path.Combine(folder, "cwd")).LinkTarget is { } works)
                {
                    children.Add((int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), works));
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // It ended while it was looked at.
            }
        }

        return children;
    }

    /// <summary>SIGKILL: no handler of the process runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return; // a test that starts the next one in its place may fail in between
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(IEnumerable<(string Key, string Value)> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "MissingPackage.Web.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Testing";
        start.Environment["Serilog__MinimumLevel__Default"] = "Information";
        start.Environment["DOTNET_TieredPGO"] = "0"; // nothing here lives long enough to gain by it
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    [GeneratedRegex(@"Now listening on: .*http://127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
