using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>One document is accepted and the other asked for again.</summary>
public class AcceptOneTests
{
    private const string Reason = "The signature is missing.";

    private static readonly DateTime Now = At("2026-07-06 15:00");

    [Fact]
    public void AskForMore_AcceptingTheOther_KeepsItAcceptedUntilTheNewOneIsIn()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        request.AskForMore([DocumentKind.Statement], Reason, Agent, Now, DocumentKind.PhotoId);

        Assert.Equal(RequestStatus.MoreNeeded, request.Status);
        Assert.Equal(DocumentState.Accepted, StateOf(request, DocumentKind.PhotoId));
        Assert.Equal(DocumentState.SetAside, StateOf(request, DocumentKind.Statement));
        Assert.Equal([DocumentKind.Statement], request.MissingDocuments);
        Assert.Equal(
            [(RequestEventKind.DocumentAccepted, DocumentKind.PhotoId, null), (RequestEventKind.MoreAsked, DocumentKind.Statement, Reason)],
            request.Events.TakeLast(2).Select(e => (e.Kind, e.Document!.Value, e.Detail)));
        Assert.Throws<RequestRuleException>(() => request.RemoveDocument(request.Documents.First(d => d.Kind == DocumentKind.PhotoId).Id, Now));

        request.Receive(DocumentKind.Statement, "2026-07-06 16:00");
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        Assert.Equal(DocumentState.Accepted, StateOf(request, DocumentKind.PhotoId));
        request.AcceptDocuments(Agent, Now.AddHours(2));
        Assert.All(request.Documents.Where(d => d.IsUsable), d => Assert.Equal(DocumentState.Accepted, d.State));
    }

    [Fact]
    public void AskForMore_AcceptingOneThatIsAskedForToo_IsRefused() => Refuses(
        CreateRequest(r => r.WithBothDocuments()), [DocumentKind.Statement], DocumentKind.Statement, "A document can’t be accepted and asked for again at once.");

    [Fact]
    public void AskForMore_AcceptingOneThatIsNotThere_IsRefused() => Refuses(
        CreateRequest(r => r.ThatIs(RequestStatus.MoreNeeded)), [DocumentKind.Statement], DocumentKind.PhotoId, "A document that isn’t there can’t be accepted.");

    [Fact]
    public void AskForMore_ForADocumentThatWasAccepted_SetsItAside()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        request.AskForMore([DocumentKind.Statement], Reason, Agent, Now, DocumentKind.PhotoId);
        request.AskForMore([DocumentKind.PhotoId], "It has run out.", Agent, Now.AddHours(1));

        Assert.Equal(DocumentState.SetAside, StateOf(request, DocumentKind.PhotoId));
        Assert.Equal(2, request.MissingDocuments.Count());
    }

    private static void Refuses(ServiceRequest request, DocumentKind[] kinds, DocumentKind accept, string why)
    {
        var before = RequestSnapshot.Of(request);
        Assert.Equal(why, Assert.Throws<RequestRuleException>(() => request.AskForMore(kinds, Reason, Agent, Now, accept)).Message);
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    private static DocumentState StateOf(ServiceRequest request, DocumentKind kind) => request.Documents.Single(d => d.Kind == kind).State;
}
