using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;

namespace MissingPackage.Web.Composition;

public enum StoreKind
{
    Disk,
    AzureBlob,
}

/// <summary>Section <c>Documents</c>: where encrypted documents are stored.</summary>
public sealed partial class StoreOptions : IValidatableObject
{
    public const string Section = "Documents";

    /// <summary><c>Disk</c>, for one machine, or <c>AzureBlob</c>.</summary>
    public StoreKind Store { get; set; } = StoreKind.Disk;

    /// <summary>On disk: the folder, relative to the application's; never inside wwwroot.</summary>
    public string Folder { get; set; } = "App_Data/documents";

    /// <summary>In Azure Blob: the storage account's connection string.</summary>
    [DataType(DataType.Password)]
    public string? ConnectionString { get; set; }

    /// <summary>In Azure Blob: the container; made at start if it is missing.</summary>
    public string Container { get; set; } = "documents";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Store == StoreKind.Disk)
        {
            if (string.IsNullOrEmpty(Folder) || Folder.Contains("wwwroot", StringComparison.OrdinalIgnoreCase))
            {
                yield return new("Documents:Folder must name a folder outside wwwroot, such as /var/lib/missingpackage/documents.");
            }

            if (!string.IsNullOrEmpty(ConnectionString))
            {
                yield return new("Documents:ConnectionString is set, but Documents:Store is Disk: set Documents:Store to AzureBlob, or take the connection string out.");
            }

            yield break;
        }

        if (string.IsNullOrEmpty(ConnectionString))
        {
            yield return new("Documents:ConnectionString is missing: Documents:Store is AzureBlob, so set it to the storage account’s connection string, as its page “Access keys” shows it.");
        }
        else if (!IsReadable(ConnectionString))
        {
            yield return new("Documents:ConnectionString can’t be read: copy the whole connection string of the storage account, which begins with DefaultEndpointsProtocol=https;AccountName=…");
        }

        if (!ContainerName().IsMatch(Container))
        {
            yield return new("Documents:Container must be a container’s name: 3 to 63 small letters, digits and single hyphens, such as documents.");
        }
    }

    private static bool IsReadable(string connectionString)
    {
        try
        {
            _ = new BlobServiceClient(connectionString);
            return true;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContainerName();
}
