using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>Everything a verb could change, to compare before and after.</summary>
internal sealed record RequestSnapshot(
    RequestStatus Status,
    int Version,
    int EventCount,
    DateTime DocumentsDueOn,
    DateTime? DocumentsCompletedOn,
    bool IsLate,
    DateTime? NextStepDueOn,
    DateTime? NextStepFrom,
    (DateTime? Tightest, DateTime? Filing, DateOnly? Mailed) Clocks,
    (int Strength, string? Police, string? Zip, string? Serials, string? Case, int Places) Evidence,
    string? CarrierClaimNumber,
    Resolution? Resolution,
    DateTime? EndedOn,
    string? AssignedTo,
    bool AgentIsNext,
    string Claim,
    string Documents)
{
    public static RequestSnapshot Of(ServiceRequest request) => new(
        request.Status,
        request.Version,
        request.Events.Count,
        request.DocumentsDueOn,
        request.DocumentsCompletedOn,
        request.IsLate,
        request.NextStepDueOn,
        request.NextStepFrom,
        (request.TightestDueOn, request.LatestFilingOn, request.MailedDate),
        (request.Strength, request.PoliceReportNumber, request.LabelZip, request.Order.SerialNumbers, request.Search.CarrierCaseNumber, request.Search.Places.Count),
        request.CarrierClaimNumber,
        request.Resolution,
        request.EndedOn,
        request.AssignedTo,
        request.AgentIsNext,
        $"{request.ClaimFiledOn} {request.CarrierDecision} {request.InStock} {request.HandedOffTo} {request.HandedOffOn:O} {request.SellerNewsOn:O}",
        string.Join(", ", request.Documents.Select(d => $"{d.Id} {d.State} {d.Pages.Count}")));

    /// <summary>The same, but for notes in the history, which are no change that another decision would trip over.</summary>
    public RequestSnapshot WithoutHistory() => this with { EventCount = 0 };
}
