using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace MissingPackage.Documents.Pdf;

/// <summary>The PKCS #7 signature inside a seal (CMS, RFC 5652, with the attribute CAdES asks for).</summary>
internal static class SealSignature
{
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>Signs.</summary>
    /// <returns>DER.</returns>
    public static byte[] Create(byte[] content, SealCertificate certificate)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate.Certificate)
        {
            DigestAlgorithm = new Oid(Sha256),

            // The chain is handed in: building one might go to the network while somebody waits.
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        foreach (var other in certificate.Chain)
        {
            signer.Certificates.Add(other);
        }

        signer.SignedAttributes.Add(new AsnEncodedData(new Oid(SigningCertificateV2), CertificateHashes(certificate.Certificate, certificate.Chain)));
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(signer);
        return cms.Encode();
    }

    /// <summary>Whether it is what <see cref="Create"/> makes, to the byte. Much of a CMS is not under its own signature:
    /// attributes and certificates can be added to it, and algorithms written in other ways.</summary>
    /// <param name="der">The signature.</param>
    /// <param name="cms">The same, decoded; it has one signer whose certificate is in it.</param>
    public static bool IsExact(ReadOnlySpan<byte> der, SignedCms cms)
    {
        var info = cms.SignerInfos[0];
        var certificate = info.Certificate!;
        var others = cms.Certificates.Where(other => !other.Equals(certificate)).ToList();
        var listed = info.SignedAttributes.Cast<CryptographicAttributeObject>()
            .SingleOrDefault(attribute => attribute.Oid.Value == SigningCertificateV2)?.Values;
        if (listed is not { Count: 1 } || !listed[0].RawData.AsSpan().SequenceEqual(CertificateHashes(certificate, others)))
        {
            return false;
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        var explicitContent = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(explicitContent))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    WriteAlgorithm(writer, Sha256);
                }

                WriteAlgorithm(writer, Data); // of the same shape: a sequence of one identifier
                using (writer.PushSetOf(explicitContent))
                {
                    foreach (var each in cms.Certificates)
                    {
                        writer.WriteEncodedValue(each.RawDataMemory.Span);
                    }
                }

                using (writer.PushSetOf())
                {
                    WriteSigner(writer, info, certificate, explicitContent);
                }
            }
        }

        return writer.EncodedValueEquals(der);
    }

    private static void WriteSigner(AsnWriter writer, SignerInfo info, X509Certificate2 certificate, Asn1Tag attributes)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(certificate.IssuerName.RawData);
                writer.WriteInteger(certificate.SerialNumberBytes.Span);
            }

            WriteAlgorithm(writer, Sha256);
            using (writer.PushSetOf(attributes))
            {
                foreach (var attribute in info.SignedAttributes)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(attribute.Oid.Value!);
                        using (writer.PushSetOf())
                        {
                            foreach (var value in attribute.Values)
                            {
                                writer.WriteEncodedValue(value.RawData);
                            }
                        }
                    }
                }
            }

            WriteAlgorithm(writer, info.SignatureAlgorithm.Value!);
            writer.WriteOctetString(info.GetSignature());
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string identifier)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
        }
    }

    // Ties the signature to this certificate and to the ones beside it (RFC 5035, ESSCertIDv2 with its default SHA-256).
    private static byte[] CertificateHashes(X509Certificate2 own, IEnumerable<X509Certificate2> others)
    {
        var hashes = others.Select(Hash).OrderBy(Convert.ToHexString, StringComparer.Ordinal).Prepend(Hash(own));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            foreach (var hash in hashes)
            {
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(hash);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Hash(X509Certificate2 certificate) => SHA256.HashData(certificate.RawData);
}
