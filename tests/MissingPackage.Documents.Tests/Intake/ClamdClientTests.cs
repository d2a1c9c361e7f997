using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class ClamdClientTests(ClamdFixture clamd) : IClassFixture<ClamdFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Real_TellsCleanFromInfected(bool unixSocket)
    {
        clamd.Require();
        var client = new ClamdClient(unixSocket ? clamd.UnixSocket : clamd.Tcp, TimeSpan.FromSeconds(60), TimeProvider.System);

        Assert.True(await client.IsUpAsync(Cancel));
        Assert.Equal(new(ScanVerdict.Clean), await ScanAsync(client, Samples.Document()));
        var found = await ScanAsync(client, ClamdFixture.Eicar);
        Assert.Equal(ScanVerdict.Infected, found.Verdict);
        Assert.StartsWith("Eicar-Test-Signature", found.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Real_OverItsLimit_IsNotClean()
    {
        clamd.Require();
        var client = new ClamdClient(clamd.Tcp, TimeSpan.FromSeconds(60), TimeProvider.System);

        Assert.Equal(ScanVerdict.Unavailable, (await ScanAsync(client, new byte[30_000_000])).Verdict);
    }

    [Fact]
    public async Task Examine_InfectedPicture_IsRefused_AndACleanOneTaken()
    {
        clamd.Require();
        using var folder = new TempFolder();
        using var intake = new DocumentIntake(new() { PrivateFolder = folder.Path, Clamd = clamd.Tcp }, TimeProvider.System);

        var refused = Assert.IsType<IntakeOutcome.Refused>(await IntakeFixture.ExamineAsync(intake, clamd.InfectedPicture));

        Assert.Equal(RefusalReason.Infected, refused.Reason);
        Assert.StartsWith("Test.Picture", refused.Detail.Signature, StringComparison.Ordinal);
        Assert.IsType<IntakeOutcome.Cleaned>(await IntakeFixture.ExamineAsync(intake, Samples.Document()));
    }

    [Fact]
    public async Task Examine_WhenNobodyListens_Waits()
    {
        using var folder = new TempFolder();
        using var intake = new DocumentIntake(new() { PrivateFolder = folder.Path, Clamd = folder["no.sock"] }, TimeProvider.System);

        Assert.Equal(new IntakeOutcome.Waiting(WaitReason.ScannerDown), await IntakeFixture.ExamineAsync(intake, Samples.Document()));
        Assert.False(await intake.Scanner!.IsUpAsync(Cancel));
    }

    [Theory]
    [InlineData("stream: OK\0", ScanVerdict.Clean)]
    [InlineData("stream: Some.Thing FOUND\0", ScanVerdict.Infected)]
    [InlineData("stream: OK", ScanVerdict.Unavailable)] // cut off
    [InlineData("", ScanVerdict.Unavailable)]
    [InlineData("\0", ScanVerdict.Unavailable)]
    [InlineData("stream: OK \0", ScanVerdict.Unavailable)]
    [InlineData("stream: ok\0", ScanVerdict.Unavailable)]
    [InlineData("1: stream: OK\0", ScanVerdict.Unavailable)]
    [InlineData("stream: FOUND\0", ScanVerdict.Unavailable)]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", ScanVerdict.Unavailable)]
    [InlineData("stream: Can't allocate memory ERROR\0", ScanVerdict.Unavailable)]
    [InlineData("UNKNOWN COMMAND\0", ScanVerdict.Unavailable)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", ScanVerdict.Unavailable)]
    public async Task OnlyAPlainAnswerCounts(string reply, ScanVerdict verdict)
    {
        using var listener = Listen(out var address);
        var server = AnswerAsync(listener, reply);

        var result = await ScanAsync(new ClamdClient(address, TimeSpan.FromSeconds(60), TimeProvider.System), [1, 2, 3]);

        Assert.Equal(verdict, result.Verdict);
        Assert.Equal([0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 0], (await server)["zINSTREAM\0".Length..]);
    }

    [Fact]
    public async Task SilentScanner_TimesOut()
    {
        using var listener = Listen(out var address);
        var time = new FakeTimeProvider();
        var scan = ScanAsync(new ClamdClient(address, TimeSpan.FromSeconds(30), time), [1]);
        using var silent = await listener.AcceptTcpClientAsync(Cancel);

        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(ScanVerdict.Unavailable, (await scan).Verdict);
    }

    [Fact]
    public async Task CallersCancellation_IsNotAVerdict()
    {
        using var listener = Listen(out var address);
        using var cancel = new CancellationTokenSource();
        var scan = new ClamdClient(address, TimeSpan.FromSeconds(30), TimeProvider.System).ScanAsync(new MemoryStream([1]), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan);
    }

    private static async Task<ScanResult> ScanAsync(ClamdClient client, byte[] file)
    {
        using var stream = new MemoryStream(file);
        return await client.ScanAsync(stream, Cancel);
    }

    private static TcpListener Listen(out string address)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        address = listener.LocalEndpoint.ToString()!;
        return listener;
    }

    private static async Task<byte[]> AnswerAsync(TcpListener listener, string reply)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancel);
        var stream = client.GetStream();
        var request = new byte["zINSTREAM\0".Length + 4 + 3 + 4];
        await stream.ReadExactlyAsync(request, Cancel);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply), Cancel);
        return request;
    }
}
