namespace MissingPackage.Domain.Carriers;

/// <summary>The carriers, with what is true of each whoever the customer is.</summary>
public static class CarrierDirectory
{
    /// <summary>When the numbers, pages and times here were last checked against the carriers' own. Carriers change them.</summary>
    public static readonly DateOnly RulesCheckedOn = new(2026, 11, 1);

    /// <summary>All carriers, in the order to show them.</summary>
    public static IReadOnlyList<Carrier> All { get; } =
    [
        new(
            CarrierCode.Usps,
            name: "USPS",
            phone: "(800) 222-1811",
            trackingPageStart: "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
            claimDecisionBusinessDays: 7,
            slipLeadsTo: "your local post office",
            whatToAsk:
            [
                "Where was the delivery scan made: does its GPS point match my address?",
                "Could the letter carrier on my route say where the parcel was left, or who took it?",
                "Could you open a help request for it, and what is its number?",
            ]),
        new(
            CarrierCode.Ups,
            name: "UPS",
            phone: "(800) 742-5877",
            trackingPageStart: "https://www.ups.com/track?tracknum=",
            claimDecisionBusinessDays: 15,
            slipLeadsTo: "an affiliated business or a UPS Access Point",
            whatToAsk:
            [
                "Is there a delivery photo, and where does the GPS point of the scan lie?",
                "Did the driver leave it somewhere out of sight, or hand it to somebody?",
                "Could you start a search for it, and what is the case number?",
            ]),
        new(
            CarrierCode.FedEx,
            name: "FedEx",
            phone: "(800) 463-3339",
            trackingPageStart: "https://www.fedex.com/fedextrack/?trknbr=",
            claimDecisionBusinessDays: 7,
            slipLeadsTo: null,
            whatToAsk:
            [
                "Is there a picture or a signature for this delivery, and could I have it?",
                "Which door does the GPS point of the delivery scan show?",
                "Could you open a trace with the station, and what is the case number?",
            ]),
        new(
            CarrierCode.DhlExpress,
            name: "DHL Express",
            phone: "(800) 225-5345",
            trackingPageStart: "https://www.dhl.com/us-en/home/tracking.html?tracking-id=",
            claimDecisionBusinessDays: 10,
            slipLeadsTo: null,
            whatToAsk:
            [
                "Who signed for it, and could I see the proof of delivery?",
                "Could the courier say where it was left, and does the scan's GPS point agree?",
                "Could you open a trace, which a claim will need, and what is its number?",
            ]),
    ];

    /// <summary>One carrier.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is not one of <see cref="CarrierCode"/>.</exception>
    public static Carrier Get(CarrierCode code) => All.FirstOrDefault(carrier => carrier.Code == code)
        ?? throw new ArgumentOutOfRangeException(nameof(code), code, "There is no such carrier.");
}
