namespace MissingPackage.Domain.Requests;

// A replacement that went missing too.
public sealed partial class ServiceRequest
{
    /// <summary>The request whose replacement this one is about, or null.</summary>
    public RequestReference? Follows { get; private set; }

    /// <summary>The request about this one's replacement, or null.</summary>
    public RequestReference? FollowedBy { get; private set; }

    /// <summary>Whether its replacement may be reported missing.</summary>
    public bool CanReportReplacement => Resolution?.Kind == ResolutionKind.Replacement && FollowedBy is null;

    /// <summary>Opens a request about the replacement of this one, with what is known already. Each says of the other.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="reference">A new reference.</param>
    /// <param name="dates">When the replacement was expected and marked delivered.</param>
    /// <param name="now">UTC.</param>
    /// <returns>The new request; its submission is this request, so that it exists once.</returns>
    /// <exception cref="RequestRuleException">There is no replacement, or it was reported already.</exception>
    public ServiceRequest ReportReplacement(Guid id, RequestReference reference, ReplacementDates dates, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(dates);
        Require(CanReportReplacement, "Only a replacement can be reported missing from here, and once.");
        var shipment = new ShipmentFacts(Resolution!.Carrier, Resolution.TrackingNumber, dates.Expected, dates.MarkedDelivered);
        // Where things stood was asked of the first package; this one may lie elsewhere.
        var facts = new RequestFacts(Order, Customer, Address, shipment, Search with { Places = [], CarrierCaseNumber = null });
        var next = Open(id, reference, submissionId: Id, facts, now, Calendar, ClaimRulesOf);
        next.Follows = Reference;
        next.Record(RequestEventKind.FollowsEarlier, Actor.Customer, now, detail: Reference.Value);
        FollowedBy = reference;
        Record(RequestEventKind.ReplacementMissing, Actor.Customer, now, detail: reference.Value);
        return next;
    }
}

/// <summary>When a replacement was to come.</summary>
/// <param name="Expected">The day that was promised; the document deadline counts from it.</param>
/// <param name="MarkedDelivered">The day the carrier says it was delivered.</param>
public sealed record ReplacementDates(DateOnly Expected, DateOnly MarkedDelivered);
