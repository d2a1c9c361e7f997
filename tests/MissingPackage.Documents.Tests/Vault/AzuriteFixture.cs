using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace MissingPackage.Documents.Tests.Vault;

/// <summary>
/// Azurite, Microsoft's own stand-in for Azure Blob, on loopback. Its program is MISSINGPACKAGE_AZURITE (the executable, or its
/// main.js for node), or azurite on PATH; where there is none, its tests are skipped.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const string Account = "tests";

    private readonly TempFolder _folder = new();
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private Process? _process;
    private Uri? _address;

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("MISSINGPACKAGE_AZURITE") ?? Programs.Find("azurite");
        if (program is null)
        {
            return;
        }

        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        // Port 0 takes any free one: the queue and table services are started too, and not used.
        string[] arguments =
        [
            "--blobHost", "127.0.0.1", "--blobPort", port.ToString(CultureInfo.InvariantCulture), "--queuePort", "0", "--tablePort", "0", "--location", _folder.Path,
            "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ];
        var script = program.EndsWith(".js", StringComparison.Ordinal);
        var start = new ProcessStartInfo(script ? "node" : program, script ? [program, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{_key}";
        _process = Process.Start(start)!;
        _address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/{Account}");
        await WaitUntilListeningAsync(port);
    }

    /// <summary>A new, empty container's client; skips the test where there is no Azurite.</summary>
    public BlobContainerClient NewContainer()
    {
        Assert.SkipWhen(_process is null, "Azurite is not installed (npm package azurite), and MISSINGPACKAGE_AZURITE does not name it.");
        return new BlobServiceClient(_address, new StorageSharedKeyCredential(Account, _key)).GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private async Task WaitUntilListeningAsync(int port)
    {
        for (var attempt = 0; attempt < 300 && !_process!.HasExited; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }
    }
}
