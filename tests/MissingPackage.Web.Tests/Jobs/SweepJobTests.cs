using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;

namespace MissingPackage.Web.Tests.Jobs;

/// <summary>The store holds what the books say, and what differs is erased or reported.</summary>
public sealed class SweepJobTests
{
    [Fact]
    public async Task Sweep_WhenTheStoreIsClean_ReportsNothing()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var pdf = application.Services.GetRequiredService<DocumentIntake>().AcceptedKinds.Contains(FileKind.Pdf);
        await customer.SendPhotoIdAsync(Files.Photo(), pdf ? Files.Pdf(2) : Files.Photo());
        await customer.SendStatementAsync(Files.Photo());
        await customer.PressAsync("Remove");
        var before = await application.StoredAsync(reference);
        Age(application);

        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());
        Assert.Equal(before, await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Sweep_WhenAStatementIsVoid_KeepsIt()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SignAsync();
        await customer.CorrectAsync("Full name", "Another Sample");
        var before = await application.StoredAsync(reference);
        Assert.Equal(DocumentState.Voided, (await application.OnlyDocumentAsync(reference)).State);
        Age(application);

        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());
        Assert.Equal(before, await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Sweep_WhenABlobHasNoRow_ErasesItOnceItIsOld()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        var document = await application.OnlyDocumentAsync(reference);
        Age(application);
        var vault = application.Services.GetRequiredService<DocumentVault>();
        var old = $"requests/{document.RequestId:n}/00000000000000000000000000000001/original";
        var nobodys = $"requests/{Guid.NewGuid():n}/00000000000000000000000000000002/page-1";
        var young = $"requests/{document.RequestId:n}/00000000000000000000000000000003/original";
        var patience = application.Now - SweepJob.Patience;
        foreach (var (name, written) in new[] { (old, patience.AddSeconds(-1)), (nobodys, patience.AddDays(-1)), (young, patience.AddSeconds(1)) })
        {
            await vault.StoreAsync(name, [1, 2, 3], BehindThePages.Cancellation);
            File.SetLastWriteTimeUtc(Path.Combine(application.DocumentsFolder, name), written);
        }

        Assert.Equal(new SweepReport(2, 0), await application.SweepAsync());

        Assert.False(File.Exists(Path.Combine(application.DocumentsFolder, old)));
        Assert.False(File.Exists(Path.Combine(application.DocumentsFolder, nobodys)));
        Assert.True(File.Exists(Path.Combine(application.DocumentsFolder, young)));
        Assert.True(File.Exists(application.FileOf(document, "page-1")));
        application.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(new SweepReport(1, 0), await application.SweepAsync());
        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());
    }

    [Fact]
    public async Task Sweep_WhenAProbeWasKilled_ErasesWhatItLeftOnceItIsOld()
    {
        await using var application = QuietApplication.And();
        var left = "health" + "/0123456789abcdef0123456789abcdef";
        await application.Services.GetRequiredService<DocumentVault>().StoreAsync(left, [1, 2, 3], BehindThePages.Cancellation);
        var file = Path.Combine(application.DocumentsFolder, left);
        File.SetLastWriteTimeUtc(file, application.Now);
        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());
        Assert.True(File.Exists(file));

        File.SetLastWriteTimeUtc(file, application.Now - SweepJob.Patience - TimeSpan.FromSeconds(1));
        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Sweep_WhenACrashLeftAPicturesOriginal_ErasesIt()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        var document = await application.OnlyDocumentAsync(reference);
        await application.Services.GetRequiredService<DocumentVault>().StoreAsync(
            document.StoredName("original"), Files.PhotoWithPlace().Bytes, BehindThePages.Cancellation);
        Age(application);

        Assert.Equal(new SweepReport(1, 0), await application.SweepAsync());

        Assert.Equal([$"{document.Id:n}/page-1"], await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Sweep_WhenAnUploadIsInQuarantine_LeavesItsOriginal()
    {
        await using var application = QuietApplication.And(("Intake:Clamd", "/nowhere/clamd.sock"));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        Age(application);

        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());

        Assert.Single(await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Sweep_WhenARowHasNoBlob_ReportsIt()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var pdf = application.Services.GetRequiredService<DocumentIntake>().AcceptedKinds.Contains(FileKind.Pdf);
        await customer.SendStatementAsync(Files.Photo(), pdf ? Files.Pdf(1) : Files.Photo());
        Age(application);
        var request = await application.RequestAsync(reference);
        File.Delete(application.FileOf(request.Documents[0], "page-1"));
        File.Delete(application.FileOf(request.Documents[1], pdf ? "original" : "page-1"));

        Assert.Equal(new SweepReport(0, 2), await application.SweepAsync());
        Assert.Equal(new SweepReport(0, 2), await application.SweepAsync());
    }

    [Fact]
    public async Task Sweep_WhenAFileIsRemovedWhileTheStoreIsListed_DoesNotCallItMissing()
    {
        TestStore? store = null;
        await using var application = QuietApplication.And().Where(services => services.Wrap<IDocumentStore>(inner => store = new TestStore(inner)));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        Age(application);
        store!.BeforeList = async () =>
        {
            store.BeforeList = () => Task.CompletedTask;
            await customer.PressAsync("Remove");
        };

        Assert.Equal(new SweepReport(0, 0), await application.SweepAsync());

        Assert.Empty(await application.StoredAsync(reference));
    }

    /// <summary>
    /// Lets every stored file be two hours old: files carry the time of the machine, the application that of the test.
    /// </summary>
    private static void Age(MissingPackageApplication application)
    {
        foreach (var file in Directory.EnumerateFiles(application.DocumentsFolder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, application.Now.AddHours(-2));
        }
    }
}
