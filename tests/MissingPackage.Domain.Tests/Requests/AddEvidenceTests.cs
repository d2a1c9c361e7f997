using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>Facts that strengthen a claim, told after the request was opened.</summary>
public class AddEvidenceTests
{
    private static readonly AddedEvidence Facts = new("CASE-555", "PD-2026-100", "SN-1, SN-2", "10001", [PlaceToLook.Mailbox]);

    [Fact]
    public void AddEvidence_KeepsEachFactAndSaysWhatChanged()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        var statement = request.Documents.Single(d => d.Kind == DocumentKind.Statement);

        Assert.True(request.AddEvidence(Facts, Actor.Customer, At("2026-07-03 15:00")));

        Assert.Equal(("CASE-555", "PD-2026-100", "SN-1, SN-2", "10001"), (request.Search.CarrierCaseNumber, request.PoliceReportNumber, request.Order.SerialNumbers, request.LabelZip));
        Assert.Equal([PlaceToLook.Mailbox], request.Search.Places);
        Assert.Equal((RequestEventKind.EvidenceAdded, ActorKind.Customer), (request.Events[^1].Kind, request.Events[^1].ActorKind));
        Assert.StartsWith("Carrier’s case number: nothing → “CASE-555”; Police report: nothing → “PD-2026-100”", request.Events[^1].Detail, StringComparison.Ordinal);
        // The statement names none of it: it still counts, and nobody has to sign again.
        Assert.True(statement.IsUsable);
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        var version = request.Version;
        Assert.False(request.AddEvidence(Facts, Actor.Customer, At("2026-07-03 15:01")));
        Assert.Equal(version, request.Version);
    }

    [Fact]
    public void AddEvidence_CanBeTakenBackAgain()
    {
        var request = CreateRequest();
        request.AddEvidence(Facts, Actor.Customer, At("2026-07-03 15:00"));
        request.AddEvidence(new(null, null, null, null, []), Actor.Customer, At("2026-07-03 16:00"));

        Assert.Equal(0, request.Strength);
        Assert.Contains("Police report: “PD-2026-100” → nothing", request.Events[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AddEvidence_OnceTheClaimIsFiled_IsRefused()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.CarrierClaimFiled));

        Assert.Throws<RequestRuleException>(() => request.AddEvidence(Facts, Actor.Customer, At("2026-07-08 15:00")));
    }

    [Fact]
    public void AddEvidence_WhileADecisionCanBeUndone_IsSeenByTheCustomer()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        request.AddEvidence(Facts, Actor.Customer, At("2026-07-06 14:00"));
        request.RecordMailing(new(2026, 6, 28), Agent, At("2026-07-06 14:30"));
        request.AcceptDocuments(Agent, At("2026-07-06 15:00"));

        var seen = ServiceRequest.AsItsCustomerSeesIt(request, At("2026-07-06 15:00").AddSeconds(5));

        Assert.Equal(RequestStatus.ReadyForReview, seen.Status);
        Assert.Equal((request.PoliceReportNumber, request.LabelZip, request.MailedDate, request.LatestFilingOn, request.Strength), (seen.PoliceReportNumber, seen.LabelZip, seen.MailedDate, seen.LatestFilingOn, seen.Strength));
    }
}
