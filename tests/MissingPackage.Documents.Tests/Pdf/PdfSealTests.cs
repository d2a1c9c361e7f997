using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MissingPackage.Documents.Pdf;
using static MissingPackage.Documents.Tests.Pdf.SampleStatements;

namespace MissingPackage.Documents.Tests.Pdf;

public class PdfSealTests
{
    private static readonly SealCertificate Certificate = SealCertificate.CreateSelfSigned("MissingPackage tests", Now);
    private static readonly PdfSealCheck Check = new([Certificate.Certificate]);
    private static readonly byte[] Sealed = PdfSeal.Apply(SignedPdf(), Reference, Certificate, Now);

    [Fact]
    public async Task A_sealed_file_is_valid_to_others_and_ours_to_us()
    {
        Assert.Equal(new SealFinding(SealState.IssuedByUs, Reference, Now), Check.Examine(Sealed));

        await PdfTools.AssertSoundAsync(Sealed);
        var said = await PdfTools.SignatureAsync(Sealed);
        Assert.Contains("Signature Validation: Signature is Valid.", said, StringComparison.Ordinal);
        Assert.Contains("Signature Type: ETSI.CAdES.detached", said, StringComparison.Ordinal);
        Assert.Contains("Total document signed", said, StringComparison.Ordinal);
        Assert.Contains("Signing Time: Mar 13 2026", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_changed_byte_breaks_the_seal()
    {
        var changed = Sealed.ToArray();
        var at = changed.AsSpan().IndexOf("/Author (Sample"u8) + "/Author (".Length;
        changed[at] = (byte)'P';

        Assert.Equal(new SealFinding(SealState.Changed), Check.Examine(changed));
        Assert.Contains("Signature Validation: Digest Mismatch.", await PdfTools.SignatureAsync(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void No_changed_byte_anywhere_goes_unseen()
    {
        var random = new Random(4);
        var changed = Sealed.ToArray();
        var ends = Enumerable.Range(Sealed.Length - 1500, 1500);
        var hole = Sealed.AsSpan().IndexOf("/Contents <"u8);
        foreach (var at in ends.Concat(Enumerable.Range(hole, 300)).Concat(Enumerable.Range(0, 500).Select(_ => random.Next(Sealed.Length))))
        {
            var was = changed[at];
            changed[at] ^= (byte)(1 << random.Next(8));
            Assert.NotEqual(SealState.IssuedByUs, Check.Examine(changed).State);
            changed[at] = was;
        }

        Assert.Equal(SealState.IssuedByUs, Check.Examine(changed).State);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData(" ")]
    [InlineData("\0")]
    [InlineData("1 0 obj\n<</Title (Other)>>\nendobj\nxref\n1 1\n0000000000 00000 n \ntrailer\n<</Size 2>>\nstartxref\n0\n%%EOF\n")]
    [InlineData("/MissingPackageSeal <</Version 1 /Reference (")]
    public void Anything_appended_is_a_change(string more) =>
        Assert.Equal(SealState.Changed, Check.Examine([.. Sealed, .. Encoding.Latin1.GetBytes(more)]).State);

    [Fact]
    public void A_second_seal_behind_the_first_is_a_change_and_so_is_something_before_it()
    {
        var update = Sealed.AsSpan(SignedPdf().Length);

        Assert.Equal(SealState.Changed, Check.Examine([.. Sealed, .. update]).State);
        Assert.Equal(SealState.Changed, Check.Examine([(byte)'\n', .. Sealed]).State);
    }

    [Fact]
    public void Every_truncated_file_is_changed_or_not_ours()
    {
        Assert.Equal(SealState.Changed, Check.Examine(Sealed.AsSpan(..^1)).State);
        Assert.Equal(SealState.Changed, Check.Examine(Sealed.AsSpan(..^2000)).State);
        Assert.Equal(SealState.NotOurs, Check.Examine(Sealed.AsSpan(..(Sealed.Length / 4))).State);
        for (var length = Sealed.Length - 1; length > Sealed.Length - 18_000; length -= 37)
        {
            Assert.NotEqual(SealState.IssuedByUs, Check.Examine(Sealed.AsSpan(..length)).State);
        }
    }

    [Fact]
    public void What_we_did_not_seal_is_not_ours()
    {
        using var stranger = SealCertificate.CreateSelfSigned("MissingPackage tests", Now);

        Assert.Equal(SealState.NotOurs, Check.Examine(PdfSeal.Apply(SignedPdf(), Reference, stranger, Now)).State);
        Assert.Equal(SealState.NotOurs, Check.Examine(SignedPdf()).State);
        Assert.Equal(SealState.NotOurs, Check.Examine([]).State);
        Assert.Equal(SealState.NotOurs, Check.Examine("%PDF-1.7\n/ByteRange [0 1 2 3] /Contents <00>"u8).State);
        Assert.Equal(SealState.NotOurs, new PdfSealCheck([]).Examine(Sealed).State);
    }

    [Fact]
    public void A_seal_of_ours_moved_to_another_file_is_a_change()
    {
        var other = PdfSeal.Apply(Engine.Render(new Statement(Facts with { Name = "Kim Sample" }).ToSigned(Signature(Typed()), Author)).Content, Reference, Certificate, Now);
        var (hole, length) = Hole(Sealed);
        var (otherHole, _) = Hole(other);
        Sealed.AsSpan(hole, length).CopyTo(other.AsSpan(otherHole));

        Assert.Equal(SealState.Changed, Check.Examine(other).State);
    }

    [Fact]
    public void What_is_added_to_the_signature_itself_is_a_change()
    {
        var changed = Sealed.ToArray();
        var (hole, length) = Hole(changed);
        var cms = new SignedCms();
        cms.Decode(Convert.FromHexString(Encoding.ASCII.GetString(changed, hole, length)));
        cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(new Oid("1.2.3.4"), [0x05, 0x00]));
        var hex = Convert.ToHexString(cms.Encode()).PadRight(length, '0');
        Encoding.ASCII.GetBytes(hex).CopyTo(changed, hole);

        Assert.Equal(SealState.Changed, Check.Examine(changed).State);

        var behind = Sealed.ToArray();
        behind[hole + length - 1] = (byte)'1';
        Assert.Equal(SealState.Changed, Check.Examine(behind).State);
    }

    [Fact]
    public void Large_files_take_little_memory()
    {
        const int size = 15 * 1024 * 1024;
        var garbage = new byte[size];
        new Random(4).NextBytes(garbage);
        var marker = Encoding.ASCII.GetBytes(PdfSeal.Begin);
        var markers = new byte[size];
        for (var i = 0; i + marker.Length <= size; i += marker.Length)
        {
            marker.CopyTo(markers, i);
        }

        // All but the signature: a whole seal of a stranger's behind 15 MB.
        var padded = PdfSeal.Begin + Reference + PdfSeal.Time + "2026-03-13T20:05:09Z" + PdfSeal.Range;
        byte[][] files = [garbage, markers, [.. garbage, .. Encoding.ASCII.GetBytes(padded)], [.. garbage, .. Sealed], new byte[size]];
        foreach (var file in files)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var found = Check.Examine(file);

            Assert.NotEqual(SealState.IssuedByUs, found.State);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 1024 * 1024);
        }
    }

    [Fact]
    public async Task A_file_with_a_link_on_its_first_page_and_one_of_many_pages_are_sealed_too()
    {
        byte[][] files =
        [
            Engine.Render(new Statement(Facts).ToPrint(UploadAddress, Author, Now)).Content,
            Engine.Render(Document([.. Enumerable.Range(0, 30).SelectMany(i => (Block[])[new Paragraph($"Page {i}"), new PageBreak()])])).Content,
        ];
        foreach (var file in files)
        {
            var done = PdfSeal.Apply(file, Reference, Certificate, Now);

            Assert.Equal(SealState.IssuedByUs, Check.Examine(done).State);
            await PdfTools.AssertSoundAsync(done);
            Assert.Contains("Signature is Valid.", await PdfTools.SignatureAsync(done), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_certificate_on_an_elliptic_curve_and_one_with_a_chain_seal_as_well()
    {
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=Sample root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var start = new DateTimeOffset(Now).AddDays(-1);
        using var root = rootRequest.CreateSelfSigned(start, start.AddDays(10));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Sample curve", key, HashAlgorithmName.SHA256);
        using var issued = request.Create(
            root.SubjectName, X509SignatureGenerator.CreateForRSA(rootKey, RSASignaturePadding.Pkcs1), start, start.AddDays(5), [1, 2, 3]);
        using var whole = issued.CopyWithPrivateKey(key);
        using var certificate = SealCertificate.Read(new X509Certificate2Collection { root, whole }.Export(X509ContentType.Pfx, "sample")!, "sample");

        Assert.Single(certificate.Chain);
        var done = PdfSeal.Apply(SignedPdf(), Reference, certificate, Now);

        Assert.Equal(SealState.IssuedByUs, new PdfSealCheck([Certificate.Certificate, certificate.Certificate]).Examine(done).State);
        Assert.Contains("Signature is Valid.", await PdfTools.SignatureAsync(done), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_is_kept_in_a_file_with_its_password()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["seal.pfx"], Certificate.ToPfx("sample"));

        using var loaded = SealCertificate.Load(folder["seal.pfx"], "sample");
        Assert.Equal(SealState.IssuedByUs, Check.Examine(PdfSeal.Apply(SignedPdf(), Reference, loaded, Now)).State);
        Assert.ThrowsAny<CryptographicException>(() => SealCertificate.Load(folder["seal.pfx"], "other"));
        Assert.ThrowsAny<CryptographicException>(() => SealCertificate.Read([1, 2, 3], null));
    }

    [Fact]
    public void What_cannot_be_sealed_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => PdfSeal.Apply(Sealed, Reference, Certificate, Now));
        Assert.Throws<InvalidDataException>(() => PdfSeal.Apply([.. "%PDF-1.4\n"u8], Reference, Certificate, Now));
        Assert.Throws<InvalidOperationException>(() => PdfSeal.Apply(SignedPdf(), Reference, Certificate, Now.AddYears(6)));
    }

    private static (int Start, int Length) Hole(byte[] file) =>
        (file.AsSpan().LastIndexOf("/Contents <"u8) + "/Contents <".Length, 2 * PdfSeal.Room);
}
