using System.Globalization;
using System.Text;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Documents.Pdf;

/// <summary>
/// Seals a PDF: a PKCS #7 signature over every byte of the file but itself (<c>ETSI.CAdES.detached</c>, ISO 32000-2,
/// 12.8.3.4), added behind the file so that what was drawn stays as it is. It also carries the request's reference and the
/// time in a form <see cref="PdfSealCheck"/> reads.
/// </summary>
/// <remarks>
/// The time is the one handed in, under our signature only: there is no time stamp of a third party. The seal says who
/// issued the file and that it is unchanged, not who signed the statement.
/// </remarks>
public static class PdfSeal
{
    // ByteRange is written into room for four ten-digit numbers, and the signature into room for this many bytes.
    internal const int Room = 8192;
    internal const string Begin = "/MissingPackageSeal <</Version 1 /Reference (";
    internal const string Time = ") /SealedOn (";
    internal const string Range = ")>> /ByteRange ";
    internal const string Contents = " /Contents <";
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    internal const int RangeLength = 45;

    /// <summary>Seals a file that <see cref="SkiaPdfEngine"/> drew.</summary>
    /// <param name="pdf">The file; it has no seal yet.</param>
    /// <param name="reference">The request it belongs to.</param>
    /// <param name="certificate">What to seal with.</param>
    /// <param name="now">UTC; kept to the second.</param>
    /// <returns>The sealed file.</returns>
    /// <exception cref="InvalidDataException">The file was not drawn by that engine, or is sealed already.</exception>
    /// <exception cref="InvalidOperationException">The certificate is not valid at this time.</exception>
    public static byte[] Apply(byte[] pdf, RequestReference reference, SealCertificate certificate, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(pdf);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(certificate);
        if (now < certificate.Certificate.NotBefore.ToUniversalTime() || now > certificate.Certificate.NotAfter.ToUniversalTime())
        {
            throw new InvalidOperationException("The certificate to seal documents with is not valid at this time.");
        }

        var (unsigned, range, hole) = Prepare(pdf, reference, now);
        var after = hole + (2 * Room) + 2;
        var numbers = string.Create(CultureInfo.InvariantCulture, $"[0 {hole} {after} {unsigned.Length - after}]").PadRight(RangeLength);
        Encoding.ASCII.GetBytes(numbers).CopyTo(unsigned, range);

        var signature = SealSignature.Create([.. unsigned.AsSpan(0, hole), .. unsigned.AsSpan(after)], certificate);
        if (signature.Length > Room)
        {
            throw new InvalidOperationException("The certificate and its chain are too large for the room a seal has.");
        }

        Encoding.ASCII.GetBytes(Convert.ToHexString(signature)).CopyTo(unsigned, hole + 1);
        return unsigned;
    }

    /// <summary>Appends an incremental update: the catalog with a form, the first page with the form's field, the field,
    /// and the signature with room for its bytes.</summary>
    private static (byte[] File, int Range, int Hole) Prepare(byte[] pdf, RequestReference reference, DateTime now)
    {
        var table = PdfBytes.ReadTable(pdf);
        if (table.Trailer.Contains("/Prev", StringComparison.Ordinal) || pdf.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Begin)) >= 0)
        {
            throw new InvalidDataException("The file is sealed already.");
        }

        var root = PdfBytes.Reference(table.Trailer, "/Root");
        var catalog = PdfBytes.Object(pdf, table, root);
        var first = PdfBytes.Reference(catalog, "/Pages");
        var page = PdfBytes.Object(pdf, table, first);
        while (!page.StartsWith("<</Type /Page\n", StringComparison.Ordinal))
        {
            first = PdfBytes.Reference(page, "/Kids");
            page = PdfBytes.Object(pdf, table, first);
        }

        var update = new PdfUpdate(pdf, table);
        var field = update.FirstFree;
        var signature = field + 1;
        const string annotations = "/Annots [";
        page = page.Contains(annotations, StringComparison.Ordinal)
            ? page.Replace(annotations, $"{annotations}{field} 0 R ", StringComparison.Ordinal)
            : PdfUpdate.Add(page, $"\n/Annots [{field} 0 R]");

        update.Put(root, PdfUpdate.Add(catalog, $"\n/AcroForm <</Fields [{field} 0 R] /SigFlags 3>>"));
        update.Put(first, page);
        update.Put(field, $"<</Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /F 132 /Rect [0 0 0 0] /P {first} 0 R /V {signature} 0 R>>");
        var range = new string(' ', RangeLength);
        var time = now.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var start = $"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
            + $" /M (D:{now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}Z) /Reason (Issued for request {reference.Value}) "
            + $"{Begin}{reference.Value}{Time}{time}{Range}";
        var rangeAt = update.Put(signature, $"{start}{range}{Contents}{new string('0', 2 * Room)}>>>") + start.Length;
        return (update.Close(), rangeAt, rangeAt + RangeLength + Contents.Length - 1);
    }
}
