using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Benchmarks;

/// <summary>
/// The published application beside the least that can be: pages beside a bare endpoint with the same bytes, opening a
/// request beside the work that nobody can spare, cold start beside an empty application; and its memory and bytes.
/// </summary>
internal static partial class WebBenchmark
{
    private const int LoadPairs = 5;
    private const int LoadSeconds = 4;
    private const int Connections = 32;
    private const int OpenPairs = 12;
    private const int Starts = 9;
    private const int Customers = 200;

    public static async Task<bool> RunAsync()
    {
        if (!OperatingSystem.IsLinux() || await WrkAsync("--version") is null)
        {
            Console.Error.WriteLine("This benchmark needs Linux and wrk (on Debian: apt-get install wrk).");
            return false;
        }

        using var apps = await PublishedApps.PublishAsync();
        await ColdStartAsync(apps);
        await using var ours = await StartAsync(apps);
        await FirstPageAsync(ours);
        await MemoryAsync(apps);
        await PageAsync(apps, "web.checklist", ours, new Uri(new Uri(ours.Address), "/where-to-look"), ("Accept-Encoding", "br"), ("Sec-Fetch-Site", "none"));
        var customer = await BenchmarkCustomer.OpenRequestAsync(ours.Address);
        await PageAsync(apps, "web.status", ours, customer.StatusPage, ("Accept-Encoding", "br"), ("Cookie", customer.Cookies));
        await OpenAsync(ours);
        return true;
    }

    private static Task<ServerProcess> StartAsync(PublishedApps apps) =>
        ServerProcess.StartAsync(apps.Ours, ["--contentRoot", Path.GetDirectoryName(apps.Ours)!], Directory.CreateTempSubdirectory("missingpackage-bench-").FullName);

    /// <summary>From the start of the process to the first answer, with a database that is there already.</summary>
    private static async Task ColdStartAsync(PublishedApps apps)
    {
        var folders = new[] { apps.Ours, apps.Empty, apps.Frameworks }.Select(_ => Directory.CreateTempSubdirectory("missingpackage-bench-").FullName).ToArray();
        var (ratios, times, frameworksRatios) = (new List<double>(), new List<double>(), new List<double>());
        for (var start = -1; start < Starts; start++)
        {
            var ours = await ServerProcess.StartAsync(apps.Ours, ["--contentRoot", Path.GetDirectoryName(apps.Ours)!], folders[0]);
            await ours.StopAsync();
            var empty = await ServerProcess.StartAsync(apps.Empty, [], folders[1]);
            await empty.StopAsync();
            var frameworks = await ServerProcess.StartAsync(apps.Frameworks, ["--contentRoot", Path.GetDirectoryName(apps.Frameworks)!], folders[2]);
            await frameworks.StopAsync();
            if (start >= 0) // the first one makes the database
            {
                ratios.Add(ours.ColdStart / empty.ColdStart);
                times.Add(ours.ColdStart.TotalMilliseconds);
                frameworksRatios.Add(frameworks.ColdStart / empty.ColdStart);
            }
        }

        Array.ForEach(folders, folder => Directory.Delete(folder, recursive: true));
        Print.Figure("web.cold_start_ms", Print.Median(times));
        Print.Figure("web.cold_start_ratio", Print.Median(ratios));
        Print.Figure("web.frameworks_start_ratio", Print.Median(frameworksRatios));
    }

    /// <summary>What a phone gets over the wire for its first page: the page, and the styles, scripts and icon that it names.</summary>
    private static async Task FirstPageAsync(ServerProcess server)
    {
        foreach (var (name, path) in new[] { ("web.first_page_bytes", "/"), ("web.checklist_bytes", "/where-to-look") })
        {
            using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None }) { BaseAddress = new Uri(server.Address) };
            client.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
            client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "none");
            var (bytes, page) = await FetchAsync(client, path);
            using var plain = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All }) { BaseAddress = new Uri(server.Address) };
            var text = await plain.GetStringAsync(new Uri(path, UriKind.Relative));
            foreach (var other in Loaded().Matches(text).Select(m => m.Groups["at"].Value).Distinct(StringComparer.Ordinal))
            {
                if (other.Contains("://", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"{path} loads {other} from elsewhere.");
                }

                bytes += (await FetchAsync(client, other)).Bytes;
            }

            Print.Figure(name, bytes);
            Print.Figure(name.Replace("_bytes", "_html_bytes", StringComparison.Ordinal), page.Length);
        }
    }

    /// <returns>The answer's length with its headers, as HTTP/1.1 sends it, and its body.</returns>
    private static async Task<(long Bytes, byte[] Body)> FetchAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadAsByteArrayAsync();
        var headers = answer.Headers.Concat(answer.Content.Headers).Sum(h => h.Value.Sum(value => h.Key.Length + value.Length + 4));
        return ("HTTP/1.1 200 OK\r\n\r\n".Length + headers + body.Length, body);
    }

    private static async Task MemoryAsync(PublishedApps apps)
    {
        await using var server = await StartAsync(apps);
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(server.Address));
        await Task.Delay(TimeSpan.FromSeconds(5));
        Print.Figure("web.rest_mb", server.Memory("VmRSS") / 1024.0);
        server.ForgetPeak();
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(_ => BenchmarkCustomer.OpenRequestAsync(server.Address)));
        Print.Figure("web.customers_mb", server.Memory("VmHWM") / 1024.0);
    }

    /// <summary>One page under load, and the same bytes from a bare endpoint, in turns.</summary>
    private static async Task PageAsync(PublishedApps apps, string name, ServerProcess ours, Uri page, params (string Name, string Value)[] headers)
    {
        var folder = Directory.CreateTempSubdirectory("missingpackage-bench-").FullName;
        var body = Path.Combine(folder, "body");
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await File.WriteAllBytesAsync(body, await answer.Content.ReadAsByteArrayAsync());
        await using var bare = await ServerProcess.StartAsync(
            apps.Empty, [], folder, ("BODY", body), ("BODY_ENCODING", string.Join(", ", answer.Content.Headers.ContentEncoding)));
        var (ratios, rates) = (new List<double>(), new List<double>());
        for (var pair = -1; pair < LoadPairs; pair++)
        {
            var rate = await LoadAsync(page, headers);
            var floor = await LoadAsync(new Uri(bare.Address), headers);
            if (pair >= 0) // the first one warms up
            {
                ratios.Add(rate / floor);
                rates.Add(rate);
            }
        }

        Print.Figure(name + "_per_second", Print.Median(rates));
        Print.Figure(name + "_ratio", Print.Median(ratios));
    }

    /// <summary>Sends the report's last answer and two photos, beside cleaning the same two, one fsynced write of each, and one insert.</summary>
    private static async Task OpenAsync(ServerProcess server)
    {
        var folder = Directory.CreateTempSubdirectory("missingpackage-bench-").FullName;
        try
        {
            await OpenAsync(server, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task OpenAsync(ServerProcess server, string folder)
    {
        var photo = Photos.TwelveMegapixels(4_200_000);
        using var intake = new DocumentIntake(new IntakeOptions { PrivateFolder = Path.Combine(folder, "intake") }, TimeProvider.System);
        await using var database = new SqliteConnection($"Data Source={folder}/floor.db");
        await database.OpenAsync();
        await ExecuteAsync(database, "PRAGMA journal_mode=WAL");
        await ExecuteAsync(database, "CREATE TABLE Requests (Id TEXT PRIMARY KEY, Content TEXT)");
        var (ratios, times) = (new List<double>(), new List<double>());
        for (var pair = -1; pair < OpenPairs; pair++)
        {
            var send = await BenchmarkCustomer.ReportAsync(server.Address);
            var begun = Stopwatch.GetTimestamp();
            var customer = await send();
            foreach (var _ in Enumerable.Range(0, 2))
            {
                var verdict = await customer.UploadAsync([.. photo, .. Guid.NewGuid().ToByteArray()]);
                if (!verdict.Contains("Received", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("An upload was not received: " + verdict);
                }
            }

            var whole = Stopwatch.GetElapsedTime(begun);
            begun = Stopwatch.GetTimestamp();
            foreach (var _ in Enumerable.Range(0, 2))
            {
                using var upload = intake.NewPrivateFile();
                await upload.WriteAsync(photo, CancellationToken.None);
                using var outcome = await intake.ExamineAsync(upload, Guid.NewGuid(), CancellationToken.None);
                await using var page = ((IntakeOutcome.Cleaned)outcome).Pages[0].File.OpenRead();
                await using var kept = new FileStream(Path.Combine(folder, Guid.NewGuid().ToString("n")), FileMode.CreateNew);
                await page.CopyToAsync(kept);
                kept.Flush(flushToDisk: true);
            }

            await ExecuteAsync(database, $"INSERT INTO Requests VALUES ('{Guid.NewGuid()}', '{new string('x', 1000)}')");
            var floor = Stopwatch.GetElapsedTime(begun);
            if (pair >= 0)
            {
                ratios.Add(whole / floor);
                times.Add(whole.TotalMilliseconds);
            }
        }

        Print.Figure("web.open_ms", Print.Median(times));
        Print.Figure("web.open_ratio", Print.Median(ratios));
    }

    private static async Task ExecuteAsync(SqliteConnection database, string sql)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>Requests a second.</returns>
    private static async Task<double> LoadAsync(Uri page, (string Name, string Value)[] headers)
    {
        var said = await WrkAsync(
            ["-t1", $"-c{Connections}", $"-d{LoadSeconds}s", .. headers.SelectMany(h => new[] { "-H", $"{h.Name}: {h.Value}" }), page.ToString()]);
        if (said is null || said.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{page} didn't answer every request: {said}");
        }

        return double.Parse(PerSecond().Match(said).Groups["rate"].Value, CultureInfo.InvariantCulture);
    }

    /// <returns>What wrk says, or null where it isn't installed.</returns>
    private static async Task<string?> WrkAsync(params string[] arguments)
    {
        try
        {
            using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var said = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            return said;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PerSecond();

    [GeneratedRegex("<(?:link rel=\"(?:icon|stylesheet)\" href|script type=\"module\" src)=\"(?<at>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Loaded();
}
