using System.Globalization;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Requests;

// The seller’s claim with the carrier, and what the customer gets.
public sealed partial class ServiceRequest
{
    /// <summary>The longest carrier's claim number, in characters.</summary>
    public const int MaxClaimNumber = 60;

    /// <summary>The carrier's number for the seller's claim, or null.</summary>
    public string? CarrierClaimNumber { get; private set; }

    /// <summary>The day the claim was filed, where it was said.</summary>
    public DateOnly? ClaimFiledOn { get; private set; }

    /// <summary>The carrier's answer to the claim, or null.</summary>
    public CarrierDecision? CarrierDecision { get; private set; }

    /// <summary>Whether the seller has the item to send again; null until it was said.</summary>
    public bool? InStock { get; private set; }

    /// <summary>How it ended well, or null.</summary>
    public Resolution? Resolution { get; private set; }

    /// <summary>Whether the seller's claim may be recorded.</summary>
    public bool CanRecordCarrierClaim => Status == RequestStatus.WithSeller;

    /// <summary>Whether the carrier's decision may be recorded; a later one takes the place of an earlier.</summary>
    public bool CanRecordCarrierDecision => Status == RequestStatus.CarrierClaimFiled;

    /// <summary>Whether it may be said that the item is in stock or not.</summary>
    public bool CanRecordStock => CanResolve;

    /// <summary>Whether a replacement or refund may be recorded.</summary>
    public bool CanResolve => Status is RequestStatus.WithSeller or RequestStatus.CarrierClaimFiled;

    /// <summary>Records that the seller's claim is with the carrier.</summary>
    /// <param name="claimNumber">The carrier's number for it.</param>
    /// <param name="actor">The seller, or the agent who was told.</param>
    /// <param name="now">UTC.</param>
    /// <param name="decisionDays">Business days the carrier may take (<see cref="ClaimRules.DecisionDaysTo"/>); as shipped where null.</param>
    /// <param name="filedOn">The day it was filed, or null.</param>
    /// <exception cref="RequestRuleException">The request isn't with the seller.</exception>
    public void RecordCarrierClaim(string claimNumber, Actor actor, DateTime now, int? decisionDays = null, DateOnly? filedOn = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(claimNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(claimNumber.Length, MaxClaimNumber, nameof(claimNumber));
        Require(CanRecordCarrierClaim, "A carrier claim can be recorded only while the request is with the seller.");
        RequireHandedTo(actor);
        var before = AsItStands();
        CarrierClaimNumber = claimNumber;
        ClaimFiledOn = filedOn;
        Record(RequestEventKind.CarrierClaimFiled, actor, now, detail: claimNumber);
        Await(RequestStatus.CarrierClaimFiled, now, decisionDays ?? ServicePromise.CarrierDays(Shipment.Carrier));
        Decided(RequestEventKind.CarrierClaimFiled, actor, now, before);
    }

    /// <summary>Records the carrier's answer. The seller makes it good whatever the carrier says; a denial is shown to an agent.</summary>
    /// <param name="decision">The answer.</param>
    /// <param name="actor">The seller, or the agent who was told.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">No claim was recorded.</exception>
    public void RecordCarrierDecision(CarrierDecision decision, Actor actor, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(decision);
        Require(CanRecordCarrierDecision, "The carrier’s decision can be recorded only after the claim was.");
        RequireHandedTo(actor);
        CarrierDecision = decision;
        Record(RequestEventKind.CarrierDecided, actor, now, detail: string.Join(", ", new[]
        {
            decision.Verdict switch { CarrierVerdict.Paid => "Paid", CarrierVerdict.PaidInPart => "Paid in part", _ => "Denied" },
            decision.Amount is { } amount ? Dollars(amount) : null,
            Day(decision.DecidedOn),
        }.OfType<string>()));
        if (decision.Verdict == CarrierVerdict.Denied && actor.Kind == ActorKind.Seller)
        {
            SellerNewsOn = now;
        }

        Await(RequestStatus.CarrierClaimFiled, now, ServicePromise.MakeGoodDays);
    }

    /// <summary>Records whether the seller has the item to send again; the last word counts.</summary>
    /// <param name="inStock">What the seller says.</param>
    /// <param name="actor">The seller, or the agent who was told.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The documents aren't accepted yet, or it has ended.</exception>
    public void RecordStock(bool inStock, Actor actor, DateTime now)
    {
        Require(CanRecordStock, "Whether the item is in stock counts only between accepted documents and the end.");
        RequireHandedTo(actor);
        InStock = inStock;
        Record(RequestEventKind.StockAnswered, actor, now, detail: inStock ? "In stock" : "Out of stock");
    }

    /// <summary>Whether it is by the rule: a replacement, or a refund where the seller says that the item is out of stock.</summary>
    /// <param name="kind">Which of the two.</param>
    public bool IsByTheRule(ResolutionKind kind) => kind == ResolutionKind.Refund ? InStock == false : InStock != false;

    /// <summary>Records the replacement or the refund, by the rule (<see cref="IsByTheRule"/>) or with an agent's reason.</summary>
    /// <param name="resolution">Which; a refund is at most the order's value. The reason is kept only where the rule isn't.</param>
    /// <param name="actor">The seller, or the agent who was told.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The documents aren't accepted yet, it has ended, the refund is above the order's value, or it is against the rule.</exception>
    public void Resolve(Resolution resolution, Actor actor, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        Require(CanResolve, "A request can be resolved only after its documents were accepted.");
        RequireHandedTo(actor);
        Require(resolution.RefundAmount is null || resolution.RefundAmount <= Order.Value, "A refund can’t be more than the order’s value.");
        var byTheRule = IsByTheRule(resolution.Kind);
        Require(byTheRule || (actor.Kind == ActorKind.Agent && !string.IsNullOrWhiteSpace(resolution.OverrideReason)), resolution.Kind == ResolutionKind.Refund
            ? "A refund is for an item that is out of stock: that has to be recorded first, or an agent gives a reason."
            : "The item was said to be out of stock: that has to be corrected first, or an agent gives a reason.");
        var before = AsItStands();
        Resolution = resolution with { OverrideReason = byTheRule ? null : resolution.OverrideReason };
        Record(RequestEventKind.Resolved, actor, now, detail: Describe(Resolution));
        End(RequestStatus.Resolved, resolution.Kind == ResolutionKind.Refund ? RequestOutcome.Refunded : RequestOutcome.Replaced, now);
        Decided(RequestEventKind.Resolved, actor, now, before);
    }

    private static string Describe(Resolution resolution)
    {
        var what = resolution.Kind == ResolutionKind.Refund ? "Refund of " + Dollars(resolution.RefundAmount!.Value) : "Replacement";
        var carrier = resolution.Carrier is { } code ? CarrierDirectory.Get(code).Name : null;
        return string.Join(", ", new[] { what, carrier, resolution.TrackingNumber, resolution.MadeOn is { } on ? Day(on) : null }.OfType<string>())
            + (resolution.OverrideReason is { } reason ? $". Against the rule, because: {reason}" : "");
    }

    private static string Dollars(decimal amount) => "$" + amount.ToString("N2", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);
}
