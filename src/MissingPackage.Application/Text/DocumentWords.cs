using MissingPackage.Domain.Evidence;

namespace MissingPackage.Application.Text;

/// <summary>A kind of document as pages, addresses and file names write it.</summary>
public static class DocumentWords
{
    /// <summary>As people call it in a sentence, such as "photo ID".</summary>
    public static string NameOf(DocumentKind kind) => kind switch
    {
        DocumentKind.PhotoId => "photo ID",
        DocumentKind.Statement => "signed statement",
        DocumentKind.DropOffPhoto => "photo of the drop-off place",
        DocumentKind.DeliveryPhoto => "delivery photo",
        DocumentKind.ProofOfValue => "proof of value",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>As a heading.</summary>
    public static string TitleOf(DocumentKind kind) => kind switch
    {
        DocumentKind.DropOffPhoto => "Photo of the place where it should be",
        DocumentKind.DeliveryPhoto => "The carrier’s delivery photo",
        _ => char.ToUpperInvariant(NameOf(kind)[0]) + NameOf(kind)[1..],
    };

    /// <summary>For ids, links and file names, such as <c>photo-id</c>.</summary>
    public static string SlugOf(DocumentKind kind) => kind switch
    {
        DocumentKind.PhotoId => "photo-id",
        DocumentKind.Statement => "statement",
        DocumentKind.DropOffPhoto => "drop-off-photo",
        DocumentKind.DeliveryPhoto => "delivery-photo",
        DocumentKind.ProofOfValue => "proof-of-value",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What one file of it is, such as "photo of your ID".</summary>
    public static string FileOf(DocumentKind kind) => kind switch
    {
        DocumentKind.PhotoId => "photo of your ID",
        DocumentKind.Statement => "photo of the signed page",
        DocumentKind.DropOffPhoto => "photo of the place",
        DocumentKind.DeliveryPhoto => "picture or screenshot",
        DocumentKind.ProofOfValue => "invoice or receipt",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What a document that only helps is good for, to the customer.</summary>
    public static string WhyOf(DocumentKind kind) => kind switch
    {
        DocumentKind.DropOffPhoto => "It shows that nothing is there. Your door, the mailbox or the lobby, from a few steps away, so that the number can be read.",
        DocumentKind.DeliveryPhoto => "Many carriers take one at the door and show it on their tracking page. If it is another door, that alone can decide the claim.",
        DocumentKind.ProofOfValue => "An invoice, a receipt or the shop’s order confirmation with the price. Carriers pay no more than what is proven.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
