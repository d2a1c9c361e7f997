using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Uploads;
using MissingPackage.Data;
using MissingPackage.Documents.Intake;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Testing;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>What is asked before a byte of an upload is kept, and what keeps slow and many uploads from taking everything.</summary>
public sealed class UploadLimitTests
{
    [Fact]
    public async Task Upload_WhenTheRequestIsClosed_KeepsNotAByte()
    {
        await using var application = new QuietApplication();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var request = await application.RequestAsync(reference);
        await application.AskAsync(async database =>
        {
            (await database.LoadRequestAsync(request.Id, BehindThePages.Cancellation)).MarkFound(where: null, Actor.Customer, application.Time.GetUtcNow().UtcDateTime);
            return await database.SaveChangesAsync(BehindThePages.Cancellation);
        });

        var body = new PacedStream(bytes: 1000, a: 100, _ => { });
        Assert.IsType<Verdict.NotAllowed>(await ReceiveAsync(application, request.Id, body));
        Assert.Equal(0, body.Given);
    }

    [Fact]
    public async Task Upload_WhenTheRequestIsFull_KeepsNotAByte_AndARepeatIsRecognised()
    {
        await using var application = new QuietApplication();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var last = Guid.NewGuid();
        var photo = Files.Photo();
        for (var i = 1; i < ServiceRequest.MaxSupportingFiles; i++)
        {
            Assert.True((await uploader.SendAsync(Files.Photo(), DocumentKind.DropOffPhoto)).Kept);
        }

        Assert.True((await uploader.SendAsync(photo, DocumentKind.DropOffPhoto, last)).Kept);
        var request = await application.RequestAsync(reference);

        var body = new PacedStream(bytes: 1000, a: 100, _ => { });
        var verdict = Assert.IsType<Verdict.NotAllowed>(await ReceiveAsync(application, request.Id, body, DocumentKind.DropOffPhoto));
        Assert.StartsWith("That is enough that helps the claim", verdict.Why, StringComparison.Ordinal);
        Assert.Equal(0, body.Given);
        Assert.Equal(new UploadAnswer(true, "Received. Thank you."), await uploader.SendAsync(photo, DocumentKind.DropOffPhoto, last));
    }

    [Fact]
    public async Task Upload_WhenItComesAt200BytesASecond_IsStopped_AndNothingIsKept()
    {
        await using var application = new QuietApplication();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var request = await application.RequestAsync(reference);

        var body = new PacedStream(bytes: 1_000_000, a: 200, application.Time.Advance);
        Assert.IsType<Verdict.TooSlow>(await ReceiveAsync(application, request.Id, body));

        Assert.InRange(body.Given, 30 * 200, 60 * 200);
        Assert.Empty((await application.RequestAsync(reference)).Documents);
        Assert.Empty(application.InPlainForm());
        Assert.Empty(await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Upload_WhenNothingComesAnyMore_IsStopped()
    {
        await using var application = new QuietApplication();
        var customer = application.NewCustomer();
        var request = await application.RequestAsync(await customer.OpenRequestAsync());
        using var body = new StuckStream();

        var verdict = ReceiveAsync(application, request.Id, body);
        await body.Reached;
        application.Time.Advance(DocumentReceiver.SlowGrace + TimeSpan.FromSeconds(1));

        Assert.IsType<Verdict.TooSlow>(await verdict);
    }

    [Fact]
    public async Task Upload_OverAPoorPhoneLine_Arrives()
    {
        await using var application = new QuietApplication();
        var customer = application.NewCustomer();
        var request = await application.RequestAsync(await customer.OpenRequestAsync());
        var photo = Files.Photo();
        var stalls = 0;
        var body = new PacedStream(photo.Bytes, a: 5000, passed => application.Time.Advance(++stalls % 10 == 5 ? TimeSpan.FromSeconds(25) : passed));

        Assert.IsType<Verdict.Received>(await ReceiveAsync(application, request.Id, body));
    }

    [Fact]
    public async Task Uploads_WhenTwelveComeAtOnceForOneRequest_AreAFewAtATime()
    {
        await using var application = new QuietApplication();
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var token = Uploader.TokenOf((await customer.OpenAsync(customer.DocumentsPath)).Html);
        using var client = application.NewBrowser(customer.Cookies);
        var most = new RateLimitOptions().UploadsAtOncePerRequest;
        var slow = Enumerable.Range(0, most).Select(_ => new SlowContent()).ToList();
        var sent = slow.ConvertAll(content => Uploader.PostAsync(client, customer.DocumentsPath + "/upload", Uploader.Form(token, content, "slow.jpg")));
        await Task.WhenAll(slow.Select(content => content.Begun)).WaitAsync(BehindThePages.Cancellation);

        for (var i = most; i < 12; i++)
        {
            using var refused = await uploader.PostAsync(Files.Photo());
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(10, refused.Headers.RetryAfter?.Delta?.TotalSeconds);
        }

        application.Time.Advance(DocumentReceiver.SlowGrace + TimeSpan.FromSeconds(1 + (SlowContent.Bytes / DocumentReceiver.MinBytesPerSecond)));
        foreach (var answer in await Task.WhenAll(sent))
        {
            using (answer)
            {
                var note = await Uploader.ReadAsync(answer);
                Assert.False(note.Kept);
                Assert.StartsWith("Your connection is so slow", note.Text, StringComparison.Ordinal);
            }
        }

        slow.ForEach(content => content.End());
        Assert.True((await uploader.SendAsync(Files.Photo())).Kept);
    }

    [Fact]
    public async Task Quarantine_WhenAHundredThinPdfsOfSixRequestsWait_AGoodPhotoIsAmongTheFirst()
    {
        await using var application = QuietApplication.And(
            ("Intake:Concurrency", "1"), ("Intake:MaxWait", "00:00:00"), ("RateLimits:CostlyPerMinute", "1000"), ("RateLimits:GuessablePerMinute", "1000"));
        var turn = (await application.Services.GetRequiredService<DocumentIntake>()
            .TakeTurnAsync(Guid.NewGuid(), alone: true, TimeSpan.Zero, BehindThePages.Cancellation))!;
        for (var customers = 0; customers < 6; customers++)
        {
            var customer = application.NewCustomer();
            await customer.OpenRequestAsync();
            using var uploader = await Uploader.OpenAsync(application, customer);
            for (var i = 0; i < 17; i++)
            {
                var thin = PdfSamples.WithBox("[0 0 1 3000]", $"/Note({customers}-{i})");
                Assert.True((await uploader.SendAsync(new Photo("thin.pdf", thin, "application/pdf"))).Kept);
            }
        }

        var good = application.NewCustomer();
        var reference = await good.OpenRequestAsync();
        using (var uploader = await Uploader.OpenAsync(application, good))
        {
            Assert.True((await uploader.SendAsync(Files.Photo())).Kept);
        }

        turn.Dispose();
        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(103, await application.FinishQuarantineAsync());

        Assert.Equal(DocumentState.Received, (await application.OnlyDocumentAsync(reference)).State);
        var finished = await application.AskAsync(database => database.Set<RequestEvent>()
            .Where(e => e.Kind == RequestEventKind.DocumentReceived || e.Kind == RequestEventKind.DocumentRefused)
            .OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(BehindThePages.Cancellation));
        Assert.InRange(finished.IndexOf(RequestEventKind.DocumentReceived), 0, 7);
    }

    [Fact]
    public async Task Quarantine_WhenAFileIsRefusedLater_ItsSenderIsTold()
    {
        await using var application = QuietApplication.And(("Intake:Concurrency", "1"), ("Intake:MaxWait", "00:00:00"));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var turn = (await application.Services.GetRequiredService<DocumentIntake>()
            .TakeTurnAsync(Guid.NewGuid(), alone: true, TimeSpan.Zero, BehindThePages.Cancellation))!;
        Assert.True((await uploader.SendAsync(Files.CutShort(), DocumentKind.PhotoId)).Kept);
        turn.Dispose();
        application.Time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(1, await application.FinishQuarantineAsync());

        Assert.Equal(DocumentState.Refused, (await application.OnlyDocumentAsync(reference)).State);
        await customer.OpenAsync(customer.DocumentsPath);
        Assert.Contains("couldn’t be used. Please send it again", customer.Page.Text, StringComparison.Ordinal);
        var mail = await application.AskAsync(database => database.Outbox.CountAsync(m => m.Kind == "document-refused", BehindThePages.Cancellation));
        Assert.Equal(1, mail);
        Assert.True((await uploader.SendAsync(Files.Photo(), DocumentKind.PhotoId)).Kept);
    }

    private static async Task<Verdict> ReceiveAsync(
        MissingPackageApplication application, Guid requestId, Stream body, DocumentKind kind = DocumentKind.Statement)
    {
        await using var scope = application.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DocumentReceiver>()
            .ReceiveAsync(requestId, kind, idType: null, (Guid.NewGuid(), null), body, BehindThePages.Cancellation);
    }

    /// <summary>A body that comes so many bytes a second, by the fake clock.</summary>
    private sealed class PacedStream(byte[] bytes, int a, Action<TimeSpan> pass) : MemoryStream(bytes)
    {
        public PacedStream(int bytes, int a, Action<TimeSpan> pass)
            : this(new byte[bytes], a, pass)
        {
        }

        public long Given => Position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            pass(TimeSpan.FromSeconds(1));
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, a)], cancellationToken);
        }
    }

    /// <summary>A body of which nothing comes.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource _reached = new();

        public Task Reached => _reached.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }

    /// <summary>The beginning of a photo, and then nothing until it is ended.</summary>
    private sealed class SlowContent : HttpContent
    {
        /// <summary>More than lies between sender and server: once these are gone, most were read, and the upload has its place.</summary>
        public const int Bytes = 1 << 20;

        private readonly TaskCompletionSource _begun = new();
        private readonly TaskCompletionSource _end = new();

        public Task Begun => _begun.Task;

        public void End() => _end.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var sent = 0; sent < Bytes; sent += 4096)
            {
                await stream.WriteAsync(new byte[4096]);
            }

            await stream.FlushAsync();
            _begun.TrySetResult();
            await _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
