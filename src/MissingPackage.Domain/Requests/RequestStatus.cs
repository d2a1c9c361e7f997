namespace MissingPackage.Domain.Requests;

/// <summary>Where a request stands. Stored by name: rename nothing, only add.</summary>
public enum RequestStatus
{
    /// <summary>Opened; the photo ID, the statement, or both are still to come.</summary>
    AwaitingDocuments,

    /// <summary>Both documents are in; an agent has to look.</summary>
    ReadyForReview,

    /// <summary>An agent asked the customer for a document again.</summary>
    MoreNeeded,

    /// <summary>Documents accepted; the seller has to file a claim with the carrier.</summary>
    WithSeller,

    /// <summary>The seller's claim is with the carrier.</summary>
    CarrierClaimFiled,

    /// <summary>Replaced or refunded.</summary>
    Resolved,

    /// <summary>Declined, with a reason that the customer reads.</summary>
    Declined,

    /// <summary>Ended without a claim: the package turned up, or the customer withdrew.</summary>
    Closed,
}
