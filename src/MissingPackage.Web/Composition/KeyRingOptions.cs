using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MissingPackage.Application.Site;

namespace MissingPackage.Web.Composition;

/// <summary>Section <c>KeyRing</c>: the certificate that protects the keys in the database, with which documents are encrypted.</summary>
public sealed class KeyRingOptions : IValidatableObject
{
    public const string Section = "KeyRing";

    /// <summary>
    /// A PKCS #12 file (.pfx) with a certificate and its key, the same on every node; relative to the application's folder.
    /// With it, a copy of the database alone opens no document. Lost, no document can be opened any more: keep a copy apart.
    /// </summary>
    public string? CertificatePath { get; set; }

    /// <summary>The file's password, and that of <c>EarlierCertificates</c>.</summary>
    [DataType(DataType.Password)]
    public string? CertificatePassword { get; set; }

    /// <summary>
    /// The certificates that <c>CertificatePath</c> replaced, as such files with the same password. Keys that they protect
    /// stay as they are, and need them for as long as there are documents that were encrypted with those keys.
    /// </summary>
    public List<string> EarlierCertificates { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        if (string.IsNullOrEmpty(CertificatePath))
        {
            if (!string.IsNullOrEmpty(CertificatePassword))
            {
                yield return new("KeyRing:CertificatePassword is set without KeyRing:CertificatePath: name the PKCS #12 file that it opens, such as /run/secrets/keyring.pfx.");
            }

            if (EarlierCertificates.Count > 0)
            {
                yield return new("KeyRing:EarlierCertificates is set without KeyRing:CertificatePath: name the certificate that replaced them, or, if none did, name the one there is in KeyRing:CertificatePath.");
            }

            yield break;
        }

        var environment = validationContext.GetRequiredService<IHostEnvironment>();
        if (WhatIsWrong(environment.PathOf(CertificatePath)) is { } wrong)
        {
            yield return new($"KeyRing:CertificatePath must name a PKCS #12 file with a certificate and its key, such as /run/secrets/keyring.pfx, and KeyRing:CertificatePassword must open it: {wrong}.");
        }

        foreach (var earlier in EarlierCertificates)
        {
            if (WhatIsWrong(environment.PathOf(earlier)) is { } fault)
            {
                yield return new($"KeyRing:EarlierCertificates must name PKCS #12 files that KeyRing:CertificatePassword opens, each with a certificate and its key: {fault}.");
            }
        }
    }

    internal X509Certificate2 Load(string path) => X509CertificateLoader.LoadPkcs12FromFile(path, CertificatePassword);

    private string? WhatIsWrong(string path)
    {
        if (!File.Exists(path))
        {
            return $"there is no file {path}";
        }

        try
        {
            using var certificate = Load(path);
            return certificate.HasPrivateKey ? null : $"the certificate in {path} came without its key";
        }
        catch (CryptographicException)
        {
            return $"{path} isn’t one, or the password is another";
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return $"{path} can’t be read by this account";
        }
    }
}
