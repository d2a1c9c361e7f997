using System.Net;
using Azure.Storage.Blobs;
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
}
