namespace MissingPackage.Domain.Evidence;

/// <summary>
/// What a file of a request is. Two documents are asked for, because a carrier's claim needs them; the rest make the claim
/// stronger and are nobody's duty. Stored by name: rename nothing, only add.
/// </summary>
public enum DocumentKind
{
    /// <summary>A copy of a government-issued photo ID.</summary>
    PhotoId,

    /// <summary>The signed statement of non-receipt.</summary>
    Statement,

    /// <summary>A photo of the place where the package should have been.</summary>
    DropOffPhoto,

    /// <summary>The photo that the carrier took at the delivery; often a screenshot of its page.</summary>
    DeliveryPhoto,

    /// <summary>An invoice, a receipt or an order confirmation that names the price.</summary>
    ProofOfValue,
}

/// <summary>Which documents are asked for and which only help.</summary>
public static class DocumentKinds
{
    /// <summary>The documents without which no claim is filed, in the order to name them.</summary>
    public static IReadOnlyList<DocumentKind> Required { get; } = [DocumentKind.PhotoId, DocumentKind.Statement];

    /// <summary>The documents that help, and that nobody has to send, in the order to show them.</summary>
    public static IReadOnlyList<DocumentKind> Supporting { get; } = [DocumentKind.DropOffPhoto, DocumentKind.DeliveryPhoto, DocumentKind.ProofOfValue];

    /// <summary>Whether the document is asked for.</summary>
    /// <param name="kind">Which one.</param>
    public static bool IsRequired(this DocumentKind kind) => kind is DocumentKind.PhotoId or DocumentKind.Statement;
}
