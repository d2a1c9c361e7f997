using System.Net;
using MissingPackage.Application.Jobs;
using MissingPackage.Documents.Tests;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Health;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Faults;

/// <summary>The document store away for a while: nothing is taken for lost, and nothing is said to be erased that isn't.</summary>
public sealed class BrokenStoreTests
{
    private static readonly UploadAnswer TryAgain = new(
        false, "We couldn’t store this file just now. Nothing you sent before is lost: please try again in a few minutes.");

    private static readonly UploadAnswer Received = new(true, "Received. Thank you.");

    [Fact]
    public async Task Documents_WhenTheDisksFolderIsAway_AreAskedForAgainNotLostAndNotErased()
    {
        await using var application = QuietApplication.And();
        var away = application.DocumentsFolder + "-away";
        await WalkAsync(application,
            breakAsync: () =>
            {
                // As where a disk isn't mounted: its place is there, and empty.
                Directory.Move(application.DocumentsFolder, away);
                Directory.CreateDirectory(application.DocumentsFolder);
                return Task.CompletedTask;
            },
            mendAsync: () =>
            {
                Directory.Delete(application.DocumentsFolder);
                Directory.Move(away, application.DocumentsFolder);
                return Task.CompletedTask;
            });
    }

    [Fact]
    public async Task Documents_WhenAzureBlobIsAway_AreAskedForAgainNotLostAndNotErased()
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var application = QuietApplication.And(
            ("Documents:Store", "AzureBlob"), ("Documents:ConnectionString", azurite.ConnectionString), ("Documents:Container", "documents"));
        await WalkAsync(application, azurite.StopAsync, azurite.StartAsync);
    }

    [Fact]
    public async Task Quarantine_WhenAnotherNodeLeftAFileInIt_IsFinishedHere()
    {
        using var folder = new TempFolder();
        (string, string)[] shared = [("Database:ConnectionString", $"Data Source={folder["test.db"]}"), ("Documents:Folder", folder["documents"])];
        string reference;
        await using (var first = QuietApplication.And([.. shared, ("Intake:Clamd", folder["no.sock"])]))
        {
            var customer = first.NewCustomer();
            reference = await customer.OpenRequestAsync();
            using var uploader = await Uploader.OpenAsync(first, customer);
            Assert.True((await uploader.SendAsync(Files.Photo())).Kept);
            Assert.Equal(DocumentState.Checking, (await first.OnlyDocumentAsync(reference)).State);
        }

        // Its private folder is gone with it; this one has another.
        await using var second = QuietApplication.And(shared);
        second.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await second.FinishQuarantineAsync());
        Assert.Equal(DocumentState.Received, (await second.OnlyDocumentAsync(reference)).State);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task Upload_WhenTheScannerStopsInTheMiddleOfIt_IsKeptAndFinishedOnceItIsBack()
    {
        await using var clamd = new Clamd();
        await clamd.StartAsync();
        await using var application = QuietApplication.And(("Intake:Clamd", clamd.Socket));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        Assert.Equal(Received, await uploader.SendAsync(Files.Photo()));

        await clamd.FreezeAsync();
        var sending = uploader.SendAsync(Files.Photo(), DocumentKind.PhotoId);
        for (var attempt = 0; attempt < 600 && (await application.RequestAsync(reference)).Documents.Count < 2; attempt++)
        {
            await Task.Delay(50, BehindThePages.Cancellation);
        }

        await clamd.KillAsync();
        Assert.Equal(new UploadAnswer(true, "We have it, and are checking it. You don’t need to send it again."), await sending);
        Assert.Equal("Being checked", Assert.Single((await customer.OpenAsync(customer.DocumentsPath)).All("#id-state")));

        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await application.FinishQuarantineAsync());
        await clamd.StartAsync();
        Assert.Equal(1, await application.FinishQuarantineAsync());
        Assert.All((await application.RequestAsync(reference)).Documents, d => Assert.Equal(DocumentState.Received, d.State));
    }

    private static async Task WalkAsync(MissingPackageApplication application, Func<Task> breakAsync, Func<Task> mendAsync)
    {
        // One whose documents are due to be erased, and one in the middle of it.
        var ended = application.NewCustomer();
        await ended.BringToReviewAsync(new Story { Email = Story.FreshEmail() });
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(ended.Reference);
        await agent.DecideAsync("Close as found");
        application.Time.Advance(TimeSpan.FromDays(31));
        var today = application.Now.ToString("M/d/yyyy", System.Globalization.CultureInfo.InvariantCulture);
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = Story.FreshEmail(), Expected = today, MarkedDelivered = today });
        using var uploader = await Uploader.OpenAsync(application, customer);
        Assert.Equal(Received, await uploader.SendAsync(Files.Photo(), DocumentKind.PhotoId));
        var sent = await application.OnlyDocumentAsync(reference);
        var picture = $"/admin/requests/{reference}/documents/{sent.Id}/1";
        agent = await application.NewAgentAsync();

        await breakAsync();
        var id = Guid.NewGuid();
        var photo = Files.Photo();
        Assert.Equal(TryAgain, await uploader.SendAsync(photo, DocumentKind.PhotoId, id));
        Assert.Empty(application.InPlainForm());
        var page = await agent.OpenAsync(picture);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status); // not 410: it isn't gone
        Assert.Equal("We can’t reach our records just now", page.Heading);
        Assert.Equal(HttpStatusCode.OK, (await agent.ReviewAsync(reference)).Status);
        var signing = await customer.SignAsync();
        Assert.Contains("just now", signing.Text, StringComparison.Ordinal);
        Assert.Equal("Sample Customer", signing.ValueOf("Your full name, as your signature"));
        await Assert.ThrowsAsync<DocumentStoreAwayException>(application.EraseAsync); // a failed run, which administrators see
        Assert.All((await application.RequestAsync(ended.Reference)).Documents, d => Assert.NotEqual(DocumentState.Erased, d.State));
        application.Time.Advance(Readiness.Life);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await application.NewStranger().OpenAsync("/health/ready")).Status);

        await mendAsync();
        Assert.Equal(Received, await uploader.SendAsync(photo, DocumentKind.PhotoId, id));
        Assert.Equal([0xFF, 0xD8, 0xFF], (await agent.OpenAsync(picture)).Body[..3]);
        await customer.SignAsync();
        Assert.Contains("You have signed this statement", customer.Page.Text, StringComparison.Ordinal);
        Assert.Equal(2, await application.EraseAsync());
        application.Time.Advance(Readiness.Life);
        Assert.Equal(HttpStatusCode.OK, (await application.NewStranger().OpenAsync("/health/ready")).Status);
        application.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());
    }
}
