using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Signals;

namespace MissingPackage.Domain.Evidence;

/// <summary>A claim as the rules look at it.</summary>
/// <param name="Carrier">One of the four, or null for any other.</param>
/// <param name="Value">The order's value, US dollars.</param>
/// <param name="There">What is there.</param>
/// <param name="Possible">What can still be added.</param>
public sealed record ClaimCase(CarrierCode? Carrier, decimal Value, IReadOnlySet<EvidenceItem> There, IReadOnlySet<EvidenceItem> Possible)
{
    /// <summary>The claim of a request.</summary>
    /// <param name="request">With its documents.</param>
    public static ClaimCase Of(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (there, possible) = (new HashSet<EvidenceItem>(), new HashSet<EvidenceItem>());
        foreach (var (item, kind) in Documents)
        {
            if (request.Documents.Any(d => d.Kind == kind && d.IsUsable))
            {
                there.Add(item);
            }
            else if (request.CanAttach(kind) && !request.Documents.Any(d => d.Kind == kind && d.IsWithUs))
            {
                // What is still being checked is neither there nor to be asked for.
                possible.Add(item);
            }
        }

        foreach (var (item, isThere) in new[]
        {
            (EvidenceItem.PlacesSearched, request.Search.Places.Count >= EvidenceRules.EnoughPlaces),
            (EvidenceItem.CarrierCase, request.Search.CarrierCaseNumber is not null),
            (EvidenceItem.PoliceReport, request.PoliceReportNumber is not null),
            (EvidenceItem.SerialNumbers, request.Order.SerialNumbers is not null),
            (EvidenceItem.LabelZip, request.LabelZip is not null || SignalRules.LabelZipOf(request) is not null),
        })
        {
            (isThere ? there : request.CanAddEvidence ? possible : []).Add(item);
        }

        return new(request.Shipment.Carrier, request.Order.Value, there, possible);
    }

    /// <summary>Evidence that is a document, and which.</summary>
    public static IReadOnlyDictionary<EvidenceItem, DocumentKind> Documents { get; } = new Dictionary<EvidenceItem, DocumentKind>
    {
        [EvidenceItem.Statement] = DocumentKind.Statement,
        [EvidenceItem.PhotoId] = DocumentKind.PhotoId,
        [EvidenceItem.DropOffPhoto] = DocumentKind.DropOffPhoto,
        [EvidenceItem.DeliveryPhoto] = DocumentKind.DeliveryPhoto,
        [EvidenceItem.ProofOfValue] = DocumentKind.ProofOfValue,
    };
}

/// <summary>
/// How strong a claim is: what is there, what is missing, and what one thing would add most. It speaks of the claim, never
/// of the person, and decides nothing.
/// </summary>
public sealed record ClaimStrength
{
    private ClaimStrength(int score, IReadOnlyList<EvidenceRule> there, IReadOnlyList<EvidenceRule> missing, EvidenceRule? nextStep)
    {
        Score = score;
        There = there;
        Missing = missing;
        NextStep = nextStep;
    }

    /// <summary>The scores below which the queue can be asked for the weaker claims.</summary>
    public static IReadOnlyList<int> Steps { get; } = [25, 50, 75];

    /// <summary>0 to 100: the weight of what is there, of all that counts in this case. 100 only where nothing is missing.</summary>
    public int Score { get; }

    /// <summary>What is there, the heaviest first.</summary>
    public IReadOnlyList<EvidenceRule> There { get; }

    /// <summary>What isn't, the heaviest first.</summary>
    public IReadOnlyList<EvidenceRule> Missing { get; }

    /// <summary>The one thing that would add most and can still be added, or null.</summary>
    public EvidenceRule? NextStep { get; }

    /// <summary>Weighs the claim of a request.</summary>
    /// <param name="request">With its documents.</param>
    public static ClaimStrength Of(ServiceRequest request) => Of(ClaimCase.Of(request));

    /// <summary>Weighs a claim.</summary>
    /// <param name="claim">What is there, and what can be.</param>
    public static ClaimStrength Of(ClaimCase claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var rules = EvidenceRules.For(claim.Carrier).Where(rule => claim.Value >= rule.FromValue)
            .OrderByDescending(rule => rule.Weight).ThenBy(rule => rule.Item).ToList();
        var there = rules.FindAll(rule => claim.There.Contains(rule.Item));
        var missing = rules.FindAll(rule => !claim.There.Contains(rule.Item));
        return new(
            100 * there.Sum(rule => rule.Weight) / rules.Sum(rule => rule.Weight),
            there, missing, missing.Find(rule => claim.Possible.Contains(rule.Item)));
    }
}
