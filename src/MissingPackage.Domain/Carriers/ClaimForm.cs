namespace MissingPackage.Domain.Carriers;

/// <summary>What a carrier's claim form asks for. Stored by name in the settings: rename nothing, only add.</summary>
public enum ClaimField
{
    /// <summary>The tracking number, which DHL calls the waybill number.</summary>
    TrackingNumber,

    /// <summary>What went wrong.</summary>
    Reason,

    /// <summary>The day it was handed to the carrier.</summary>
    MailingDate,

    /// <summary>The service and the insurance that were bought.</summary>
    ServiceAndInsurance,

    /// <summary>The day the delivery was promised for.</summary>
    ExpectedDelivery,

    /// <summary>The day the carrier marked it delivered.</summary>
    MarkedDelivered,

    /// <summary>Who sent it.</summary>
    Sender,

    /// <summary>Who was to get it.</summary>
    Recipient,

    /// <summary>Where it was to go.</summary>
    DeliveryAddress,

    /// <summary>How to reach the recipient.</summary>
    RecipientContact,

    /// <summary>The shop's number of the order or the invoice.</summary>
    OrderNumber,

    /// <summary>What was in it.</summary>
    Contents,

    /// <summary>The serial numbers of what was in it.</summary>
    SerialNumbers,

    /// <summary>How many parcels.</summary>
    Pieces,

    /// <summary>What it weighs.</summary>
    Weight,

    /// <summary>What it is worth.</summary>
    Value,

    /// <summary>The number of the search, trace or case that the carrier opened.</summary>
    CarrierCase,
}

/// <summary>How much of a photo ID goes into a claim packet. Stored by name: rename nothing, only add.</summary>
public enum IdDisclosure
{
    /// <summary>None of it.</summary>
    NotSent,

    /// <summary>With areas covered, such as the ID's number, that an agent marked.</summary>
    Masked,

    /// <summary>All of it.</summary>
    Full,
}

/// <summary>Claim forms as shipped. Their order is that of the carriers' forms as far as public sources tell (<see cref="ClaimRules.Source"/>).</summary>
public static class ClaimForm
{
    /// <summary>What any claim needs: for a carrier we don't know the form of.</summary>
    public static IReadOnlyList<ClaimField> Usual { get; } =
    [
        ClaimField.TrackingNumber, ClaimField.Reason, ClaimField.MailingDate, ClaimField.ExpectedDelivery, ClaimField.MarkedDelivered,
        ClaimField.Sender, ClaimField.Recipient, ClaimField.DeliveryAddress, ClaimField.OrderNumber, ClaimField.Contents,
        ClaimField.SerialNumbers, ClaimField.Value, ClaimField.CarrierCase,
    ];

    internal static IReadOnlyList<ClaimField> Usps { get; } =
    [
        ClaimField.TrackingNumber, ClaimField.MailingDate, ClaimField.ServiceAndInsurance, ClaimField.Reason, ClaimField.Sender,
        ClaimField.Recipient, ClaimField.DeliveryAddress, ClaimField.Contents, ClaimField.OrderNumber, ClaimField.Value,
        ClaimField.ExpectedDelivery, ClaimField.MarkedDelivered, ClaimField.CarrierCase,
    ];

    internal static IReadOnlyList<ClaimField> Ups { get; } =
    [
        ClaimField.TrackingNumber, ClaimField.Reason, ClaimField.Sender, ClaimField.Recipient, ClaimField.DeliveryAddress,
        ClaimField.RecipientContact, ClaimField.MailingDate, ClaimField.ExpectedDelivery, ClaimField.MarkedDelivered, ClaimField.Contents,
        ClaimField.SerialNumbers, ClaimField.Weight, ClaimField.OrderNumber, ClaimField.Value, ClaimField.CarrierCase,
    ];

    internal static IReadOnlyList<ClaimField> FedEx { get; } =
    [
        ClaimField.Reason, ClaimField.TrackingNumber, ClaimField.MailingDate, ClaimField.Sender, ClaimField.Recipient, ClaimField.DeliveryAddress,
        ClaimField.ExpectedDelivery, ClaimField.MarkedDelivered, ClaimField.Contents, ClaimField.SerialNumbers, ClaimField.Weight,
        ClaimField.OrderNumber, ClaimField.Value, ClaimField.CarrierCase,
    ];

    internal static IReadOnlyList<ClaimField> DhlExpress { get; } =
    [
        ClaimField.TrackingNumber, ClaimField.MailingDate, ClaimField.Sender, ClaimField.Recipient, ClaimField.DeliveryAddress, ClaimField.Reason,
        ClaimField.CarrierCase, ClaimField.ExpectedDelivery, ClaimField.MarkedDelivered, ClaimField.Contents, ClaimField.Pieces, ClaimField.Weight,
        ClaimField.OrderNumber, ClaimField.Value,
    ];
}
