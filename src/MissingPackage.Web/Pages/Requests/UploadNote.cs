using MissingPackage.Application.Text;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>What became of one file, for the page that the upload leads back to.</summary>
/// <param name="Kind">Which document it was for.</param>
/// <param name="IdType">The ID type that was chosen, kept for the next try.</param>
/// <param name="File">The customer's own name for the file; shown back to them only, never stored.</param>
/// <param name="Kept">Whether the file is with us.</param>
/// <param name="Text">The verdict in words.</param>
/// <param name="Improvable">The received file that a better photo could replace, where there was advice; else null.</param>
public sealed record UploadNote(DocumentKind Kind, PhotoIdType? IdType, string File, bool Kept, string Text, Guid? Improvable = null)
{
    /// <summary>Where a better photo can be sent in its place, or null.</summary>
    public string? BetterAt(RequestReference reference) => Improvable is { } document
        ? $"/requests/{reference}/documents?replace={document}#{DocumentWords.SlugOf(Kind)}"
        : null;
}
