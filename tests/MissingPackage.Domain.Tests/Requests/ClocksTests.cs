using CsCheck;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>Three clocks, never mixed, and the tightest of them.</summary>
public class ClocksTests
{
    private const string LastDayOfUps = "2026-08-31 03:59:59.999";

    [Fact]
    public void Open_CountsTheCarriersLastDay()
    {
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.Ups));

        Assert.Equal(At(LastDayOfUps), request.LatestFilingOn);
        Assert.Equal(request.NextStepDueOn, request.TightestDueOn);
        Assert.False(request.FilingIsTightest);
    }

    [Fact]
    public void Open_WhenTheCarrierIsNotOneOfTheFour_HasTheStepsClockAlone()
    {
        var request = CreateRequest(r => r.CarriedBy(null));

        Assert.Null(request.Filing);
        Assert.Null(request.LatestFilingOn);
        Assert.Equal(request.NextStepDueOn, request.TightestDueOn);
    }

    [Fact]
    public void Tightest_WhenTheLastDayComesFirst_IsTheLastDayUntilTheClaimIsFiled()
    {
        // Two business days before DHL's last day, July 21.
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.DhlExpress).Opened("2026-07-17 14:00").WithBothDocuments("2026-07-17 15:00"));
        Assert.Equal(At("2026-07-22 03:59:59.999"), request.TightestDueOn);
        Assert.True(request.FilingIsTightest);
        Assert.Equal(At("2026-07-23 03:59:59.999"), request.NextStepDueOn);

        request.AcceptDocuments(Agent, At("2026-07-20 15:00"));
        Assert.Equal(At("2026-07-22 03:59:59.999"), request.TightestDueOn);
        request.RecordCarrierClaim("CLAIM-555-0100", Agent, At("2026-07-20 16:00"));

        Assert.Equal(request.NextStepDueOn, request.TightestDueOn);
        request.UndoDecision(Agent, At("2026-07-20 16:00").AddSeconds(5));
        Assert.Equal(At("2026-07-22 03:59:59.999"), request.TightestDueOn);
        request.Withdraw(At("2026-07-20 17:00"));
        Assert.Null(request.TightestDueOn);
    }

    [Fact]
    public void Tightest_WhenTheLastDayHadPassedBeforeItWasOpened_IsTheStep()
    {
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.DhlExpress).Opened("2026-07-23 14:00"));

        Assert.True(request.LatestFilingOn < request.OpenedOn);
        Assert.Equal(request.NextStepDueOn, request.TightestDueOn);
    }

    [Fact]
    public void RecordMailing_CountsFromTheDay()
    {
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.Usps).WithBothDocuments());
        Assert.True(request.Filing!.IsAssumed);

        Assert.True(request.RecordMailing(new(2026, 6, 28), Agent, At("2026-07-06 15:00")));

        Assert.False(request.Filing!.IsAssumed);
        Assert.Equal(At("2026-08-28 03:59:59.999"), request.LatestFilingOn);
        Assert.Equal((RequestEventKind.MailingRecorded, "June 28, 2026"), (request.Events[^1].Kind, request.Events[^1].Detail));
        Assert.False(request.RecordMailing(new(2026, 6, 28), Agent, At("2026-07-06 15:01")));
        Assert.Throws<RequestRuleException>(() => request.RecordMailing(new(2026, 7, 2), Agent, At("2026-07-06 15:02")));
        Assert.True(request.RecordMailing(null, Agent, At("2026-07-06 15:03")));
        Assert.Equal(At("2026-08-21 03:59:59.999"), request.LatestFilingOn);
    }

    [Fact]
    public void RecountFiling_AfterTheRulesWereEdited_MovesTheLastDayOnce()
    {
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.Ups).ThatIs(RequestStatus.WithSeller));
        var now = At("2026-07-06 16:00");
        Assert.False(request.RecountFiling(now));

        request.FileBy(code => CarrierDirectory.Get(code).Claim with { Latest = new(5, ClaimClock.Delivery) });
        Assert.True(request.RecountFiling(now));

        Assert.Equal(At("2026-07-07 03:59:59.999"), request.LatestFilingOn);
        Assert.Equal(request.LatestFilingOn, request.TightestDueOn);
        Assert.Equal((RequestEventKind.FilingDayMoved, "August 30, 2026 → July 6, 2026"), (request.Events[^1].Kind, request.Events[^1].Detail));
        Assert.False(request.RecountFiling(now));
        request.FileBy(code => CarrierDirectory.Get(code).Claim with { Latest = null });
        Assert.True(request.RecountFiling(now));
        Assert.Equal(request.NextStepDueOn, request.TightestDueOn);
    }

    [Theory]
    [InlineData(RequestStatus.CarrierClaimFiled)]
    [InlineData(RequestStatus.Resolved)]
    public void RecountFiling_OnceTheClaimIsFiled_ChangesNothing(RequestStatus status)
    {
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.Ups).ThatIs(status));
        request.FileBy(code => CarrierDirectory.Get(code).Claim with { Latest = new(8, ClaimClock.Delivery) });

        Assert.False(request.RecountFiling(At("2026-07-06 16:00")));
        Assert.Equal(At(LastDayOfUps), request.LatestFilingOn);
    }

    [Fact]
    public void CorrectFacts_WhenTheCarrierOrTheDayWasAnother_CountsAgain()
    {
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.Ups));
        var facts = CorrectedFacts.Of(request);

        request.CorrectFacts(facts with { Shipment = facts.Shipment with { Carrier = CarrierCode.DhlExpress } }, Actor.Customer, At("2026-07-03 15:00"));

        Assert.Equal(At("2026-07-22 03:59:59.999"), request.LatestFilingOn);
    }

    [Fact]
    public void Clocks_AfterEachVerbOfAnyWalk_AgreeWithTheRules() => RequestWalkTests.Walks.Sample(
        walk => RequestWalkTests.Go(walk, (request, step) =>
        {
            step.TryTake(request);

            Assert.Equal(request.NextStepDueOn is null, request.TightestDueOn is null);
            Assert.True(request.TightestDueOn is null || request.TightestDueOn <= request.NextStepDueOn);
            Assert.True(request.TightestDueOn == request.NextStepDueOn || request.TightestDueOn == request.LatestFilingOn);
            if (request.AwaitsFiling)
            {
                Assert.Equal(request.Filing?.LatestOn, request.LatestFilingOn);
                Assert.True(request.LatestFilingOn is not { } last || last < request.OpenedOn || request.TightestDueOn <= last);
            }
            else
            {
                Assert.Equal(request.NextStepDueOn, request.TightestDueOn);
            }
        }),
        iter: 2_000);
}
