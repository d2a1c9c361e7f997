using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Carriers;

/// <summary>The event from which a carrier counts its filing days.</summary>
public enum ClaimDaysFrom
{
    /// <summary>The day the package was handed to the carrier.</summary>
    Mailing,

    /// <summary>The day it was to be delivered.</summary>
    Delivery,
}

/// <summary>
/// Until when a carrier takes a claim. Reference data that changes, and public sources disagree: where they do, the
/// stricter one stands here. It says when to hurry, and refuses nobody.
/// </summary>
/// <param name="Carrier">Whose rule it is.</param>
/// <param name="LatestDays">Calendar days within which the claim, or its notice, has to be filed.</param>
/// <param name="From">What they are counted from.</param>
/// <param name="Source">Where the rule is written.</param>
/// <param name="CheckedOn">When it was last compared with its source.</param>
public sealed record ClaimRules(CarrierCode Carrier, int LatestDays, ClaimDaysFrom From, string Source, DateOnly CheckedOn)
{
    /// <summary>
    /// The mailing day isn't known here, only the delivery that was promised. A package is taken to have been so many days
    /// on its way: the longest usual ground transit, so that the warning errs towards too early.
    /// </summary>
    public const int AssumedTransitDays = 10;

    /// <summary>The rules, one a carrier.</summary>
    public static IReadOnlyList<ClaimRules> All { get; } =
    [
        new(CarrierCode.Usps, 60, ClaimDaysFrom.Mailing, "USPS, File a claim: no later than 60 days from the date of mailing", CarrierDirectory.RulesCheckedOn),
        new(CarrierCode.Ups, 60, ClaimDaysFrom.Delivery, "UPS, File a claim: notice within 60 days of the scheduled delivery date", CarrierDirectory.RulesCheckedOn),
        new(CarrierCode.FedEx, 60, ClaimDaysFrom.Mailing, "FedEx, File a claim: within 60 days of the shipment date (some of its texts: 9 months)", CarrierDirectory.RulesCheckedOn),
        new(CarrierCode.DhlExpress, 30, ClaimDaysFrom.Mailing, "DHL Express, Terms and conditions of carriage: within 30 days from acceptance", CarrierDirectory.RulesCheckedOn),
    ];

    /// <summary>One carrier's.</summary>
    public static ClaimRules Get(CarrierCode carrier) => All.First(rules => rules.Carrier == carrier);

    /// <summary>The days from the expected delivery to the last on which a claim can be filed.</summary>
    public int DaysAfterExpected => From == ClaimDaysFrom.Mailing ? LatestDays - AssumedTransitDays : LatestDays;

    /// <summary>The last day on which the seller can file.</summary>
    /// <param name="shipment">A shipment with this carrier.</param>
    public DateOnly LatestDay(ShipmentFacts shipment)
    {
        ArgumentNullException.ThrowIfNull(shipment);
        return shipment.ExpectedDate.AddDays(DaysAfterExpected);
    }
}
