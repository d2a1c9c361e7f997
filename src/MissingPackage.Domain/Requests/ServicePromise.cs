using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Requests;

/// <summary>
/// How long each next step takes at most, in business days: what the customer is told and what the queue sorts by.
/// The house's own promises (docs/decisions/0003), except the carrier's, which is the longest its claim rules name.
/// </summary>
public static class ServicePromise
{
    /// <summary>From the last document to a decision of ours.</summary>
    public const int ReviewDays = 3;

    /// <summary>From accepted documents to the seller's claim.</summary>
    public const int SellerDays = 5;

    /// <summary>From a document asked for again to its deadline.</summary>
    public const int AskedAgainDays = 3;

    /// <summary>From a filed claim to the carrier's decision, where the carrier isn't one of the four.</summary>
    public const int UnknownCarrierDays = 15;

    /// <summary>From a filed claim to the carrier's decision.</summary>
    /// <param name="carrier">The carrier, or null if it isn't one of the four.</param>
    public static int CarrierDays(CarrierCode? carrier) =>
        carrier is { } code ? CarrierDirectory.Get(code).ClaimDecisionBusinessDays : UnknownCarrierDays;

    /// <summary>Counts business days from the day on which something happened, in the delivery address's zone.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="days">Business days after that day.</param>
    /// <param name="zone">The delivery address's zone.</param>
    public static BusinessDeadline CountFrom(DateTime now, int days, DeliveryTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return BusinessDeadline.After(zone.DateOf(now), days, zone, BusinessCalendar.UnitedStates);
    }
}
