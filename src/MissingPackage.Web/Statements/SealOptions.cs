namespace MissingPackage.Web.Statements;

/// <summary>Section <c>Seal</c>: the certificate that signed statements are sealed with.</summary>
public sealed class SealOptions
{
    public const string Section = "Seal";

    /// <summary>A PKCS #12 file (.pfx, .p12) with the certificate, its key and its chain. Without one the application makes
    /// a self-signed certificate once and keeps it in the database; no PDF reader trusts that one by itself.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>The file's password.</summary>
    public string? CertificatePassword { get; set; }
}
