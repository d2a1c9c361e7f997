using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Requests;

/// <summary>How a customer was made whole.</summary>
public enum ResolutionKind
{
    /// <summary>The seller sent the item again.</summary>
    Replacement,

    /// <summary>The item was out of stock, and the money went back.</summary>
    Refund,
}

/// <summary>What the seller did: a replacement, or a refund where the item is out of stock.</summary>
public sealed record Resolution
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReason = 500;

    private Resolution(
        ResolutionKind kind, CarrierCode? carrier, string? trackingNumber, decimal? refundAmount, DateOnly? madeOn, string? overrideReason)
    {
        Kind = kind;
        Carrier = carrier;
        TrackingNumber = trackingNumber;
        RefundAmount = refundAmount;
        MadeOn = madeOn;
        OverrideReason = overrideReason;
    }

    /// <summary>Which of the two.</summary>
    public ResolutionKind Kind { get; private init; }

    /// <summary>Who carries the replacement; null where it isn't known or isn't one of the four.</summary>
    public CarrierCode? Carrier { get; private init; }

    /// <summary>The replacement's tracking number, where there is one yet.</summary>
    public string? TrackingNumber { get; private init; }

    /// <summary>The refund in US dollars; null for a replacement.</summary>
    public decimal? RefundAmount { get; private init; }

    /// <summary>The day it was shipped or refunded, where it was said.</summary>
    public DateOnly? MadeOn { get; private init; }

    /// <summary>Why an agent went against the rule (replacement, or refund where the item is out of stock); null where it was kept.</summary>
    public string? OverrideReason { get; init; }

    /// <summary>A replacement is on its way.</summary>
    /// <param name="trackingNumber">Its tracking number, or null when it isn't known yet.</param>
    /// <param name="carrier">Its carrier, or null.</param>
    /// <param name="shippedOn">The day it was shipped, or null.</param>
    public static Resolution Replacement(string? trackingNumber, CarrierCode? carrier = null, DateOnly? shippedOn = null) =>
        new(ResolutionKind.Replacement, carrier, trackingNumber, null, shippedOn, null);

    /// <summary>The money went back.</summary>
    /// <param name="amount">US dollars, at least a cent.</param>
    /// <param name="refundedOn">The day, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is under a cent.</exception>
    public static Resolution Refund(decimal amount, DateOnly? refundedOn = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 0.01m);
        return new(ResolutionKind.Refund, null, null, amount, refundedOn, null);
    }
}
