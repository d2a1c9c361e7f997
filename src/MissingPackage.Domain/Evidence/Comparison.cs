using System.Security.Cryptography;
using System.Text;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Evidence;

/// <summary>What an agent compares between the documents and the order. Stored by name: rename nothing, only add.</summary>
public enum ComparedItem
{
    /// <summary>The names on ID, statement and order.</summary>
    Name,

    /// <summary>The addresses.</summary>
    Address,

    /// <summary>The ID hasn't run out.</summary>
    InDate,

    /// <summary>Everything can be read.</summary>
    Readable,

    /// <summary>The statement is signed, as the ID is.</summary>
    Signature,
}

/// <summary>Which documents a comparison is about.</summary>
public static class Comparison
{
    /// <summary>
    /// A key of the documents that were compared: a tick counts only while they are the same. SHA-256 in lower-case hex of
    /// the ids of the usable files, or null where a document is missing and there is nothing to compare.
    /// </summary>
    /// <param name="request">The request with its documents.</param>
    /// <param name="item">What is compared.</param>
    public static string? KeyOf(ServiceRequest request, ComparedItem item)
    {
        ArgumentNullException.ThrowIfNull(request);
        DocumentKind[] kinds = item == ComparedItem.InDate ? [DocumentKind.PhotoId] : [DocumentKind.PhotoId, DocumentKind.Statement];
        var files = request.Documents.Where(d => d.IsUsable && kinds.Contains(d.Kind)).OrderBy(d => d.Id).ToList();
        return kinds.All(kind => files.Exists(f => f.Kind == kind))
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', files.Select(f => f.Id.ToString("n"))))))
            : null;
    }
}
