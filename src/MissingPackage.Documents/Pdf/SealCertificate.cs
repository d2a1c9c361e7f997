using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MissingPackage.Documents.Pdf;

/// <summary>The certificate documents are sealed with, and the ones that vouch for it.</summary>
public sealed class SealCertificate : IDisposable
{
    // RFC 9336: documents signed for people to read.
    private const string DocumentSigning = "1.3.6.1.5.5.7.3.36";
    private const int RsaBits = 3072;
    private const int SelfSignedYears = 5;

    private SealCertificate(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain)
    {
        Certificate = certificate;
        Chain = chain;
    }

    /// <summary>The certificate, with its private key (RSA or ECDSA).</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The other certificates of the file it came from; they go into each seal, so that a reader can find its way
    /// to a root it trusts without the network.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>Makes a certificate for development: RSA 3072, valid from the day before for five years. No reader trusts it.</summary>
    /// <param name="subject">Who seals, such as <c>MissingPackage development</c>.</param>
    /// <param name="now">UTC.</param>
    public static SealCertificate CreateSelfSigned(string subject, DateTime now)
    {
        using var key = RSA.Create(RsaBits);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(subject);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(DocumentSigning)], critical: false));
        var start = new DateTimeOffset(now, TimeSpan.Zero).AddDays(-1);
        using var made = request.CreateSelfSigned(start, start.AddYears(SelfSignedYears));

        // Through PKCS #12, so that the key lives with the certificate on every system.
        return Read(made.Export(X509ContentType.Pfx), password: null);
    }

    /// <summary>Loads it from a PKCS #12 (.pfx, .p12) file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password, or null.</param>
    /// <exception cref="CryptographicException">The file is none, the password is wrong, or it holds no certificate with a private key.</exception>
    public static SealCertificate Load(string path, string? password) => Read(File.ReadAllBytes(path), password);

    /// <summary>Reads it from the bytes of a PKCS #12 file.</summary>
    /// <param name="pfx">The file's bytes.</param>
    /// <param name="password">Its password, or null.</param>
    /// <exception cref="CryptographicException">As for <see cref="Load"/>.</exception>
    public static SealCertificate Read(byte[] pfx, string? password)
    {
        // A key in memory only, where the system can have one.
        var storage = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.Exportable : X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet;
        var all = X509CertificateLoader.LoadPkcs12Collection(pfx, password, storage);
        var own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException("The file holds no certificate with a private key.");
        return new SealCertificate(own, [.. all.Where(c => c != own)]);
    }

    /// <summary>The certificate and its key as PKCS #12, to keep a self-signed one.</summary>
    /// <param name="password">Protects it, or null.</param>
    public byte[] ToPfx(string? password) => Certificate.Export(X509ContentType.Pfx, password);

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var other in Chain)
        {
            other.Dispose();
        }
    }
}
