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
    private Resolution(ResolutionKind kind, string? trackingNumber, decimal? refundAmount)
    {
        Kind = kind;
        TrackingNumber = trackingNumber;
        RefundAmount = refundAmount;
    }

    /// <summary>Which of the two.</summary>
    public ResolutionKind Kind { get; private init; }

    /// <summary>The replacement's tracking number, where there is one yet.</summary>
    public string? TrackingNumber { get; private init; }

    /// <summary>The refund in US dollars; null for a replacement.</summary>
    public decimal? RefundAmount { get; private init; }

    /// <summary>A replacement is on its way.</summary>
    /// <param name="trackingNumber">Its tracking number, or null when it isn't known yet.</param>
    public static Resolution Replacement(string? trackingNumber) => new(ResolutionKind.Replacement, trackingNumber, null);

    /// <summary>The money went back.</summary>
    /// <param name="amount">US dollars, at least a cent.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is under a cent.</exception>
    public static Resolution Refund(decimal amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 0.01m);
        return new(ResolutionKind.Refund, null, amount);
    }
}
