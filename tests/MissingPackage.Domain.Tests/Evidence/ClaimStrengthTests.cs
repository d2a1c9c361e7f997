using CsCheck;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using MissingPackage.Domain.Tests.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Evidence;

/// <summary>The rules as data, and what holds of every claim whatever the rules say.</summary>
public class ClaimStrengthTests
{
    private static readonly EvidenceItem[] All = Enum.GetValues<EvidenceItem>();

    private static readonly Gen<CarrierCode?> AnyCarrier = Gen.Int[-1, 3].Select(n => n < 0 ? null : (CarrierCode?)n);

    private static readonly Gen<HashSet<EvidenceItem>> Some = Gen.Int[0, (1 << All.Length) - 1].Select(bits => All.Where(item => (bits >> (int)item & 1) == 1).ToHashSet());

    private static readonly Gen<ClaimCase> Cases = Gen.Select(
        AnyCarrier, Gen.Decimal[0.01m, 500m], Some, Some, (carrier, value, there, possible) => new ClaimCase(carrier, value, there, possible));

    public static TheoryData<CarrierCode?> Carriers { get; } = new(Enum.GetValues<CarrierCode>().Select(code => (CarrierCode?)code).Append(null));

    [Theory]
    [MemberData(nameof(Carriers))]
    public void Rules_OfEachCarrier_NameEverythingOnceWithAReasonAndAHundredTogether(CarrierCode? carrier)
    {
        var rules = EvidenceRules.For(carrier);

        Assert.Equal(All, rules.Select(rule => rule.Item).Order());
        Assert.Equal(100, rules.Sum(rule => rule.Weight));
        Assert.All(rules, rule => Assert.True(rule.Weight > 0));
        Assert.All(rules, rule => Assert.EndsWith(".", rule.Reason, StringComparison.Ordinal));
        // Without these two there is no claim: nothing weighs more, so nothing else is suggested first.
        var required = rules.Where(rule => rule.Item is EvidenceItem.Statement or EvidenceItem.PhotoId).Min(rule => rule.Weight);
        Assert.All(rules.Where(rule => rule.Item is not (EvidenceItem.Statement or EvidenceItem.PhotoId)), rule => Assert.True(rule.Weight < required));
    }

    [Fact]
    public void Score_WithMoreEvidence_IsNeverLower() => Gen.Select(Cases, Some).Sample((claim, more) =>
    {
        var stronger = claim with { There = claim.There.Union(more).ToHashSet() };

        Assert.True(ClaimStrength.Of(stronger).Score >= ClaimStrength.Of(claim).Score);
    });

    [Fact]
    public void Score_IsBetweenNothingAndAll() => Cases.Sample(claim =>
    {
        var strength = ClaimStrength.Of(claim);

        Assert.InRange(strength.Score, 0, 100);
        Assert.Equal(strength.Missing.Count == 0, strength.Score == 100);
        Assert.Equal(strength.There.Count == 0, strength.Score == 0);
        Assert.Equal(100, ClaimStrength.Of(claim with { There = All.ToHashSet() }).Score);
        Assert.Equal(0, ClaimStrength.Of(claim with { There = new HashSet<EvidenceItem>() }).Score);
    });

    [Fact]
    public void Score_DependsOnWhatIsThereAndNotOnTheOrderItCame() => Gen.Select(Cases, Gen.Shuffle(All)).Sample((claim, order) =>
    {
        var again = claim with { There = order.Where(claim.There.Contains).ToHashSet(), Possible = order.Where(claim.Possible.Contains).ToHashSet() };

        Assert.Equal(ClaimStrength.Of(claim).Score, ClaimStrength.Of(again).Score);
        Assert.Equal(ClaimStrength.Of(claim).NextStep, ClaimStrength.Of(again).NextStep);
        Assert.Equal(ClaimStrength.Of(claim).Missing, ClaimStrength.Of(again).Missing);
    });

    [Fact]
    public void NextStep_IsWhatAddsMostOfWhatIsPossible() => Cases.Sample(claim =>
    {
        var next = ClaimStrength.Of(claim).NextStep;
        int With(EvidenceItem item) => ClaimStrength.Of(claim with { There = claim.There.Append(item).ToHashSet() }).Score;
        var counts = EvidenceRules.For(claim.Carrier).Where(rule => claim.Value >= rule.FromValue).Select(rule => rule.Item)
            .Where(claim.Possible.Contains).Where(item => !claim.There.Contains(item)).ToList();
        if (next is null)
        {
            Assert.Empty(counts);
            return;
        }

        Assert.Contains(next.Item, counts);
        Assert.All(counts, item => Assert.True(With(next.Item) >= With(item)));
    });

    [Fact]
    public void Police_OfACheapOrder_IsNeitherAskedNorCounted()
    {
        var everythingElse = All.Except([EvidenceItem.PoliceReport]).ToHashSet();

        Assert.Equal(100, ClaimStrength.Of(new ClaimCase(CarrierCode.Usps, 99.99m, everythingElse, All.ToHashSet())).Score);
        var dear = ClaimStrength.Of(new ClaimCase(CarrierCode.Usps, 100m, everythingElse, All.ToHashSet()));
        Assert.Equal((88, EvidenceItem.PoliceReport), (dear.Score, dear.NextStep!.Item));
    }

    [Fact]
    public void Of_ARequest_FollowsItsEvidence()
    {
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.Ups));
        Assert.Equal(0, request.Strength);
        request.Receive(DocumentKind.Statement);
        Assert.Equal(22, request.Strength);
        request.Send(DocumentKind.PhotoId);
        Assert.Equal(22, request.Strength);
        // What is being checked is not asked for again.
        Assert.Equal(EvidenceItem.ProofOfValue, ClaimStrength.Of(request).NextStep!.Item);
        request.FinishDocument(request.Documents[^1].Id, OnePage, At("2026-07-02 15:01"));
        Assert.Equal(38, request.Strength);

        var invoice = request.Receive(DocumentKind.ProofOfValue);
        request.AddEvidence(AddedEvidence.Of(request) with { CarrierCaseNumber = "CASE-1", Places = [PlaceToLook.Mailbox, PlaceToLook.FrontDoor, PlaceToLook.Neighbors] }, Actor.Customer, At("2026-07-03 15:00"));
        Assert.Equal(38 + 15 + 13 + 4, request.Strength);
        request.RemoveDocument(invoice.Id, At("2026-07-03 16:00"));
        Assert.Equal(38 + 13 + 4, request.Strength);
        request.AskForMore([DocumentKind.PhotoId], "Too dark.", Agent, At("2026-07-06 15:00"));
        Assert.Equal(22 + 13 + 4, request.Strength);
        request.UndoDecision(Agent, At("2026-07-06 15:00").AddSeconds(5));
        Assert.Equal(38 + 13 + 4, request.Strength);
    }

    [Theory]
    [InlineData("9400111206206406260787", 0)]
    [InlineData("420787459400111206206406260787", 4)]
    public void LabelZip_WhereTheTrackingNumberHoldsIt_IsThere(string tracking, int strength)
    {
        var request = CreateRequest(r => r.CarriedBy(CarrierCode.Usps));
        var facts = CorrectedFacts.Of(request);
        request.CorrectFacts(facts with { Shipment = facts.Shipment with { TrackingNumber = tracking } }, Actor.Customer, At("2026-07-03 15:00"));

        Assert.Equal(strength, request.Strength);
    }

    [Fact]
    public void Strength_AfterEachVerbOfAnyWalk_IsWhatTheRulesSay() => RequestWalkTests.WalksInOrder.Sample(
        walk => RequestWalkTests.Go(walk, (request, step) =>
        {
            var before = request.Strength;
            step.TryTake(request);
            Assert.Equal(request.HasEnded ? before : ClaimStrength.Of(request).Score, request.Strength);
            if (ClaimStrength.Of(request).NextStep is { } next && ClaimCase.Documents.TryGetValue(next.Item, out var kind))
            {
                Assert.True(request.CanAttach(kind));
            }
        }),
        iter: 2_000);
}
