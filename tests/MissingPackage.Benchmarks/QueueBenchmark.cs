using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data.Sqlite;

namespace MissingPackage.Benchmarks;

/// <summary>
/// How long the queue takes at 1,000, 100,000 and 1,000,000 requests. Three servers run side by side, one for each size, and
/// each question goes to one after the other, so that whatever else the machine does falls on all of them.
/// </summary>
internal static class QueueBenchmark
{
    private const int Warmups = 10;

    // Taking uses requests up; at the smallest size there are about a hundred.
    private const int Takes = 60;

    private static readonly int[] Sizes = [1_000, 100_000, 1_000_000];

    public static async Task RunAsync(int repeats)
    {
        var sites = new List<QueueSite>();
        try
        {
            foreach (var size in Sizes)
            {
                sites.Add(await QueueSite.StartAsync(File(size), size));
            }

            var cases = sites.ConvertAll(site => site.Cases());
            var times = Sizes.Select(_ => cases[0].Select(_ => new List<double>()).ToList()).ToList();
            for (var repeat = -Warmups; repeat < repeats; repeat++)
            {
                for (var question = 0; question < cases[0].Count; question++)
                {
                    if (cases[0][question].Name == QueueSite.Take && repeat >= Takes - Warmups)
                    {
                        continue;
                    }

                    for (var site = 0; site < sites.Count; site++)
                    {
                        var started = Stopwatch.GetTimestamp();
                        await cases[site][question].Ask();
                        if (repeat >= 0)
                        {
                            times[site][question].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                        }
                    }
                }
            }

            Report([.. cases[0].Select(c => c.Name)], times);
        }
        finally
        {
            foreach (var site in sites)
            {
                await site.DisposeAsync();
            }
        }
    }

    private static void Report(List<string> names, List<List<List<double>>> times)
    {
        Console.WriteLine($"| ms: median / p95 | {string.Join(" | ", Sizes.Select(s => s.ToString("N0", CultureInfo.InvariantCulture)))} | p95 ratio |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", Sizes.Length + 1))}");
        var worst = 0.0;
        for (var question = 0; question < names.Count; question++)
        {
            var ratio = Print.Percentile(times[^1][question], 0.95) / Print.Percentile(times[0][question], 0.95);
            worst = Math.Max(worst, ratio);
            var cells = times.Select(site => string.Create(
                CultureInfo.InvariantCulture, $"{Print.Median(site[question]):0.0} / {Print.Percentile(site[question], 0.95):0.0}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {names[question]} | {string.Join(" | ", cells)} | {ratio:0.00} |"));
        }

        Print.Figure("queue.worst_ratio", worst);
    }

    /// <summary>The seeded file of a size: made once, and again when the model or the seeder changes.</summary>
    private static string File(int size)
    {
        using var context = new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=none").Options);
        var schema = context.Database.GenerateCreateScript() + SampleRequests.Edition;
        var folder = Directory.CreateDirectory(Path.Combine(
            Path.GetTempPath(), "missingpackage-queue-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema)))[..12]));
        var file = Path.Combine(folder.FullName, size.ToString(CultureInfo.InvariantCulture) + ".db");
        if (!System.IO.File.Exists(file))
        {
            var started = Stopwatch.GetTimestamp();
            var half = file + ".new";
            System.IO.File.Delete(half);
            new RequestSeeder(half).Make(size, DateTime.UtcNow);
            System.IO.File.Move(half, file);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Seeded {size} requests in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: {file}, {new FileInfo(file).Length / 1_000_000} MB"));
        }

        return file;
    }
}
