using MissingPackage.Documents.Intake;

namespace MissingPackage.Application.Text;

/// <summary>Kinds of file as media types and as people call them.</summary>
internal static class MediaTypes
{
    public static string Of(FileKind kind) => kind switch
    {
        FileKind.Jpeg => "image/jpeg",
        FileKind.Png => "image/png",
        FileKind.WebP => "image/webp",
        FileKind.Heic => "image/heic",
        FileKind.Pdf => "application/pdf",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string NameOf(FileKind kind) => kind switch
    {
        FileKind.Jpeg => "JPEG",
        FileKind.Png => "PNG",
        FileKind.WebP => "WebP",
        FileKind.Heic => "HEIC (iPhone photos)",
        FileKind.Pdf => "PDF",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
