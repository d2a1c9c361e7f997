using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Requests;

// The seller’s claim with the carrier, and what the customer gets.
public sealed partial class ServiceRequest
{
    /// <summary>The longest carrier's claim number, in characters.</summary>
    public const int MaxClaimNumber = 60;

    /// <summary>Whether the seller's claim may be recorded.</summary>
    public bool CanRecordCarrierClaim => Status == RequestStatus.WithSeller;

    /// <summary>Whether a replacement or refund may be recorded.</summary>
    public bool CanResolve => Status is RequestStatus.WithSeller or RequestStatus.CarrierClaimFiled;

    /// <summary>Records that the seller's claim is with the carrier.</summary>
    /// <param name="claimNumber">The carrier's number for it.</param>
    /// <param name="agent">Who records it.</param>
    /// <param name="now">UTC.</param>
    /// <param name="decisionDays">Business days the carrier may take (<see cref="ClaimRules.DecisionDaysTo"/>); as shipped where null.</param>
    /// <exception cref="RequestRuleException">The request isn't with the seller.</exception>
    public void RecordCarrierClaim(string claimNumber, Actor agent, DateTime now, int? decisionDays = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(claimNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(claimNumber.Length, MaxClaimNumber, nameof(claimNumber));
        Require(CanRecordCarrierClaim, "A carrier claim can be recorded only while the request is with the seller.");
        var before = AsItStands();
        CarrierClaimNumber = claimNumber;
        Record(RequestEventKind.CarrierClaimFiled, agent, now, detail: claimNumber);
        Await(RequestStatus.CarrierClaimFiled, now, decisionDays ?? ServicePromise.CarrierDays(Shipment.Carrier));
        Decided(RequestEventKind.CarrierClaimFiled, agent, now, before);
    }

    /// <summary>Records the replacement or the refund.</summary>
    /// <param name="resolution">Which; a refund is at most the order's value.</param>
    /// <param name="agent">Who records it.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The documents aren't accepted yet, or the refund is above the order's value.</exception>
    public void Resolve(Resolution resolution, Actor agent, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        Require(CanResolve, "A request can be resolved only after its documents were accepted.");
        Require(resolution.RefundAmount is null || resolution.RefundAmount <= Order.Value, "A refund can’t be more than the order’s value.");
        var before = AsItStands();
        Resolution = resolution;
        Record(RequestEventKind.Resolved, agent, now);
        End(RequestStatus.Resolved, resolution.Kind == ResolutionKind.Refund ? RequestOutcome.Refunded : RequestOutcome.Replaced, now);
        Decided(RequestEventKind.Resolved, agent, now, before);
    }
}
