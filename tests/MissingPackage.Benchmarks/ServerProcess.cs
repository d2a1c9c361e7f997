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

    /// <param name="settings">Environment variables that differ from the usual ones.</param>
    public static async Task<ServerProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("missingpackage-bench-").FullName;
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [typeof(Web.Composition.SiteOptions).Assembly.Location])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in Settings(folder, address).Concat(settings))
        {
            start.Environment[key] = value;
        }

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
            catch (HttpRequestException) when (tries < 300 && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }

        return new ServerProcess(process, folder, address);
    }

    /// <summary>The usual environment variables, with all data in one folder.</summary>
    public static IEnumerable<(string Key, string Value)> Settings(string folder, string address) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Benchmark"), ("ASPNETCORE_URLS", address),
        ("Database__ConnectionString", $"Data Source={folder}/bench.db"), ("Documents__Folder", $"{folder}/documents"),
        ("Intake__PrivateFolder", $"{folder}/intake"), ("Mail__PickupFolder", $"{folder}/mail"), ("Mail__From", "care@example.com"),
        ("Site__PublicUrl", address), ("Care__Phone", "(800) 555-0188"), ("Care__Hours", "Weekdays"), ("Care__Email", "care@example.com"),
        ("RateLimits__PostsPerMinute", "100000"), ("RateLimits__CostlyPerMinute", "100000"), ("RateLimits__OrdersPerMinute", "100000"), ("RateLimits__UploadsPerMinute", "100000"),
        ("RateLimits__GuessablePerMinute", "100000"), ("Intake__MaxWait", "00:02:00"), ("Serilog__MinimumLevel__Default", "Warning"),
    ];

    /// <summary>A line of the process's memory report in KB: VmRSS now, VmHWM at its peak.</summary>
    public long Memory(string line) => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(l => l.StartsWith(line + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].TrimStart('\t'),
        CultureInfo.InvariantCulture);

    /// <summary>Starts the peak anew.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
