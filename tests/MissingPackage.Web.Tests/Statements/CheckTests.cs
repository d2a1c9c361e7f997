using System.Net;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Statements;

/// <summary>Anybody checks a file: it says what it is, and nothing else.</summary>
public sealed class CheckTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Check_OurStatement_SaysForWhichRequestAndWhen()
    {
        var (reference, pdf) = await SignedAsync();

        var page = await CheckAsync(pdf);

        Assert.Equal("Issued by us, and unchanged", Assert.Single(page.All("#result h2")));
        Assert.Contains($"We issued this file for request {reference} on Wednesday, July 1, 2026, 16:00:00 UTC.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sample Customer", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Running shoes", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ChangedOrAppended_IsChanged()
    {
        var (_, pdf) = await SignedAsync();
        var inside = pdf.ToArray();
        inside[inside.Length / 3] ^= 1;

        foreach (var changed in new[] { inside, [.. pdf, (byte)'\n'], [.. pdf, .. pdf], pdf[..^3] })
        {
            Assert.Equal("Changed since it was issued", Assert.Single((await CheckAsync(changed)).All("#result h2")));
        }
    }

    [Fact]
    public async Task Check_FromSomewhereElse_IsNotOurs()
    {
        await using var stranger = new MissingPackageApplication();
        var customer = stranger.NewCustomer();
        await customer.OpenRequestAsync();
        var print = (await customer.OpenAsync(customer.StatementPath + "/print")).Body;
        await customer.SignAsync();
        var theirs = await customer.CopyAsync(stranger);
        var huge = new byte[15 * Megabyte];
        new Random(7).NextBytes(huge);

        foreach (var file in new[] { print, theirs, Files.Pdf(1).Bytes, Customer.PhotoOfStatement.Bytes, huge })
        {
            Assert.Equal("Not ours", Assert.Single((await CheckAsync(file)).All("#result h2")));
        }
    }

    [Theory]
    [InlineData(0, "This file is empty.")]
    [InlineData((15 * Megabyte) + 1, "This file is larger than 15 MB.")]
    [InlineData(40 * Megabyte, "This file is larger than 15 MB.")]
    public async Task Check_FileOfNoUse_SaysWhy(int length, string problem)
    {
        var page = await CheckAsync(new byte[length]);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith(problem, Assert.Single(page.All(".errors p")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NoFile_AsksForOne()
    {
        var visitor = application.NewStranger();
        await visitor.OpenAsync("/statements/check");
        await visitor.PressAsync("Check it");
        Assert.Equal(["Choose a file first, then check it."], visitor.Page.All(".errors p"));

        await visitor.PostByHandAsync("/statements/check", ("file", "text"));
        Assert.Equal((HttpStatusCode.OK, "Choose a file first, then check it."), (visitor.Page.Status, Assert.Single(visitor.Page.All(".errors p"))));
    }

    [Fact]
    public async Task Check_KeepsNothing()
    {
        var (reference, pdf) = await SignedAsync();
        var before = await application.RequestAsync(reference);
        var temporary = Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*").Length;

        await CheckAsync(pdf);

        var after = await application.RequestAsync(reference);
        Assert.Equal((before.Version, before.Events.Count), (after.Version, after.Events.Count));
        Assert.Empty(application.InPlainForm());
        Assert.Equal(temporary, Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*").Length);
    }

    [Fact]
    public async Task Code_OnTheStatement_SaysForWhichRequestAndWhen()
    {
        var (reference, _) = await SignedAsync();
        var code = (await application.RequestAsync(reference)).SignedStatement!.CheckCode!;
        var visitor = application.NewStranger();

        var page = await visitor.OpenAsync("/statements/check/" + code);
        Assert.Contains($"for request {reference}, signed on Wednesday, July 1, 2026, 16:00:00 UTC.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sample Customer", page.Html, StringComparison.Ordinal);

        foreach (var other in new[] { new string('A', 22), code[..^1], "x", new string('é', 22), code + "A" })
        {
            Assert.Contains("We don’t know this code", (await visitor.OpenAsync("/statements/check/" + Uri.EscapeDataString(other))).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Check_MoreOftenThanAPersonWould_HasToWait()
    {
        await using var strict = MissingPackageApplication.With(("RateLimits:ChecksPerMinute", "3"));
        var visitor = strict.NewStranger();
        for (var i = 0; i < 3; i++)
        {
            await visitor.OpenAsync("/statements/check");
            Assert.Equal(HttpStatusCode.OK, (await visitor.PressAsync("Check it", new Photo("a.pdf", [1], "application/pdf"))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.PressAsync("Check it", new Photo("a.pdf", [1], "application/pdf"))).Status);
    }

    private async Task<(string Reference, byte[] Pdf)> SignedAsync()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SignAsync();
        return (reference, await customer.CopyAsync(application));
    }

    [Fact]
    public async Task Check_WhenOneAddressSendsSlowly_RefusesItsNextAndHoldsUpNobodyForLong()
    {
        using var slow = new SlowFiles();
        var first = slow.SendAsync(application);
        var second = slow.SendAsync(application);
        await slow.BothAreRead;

        Assert.Contains("Too many files are being checked just now.", (await CheckAsync("%PDF-1.4 sample"u8.ToArray())).Text, StringComparison.Ordinal);

        slow.GoOn();
        await Task.WhenAll(first, second);
        Assert.Contains("Not ours", (await CheckAsync("%PDF-1.4 sample"u8.ToArray())).Text, StringComparison.Ordinal);
    }

    private async Task<WebPage> CheckAsync(byte[] file)
    {
        var visitor = application.NewStranger();
        await visitor.OpenAsync("/statements/check");
        return await visitor.PressAsync("Check it", new Photo("statement.pdf", file, "application/pdf"));
    }

    /// <summary>Files that begin to arrive and then wait.</summary>
    private sealed class SlowFiles : IDisposable
    {
        private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CountdownEvent _begun = new(2);

        public Task BothAreRead => Task.Run(() => _begun.Wait(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        public void GoOn() => _goesOn.TrySetResult();

        public async Task SendAsync(MissingPackageApplication application)
        {
            using var form = new HttpRequestMessage(HttpMethod.Post, "/statements/check");
            var file = new StreamContent(new Waiting(this));
            form.Content = new MultipartFormDataContent { { file, "file", "statement.pdf" } };
            await application.NewStranger().SendAsync(form);
        }

        public void Dispose() => _begun.Dispose();

        private sealed class Waiting(SlowFiles files) : Stream
        {
            // More than lies between sender and server: who was read so far is being checked.
            private const int Ahead = 1 << 20;

            private int _given;
            private bool _waits;

            public override bool CanRead => true;

            public override bool CanSeek => false;

            public override bool CanWrite => false;

            public override long Length => throw new NotSupportedException();

            public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

            public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            {
                if (_given < Ahead)
                {
                    buffer.Span.Clear();
                    _given += buffer.Length;
                    return buffer.Length;
                }

                if (!_waits)
                {
                    _waits = true;
                    files._begun.Signal();
                    await files._goesOn.Task.WaitAsync(cancellationToken);
                }

                return 0;
            }

            public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

            public override void Flush()
            {
            }
        }
    }
}
