using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Requests;

/// <summary>
/// How long each next step takes at most, in business days: what the customer is told and what the queue sorts by.
/// The house's own promises (docs/decisions/0003), except the carrier's, which is the longest its claim rules name.
/// </summary>
public static class ServicePromise
{
    /// <summary>From the last document to a decision of ours.</summary>
    public const int ReviewDays = 3;

    /// <summary>From accepted documents to the hand-off to the seller.</summary>
    public const int HandOffDays = 1;

    /// <summary>From the hand-off to the seller's claim.</summary>
    public const int SellerDays = 5;

    /// <summary>From the carrier's decision to a replacement or refund.</summary>
    public const int MakeGoodDays = 5;

    /// <summary>From a document asked for again to its deadline.</summary>
    public const int AskedAgainDays = 3;

    /// <summary>From a filed claim to the carrier's decision, where the carrier isn't one of the four.</summary>
    public const int UnknownCarrierDays = 15;

    /// <summary>From a filed claim to the carrier's decision, by the rules as shipped.</summary>
    /// <param name="carrier">The carrier, or null if it isn't one of the four.</param>
    public static int CarrierDays(CarrierCode? carrier) =>
        carrier is { } code ? CarrierDirectory.Get(code).Claim.DecisionDaysTo : UnknownCarrierDays;
}
