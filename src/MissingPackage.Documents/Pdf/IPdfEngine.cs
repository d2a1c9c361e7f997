namespace MissingPackage.Documents.Pdf;

/// <summary>Draws documents. Safe to use from several threads at once.</summary>
public interface IPdfEngine
{
    /// <summary>Draws a document on US Letter pages.</summary>
    /// <param name="document">What it says.</param>
    /// <exception cref="ArgumentException">A block is not one this engine knows, or holds what cannot be drawn, such as a picture that is not a JPEG.</exception>
    PdfRendering Render(PdfDocument document);

    /// <summary>Draws the same pages as pictures, for a viewer that shows no PDF.</summary>
    /// <param name="document">What it says.</param>
    /// <param name="longSide">The height of a page in pixels.</param>
    /// <returns>One picture a page, in order.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Render"/>.</exception>
    IReadOnlyList<PagePicture> Picture(PdfDocument document, int longSide);
}

/// <summary>A page as a picture.</summary>
/// <param name="Jpeg">A JPEG file.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record PagePicture(byte[] Jpeg, int Width, int Height);

/// <summary>A drawn document.</summary>
/// <param name="Content">The PDF file.</param>
/// <param name="Pages">How many pages it has.</param>
/// <param name="MissingCharacters">The characters, as a reader sees them, that no font on this machine could draw, each
/// once. In their place stands a question mark, though the text behind it is right. Whoever asked for the document must not hand it on as if it were right.</param>
public sealed record PdfRendering(byte[] Content, int Pages, IReadOnlyList<string> MissingCharacters);
