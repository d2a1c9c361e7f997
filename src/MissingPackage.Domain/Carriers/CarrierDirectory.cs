namespace MissingPackage.Domain.Carriers;

/// <summary>
/// The carriers as shipped: what holds until somebody edits it. Names are fixed, so a page may take a name from here;
/// phones, pages, questions and rules it takes from the settings.
/// </summary>
public static class CarrierDirectory
{
    private const string Source = "The carriers’ claim pages; public sources disagree";

    private static readonly DateOnly Checked = new(2026, 11, 1);

    /// <summary>All carriers, in the order to show them.</summary>
    public static IReadOnlyList<Carrier> All { get; } =
    [
        new()
        {
            Code = CarrierCode.Usps,
            Name = "USPS",
            Phone = "(800) 222-1811",
            TrackingPageStart = "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
            SlipLeadsTo = "your local post office",
            WhatToAsk =
            [
                "Where was the delivery scan made: does its GPS point match my address?",
                "Could the letter carrier on my route say where the parcel was left, or who took it?",
                "Could you open a help request for it, and what is its number?",
            ],
            Claim = new()
            {
                WhoFiles = "The sender or the recipient",
                Earliest = new(15, ClaimClock.Mailing),
                Latest = new(60, ClaimClock.Mailing),
                TimingNote = "Insured mail; Priority Mail Express can be claimed from 7 days after mailing.",
                Documents = "Proof of value, proof of insurance, the tracking number",
                Form = ClaimForm.Usps,
                SearchFirst = "A help request, then a Missing Mail search after 7 business days",
                DecisionDaysFrom = 5,
                DecisionDaysTo = 7,
                Source = Source,
                CheckedOn = Checked,
            },
        },
        new()
        {
            Code = CarrierCode.Ups,
            Name = "UPS",
            Phone = "(800) 742-5877",
            TrackingPageStart = "https://www.ups.com/track?tracknum=",
            SlipLeadsTo = "an affiliated business or a UPS Access Point",
            WhatToAsk =
            [
                "Is there a delivery photo, and where does the GPS point of the scan lie?",
                "Did the driver leave it somewhere out of sight, or hand it to somebody?",
                "Could you start a search for it, and what is the case number?",
            ],
            Claim = new()
            {
                WhoFiles = "The shipper; the receiver or a third party on newer forms",
                Earliest = new(1, ClaimClock.ExpectedDelivery),
                Latest = new(60, ClaimClock.Delivery),
                TimingNote = "From 24 hours after the expected delivery; notice has to be given within the 60 days.",
                Documents = "Receipt, invoice or purchase order; the weight; a contact",
                Form = ClaimForm.Ups,
                SearchFirst = "A search of up to 10 business days",
                DecisionDaysFrom = 8,
                DecisionDaysTo = 15,
                Source = Source,
                CheckedOn = Checked,
            },
        },
        new()
        {
            Code = CarrierCode.FedEx,
            Name = "FedEx",
            Phone = "(800) 463-3339",
            TrackingPageStart = "https://www.fedex.com/fedextrack/?trknbr=",
            WhatToAsk =
            [
                "Is there a picture or a signature for this delivery, and could I have it?",
                "Which door does the GPS point of the delivery scan show?",
                "Could you open a trace with the station, and what is the case number?",
            ],
            Claim = new()
            {
                WhoFiles = "The sender, the recipient or a third party",
                Latest = new(60, ClaimClock.Mailing),
                TimingNote = "Some of its texts say 9 months from shipment; 60 days is the safe one.",
                Documents = "The airbill or label, proof of value, serial numbers",
                Form = ClaimForm.FedEx,
                SearchFirst = "A trace by phone",
                DecisionDaysFrom = 5,
                DecisionDaysTo = 7,
                Source = Source,
                CheckedOn = Checked,
            },
        },
        new()
        {
            Code = CarrierCode.DhlExpress,
            Name = "DHL Express",
            Phone = "(800) 225-5345",
            TrackingPageStart = "https://www.dhl.com/us-en/home/tracking.html?tracking-id=",
            WhatToAsk =
            [
                "Who signed for it, and could I see the proof of delivery?",
                "Could the courier say where it was left, and does the scan's GPS point agree?",
                "Could you open a trace, which a claim will need, and what is its number?",
            ],
            Claim = new()
            {
                WhoFiles = "The bill-to party or the shipper; others need a release",
                Latest = new(30, ClaimClock.Mailing),
                TimingNote = "Only after a completed trace; the 30 days run from the day DHL accepted the parcel.",
                Documents = "The claim form and the invoice, in one PDF or ZIP",
                Form = ClaimForm.DhlExpress,
                MaxPacketBytes = 3 * ClaimRules.Megabyte,
                SearchFirst = "A trace, without which no claim is taken",
                DecisionDaysFrom = 10,
                DecisionDaysTo = 10,
                Source = Source,
                CheckedOn = Checked,
            },
        },
    ];

    /// <summary>One carrier as shipped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is not one of <see cref="CarrierCode"/>.</exception>
    public static Carrier Get(CarrierCode code) => All.FirstOrDefault(carrier => carrier.Code == code)
        ?? throw new ArgumentOutOfRangeException(nameof(code), code, "There is no such carrier.");
}
