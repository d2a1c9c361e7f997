using System.Diagnostics;
using System.Globalization;

namespace MissingPackage.Benchmarks;

/// <summary>
/// The command <c>import-orders</c> as a process of its own, on lists of 10,000 and 1,000,000 rows with three bad ones, and
/// each list again. <c>import.memory_ratio</c>: the larger one's peak of memory to the smaller one's.
/// </summary>
internal static class ImportBenchmark
{
    private static readonly int[] Sizes = [10_000, 1_000_000];

    public static async Task RunAsync()
    {
        var peaks = new List<double>();
        foreach (var rows in Sizes)
        {
            var folder = Directory.CreateTempSubdirectory("missingpackage-bench-").FullName;
            try
            {
                var list = Path.Combine(folder, "orders.csv");
                await WriteAsync(list, rows);
                var (first, peak) = await ImportAsync(folder, list);
                var (again, _) = await ImportAsync(folder, list);
                peaks.Add(peak);
                var name = $"import.{rows.ToString(CultureInfo.InvariantCulture)}";
                Print.Figure(name + ".mb", new FileInfo(list).Length / 1e6);
                Print.Figure(name + ".seconds", first);
                Print.Figure(name + ".repeat_seconds", again);
                Print.Figure(name + ".peak_mb", peak);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Print.Figure("import.memory_ratio", peaks[^1] / peaks[0]);
    }

    private static async Task WriteAsync(string path, int rows)
    {
        await using var file = new StreamWriter(path);
        await file.WriteAsync("Order number,Email,Item,Serial numbers,Value,Seller,Carrier,Tracking number,Address 1,Address 2,City,State,ZIP,Expected date\r\n");
        var expected = DateTime.UtcNow.AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        for (var i = 1; i <= rows; i++)
        {
            var value = i == rows / 4 ? "a lot" : "84.50";
            var email = i == rows / 2 ? "nobody" : string.Create(CultureInfo.InvariantCulture, $"customer{i}@example.com");
            var end = i == rows / 4 * 3 ? ",one too many" : "";
            await file.WriteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"SAMPLE-{i:D8},{email},\"Sample lamp, blue\",SN-{i},{value},Sample Seller {i % 50},UPS,1Z5R89390357567127,{i % 900} Example Street,Apt {i % 40},New York,NY,10001,{expected}{end}\r\n"));
        }
    }

    /// <returns>Seconds from start to end of the process, and its peak of memory in MB.</returns>
    private static async Task<(double Seconds, double PeakMb)> ImportAsync(string folder, string list)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Web.Composition.DatabaseOptions).Assembly.Location, "import-orders", list])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in ServerProcess.Settings(folder, "http://127.0.0.1"))
        {
            start.Environment[key] = value;
        }

        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(200))
        {
            process.Refresh();
            peak = process.HasExited ? peak : Math.Max(peak, process.PeakWorkingSet64);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var text = await output;
        if (!text.Contains(" 3 bad.", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(text);
        }

        await Console.Error.WriteLineAsync(text.TrimEnd().Split('\n')[^1]);
        return (seconds, peak / 1e6);
    }
}
