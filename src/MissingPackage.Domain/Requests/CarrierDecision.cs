namespace MissingPackage.Domain.Requests;

/// <summary>What a carrier made of a claim. Stored by name: rename nothing, only add.</summary>
public enum CarrierVerdict
{
    /// <summary>It pays what was claimed.</summary>
    Paid,

    /// <summary>It pays less than that.</summary>
    PaidInPart,

    /// <summary>It pays nothing.</summary>
    Denied,
}

/// <summary>A carrier's answer to the seller's claim.</summary>
/// <param name="Verdict">What it says.</param>
/// <param name="Amount">US dollars that the carrier pays; null where it wasn't said, and for a denial.</param>
/// <param name="DecidedOn">The day of the answer.</param>
public sealed record CarrierDecision(CarrierVerdict Verdict, decimal? Amount, DateOnly DecidedOn);
