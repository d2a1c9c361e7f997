using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using MissingPackage.Documents.Tests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>The whole application with its documents in Azure Blob, by settings alone.</summary>
public sealed class AzureBlobTests
{
    [Fact]
    public async Task Documents_WhenTheStoreIsAzureBlob_AreUploadedShownAndErasedThere()
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var application = QuietApplication.And(
            ("Documents:Store", "AzureBlob"), ("Documents:ConnectionString", azurite.ConnectionString), ("Documents:Container", "sample-documents"));
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var request = await application.RequestAsync(reference);
        var container = new BlobContainerClient(azurite.ConnectionString, "sample-documents");

        var expected = request.Documents.Select(d => d.StoredName("page-1")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(expected, await NamesAsync(container));
        Assert.True((await container.GetPropertiesAsync(cancellationToken: BehindThePages.Cancellation)).Value.PublicAccess is null or Azure.Storage.Blobs.Models.PublicAccessType.None);
        Assert.False(Directory.Exists(Path.Combine(application.DocumentsFolder, "requests")));
        var blob = await container.GetBlobClient(request.Documents[0].StoredName("page-1")).DownloadContentAsync(BehindThePages.Cancellation);
        Assert.False(Files.Holds(blob.Value.Content.ToArray(), "JFIF"), "The page lies in the container in plain form.");

        var agent = await application.NewAgentAsync();
        foreach (var document in request.Documents)
        {
            var page = await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal([0xFF, 0xD8, 0xFF], page.Body[..3]);
        }

        await agent.ReviewAsync(reference);
        await agent.DecideAsync("Close as found");
        application.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(2, await application.EraseAsync());
        Assert.Empty(await NamesAsync(container));
        Assert.Equal(2, (await application.RequestAsync(reference)).Details(RequestEventKind.DocumentErased).Length);
    }

    private static async Task<List<string>> NamesAsync(BlobContainerClient container)
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: BehindThePages.Cancellation))
        {
            names.Add(blob.Name);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Microsoft's own stand-in for Azure Blob, on loopback: MISSINGPACKAGE_AZURITE, or azurite-blob or azurite on PATH.</summary>
    private sealed class Azurite : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();
        private Process? _process;

        public string ConnectionString { get; private set; } = "";

        public async Task StartAsync()
        {
            var program = Environment.GetEnvironmentVariable("MISSINGPACKAGE_AZURITE") ?? Programs.Find("azurite-blob") ?? Programs.Find("azurite");
            Assert.SkipWhen(program is null, "Azurite is not installed (npm package azurite), and MISSINGPACKAGE_AZURITE does not name it.");
            int port;
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                port = ((IPEndPoint)free.LocalEndpoint).Port;
            }

            List<string> arguments =
            [
                "--blobHost", "127.0.0.1", "--blobPort", port.ToString(CultureInfo.InvariantCulture), "--location", _folder.Path,
                "--skipApiVersionCheck", "--disableTelemetry", "--silent",
            ];
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
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
            start.Environment["AZURITE_ACCOUNTS"] = $"tests:{key}";
            _process = Process.Start(start)!;
            ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=tests;AccountKey={key};BlobEndpoint=http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/tests;";
            for (var attempt = 0; attempt < 600; attempt++)
            {
                Assert.False(_process.HasExited, "Azurite has ended by itself.");
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(IPAddress.Loopback, port, BehindThePages.Cancellation);
                    return;
                }
                catch (SocketException)
                {
                    await Task.Delay(50, BehindThePages.Cancellation);
                }
            }

            Assert.Fail("Azurite doesn’t listen.");
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
    }
}
