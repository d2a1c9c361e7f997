using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Documents.Pdf;

/// <summary>What a file turned out to be.</summary>
public enum SealState
{
    /// <summary>It carries no seal of ours: it came from somewhere else, was never sealed, or its seal was cut off.</summary>
    NotOurs,

    /// <summary>It carries something like our seal, but is not as we issued it.</summary>
    Changed,

    /// <summary>We issued it, and no byte of it was changed, added or taken away.</summary>
    IssuedByUs,
}

/// <summary>What a check found.</summary>
/// <param name="State">What it is.</param>
/// <param name="Reference">The request it was issued for; only for <see cref="SealState.IssuedByUs"/>.</param>
/// <param name="SealedOn">UTC, when it was sealed; only for <see cref="SealState.IssuedByUs"/>.</param>
public sealed record SealFinding(SealState State, RequestReference? Reference = null, DateTime? SealedOn = null);

/// <summary>
/// Tells whether a file is one that <see cref="PdfSeal"/> sealed, and unchanged. It takes any bytes, never throws, and
/// reads only the layout that the sealer writes: no PDF parser touches a file from outside. Its time and memory grow
/// with the file's length and no more.
/// </summary>
public sealed class PdfSealCheck
{
    private static readonly byte[] Begin = Encoding.ASCII.GetBytes(PdfSeal.Begin);

    private static readonly SearchValues<byte> UpperHex = SearchValues.Create("0123456789ABCDEF"u8);

    private readonly HashSet<string> _ours;

    /// <summary>Makes a check.</summary>
    /// <param name="ours">Every certificate documents were ever sealed with; private keys are not needed. A document
    /// sealed with one that has since expired is still ours.</param>
    public PdfSealCheck(IEnumerable<X509Certificate2> ours)
    {
        ArgumentNullException.ThrowIfNull(ours);
        _ours = [.. ours.Select(certificate => certificate.GetCertHashString(HashAlgorithmName.SHA256))];
    }

    /// <summary>Looks at a file.</summary>
    /// <param name="file">Any bytes.</param>
    public SealFinding Examine(ReadOnlySpan<byte> file)
    {
        var at = file.LastIndexOf(Begin);
        if (at < 0)
        {
            return new(SealState.NotOurs);
        }

        if (!TryReadSeal(file, at + Begin.Length, out var seal))
        {
            return new(SealState.Changed);
        }

        try
        {
            // Content is not needed to see who signed: a stranger's file is not even read through.
            var cms = new SignedCms();
            cms.Decode(seal.Signature);
            if (cms.SignerInfos is not [var claimed] || claimed.Certificate is not { } certificate)
            {
                return new(SealState.Changed);
            }

            if (!_ours.Contains(certificate.GetCertHashString(HashAlgorithmName.SHA256)))
            {
                return new(SealState.NotOurs);
            }

            var whole = new SignedCms(new ContentInfo([.. file[..seal.Hole], .. file[seal.After..]]), detached: true);
            whole.Decode(seal.Signature);
            whole.CheckSignature(verifySignatureOnly: true);
            if (!SealSignature.IsExact(seal.Signature, whole))
            {
                return new(SealState.Changed);
            }

            return new(SealState.IssuedByUs, seal.Reference, seal.SealedOn);
        }
        catch (Exception e) when (e is CryptographicException or InvalidOperationException or ArgumentException or NotSupportedException or FormatException)
        {
            return new(SealState.Changed);
        }
    }

    // From the reference on: exactly what the sealer writes, byte for byte.
    private static bool TryReadSeal(ReadOnlySpan<byte> file, int position, [NotNullWhen(true)] out Seal? seal)
    {
        seal = null;
        var reader = new Reader(file, position);
        var referenceText = reader.Text(RequestReference.Length);
        var isNext = reader.Skip(PdfSeal.Time);
        var timeText = reader.Text("yyyy-MM-ddTHH:mm:ssZ".Length);
        isNext = isNext && reader.Skip(PdfSeal.Range);
        var range = reader.Text(PdfSeal.RangeLength);
        isNext = isNext && reader.Skip(PdfSeal.Contents);
        var hole = reader.Position - 1;
        var digits = reader.Bytes(2 * PdfSeal.Room);
        if (!isNext || !reader.Skip(">"))
        {
            return false;
        }

        var after = reader.Position;
        var expected = string.Create(CultureInfo.InvariantCulture, $"[0 {hole} {after} {file.Length - after}]").PadRight(PdfSeal.RangeLength);
        if (range != expected
            || !RequestReference.TryParse(referenceText, out var reference) || reference.Value != referenceText
            || !DateTime.TryParseExact(timeText, PdfSeal.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
        {
            return false;
        }

        var bytes = new byte[PdfSeal.Room];
        if (digits.ContainsAnyExcept(UpperHex)
            || Convert.FromHexString(digits, bytes, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        // The sealer's signature starts with a DER sequence of a two-byte length, and nothing but zeros follows it.
        var length = bytes[0] == 0x30 && bytes[1] == 0x82 ? 4 + (bytes[2] << 8) + bytes[3] : 0;
        if (length is 0 or > PdfSeal.Room || bytes.AsSpan(length).ContainsAnyExcept((byte)0))
        {
            return false;
        }

        seal = new Seal(reference, time, hole, after, bytes[..length]);
        return true;
    }

    private sealed record Seal(RequestReference Reference, DateTime SealedOn, int Hole, int After, byte[] Signature);

    /// <summary>Reads on, and past the end reads nothing.</summary>
    private ref struct Reader(ReadOnlySpan<byte> file, int position)
    {
        private readonly ReadOnlySpan<byte> _file = file;

        public int Position { get; private set; } = position;

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (count > _file.Length - Position)
            {
                Position = _file.Length;
                return default;
            }

            Position += count;
            return _file.Slice(Position - count, count);
        }

        public string Text(int count) => Encoding.Latin1.GetString(Bytes(count));

        public bool Skip(string expected) => Text(expected.Length) == expected;
    }
}
