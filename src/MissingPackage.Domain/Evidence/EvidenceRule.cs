using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Evidence;

/// <summary>Where a weight is from.</summary>
public enum EvidenceSource
{
    /// <summary>What the carrier asks for, by its claim rules (docs/decisions/0015).</summary>
    CarrierRules,

    /// <summary>What claims desks are known to ask for (docs/decisions/0015).</summary>
    ClaimsDesks,

    /// <summary>The house's own judgement.</summary>
    House,
}

/// <summary>How much one thing speaks for a claim with one carrier.</summary>
/// <param name="Item">Which thing.</param>
/// <param name="Weight">Its share; the rules of a carrier have 100 together.</param>
/// <param name="Reason">Why, to an agent, in one sentence.</param>
/// <param name="Source">Where that is from.</param>
/// <param name="FromValue">US dollars; of cheaper orders it isn't asked and doesn't count.</param>
public sealed record EvidenceRule(EvidenceItem Item, int Weight, string Reason, EvidenceSource Source, decimal FromValue = 0);

/// <summary>
/// What speaks for a claim, by carrier: data, from the carriers' claim rules where they say something and else the house's
/// judgement. The two documents without which no claim is filed weigh the most with each.
/// </summary>
public static class EvidenceRules
{
    /// <summary>So many places searched count as a search.</summary>
    public const int EnoughPlaces = 3;

    /// <summary>A report to the police is worth the way from this value on, in US dollars.</summary>
    public const decimal PoliceFromValue = 100m;

    private static readonly EvidenceRule Statement = new(
        EvidenceItem.Statement, 22, "No claim is filed without it, though alone it often does not win.", EvidenceSource.ClaimsDesks);

    private static readonly EvidenceRule PhotoId = new(
        EvidenceItem.PhotoId, 16, "It shows that the statement is the customer’s own; the seller’s claim needs it.", EvidenceSource.House);

    private static readonly EvidenceRule[] Usps =
    [
        Statement, PhotoId,
        new(EvidenceItem.CarrierCase, 14, "USPS wants a help request first, then a Missing Mail search.", EvidenceSource.CarrierRules),
        new(EvidenceItem.ProofOfValue, 13, "USPS asks for proof of value and pays no more than it shows.", EvidenceSource.CarrierRules),
        new(EvidenceItem.PoliceReport, 12, "USPS claims desks turn down a bare statement for a delivered parcel and ask for a search letter, a police report or video.", EvidenceSource.ClaimsDesks, PoliceFromValue),
        new(EvidenceItem.DropOffPhoto, 8, "It shows that nothing lies where the scan says.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.PlacesSearched, 6, "The post office asks where the customer has looked.", EvidenceSource.House),
        new(EvidenceItem.LabelZip, 4, "A label with another ZIP went astray before the mailbox: USPS scans by it.", EvidenceSource.House),
        new(EvidenceItem.DeliveryPhoto, 3, "USPS takes few, so one is rarely there to be had.", EvidenceSource.House),
        new(EvidenceItem.SerialNumbers, 2, "They help to recognize what turns up.", EvidenceSource.House),
    ];

    private static readonly EvidenceRule[] Ups =
    [
        Statement, PhotoId,
        new(EvidenceItem.ProofOfValue, 15, "UPS asks for the receipt, the invoice or the purchase order.", EvidenceSource.CarrierRules),
        new(EvidenceItem.CarrierCase, 13, "UPS searches for up to 10 business days before it decides: the sooner it was asked, the better.", EvidenceSource.CarrierRules),
        new(EvidenceItem.DeliveryPhoto, 11, "UPS drivers often take one: another door on it decides the claim.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.DropOffPhoto, 9, "Beside the driver’s photo it shows whether that was the right door.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.PoliceReport, 6, "It shows that the customer stands by what they say.", EvidenceSource.ClaimsDesks, PoliceFromValue),
        new(EvidenceItem.PlacesSearched, 4, "UPS asks whether neighbors and hidden places were looked at.", EvidenceSource.House),
        new(EvidenceItem.SerialNumbers, 2, "They help to recognize what turns up.", EvidenceSource.House),
        new(EvidenceItem.LabelZip, 2, "A label with another ZIP is the shipper’s or the carrier’s fault.", EvidenceSource.House),
    ];

    private static readonly EvidenceRule[] FedEx =
    [
        Statement, PhotoId,
        new(EvidenceItem.ProofOfValue, 14, "FedEx asks for proof of the value.", EvidenceSource.CarrierRules),
        new(EvidenceItem.CarrierCase, 12, "FedEx wants a trace by phone first.", EvidenceSource.CarrierRules),
        new(EvidenceItem.SerialNumbers, 11, "FedEx’s claim form asks for serial numbers.", EvidenceSource.CarrierRules),
        new(EvidenceItem.DeliveryPhoto, 10, "FedEx takes a picture of most deliveries without a signature.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.DropOffPhoto, 6, "Beside FedEx’s picture it shows whether that was the right door.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.PoliceReport, 4, "It shows that the customer stands by what they say.", EvidenceSource.ClaimsDesks, PoliceFromValue),
        new(EvidenceItem.PlacesSearched, 3, "It answers the question where the customer has looked.", EvidenceSource.House),
        new(EvidenceItem.LabelZip, 2, "FedEx asks for the airbill or label; its ZIP shows where the parcel was bound.", EvidenceSource.CarrierRules),
    ];

    private static readonly EvidenceRule[] DhlExpress =
    [
        Statement, PhotoId,
        new(EvidenceItem.CarrierCase, 15, "DHL takes no claim without a completed trace.", EvidenceSource.CarrierRules),
        new(EvidenceItem.ProofOfValue, 14, "DHL asks for the invoice with the claim form.", EvidenceSource.CarrierRules),
        new(EvidenceItem.DropOffPhoto, 9, "It shows that nothing lies where the courier says.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.DeliveryPhoto, 8, "DHL’s proof of delivery shows who signed, or the spot.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.PoliceReport, 6, "It shows that the customer stands by what they say.", EvidenceSource.ClaimsDesks, PoliceFromValue),
        new(EvidenceItem.PlacesSearched, 5, "It answers the question where the customer has looked.", EvidenceSource.House),
        new(EvidenceItem.SerialNumbers, 3, "They help to recognize what turns up.", EvidenceSource.House),
        new(EvidenceItem.LabelZip, 2, "A label with another ZIP is the shipper’s or the carrier’s fault.", EvidenceSource.House),
    ];

    private static readonly EvidenceRule[] OtherCarrier =
    [
        Statement, PhotoId,
        new(EvidenceItem.CarrierCase, 14, "Every carrier asks whether it was told, and when.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.ProofOfValue, 13, "Every carrier pays no more than what is proven.", EvidenceSource.House),
        new(EvidenceItem.DropOffPhoto, 10, "It shows that nothing lies where the scan says.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.DeliveryPhoto, 8, "Another door on it decides the claim.", EvidenceSource.ClaimsDesks),
        new(EvidenceItem.PoliceReport, 7, "It shows that the customer stands by what they say.", EvidenceSource.ClaimsDesks, PoliceFromValue),
        new(EvidenceItem.PlacesSearched, 5, "It answers the question where the customer has looked.", EvidenceSource.House),
        new(EvidenceItem.SerialNumbers, 3, "They help to recognize what turns up.", EvidenceSource.House),
        new(EvidenceItem.LabelZip, 2, "A label with another ZIP is the shipper’s or the carrier’s fault.", EvidenceSource.House),
    ];

    /// <summary>The rules of a carrier, the heaviest first.</summary>
    /// <param name="carrier">One of the four, or null for any other.</param>
    public static IReadOnlyList<EvidenceRule> For(CarrierCode? carrier) => carrier switch
    {
        CarrierCode.Usps => Usps,
        CarrierCode.Ups => Ups,
        CarrierCode.FedEx => FedEx,
        CarrierCode.DhlExpress => DhlExpress,
        _ => OtherCarrier,
    };
}
