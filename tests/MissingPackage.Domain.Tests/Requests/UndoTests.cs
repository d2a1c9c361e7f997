using CsCheck;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>Decisions that are taken back.</summary>
public class UndoTests
{
    private const string Reason = "The signature is missing.";

    private static readonly DateTime Now = At("2026-07-21 15:00");

    public static TheoryData<string, RequestStatus> Decisions { get; } = new()
    {
        { "accept", RequestStatus.ReadyForReview },
        { "ask", RequestStatus.ReadyForReview },
        { "ask and accept", RequestStatus.ReadyForReview },
        { "ask", RequestStatus.MoreNeeded },
        { "decline", RequestStatus.ReadyForReview },
        { "decline", RequestStatus.MoreNeeded },
        { "claim", RequestStatus.WithSeller },
        { "refund", RequestStatus.WithSeller },
        { "replace", RequestStatus.CarrierClaimFiled },
        { "found", RequestStatus.AwaitingDocuments },
        { "found", RequestStatus.CarrierClaimFiled },
        { "write", RequestStatus.AwaitingDocuments },
        { "write", RequestStatus.Resolved },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void UndoDecision_WithinThirtySeconds_IsAsIfItHadNeverBeenMade(string decision, RequestStatus status)
    {
        var request = CreateRequest(r => r.ThatIs(status));
        var before = RequestSnapshot.Of(request).WithoutHistory() with { Version = 0 };
        var seen = request.StandingEvents.ToList();

        Decide(request, decision, Now);
        var version = request.Version;
        request.UndoDecision(Agent, Now.AddSeconds(29.9));

        Assert.Equal(before, RequestSnapshot.Of(request).WithoutHistory() with { Version = 0 });
        Assert.Equal(RequestEventKind.DecisionUndone, request.Events[^1].Kind);
        Assert.True(request.Version > version, "Whoever looked at the decision has to look again.");
        Assert.Equal(seen, request.StandingEvents);
        Assert.Null(request.StandingDecision);
    }

    [Theory]
    [MemberData(nameof(Decisions))]
    public void AsItsCustomerSeesIt_ForThirtySeconds_ShowsNothingOfTheDecision(string decision, RequestStatus status)
    {
        var request = CreateRequest(r => r.ThatIs(status));
        var before = RequestSnapshot.Of(request).WithoutHistory() with { Version = 0 };
        var seen = request.StandingEvents.ToList();
        Decide(request, decision, Now);
        var after = RequestSnapshot.Of(request);

        var picture = ServiceRequest.AsItsCustomerSeesIt(request, Now.AddSeconds(29.9));

        Assert.Equal(before, RequestSnapshot.Of(picture).WithoutHistory() with { Version = 0 });
        Assert.Equal(seen, picture.Events);
        Assert.Equal(after, RequestSnapshot.Of(request));
        Assert.Same(request, ServiceRequest.AsItsCustomerSeesIt(request, Now.AddSeconds(30)));
    }

    [Fact]
    public void UndoDecision_AfterThirtySeconds_IsRefused()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        request.Decline(Reason, Agent, Now);

        Refuses(request, Agent, Now.AddSeconds(30), "The time to undo is over and the customer has been told, so the decision stands.");
        Refuses(request, Agent, Now.AddDays(30), "The time to undo is over and the customer has been told, so the decision stands.");
    }

    [Fact]
    public void UndoDecision_BySomebodyElse_IsRefused()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        request.Decline(Reason, Agent, Now);

        Refuses(request, Actor.Agent("other@example.com"), Now.AddSeconds(1), "Only the agent who decided can take it back.");
        Refuses(request, Actor.Customer, Now.AddSeconds(1), "Only the agent who decided can take it back.");
    }

    [Fact]
    public void UndoDecision_WhenSomethingElseHappenedSince_IsRefused()
    {
        const string stands = "Something else has happened to this request since, so the decision stands.";
        var asked = CreateRequest(r => r.WithBothDocuments());
        asked.AskForMore([DocumentKind.Statement], Reason, Agent, Now);
        asked.Send(DocumentKind.Statement);
        Refuses(asked, Agent, Now.AddSeconds(5), stands);

        var undone = CreateRequest(r => r.WithBothDocuments());
        undone.Decline(Reason, Agent, Now);
        undone.UndoDecision(Agent, Now.AddSeconds(1));
        Refuses(undone, Agent, Now.AddSeconds(2), stands);

        Refuses(CreateRequest(r => r.WithBothDocuments()), Agent, Now, stands);
    }

    [Fact]
    public void UndoDecision_WhenAgentsLookedAndNotedMeanwhile_IsAllowed()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        request.Decline(Reason, Agent, Now);
        request.NoteView(request.Documents[0].Id, Agent, Now.AddSeconds(1));
        request.AddNote("Was that right?", Actor.Agent("other@example.com"), Now.AddSeconds(2));

        request.UndoDecision(Agent, Now.AddSeconds(3));

        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
    }

    [Fact]
    public void UndoDecision_OfAnErasure_IsRefused()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        request.EraseDocument(request.Documents[0].Id, "A federal ID", Agent, Now, "Please send another one.");

        Refuses(request, Agent, Now.AddSeconds(1), "Something else has happened to this request since, so the decision stands.");
    }

    [Fact]
    public void StandingEvents_WhenAskedTwiceAndTheSecondIsUndone_KeepTheFirst()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        request.AskForMore([DocumentKind.Statement], "First.", Agent, Now);
        request.AskForMore([DocumentKind.PhotoId], "Second.", Agent, Now.AddMinutes(5));
        request.UndoDecision(Agent, Now.AddMinutes(5).AddSeconds(10));

        Assert.Equal("First.", request.StandingEvents.Last(e => e.Kind == RequestEventKind.MoreAsked).Detail);
        Assert.Equal(2, request.Events.Count(e => e.Kind == RequestEventKind.MoreAsked));
    }

    [Fact]
    public void UndoDecision_AfterEachDecisionOfAnyWalk_LeadsBack() => RequestWalkTests.WalksInOrder.Sample(
        walk => RequestWalkTests.Go(walk, (request, step) =>
        {
            var (before, earlier) = (RequestSnapshot.Of(request).WithoutHistory() with { Version = 0 }, request.StandingDecision);
            step.TryTake(request);
            if (request.StandingDecision is { } decision && !ReferenceEquals(decision, earlier))
            {
                request.UndoDecision(Agent, step.Now.AddSeconds(10));
                Assert.Equal(before, RequestSnapshot.Of(request).WithoutHistory() with { Version = 0 });
                step.TryTake(request);
            }
        }),
        iter: 2_000);

    private static void Refuses(ServiceRequest request, Actor actor, DateTime now, string why)
    {
        var before = RequestSnapshot.Of(request);
        Assert.Equal(why, Assert.Throws<RequestRuleException>(() => request.UndoDecision(actor, now)).Message);
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    private static void Decide(ServiceRequest request, string decision, DateTime now)
    {
        switch (decision)
        {
            case "accept": request.AcceptDocuments(Agent, now, "Compared: name"); break;
            case "ask": request.AskForMore([DocumentKind.Statement], Reason, Agent, now); break;
            case "ask and accept": request.AskForMore([DocumentKind.Statement], Reason, Agent, now, DocumentKind.PhotoId); break;
            case "decline": request.Decline(Reason, Agent, now); break;
            case "claim": request.RecordCarrierClaim("CLAIM-555-0102", Agent, now, filedOn: new DateOnly(2026, 7, 20)); break;
            case "refund": request.Resolve(Resolution.Refund(50m) with { OverrideReason = "Sold out" }, Agent, now); break;
            case "replace": request.Resolve(Resolution.Replacement("1Z5R89390357567127"), Agent, now); break;
            case "found": request.MarkFound(null, Agent, now); break;
            case "write": request.WriteToCustomer("We called you.", Agent, now); break;
            default: throw new ArgumentOutOfRangeException(nameof(decision));
        }
    }
}
