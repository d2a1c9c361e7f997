using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Web.Documents;

namespace MissingPackage.Web.Composition;

internal static class DocumentsSetup
{
    public static void AddDocuments(this WebApplicationBuilder builder)
    {
        var options = new IntakeOptions();
        builder.Configuration.GetSection("Intake").Bind(options);
        var root = builder.Environment.ContentRootPath;
        options.PrivateFolder = Path.Combine(root, options.PrivateFolder.Length > 0 ? options.PrivateFolder : "App_Data/intake");
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new InvalidOperationException(string.Join(" ", faults));
        }

        var folder = Path.Combine(root, builder.Configuration["Documents:Folder"] ?? "App_Data/documents");
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<DocumentIntake>();
        builder.Services.AddSingleton<IDocumentStore>(_ => new DiskDocumentStore(folder));
        builder.Services.AddSingleton<DocumentVault>();
        builder.Services.AddScoped<DocumentReceiver>();
    }
}
