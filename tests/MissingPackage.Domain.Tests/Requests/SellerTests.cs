using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>The hand-off to the seller, and the rule of what the customer gets.</summary>
public class SellerTests
{
    private const string Override = "The warehouse burned down.";

    private static readonly DateTime Now = At("2026-07-08 15:00");

    [Fact]
    public void HandToSeller_AfterTheDocuments_GivesTheSellerFiveBusinessDays()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller));

        request.HandToSeller("Sample Seller", "claims@example.com", Agent, At("2026-07-07 15:00"));

        Assert.Equal(("Sample Seller", At("2026-07-07 15:00")), (request.HandedOffTo, request.HandedOffOn));
        Assert.Equal(At("2026-07-15 03:59:59.999"), request.NextStepDueOn);
        Assert.False(request.AgentIsNext);
        Assert.Equal("Sample Seller, claims@example.com", request.Events[^1].Detail);
    }

    [Fact]
    public void HandToSeller_AgainToTheSameSeller_GivesNoMoreTime()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller).HandedOff("2026-07-07 15:00"));
        var due = request.NextStepDueOn;

        request.HandToSeller("Sample Seller", "other@example.com", Agent, At("2026-07-09 15:00"));
        Assert.Equal((due, At("2026-07-07 15:00")), (request.NextStepDueOn, request.HandedOffOn));

        request.HandToSeller("Another Seller", "other@example.com", Agent, At("2026-07-09 16:00"));
        Assert.True(request.NextStepDueOn > due);
        Assert.Equal(At("2026-07-09 16:00"), request.HandedOffOn);
    }

    [Fact]
    public void RevokeHandOff_WithSeller_IsOursAgain()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller).HandedOff());

        request.RevokeHandOff(Agent, Now);

        Assert.True(request.AgentIsNext);
        Assert.Equal((null, null), (request.HandedOffTo, request.HandedOffOn));
        Assert.Equal(At("2026-07-10 03:59:59.999"), request.NextStepDueOn);
        foreach (var verb in SellersVerbs(request))
        {
            Assert.Equal("This request is no longer with the seller.", Assert.Throws<RequestRuleException>(verb).Message);
        }
    }

    [Fact]
    public void SellersVerbs_OnceHandedOff_AreTheSellersOwn()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller).HandedOff());
        foreach (var verb in SellersVerbs(request))
        {
            verb();
        }

        Assert.Equal((ActorKind.Seller, "Sample Seller"), (request.Events[^1].ActorKind, request.Events[^1].ActorName));
        Assert.Equal(new DateOnly(2026, 7, 8), request.ClaimFiledOn);
        Assert.Null(request.StandingDecision); // only agents' decisions are undone
        Assert.Equal(RequestOutcome.Replaced, request.Outcome);
        Assert.Equal("Replacement, UPS, 1Z5R89390357567127, Jul 8, 2026", request.Events[^1].Detail);
    }

    [Fact]
    public void WriteFromSeller_UntilAnAgentAnswers_IsAnAgentsTurn()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.CarrierClaimFiled).HandedOff());
        Assert.False(request.AgentIsNext);

        request.WriteFromSeller("Which box?", Seller, Now);
        Assert.True(request.AgentIsNext);
        request.WriteToSeller("The small one.", Agent, Now);
        Assert.False(request.AgentIsNext);

        request.WriteFromSeller("Thanks.", Seller, Now);
        request.RecordStock(true, Seller, Now);
        Assert.True(request.AgentIsNext);
        request.SeeSellerNews(Agent, Now);
        Assert.False(request.AgentIsNext);
    }

    [Fact]
    public void RecordCarrierDecision_Denied_IsShownToAnAgent()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.CarrierClaimFiled).HandedOff());

        request.RecordCarrierDecision(new CarrierDecision(CarrierVerdict.Paid, 60m, new DateOnly(2026, 7, 8)), Seller, Now);
        Assert.False(request.AgentIsNext);
        Assert.Equal("Paid, $60.00, Jul 8, 2026", request.Events[^1].Detail);
        Assert.Equal(At("2026-07-16 03:59:59.999"), request.NextStepDueOn);

        request.RecordCarrierDecision(new CarrierDecision(CarrierVerdict.Denied, null, new DateOnly(2026, 7, 8)), Seller, Now);
        Assert.True(request.AgentIsNext);
        Assert.Equal(CarrierVerdict.Denied, request.CarrierDecision!.Verdict);
    }

    [Theory]
    [InlineData(null, ResolutionKind.Replacement, true)]
    [InlineData(true, ResolutionKind.Replacement, true)]
    [InlineData(false, ResolutionKind.Replacement, false)]
    [InlineData(null, ResolutionKind.Refund, false)]
    [InlineData(true, ResolutionKind.Refund, false)]
    [InlineData(false, ResolutionKind.Refund, true)]
    public void Resolve_ByTheRuleOrWithAnAgentsReason_AndNotOtherwise(bool? inStock, ResolutionKind kind, bool byTheRule)
    {
        ServiceRequest Told() => CreateRequest(r => r.ThatIs(RequestStatus.WithSeller).HandedOff().Then(request =>
        {
            if (inStock is { } said)
            {
                request.RecordStock(said, Seller, At("2026-07-07 15:00"));
            }
        }));
        var resolution = kind == ResolutionKind.Refund ? Resolution.Refund(50m) : Resolution.Replacement(null);

        foreach (var actor in new[] { Agent, Seller })
        {
            var request = Told();
            Assert.Equal(byTheRule, request.IsByTheRule(kind));
            var thrown = Record.Exception(() => request.Resolve(resolution, actor, Now));
            Assert.Equal(byTheRule, thrown is null);
            Assert.Equal(byTheRule, request.HasEnded);
        }

        var overridden = Told();
        overridden.Resolve(resolution with { OverrideReason = Override }, Agent, Now);
        Assert.Equal(byTheRule ? null : Override, overridden.Resolution!.OverrideReason);
        Assert.Equal(!byTheRule, overridden.Events[^1].Detail!.EndsWith($"Against the rule, because: {Override}", StringComparison.Ordinal));

        // A reason is an agent's alone.
        Assert.Equal(byTheRule, Record.Exception(() => Told().Resolve(resolution with { OverrideReason = Override }, Seller, Now)) is null);
        Assert.Equal(byTheRule, Record.Exception(() => Told().Resolve(resolution with { OverrideReason = " " }, Agent, Now)) is null);
    }

    [Fact]
    public void Resolve_Twice_IsRefused()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller).HandedOff());
        request.Resolve(Resolution.Replacement("1Z5R89390357567127"), Seller, Now);

        Assert.Throws<RequestRuleException>(() => request.Resolve(Resolution.Replacement("1Z5R89390357567127"), Seller, Now));
        Assert.Throws<RequestRuleException>(() => request.RecordStock(false, Agent, Now));
        Assert.Throws<RequestRuleException>(() => request.Resolve(Resolution.Refund(1m) with { OverrideReason = Override }, Agent, Now));
    }

    [Fact]
    public void Resolve_AfterItTurnedUpOrWasWithdrawn_IsRefused()
    {
        foreach (var end in new Action<ServiceRequest>[] { r => r.MarkFound(null, Actor.Customer, Now), r => r.Withdraw(Now) })
        {
            var request = CreateRequest(r => r.ThatIs(RequestStatus.CarrierClaimFiled).HandedOff().OutOfStock());
            end(request);

            Assert.Throws<RequestRuleException>(() => request.Resolve(Resolution.Refund(1m), Seller, Now));
            Assert.Throws<RequestRuleException>(() => request.Resolve(Resolution.Refund(1m) with { OverrideReason = Override }, Agent, Now));
            Assert.Throws<RequestRuleException>(() => request.HandToSeller("Sample Seller", "claims@example.com", Agent, Now));
            Assert.Null(request.Resolution);
        }
    }

    [Fact]
    public void ReportReplacement_OfAReplacement_OpensARequestWithWhatIsKnown()
    {
        var earlier = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller).HandedOff());
        earlier.Resolve(Resolution.Replacement("1Z5R89390357567127", CarrierCode.Ups, new DateOnly(2026, 7, 8)), Seller, Now);
        var (reference, dates) = (RequestReference.FromRandom([9, 9, 9, 9, 9]), new ReplacementDates(new(2026, 7, 14), new(2026, 7, 15)));

        var next = earlier.ReportReplacement(Guid.NewGuid(), reference, dates, At("2026-07-16 15:00"));

        Assert.Equal((earlier.Order, earlier.Customer, earlier.Address), (next.Order, next.Customer, next.Address));
        Assert.Equal(new ShipmentFacts(CarrierCode.Ups, "1Z5R89390357567127", dates.Expected, dates.MarkedDelivered), next.Shipment);
        Assert.Equal((RequestStatus.AwaitingDocuments, earlier.Reference, earlier.Id), (next.Status, next.Follows, next.SubmissionId));
        Assert.Equal((RequestStatus.Resolved, reference), (earlier.Status, earlier.FollowedBy));
        Assert.Equal(reference.Value, earlier.Events[^1].Detail);
        Assert.Equal(earlier.Reference.Value, next.Events[^1].Detail);
        Assert.Throws<RequestRuleException>(() => earlier.ReportReplacement(Guid.NewGuid(), reference, dates, Now));
    }

    private static IEnumerable<Action> SellersVerbs(ServiceRequest request) =>
    [
        () => request.WriteFromSeller("Which box?", Seller, Now),
        () => request.RecordCarrierClaim("CLAIM-555-0100", Seller, Now, filedOn: new DateOnly(2026, 7, 8)),
        () => request.RecordStock(true, Seller, Now),
        () => request.Resolve(Resolution.Replacement("1Z5R89390357567127", CarrierCode.Ups, new DateOnly(2026, 7, 8)), Seller, Now),
    ];
}
