using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using MissingPackage.Documents.Tests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>Microsoft's own stand-in for Azure Blob, on loopback: MISSINGPACKAGE_AZURITE, or azurite-blob or azurite on PATH.</summary>
internal sealed class Azurite : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private int _port;
    private Process? _process;

    public string ConnectionString { get; private set; } = "";

    /// <summary>Starts it, or starts it again where it was, with what it holds; skips the test, plainly, where it is not installed.</summary>
    public async Task StartAsync()
    {
        var program = Environment.GetEnvironmentVariable("MISSINGPACKAGE_AZURITE") ?? Programs.Find("azurite-blob") ?? Programs.Find("azurite");
        Assert.SkipWhen(program is null, "Azurite is not installed (npm package azurite), and MISSINGPACKAGE_AZURITE does not name it.");
        if (_port == 0)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        var port = _port.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
            ["--blobHost", "127.0.0.1", "--blobPort", port, "--location", _folder.Path, "--skipApiVersionCheck", "--disableTelemetry", "--silent"];
        if (!Path.GetFileName(program!).StartsWith("azurite-blob", StringComparison.Ordinal))
        {
            arguments.AddRange(["--queuePort", "0", "--tablePort", "0"]); // started too, and not used
        }

        var script = program!.EndsWith(".js", StringComparison.Ordinal);
        var start = new ProcessStartInfo(script ? "node" : program, script ? [program, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = $"tests:{_key}";
        _process = Process.Start(start)!;
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=tests;AccountKey={_key};BlobEndpoint=http://127.0.0.1:{port}/tests;";
        for (var attempt = 0; attempt < 600; attempt++)
        {
            Assert.False(_process.HasExited, "Azurite has ended by itself.");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port, BehindThePages.Cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, BehindThePages.Cancellation);
            }
        }

        Assert.Fail("Azurite doesn’t listen.");
    }

    /// <summary>Ends it, so that it is away until the next start; it writes down what it holds (killed, it would lose the last seconds).</summary>
    public async Task StopAsync()
    {
        Assert.Equal(0, (await Programs.RunAsync("kill", "-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture))).ExitCode);
        await _process.WaitForExitAsync(BehindThePages.Cancellation);
        await KillAsync();
    }

    private async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }
}
