using MissingPackage.Application.Text;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Requests;

/// <summary>The one thing that would help the claim most, in words to the customer: an offer, never a score and never a duty.</summary>
/// <param name="Title">What it is, to follow "One thing that would help:".</param>
/// <param name="Text">Why, and how.</param>
/// <param name="Action">The link's words.</param>
/// <param name="Address">Where it is done.</param>
public sealed record NextBestStep(string Title, string Text, string Action, string Address)
{
    /// <summary>Null where nothing can be added, and while a document that we ask for is missing: one thing at a time.</summary>
    public static NextBestStep? Of(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.CanAddEvidence || request.StillToSend.Any() || ClaimStrength.Of(request).NextStep is not { Item: var item })
        {
            return null;
        }

        if (ClaimCase.Documents.TryGetValue(item, out var kind))
        {
            return kind.IsRequired() ? null : new(
                TitleOf(item), DocumentWords.WhyOf(kind), $"Send {(kind == DocumentKind.ProofOfValue ? "an invoice or receipt" : "the photo")}",
                // The field, and not the card: browsers unfold what leads to it.
                $"/requests/{request.Reference}/documents#{DocumentWords.SlugOf(kind)}-files");
        }

        var (text, action) = item switch
        {
            EvidenceItem.CarrierCase => ($"Call {StatusView.CarrierName(request)}, ask them to look for the package, and tell us the number they give you. It shows that they were told.", "Add the case number"),
            EvidenceItem.PoliceReport => ("Many police departments take a report of a stolen package online, in a few minutes. Carriers give it a lot of weight.", "Add the report’s number"),
            EvidenceItem.SerialNumbers => ("If the item has a serial number, it is on the invoice or in the email that said it was shipped.", "Add the serial number"),
            EvidenceItem.LabelZip => ("If the shipping email shows the label or its ZIP code, we can see whether it was bound for you.", "Add the ZIP code"),
            _ => ("Carriers ask where you have looked. It takes a few minutes, and sometimes the package is there.", "Say where you have looked"),
        };
        return new(TitleOf(item), text, action, $"/requests/{request.Reference}/evidence#{AnchorOf(item)}");
    }

    /// <summary>A thing as a customer calls it.</summary>
    public static string TitleOf(EvidenceItem item) => item switch
    {
        EvidenceItem.Statement => "your signed statement",
        EvidenceItem.PhotoId => "your photo ID",
        EvidenceItem.PlacesSearched => "the places where you have looked",
        EvidenceItem.CarrierCase => "a case number from the carrier",
        EvidenceItem.DropOffPhoto => "a photo of the place where it should be",
        EvidenceItem.DeliveryPhoto => "the carrier’s delivery photo",
        EvidenceItem.PoliceReport => "a police report",
        EvidenceItem.ProofOfValue => "an invoice or receipt",
        EvidenceItem.SerialNumbers => "the serial number",
        EvidenceItem.LabelZip => "the ZIP code on the label",
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    /// <summary>The field of the evidence page that a thing is told in.</summary>
    private static string AnchorOf(EvidenceItem item) => item switch
    {
        EvidenceItem.CarrierCase => "Input_CarrierCaseNumber",
        EvidenceItem.PoliceReport => "Input_PoliceReportNumber",
        EvidenceItem.SerialNumbers => "Input_SerialNumbers",
        EvidenceItem.LabelZip => "Input_LabelZip",
        _ => "places",
    };
}
