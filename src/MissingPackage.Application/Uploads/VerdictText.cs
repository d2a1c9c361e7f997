using System.Globalization;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Text;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Application.Uploads;

/// <summary>A verdict in words for the customer: what happened to the file, and how to mend it.</summary>
public static class VerdictText
{
    /// <summary>Whether the file is with us.</summary>
    public static bool IsKept(Verdict verdict) => verdict is Verdict.Received or Verdict.Checking;

    /// <summary>One or two sentences.</summary>
    /// <param name="verdict">What became of the file.</param>
    /// <param name="limits">The limits of one file.</param>
    /// <param name="accepted">The types taken, in words.</param>
    public static string Of(Verdict verdict, IntakeOptions limits, string accepted) => verdict switch
    {
        Verdict.Received { Advice.Count: 0 } => "Received. Thank you.",
        Verdict.Received received =>
            "Received. " + string.Join(' ', received.Advice.Select(Of)) + " Send a better one in its place, or use it anyway.",
        Verdict.Checking => "We have it, and are checking it. You don’t need to send it again.",
        Verdict.NotAllowed refused => refused.Why,
        Verdict.NoRoom => "We couldn’t store this file just now. Nothing you sent before is lost: please try again in a few minutes.",
        Verdict.TooSlow =>
            "Your connection is so slow that we stopped waiting for this file. Nothing you sent before is lost: "
            + "try again where the connection is better, or send a smaller photo.",
        Verdict.Refused refused => Of(refused.Reason, refused.Detail, limits, accepted),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>Advice on a file, whether it is a photo or a PDF.</summary>
    public static string Of(QualityAdvice advice) => advice switch
    {
        QualityAdvice.Blurred => "It looks blurred: hold the phone still and tap the document to focus.",
        QualityAdvice.TooDark => "It looks very dark: move closer to a window or a lamp.",
        QualityAdvice.LowResolution => "It is small, and fine print may not be readable: send the original and not a thumbnail.",
        QualityAdvice.Blank => "It looks blank: check that it is the right one.",
        QualityAdvice.FontsMissing =>
            "Some letters of this PDF may be missing: print it to a plain PDF (Print, then Save as PDF), or send a photo of the page.",
        _ => throw new ArgumentOutOfRangeException(nameof(advice)),
    };

    /// <summary>Why a file isn't taken, and how to mend it.</summary>
    public static string Of(RefusalReason reason, RefusalDetail detail, IntakeOptions limits, string accepted)
    {
        ArgumentNullException.ThrowIfNull(detail);
        ArgumentNullException.ThrowIfNull(limits);
        return reason switch
        {
            RefusalReason.Empty => "This file is empty. Perhaps it was still being downloaded to your phone: open it once, then choose it again.",
            RefusalReason.TooLarge => $"This file is larger than {Times.Size(limits.MaxFileBytes)}, the most we can take. "
                + "Send a smaller copy: a screenshot of it or, of a PDF, only the pages of this document.",
            RefusalReason.NotAnAcceptedType when detail.Other == OtherType.PrinterFile =>
                "This is a file for a printer, which we can’t open. Print it to a PDF, or save it as a PDF, and send that.",
            RefusalReason.NotAnAcceptedType =>
                $"This isn’t a picture that we can open{Looks(detail.Other)}. We take {accepted}. "
                + "Take a photo of the document, or send a screenshot of it.",
            RefusalReason.PdfNotOffered => $"We can’t open PDFs here at the moment. We take {accepted}: take a photo of the page, or a screenshot of it.",
            RefusalReason.Animated => "This is a moving picture. Send a still photo of the document.",
            RefusalReason.TooSmall => $"This picture is only {detail.Width} × {detail.Height} pixels: nothing on it can be read. Send the original photo.",
            RefusalReason.TooManyPixels => $"This picture is {detail.Width} × {detail.Height} pixels, more than we can open. Take a normal photo of the document with your phone.",
            RefusalReason.Unreadable =>
                "This file is damaged or cut short, so we couldn’t open it. Choose the original again, or take a photo of the document.",
            RefusalReason.Encrypted => "This PDF is locked. Save it without a password or other protection, or send a photo of the page.",
            RefusalReason.TooManyPages =>
                $"This PDF has {detail.Pages?.ToString("N0", CultureInfo.InvariantCulture)} pages; {limits.MaxPdfPages} is the most. "
                + "Send only the pages of this document.",
            RefusalReason.TooComplex =>
                "This file takes more work to open than any photo or document we know. "
                + "Take a photo of the document with your phone or, of a PDF, print it to a plain one (Print, then Save as PDF).",
            RefusalReason.PageTooNarrow =>
                "A page of this PDF is a strip, so long and narrow that nothing on it could be read. "
                + "Print it to a PDF with pages of a usual size, such as Letter or A4, or send photos of its parts.",
            RefusalReason.Placeholder =>
                "This PDF shows its document only in some programs; all we see is a page that says so. "
                + "Open it where you can read it, choose Print, then Save as PDF, and send that. Or send a photo of the page.",
            RefusalReason.Infected => "Our virus scanner stopped this file, and we deleted it. Take a new photo of the document with your phone.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        };
    }

    private static string Looks(OtherType? other) => other switch
    {
        OtherType.Html => " (it is a web page)",
        OtherType.Svg => " (it is a drawing)",
        OtherType.Xml or OtherType.Text => " (it is a text file)",
        OtherType.Zip => " (it is a ZIP archive)",
        OtherType.Docx or OtherType.Rtf or OtherType.OldOffice => " (it is an Office document)",
        OtherType.Xlsx => " (it is a spreadsheet)",
        OtherType.Avif => " (it is an AVIF picture)",
        OtherType.Gif or OtherType.Tiff or OtherType.Bmp => $" (it is a {other.ToString()!.ToUpperInvariant()} picture)",
        OtherType.Video => " (it is a video)",
        OtherType.Program => " (it is a program)",
        _ => "",
    };
}
