using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
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
            { Store: StoreKind.AzureBlob } azure => new AzureBlobDocumentStore(new BlobContainerClient(azure.ConnectionString, azure.Container)),
            var disk => new DiskDocumentStore(builder.Environment.PathOf(disk.Folder)),
        });
        builder.Services.AddSingleton<DocumentVault>();
        builder.Services.AddScoped<DocumentReceiver>();
    }

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
                await azure.CreateContainerAsync(CancellationToken.None);
                break;
            case DiskDocumentStore disk:
                disk.SweepUnfinished(app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.AddHours(-1));
                break;
        }
    }
}
