using System.ComponentModel.DataAnnotations;
using MissingPackage.Application.Site;

namespace MissingPackage.Application.Statements;

/// <summary>Section <c>Seal</c>: the certificate that signed statements are sealed with.</summary>
public sealed class SealOptions : IValidatableObject
{
    public const string Section = "Seal";

    /// <summary>A PKCS #12 file (.pfx, .p12) with the certificate, its key and its chain; relative to the application's folder.
    /// Without one the application makes a self-signed certificate once and keeps it in the database, encrypted with the key
    /// ring; no PDF reader trusts that one by itself.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>The file's password.</summary>
    [DataType(DataType.Password)]
    public string? CertificatePassword { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        if (string.IsNullOrEmpty(CertificatePath))
        {
            if (!string.IsNullOrEmpty(CertificatePassword))
            {
                yield return new("Seal:CertificatePassword is set without Seal:CertificatePath: name the PKCS #12 file that it opens, such as /run/secrets/seal.pfx.");
            }
        }
        else if (validationContext.GetRequiredService<IHostEnvironment>().PathOf(CertificatePath) is var path && !File.Exists(path))
        {
            yield return new($"Seal:CertificatePath must name a PKCS #12 file with a certificate and its key, such as /run/secrets/seal.pfx: there is no file {path}.");
        }
    }
}
