using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MissingPackage.Benchmarks;

/// <summary>The application as a process of its own, on a free port of this machine, with data in a temporary folder.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private ServerProcess(Process process, string folder, string address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    public string Address { get; }

    /// <summary>From its start to its first answer.</summary>
    public TimeSpan ColdStart { get; private init; }

    /// <summary>The application as it was built with the benchmarks.</summary>
    /// <param name="settings">Environment variables that differ from the usual ones.</param>
    public static Task<ServerProcess> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync("dotnet", [typeof(Web.Composition.DatabaseOptions).Assembly.Location], Directory.CreateTempSubdirectory("missingpackage-bench-").FullName, settings);

    /// <summary>Any server that listens where <c>ASPNETCORE_URLS</c> says.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it works; deleted at the end.</param>
    /// <param name="settings">Environment variables that differ from the application's usual ones.</param>
    public static async Task<ServerProcess> StartAsync(string program, string[] arguments, string folder, params (string Key, string Value)[] settings)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in Settings(folder, address).Concat(settings))
        {
            start.Environment[key] = value;
        }

        var begun = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server didn't start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(address));
                break;
            }
            catch (HttpRequestException) when (tries < 6000 && !process.HasExited)
            {
                await Task.Delay(5);
            }
        }

        return new ServerProcess(process, folder, address) { ColdStart = Stopwatch.GetElapsedTime(begun) };
    }

    /// <summary>The usual environment variables, with all data in one folder.</summary>
    public static IEnumerable<(string Key, string Value)> Settings(string folder, string address) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Benchmark"), ("ASPNETCORE_URLS", address),
        ("Database__ConnectionString", $"Data Source={folder}/bench.db"), ("Documents__Folder", $"{folder}/documents"),
        ("Intake__PrivateFolder", $"{folder}/intake"), ("Mail__PickupFolder", $"{folder}/mail"), ("Mail__From", "care@example.com"), ("Mail__OpenedPerHour", "100000"), ("Mail__OpenedPerDay", "100000"),
        ("Site__PublicUrl", address), ("Care__Phone", "(800) 555-0188"), ("Care__Hours", "Weekdays"), ("Care__Email", "care@example.com"),
        ("RateLimits__PostsPerMinute", "100000"), ("RateLimits__CostlyPerMinute", "100000"), ("RateLimits__OrdersPerMinute", "100000"), ("RateLimits__UploadsPerMinute", "100000"),
        ("RateLimits__UploadsAtOncePerAddress", "1000"), ("RateLimits__UploadsAtOncePerRequest", "1000"),
        ("RateLimits__GuessablePerMinute", "100000"), ("Intake__MaxWait", "00:02:00"), ("Serilog__MinimumLevel__Default", "Warning"),
    ];

    /// <summary>A line of the process's memory report in KB: VmRSS now, VmHWM at its peak.</summary>
    public long Memory(string line) => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(l => l.StartsWith(line + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].TrimStart('\t'),
        CultureInfo.InvariantCulture);

    /// <summary>What this process and its children have in memory now, in MB: pages that they share are counted once (Pss).</summary>
    public double MemoryWithChildren() => Directory.EnumerateDirectories("/proc")
        .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
        .Sum(path =>
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(path, "stat"));
                var parent = stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0];
                var own = _process.Id.ToString(CultureInfo.InvariantCulture);
                return Path.GetFileName(path) == own || parent == own
                    ? long.Parse(
                        File.ReadLines(Path.Combine(path, "smaps_rollup")).Single(l => l.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
                        CultureInfo.InvariantCulture)
                    : 0;
            }
            catch (IOException)
            {
                return 0; // gone meanwhile
            }
        }) / 1024.0;

    /// <summary>Starts the peak anew.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    /// <summary>Ends it and leaves its folder to the next one.</summary>
    public async Task StopAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
