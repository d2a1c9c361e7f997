namespace MissingPackage.Domain.Evidence;

/// <summary>The two documents that a carrier's claim needs from the customer.</summary>
public enum DocumentKind
{
    /// <summary>A copy of a government-issued photo ID.</summary>
    PhotoId,

    /// <summary>The signed statement of non-receipt.</summary>
    Statement,
}
