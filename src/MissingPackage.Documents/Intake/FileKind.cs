namespace MissingPackage.Documents.Intake;

/// <summary>The kinds of file a customer may send. Decided by the bytes alone, never by a name or a Content-Type.</summary>
public enum FileKind
{
    /// <summary>None of the accepted kinds; <see cref="SniffedFile.Other"/> may say what it is instead.</summary>
    Unknown,

    /// <summary>JPEG (ISO/IEC 10918).</summary>
    Jpeg,

    /// <summary>PNG, still or animated.</summary>
    Png,

    /// <summary>WebP, still or animated.</summary>
    WebP,

    /// <summary>HEIC: a HEIF container of HEVC pictures, what an iPhone writes.</summary>
    Heic,

    /// <summary>PDF with nothing before its header but a byte-order mark and white space.</summary>
    Pdf,
}

/// <summary>What a file that is not accepted turns out to be, so that its sender can be told how to fix it.</summary>
public enum OtherType
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>A web page, such as one saved from a browser.</summary>
    Html,

    /// <summary>A vector drawing, which may carry scripts.</summary>
    Svg,

    /// <summary>XML of another sort.</summary>
    Xml,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>A ZIP archive.</summary>
    Zip,

    /// <summary>A Word document (.docx).</summary>
    Docx,

    /// <summary>An Excel workbook (.xlsx).</summary>
    Xlsx,

    /// <summary>A file of Office 97-2003 (.doc, .xls) or another OLE container.</summary>
    OldOffice,

    /// <summary>Rich text.</summary>
    Rtf,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>AVIF.</summary>
    Avif,

    /// <summary>TIFF, including most camera raw files.</summary>
    Tiff,

    /// <summary>BMP.</summary>
    Bmp,

    /// <summary>A video, such as the moving half of a Live Photo.</summary>
    Video,

    /// <summary>A program.</summary>
    Program,

    /// <summary>What a printer is sent: PJL, perhaps around a PDF, or PostScript.</summary>
    PrinterFile,
}

/// <summary>What the first bytes of a file say.</summary>
/// <param name="Kind">The accepted kind, or <see cref="FileKind.Unknown"/>.</param>
/// <param name="Width">Width in pixels as the header declares it, before any rotation; 0 for a PDF, or where the header is damaged.</param>
/// <param name="Height">Height in pixels, as <paramref name="Width"/>.</param>
/// <param name="Animated">Whether it declares more than one frame to be shown in turn.</param>
/// <param name="Other">For <see cref="FileKind.Unknown"/>: what it looks like instead.</param>
public sealed record SniffedFile(FileKind Kind, int Width, int Height, bool Animated, OtherType Other);
