using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Documents;

/// <summary>Documents in the words of a claim packet.</summary>
internal static class PacketWords
{
    public static string NameOf(DocumentKind kind) => kind switch
    {
        DocumentKind.PhotoId => "Photo ID",
        DocumentKind.Statement => "Signed statement of non-receipt",
        DocumentKind.DropOffPhoto => "Photo of the drop-off place",
        DocumentKind.DeliveryPhoto => "Carrier’s delivery photo",
        DocumentKind.ProofOfValue => "Proof of value",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such document."),
    };

    public static string NameOf(RequestDocument document) => document.IdType is { } type ? $"{NameOf(document.Kind)} ({NameOf(type)})" : NameOf(document.Kind);

    /// <summary>What tells it from others of its kind, with a colon; or nothing.</summary>
    public static string DetailOf(PacketFile file) => file switch
    {
        { Document.IdType: { } type } => $"{char.ToUpperInvariant(NameOf(type)[0])}{NameOf(type)[1..]}: ",
        { Document.Kind: DocumentKind.Statement, Sealed: not null } => "Signed on screen: ",
        { Document.Kind: DocumentKind.Statement } => "Signed on paper: ",
        _ => "",
    };

    /// <summary>A document's part of a file name.</summary>
    public static string FileNameOf(DocumentKind kind) => kind switch
    {
        DocumentKind.PhotoId => "photo-id",
        DocumentKind.Statement => "statement",
        DocumentKind.DropOffPhoto => "drop-off-photo",
        DocumentKind.DeliveryPhoto => "delivery-photo",
        DocumentKind.ProofOfValue => "proof-of-value",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such document."),
    };

    private static string NameOf(PhotoIdType type) => type switch
    {
        PhotoIdType.DriversLicense => "driver’s license",
        PhotoIdType.Passport => "passport",
        _ => "state ID",
    };
}

/// <summary>The fields of claim forms in the words of the carriers.</summary>
public static class ClaimFormText
{
    /// <summary>What a form calls a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="carrier">Whose form; null for any.</param>
    public static string NameOf(ClaimField field, CarrierCode? carrier = null) => (field, carrier) switch
    {
        (ClaimField.TrackingNumber, CarrierCode.DhlExpress) => "Waybill number",
        (ClaimField.TrackingNumber, _) => "Tracking number",
        (ClaimField.Reason, _) => "Reason for the claim",
        (ClaimField.MailingDate, CarrierCode.Usps) => "Mailing date",
        (ClaimField.MailingDate, _) => "Ship date",
        (ClaimField.ServiceAndInsurance, _) => "Service and insurance",
        (ClaimField.ExpectedDelivery, _) => "Expected delivery",
        (ClaimField.MarkedDelivered, _) => "Marked delivered",
        (ClaimField.Sender, _) => "Sender",
        (ClaimField.Recipient, _) => "Recipient",
        (ClaimField.DeliveryAddress, _) => "Delivery address",
        (ClaimField.RecipientContact, _) => "Recipient’s contact",
        (ClaimField.OrderNumber, _) => "Order or invoice number",
        (ClaimField.Contents, _) => "Contents",
        (ClaimField.SerialNumbers, _) => "Serial numbers",
        (ClaimField.Pieces, _) => "Number of pieces",
        (ClaimField.Weight, _) => "Weight",
        (ClaimField.Value, _) => "Value claimed",
        (ClaimField.CarrierCase, _) => "Carrier’s case number",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "There is no such field."),
    };
}
