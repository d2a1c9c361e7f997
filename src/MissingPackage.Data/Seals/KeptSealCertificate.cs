namespace MissingPackage.Data.Seals;

/// <summary>
/// A certificate that documents were sealed with. It is kept for good: a document sealed with one that has expired is
/// still ours. Of one that the application made for itself, the key is kept too, encrypted with the key ring.
/// </summary>
public sealed class KeptSealCertificate
{
    private KeptSealCertificate()
    {
    }

    /// <summary>SHA-256 of the certificate, lower-case hex.</summary>
    public string Thumbprint { get; private set; } = "";

    /// <summary>The certificate (X.509, DER), without its key.</summary>
    public byte[] Certificate { get; private set; } = [];

    /// <summary>Certificate and key as PKCS #12, encrypted; null for one that comes from a file of the owner's.</summary>
    public byte[]? ProtectedKey { get; private set; }

    /// <summary>Counts the ones the application made, from 1. Unique: of several nodes that make one at once, one wins. Null for others.</summary>
    public int? Generation { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime KeptOn { get; private set; }

    /// <summary>A certificate from a file of the owner's.</summary>
    public static KeptSealCertificate FromFile(string thumbprint, byte[] certificate, DateTime now) => new()
    {
        Thumbprint = thumbprint,
        Certificate = certificate,
        KeptOn = now,
    };

    /// <summary>A certificate that the application made for itself.</summary>
    public static KeptSealCertificate SelfMade(string thumbprint, byte[] certificate, byte[] protectedKey, int generation, DateTime now) => new()
    {
        Thumbprint = thumbprint,
        Certificate = certificate,
        ProtectedKey = protectedKey,
        Generation = generation,
        KeptOn = now,
    };
}
