using MissingPackage.Documents.Intake;
using MissingPackage.Web.Pages.Shared;

namespace MissingPackage.Web.Documents;

/// <summary>A verdict in words for the customer: what happened to the file, and how to mend it.</summary>
public static class VerdictText
{
    /// <summary>Whether the file is with us.</summary>
    public static bool IsKept(Verdict verdict) => verdict is Verdict.Received or Verdict.Checking;

    /// <summary>One or two sentences.</summary>
    /// <param name="verdict">What became of the file.</param>
    /// <param name="maxFileBytes">The limit of one file.</param>
    /// <param name="accepted">The types taken, in words.</param>
    public static string Of(Verdict verdict, long maxFileBytes, string accepted) => verdict switch
    {
        Verdict.Received { Advice.Count: 0 } => "Received. Thank you.",
        Verdict.Received received => "Received. " + string.Join(' ', received.Advice.Select(Of)) + " Send a better photo in its place, or use it anyway.",
        Verdict.Checking => "We have it, and are checking it. You don’t need to send it again.",
        Verdict.NotAllowed refused => refused.Why,
        Verdict.NoRoom => "We couldn’t store this file just now. Nothing you sent before is lost: please try again in a few minutes.",
        Verdict.Refused refused => Of(refused.Reason, refused.Detail, maxFileBytes, accepted),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>Advice on a photo.</summary>
    public static string Of(QualityAdvice advice) => advice switch
    {
        QualityAdvice.Blurred => "The photo looks blurred: hold the phone still and tap the document to focus.",
        QualityAdvice.TooDark => "The photo looks very dark: move closer to a window or a lamp.",
        QualityAdvice.LowResolution => "The photo is small, and fine print may not be readable: send the original photo and not a thumbnail.",
        QualityAdvice.Blank => "The photo looks blank: check that it is the right one.",
        _ => throw new ArgumentOutOfRangeException(nameof(advice)),
    };

    /// <summary>Why a file isn't taken, and how to mend it.</summary>
    public static string Of(RefusalReason reason, RefusalDetail detail, long maxFileBytes, string accepted)
    {
        ArgumentNullException.ThrowIfNull(detail);
        return reason switch
        {
            RefusalReason.Empty => "This file is empty. Perhaps it was still being downloaded to your phone: open it once, then choose it again.",
            RefusalReason.TooLarge => $"This file is larger than {Times.Size(maxFileBytes)}. A photo of the document is smaller than a scan: take one with your phone.",
            RefusalReason.NotAnAcceptedType => $"This isn’t a picture that we can open{Looks(detail.Other)}. We take {accepted}. Take a photo of the document, or send a screenshot of it.",
            RefusalReason.PdfNotOffered => $"We can’t open PDFs here at the moment. We take {accepted}: take a photo of the page, or a screenshot of it.",
            RefusalReason.Animated => "This is a moving picture. Send a still photo of the document.",
            RefusalReason.TooSmall => $"This picture is only {detail.Width} × {detail.Height} pixels: nothing on it can be read. Send the original photo.",
            RefusalReason.TooManyPixels => $"This picture is {detail.Width} × {detail.Height} pixels, more than we can open. Take a normal photo of the document with your phone.",
            RefusalReason.Unreadable => "This file is damaged or cut short, so we couldn’t open it. Choose the original again, or take a new photo.",
            RefusalReason.Encrypted => "This PDF is locked with a password. Save it without one, or send a photo of the page.",
            RefusalReason.TooManyPages => "This PDF has too many pages. Send only the pages of this document.",
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
        OtherType.Gif or OtherType.Avif or OtherType.Tiff or OtherType.Bmp => $" (it is a {other.ToString()!.ToUpperInvariant()} picture)",
        OtherType.Video => " (it is a video)",
        OtherType.Program => " (it is a program)",
        _ => "",
    };
}
