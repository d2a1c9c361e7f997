using MissingPackage.Application.Requests;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>Evidence in the agents' words, and how a customer is asked for it.</summary>
public static class StrengthWords
{
    public static string TitleOf(EvidenceItem item) => item switch
    {
        EvidenceItem.Statement => "Signed statement",
        EvidenceItem.PhotoId => "Photo ID",
        EvidenceItem.PlacesSearched => "Places searched",
        EvidenceItem.CarrierCase => "Carrier’s case number",
        EvidenceItem.DropOffPhoto => "Photo of the drop-off place",
        EvidenceItem.DeliveryPhoto => "Carrier’s delivery photo",
        EvidenceItem.PoliceReport => "Police report",
        EvidenceItem.ProofOfValue => "Proof of value",
        EvidenceItem.SerialNumbers => "Serial numbers",
        EvidenceItem.LabelZip => "ZIP on the label",
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    public static string Of(EvidenceSource source) => source switch
    {
        EvidenceSource.CarrierRules => "From the carrier’s claim rules.",
        EvidenceSource.ClaimsDesks => "As claims desks are known to ask.",
        EvidenceSource.House => "Our own judgement.",
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    /// <summary>A message that asks for it; null for a document that is asked for with a deadline anyway.</summary>
    public static string? AskOf(ServiceRequest request, EvidenceItem item)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (item is EvidenceItem.Statement or EvidenceItem.PhotoId)
        {
            return null;
        }

        var how = item switch
        {
            EvidenceItem.CarrierCase => $"If you call {StatusView.CarrierName(request)}, they give you a case number: please add it on your request’s page, under “All that helps”.",
            EvidenceItem.PoliceReport => "If you report it to the police, many departments take that online: please add the report’s number on your request’s page, under “All that helps”.",
            EvidenceItem.PlacesSearched => "Please tick the places where you have looked on your request’s page, under “All that helps”.",
            EvidenceItem.SerialNumbers => "If the item has one, it is on the invoice or in the shipping email: please add it on your request’s page, under “All that helps”.",
            EvidenceItem.LabelZip => "If an email or the carrier’s page shows the label: please add its ZIP code on your request’s page, under “All that helps”.",
            _ => "You can send it from your request’s page, under “Documents of this request”.",
        };
        return $"One thing would help the claim most: {NextBestStep.TitleOf(item)}. {how} You don’t have to, and your request goes on without it.";
    }
}
