using System.ComponentModel.DataAnnotations;

namespace MissingPackage.Web.Composition;

public enum StoreKind
{
    Disk,
    AzureBlob,
}

/// <summary>Section <c>Documents</c>: where encrypted documents are stored.</summary>
public sealed class StoreOptions : IValidatableObject
{
    public const string Section = "Documents";

    /// <summary><c>Disk</c> (the default, for one machine) or <c>AzureBlob</c>.</summary>
    [EnumDataType(typeof(StoreKind), ErrorMessage = "Documents:Store must be Disk or AzureBlob.")]
    public StoreKind Store { get; set; } = StoreKind.Disk;

    /// <summary>The folder on disk, relative to the application's; never inside wwwroot.</summary>
    public string Folder { get; set; } = "App_Data/documents";

    /// <summary>The storage account's connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The blob container; made at start if it is missing.</summary>
    public string Container { get; set; } = "documents";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Store == StoreKind.AzureBlob && string.IsNullOrEmpty(ConnectionString))
        {
            yield return new ValidationResult("Documents:ConnectionString is missing: Documents:Store is AzureBlob.");
        }

        if (Store == StoreKind.Disk && (string.IsNullOrEmpty(Folder) || Folder.Contains("wwwroot", StringComparison.OrdinalIgnoreCase)))
        {
            yield return new ValidationResult("Documents:Folder must name a folder outside wwwroot.");
        }
    }
}
