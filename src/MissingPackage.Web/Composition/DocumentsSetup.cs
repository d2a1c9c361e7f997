using Azure;
using Azure.Storage.Blobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Jobs;
using MissingPackage.Application.Site;
using MissingPackage.Application.Uploads;
using MissingPackage.Data;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Documents;

namespace MissingPackage.Web.Composition;

internal static class DocumentsSetup
{
    public static void AddDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<IntakeOptions>(intake => intake.PrivateFolder = builder.Environment.PathOf(intake.PrivateFolder));
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<IntakeOptions>>().Value);
        builder.Services.AddSingleton<DocumentIntake>();
        builder.Services.AddSingleton<IDocumentStore>(services => services.GetRequiredService<IOptions<StoreOptions>>().Value switch
        {
            { Store: StoreKind.AzureBlob } azure => new AzureBlobDocumentStore(new BlobContainerClient(azure.ConnectionString, azure.Container, Patience())),
            var disk => new DiskDocumentStore(builder.Environment.PathOf(disk.Folder)),
        });
        builder.Services.AddSingleton<DocumentVault>();
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<Quarantine>(services, services.GetRequiredService<IOptions<JobsOptions>>().Value.Enabled));
        builder.Services.AddSingleton(services => new UploadSlots(services.GetRequiredService<IOptions<RateLimitOptions>>().Value));
        builder.Services.AddScoped<DocumentReceiver>();
    }

    private static StartException Away(DocumentStoreAwayException away) => new(
        "The store of Documents can’t be reached, or doesn’t let this account in: see Documents:Store, Documents:Folder and Documents:ConnectionString. No document was changed.", away);

    /// <summary>Whether the books name any document.</summary>
    public static async Task<bool> BooksHaveDocumentsAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MissingPackageContext>().Set<RequestDocument>().AnyAsync();
    }

    /// <summary>Whether the store holds any document.</summary>
    public static async Task<bool> HasDocumentsAsync(this WebApplication app)
    {
        try
        {
            return await app.Services.GetRequiredService<IDocumentStore>().ListAsync("requests", CancellationToken.None).AnyAsync();
        }
        catch (DocumentStoreAwayException away) when (away.InnerException is RequestFailedException { ErrorCode: "ContainerNotFound" })
        {
            return false; // it is made a little later
        }
        catch (DocumentStoreAwayException away)
        {
            throw Away(away);
        }
    }

    // A person waits meanwhile: two repeats after a second or two, and half a minute for each answer.
    private static BlobClientOptions Patience() => new() { Retry = { MaxRetries = 2, NetworkTimeout = TimeSpan.FromSeconds(30) } };

    /// <summary>Makes the blob container where that is the store, and removes what a crash left in the private folder.</summary>
    public static async Task PrepareDocumentsAsync(this WebApplication app)
    {
        var intake = app.Services.GetRequiredService<DocumentIntake>();
        intake.SweepPrivateFolder();
        if (!intake.AcceptedKinds.Contains(FileKind.Pdf))
        {
            app.Logger.LogWarning("poppler-utils isn’t installed: PDFs are not offered as a type");
        }

        switch (app.Services.GetRequiredService<IDocumentStore>())
        {
            case AzureBlobDocumentStore azure:
                try
                {
                    await azure.CreateContainerAsync(CancellationToken.None);
                }
                catch (DocumentStoreAwayException away)
                {
                    throw Away(away);
                }

                break;
            case DiskDocumentStore disk:
                disk.SweepUnfinished(app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.AddHours(-1));
                break;
        }
    }
}
