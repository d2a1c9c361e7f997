using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using MissingPackage.Application.Jobs;
using MissingPackage.Documents.Tests;
using MissingPackage.Domain.Requests;
using MissingPackage.Testing;
using MissingPackage.Web.Tests.People;
using SkiaSharp;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>The process killed at each step of an upload: nothing is lost, nothing is there twice.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private enum Step
    {
        HalfSent,
        SpoolComplete,
        OriginalStored,
        RowWritten,
        PageStored,
        Answered,
    }

    [Fact]
    public async Task Upload_WhenTheProcessIsKilledAtEachStep_SucceedsAtTheNextAttemptAndIsThereOnce()
    {
        var settings = Settings();
        var (reference, cookies) = await OpenedAsync(settings);
        var photo = BigPhoto();
        var uploads = new List<Guid>();
        var path = $"/requests/{reference}/documents";
        var process = await RunningProcess.StartAsync(settings);
        try
        {
            foreach (var step in Enum.GetValues<Step>())
            {
                var id = Guid.NewGuid();
                var bytes = Files.WithComment(photo, step.ToString());
                uploads.Add(id);
                using (var browser = process.Browser(cookies))
                {
                    await KillAtAsync(process, step, browser, path, bytes, id);
                }

                await process.DisposeAsync();
                process = await RunningProcess.StartAsync(settings);

                // What the dead process left in plain form is gone, and only the living one has a folder.
                Assert.Empty(BehindThePages.InPlainForm(_folder["intake"]));
                Assert.Single(Directory.EnumerateDirectories(_folder["intake"]));

                using var again = process.Browser(cookies);
                var page = await again.GetStringAsync(path, BehindThePages.Cancellation);
                using var response = await Uploader.PostAsync(again, path + "/upload", Uploader.Form(Uploader.TokenOf(page), new ByteArrayContent(bytes), "big.jpg", uploadId: id));
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"After {step}: {response.StatusCode}. {process.Output}");
                Assert.Equal(new UploadAnswer(true, "Received. Thank you."), (await Uploader.ReadAsync(response)) switch { var a => a with { Text = a.Text[..20] } });
                Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM RequestDocuments WHERE UploadId = $id COLLATE NOCASE", id));
            }
        }
        finally
        {
            await process.DisposeAsync();
        }

        // Some hours later, whatever a killed process left is swept away, and the store holds what the books say.
        await using var later = Here(settings);
        later.Time.SetUtcNow(Later());
        var request = await later.RequestAsync(reference);
        Assert.Equal(uploads, request.Documents.Select(d => d.UploadId));
        Assert.All(request.Documents, d => Assert.Equal(DocumentState.Received, d.State));
        Assert.Equal(uploads.Count, request.Events.Count(e => e.Kind == RequestEventKind.DocumentReceived));
        Assert.Equal(0, (await later.SweepAsync()).RowsWithoutBlob);
        Assert.Equal(new SweepReport(0, 0), await later.SweepAsync());
        Assert.Equal(
            [.. request.Documents.Select(d => d.StoredName("page-1")).Order(StringComparer.Ordinal)],
            Directory.EnumerateFiles(_folder["documents"], "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_folder["documents"], file))
                .Where(file => !file.StartsWith(".unfinished", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray());
    }

    [Fact]
    public async Task Server_WhenKilledWhileADecoderWorks_LeavesNoChildBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Whose child works is read from /proc.");
        var settings = Settings();
        var (reference, cookies) = await OpenedAsync(settings);
        var path = $"/requests/{reference}/documents";
        await using var process = await RunningProcess.StartAsync(settings);
        using var browser = process.Browser(cookies);
        var token = Uploader.TokenOf(await browser.GetStringAsync(path, BehindThePages.Cancellation));
        var sending = Uploader.PostAsync(browser, path + "/upload", Uploader.Form(token, new ByteArrayContent(HostilePictures.Largest(colorType: 2)), "large.png"));

        // It has the picture, and some seconds of work before it.
        (int Id, string Folder)? seen = null;
        await Task.WhenAny(sending, SeenAsync(() => (seen = process.Children().Find(child => PeakMegabytesOf(child!.Value.Id) > 100)) is not null));
        await process.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);

        var decoder = Assert.NotNull(seen);
        await SeenAsync(() => !Directory.Exists($"/proc/{decoder.Id}"));
        Assert.False(Directory.Exists($"/proc/{decoder.Id}"), "The decoder outlives its server.");
        Assert.False(Directory.Exists(decoder.Folder), "The decoder leaves its folder.");
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private (string Key, string Value)[] Settings() =>
    [
        ("Database:ConnectionString", $"Data Source={_folder["test.db"]}"), ("Documents:Folder", _folder["documents"]),
        ("Intake:PrivateFolder", _folder["intake"]), ("Mail:PickupFolder", _folder["mail"]), ("Site:PublicUrl", "http://localhost:5080"),
        ("Care:Phone", "(800) 555-0188"), ("Care:Hours", "Weekdays"), ("Care:Email", "care@example.com"),
        ("RateLimits:UploadsPerMinute", "10000"),
    ];

    private static async Task<(string Reference, CookieContainer Cookies)> OpenedAsync((string Key, string Value)[] settings)
    {
        await using var application = Here(settings);
        var customer = application.NewCustomer();
        var today = application.Now.AddDays(-1).ToString("M/d/yyyy", CultureInfo.InvariantCulture);
        var reference = await customer.OpenRequestAsync(new Story { Expected = today, MarkedDelivered = today });
        var cookies = new CookieContainer();
        cookies.Add(customer.Cookies.GetAllCookies());
        return (reference, cookies);
    }

    private static int PeakMegabytesOf(int process)
    {
        var peak = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return peak is null ? 0 : int.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>The same data in this process, now.</summary>
    private static MissingPackageApplication Here((string Key, string Value)[] settings)
    {
        var application = QuietApplication.And(settings);
        if (application.Time.GetUtcNow() < Later().AddHours(-3))
        {
            application.Time.SetUtcNow(Later().AddHours(-3)); // the process that will be killed lives in real time
        }

        return application;
    }

    private static DateTimeOffset Later() => TimeProvider.System.GetUtcNow().AddHours(3);

    /// <summary>Sends the file, and kills the process as soon as the step is seen; a step or two later does as well.</summary>
    private async Task KillAtAsync(RunningProcess process, Step step, HttpClient browser, string path, byte[] bytes, Guid id)
    {
        var page = await browser.GetStringAsync(path, BehindThePages.Cancellation);
        List<string> before = [.. Stored("original"), .. Stored("page-1")];
        var half = new HalfSent(bytes, stop: step == Step.HalfSent);
        var form = Uploader.Form(Uploader.TokenOf(page), half, "big.jpg", uploadId: id);
        var sending = Uploader.PostAsync(browser, path + "/upload", form);
        var seen = step switch
        {
            Step.HalfSent => SeenAsync(() => Spooled().Any(length => length > 0)),
            Step.Answered => sending,
            Step.SpoolComplete => SeenAsync(() => Spooled().Any(length => length == bytes.Length)),
            Step.OriginalStored => SeenAsync(() => Stored("original").Except(before, StringComparer.Ordinal).Any()),
            Step.RowWritten => SeenAsync(async () => await CountAsync("SELECT COUNT(*) FROM RequestDocuments WHERE UploadId = $id COLLATE NOCASE AND State = 'Checking'", id) > 0),
            _ => SeenAsync(() => Stored("page-1").Except(before, StringComparer.Ordinal).Any()),
        };
        await Task.WhenAny(seen, sending).WaitAsync(TimeSpan.FromMinutes(5), BehindThePages.Cancellation);
        await process.KillAsync();
        half.Release();
        try
        {
            using var response = await sending;
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            // The connection died with the process.
        }

        IEnumerable<long> Spooled() => BehindThePages.InPlainForm(_folder["intake"]).Select(file => new FileInfo(file).Length);
    }

    private string[] Stored(string name) => Path.Combine(_folder["documents"], "requests") is var requests && Directory.Exists(requests)
        ? Directory.GetFiles(requests, name, SearchOption.AllDirectories)
        : [];

    private static Task SeenAsync(Func<bool> seen) => SeenAsync(() => Task.FromResult(seen()));

    private static async Task SeenAsync(Func<Task<bool>> seen)
    {
        for (var attempt = 0; attempt < 20_000; attempt++)
        {
            try
            {
                if (await seen())
                {
                    return;
                }
            }
            catch (Exception moving) when (moving is IOException or SqliteException)
            {
                // A file or folder went while it was looked at.
            }

            await Task.Delay(1, BehindThePages.Cancellation);
        }
    }

    private async Task<long> CountAsync(string query, Guid id)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder["test.db"]};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(BehindThePages.Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // two fixed texts of this class
        command.CommandText = query;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$id", id.ToString());
        return Convert.ToInt64(await command.ExecuteScalarAsync(BehindThePages.Cancellation), CultureInfo.InvariantCulture);
    }

    /// <summary>9 MB, six of which a request holds: a photo of noise, which doesn't compress, and as much behind it as is missing.</summary>
    private static byte[] BigPhoto()
    {
        using var bitmap = new SKBitmap(1800, 1350);
        var random = new Random(7);
#pragma warning disable CA5394 // a picture, no secret
        random.NextBytes(bitmap.GetPixelSpan());
#pragma warning restore CA5394
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 92);
        var photo = data.ToArray();
        return [.. photo, .. new byte[(9 * 1024 * 1024) - photo.Length]];
    }

    /// <summary>A body that stops in the middle until it is released.</summary>
    private sealed class HalfSent(byte[] bytes, bool stop) : HttpContent
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _released.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            if (stop)
            {
                await _released.Task;
            }

            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
