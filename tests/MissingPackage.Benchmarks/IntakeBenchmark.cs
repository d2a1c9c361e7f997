using System.Diagnostics;
using System.Globalization;
using ImageMagick;
using Microsoft.AspNetCore.DataProtection;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Testing;

namespace MissingPackage.Benchmarks;

/// <summary>
/// <c>intake.ratio</c>: our whole intake of one photo (spool, type, clean, quality, encrypt and store twice, erase once)
/// to bare Magick.NET decode, orient, resize and encode of the same bytes, pair by pair in one run.
/// <c>intake.rss_mb</c>: what 20 uploads of 10 MB at once add to the memory of the server and its workers at rest, at their peak.
/// <c>intake.hostile_mb</c>: what the worst of some hostile files adds to the memory of the server alone.
/// <c>intake.fair_seconds</c>: how long a good photo waits for its verdict behind 100 hostile files of six requests.
/// </summary>
internal static class IntakeBenchmark
{
    private const int Pairs = 15;
    private const int Uploads = 20;

    public static async Task RunAsync()
    {
        await RatioAsync();
        await MemoryAsync();
        await HostileAsync();
        await FairAsync();
    }

    private static async Task RatioAsync()
    {
        var folder = Directory.CreateTempSubdirectory("missingpackage-bench-").FullName;
        try
        {
            var photo = Photos.TwelveMegapixels(4_200_000);
            using var intake = new DocumentIntake(new IntakeOptions { PrivateFolder = Path.Combine(folder, "intake") }, TimeProvider.System);
            var vault = new DocumentVault(
                new DiskDocumentStore(Path.Combine(folder, "documents")), DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(folder, "keys"))));
            var (ratios, ours, bare) = (new List<double>(), new List<double>(), new List<double>());
            for (var pair = -2; pair < Pairs; pair++)
            {
                var whole = await TimeAsync(() => TakeInAsync(intake, vault, photo));
                var plain = await TimeAsync(() => Task.Run(() => Bare(photo)));
                if (pair >= 0) // the first two warm up
                {
                    ratios.Add(whole / plain);
                    ours.Add(whole);
                    bare.Add(plain);
                }
            }

            Print.Figure("intake.photo_mb", photo.Length / 1e6);
            Print.Figure("intake.ours_ms", Print.Median(ours));
            Print.Figure("intake.bare_ms", Print.Median(bare));
            Print.Figure("intake.ratio", Print.Median(ratios));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task TakeInAsync(DocumentIntake intake, DocumentVault vault, byte[] photo)
    {
        using var upload = intake.NewPrivateFile();
        var name = $"requests/{Guid.NewGuid():n}";
        await upload.WriteAsync(photo, CancellationToken.None);
        await vault.StoreAsync($"{name}/original", upload, CancellationToken.None);
        using var outcome = await intake.ExamineAsync(upload, Guid.NewGuid(), CancellationToken.None);
        var page = ((IntakeOutcome.Cleaned)outcome).Pages[0];
        await vault.StoreAsync($"{name}/page-1", page.File, CancellationToken.None);
        await vault.EraseAsync($"{name}/original", CancellationToken.None);
    }

    private static void Bare(byte[] photo)
    {
        using var image = new MagickImage(photo);
        image.AutoOrient();
        image.Resize(new MagickGeometry(2400, 2400) { Greater = true });
        image.Quality = 82;
        image.ToByteArray(MagickFormat.Jpeg);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static async Task MemoryAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.WriteLine("intake.rss_mb is measured on Linux only");
            return;
        }

        var photo = Photos.TwelveMegapixels(10_000_000);
        await using var server = await ServerProcess.StartAsync();
        var customers = new List<BenchmarkCustomer>();
        for (var i = 0; i < Uploads; i++)
        {
            customers.Add(await BenchmarkCustomer.OpenRequestAsync(server.Address));
        }

        await customers[0].UploadAsync(photo); // everything is loaded once before memory at rest is read
        await Task.Delay(TimeSpan.FromSeconds(3));
        var idle = server.MemoryWithChildren();
        var sent = Task.WhenAll(customers.Select(customer => customer.UploadAsync([.. photo, .. Guid.NewGuid().ToByteArray()])));
        var peak = idle;
        while (!sent.IsCompleted)
        {
            peak = Math.Max(peak, server.MemoryWithChildren());
            await Task.WhenAny(sent, Task.Delay(20));
        }

        var verdicts = await sent;
        Print.Figure("intake.upload_mb", photo.Length / 1e6);
        Print.Figure("intake.received", verdicts.Count(v => v.Contains("Received", StringComparison.Ordinal)));
        Print.Figure("intake.idle_mb", idle);
        Print.Figure("intake.peak_mb", peak);
        Print.Figure("intake.rss_mb", peak - idle);
        foreach (var other in verdicts.Where(v => !v.Contains("Received", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# another answer: {other}"));
        }
    }

    private static async Task HostileAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.WriteLine("intake.hostile_mb is measured on Linux only");
            return;
        }

        await using var server = await ServerProcess.StartAsync();
        var customer = await BenchmarkCustomer.OpenRequestAsync(server.Address);
        await customer.UploadAsync(Photos.TwelveMegapixels(4_200_000)); // everything is loaded once
        var worst = 0.0;
        (string Name, byte[] Bytes)[] files =
        [
            ("text_bomb", HostilePictures.TextBomb()), ("profile_bomb", HostilePictures.ProfileBomb()), ("scan_bomb", HostilePictures.ScanBomb(7700, 200)),
            ("largest", HostilePictures.Largest()), ("object_stream", PdfSamples.WithGigabyteObjectStream()), ("zeros", new byte[15_000_000]),
        ];
        foreach (var (name, bytes) in files)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            var idle = server.Memory("VmRSS");
            server.ForgetPeak();
            await customer.UploadAsync(bytes);
            var added = (server.Memory("VmHWM") - idle) / 1024.0;
            Print.Figure($"intake.hostile_{name}_mb", added);
            worst = Math.Max(worst, added);
        }

        Print.Figure("intake.hostile_mb", worst);
    }

    private static async Task FairAsync()
    {
        const int requests = 6;
        const int filesOfEach = 17;
        await using var server = await ServerProcess.StartAsync(("Intake__MaxWait", "00:00:10"));
        var good = await BenchmarkCustomer.OpenRequestAsync(server.Address);
        var sent = new List<Task<string>>();
        for (var i = 0; i < requests; i++)
        {
            var hostile = await BenchmarkCustomer.OpenRequestAsync(server.Address);
            sent.AddRange(Enumerable.Range(0, filesOfEach).Select(_ =>
                hostile.UploadAsync([.. PdfSamples.WithGigabyteObjectStream(), .. Guid.NewGuid().ToByteArray()])));
        }

        await Task.WhenAll(sent); // all are stored, and most of them wait
        var begun = Stopwatch.GetTimestamp();
        var verdict = await good.UploadAsync(Photos.TwelveMegapixels(4_200_000));
        while (verdict.Contains("checking", StringComparison.Ordinal) && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(10))
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            verdict = await good.DocumentsAsync();
        }

        Print.Figure("intake.fair_waiting", (await Task.WhenAll(sent)).Count(answer => answer.Contains("checking", StringComparison.Ordinal)));
        Print.Figure("intake.fair_seconds", Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }
}
