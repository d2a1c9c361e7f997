using MissingPackage.Domain.Evidence;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>What became of one file, for the page that the upload leads back to.</summary>
/// <param name="Kind">Which document it was for.</param>
/// <param name="IdType">The ID type that was chosen, kept for the next try.</param>
/// <param name="File">The customer's own name for the file; shown back to them only, never stored.</param>
/// <param name="Kept">Whether the file is with us.</param>
/// <param name="Text">The verdict in words.</param>
public sealed record UploadNote(DocumentKind Kind, PhotoIdType? IdType, string File, bool Kept, string Text);
