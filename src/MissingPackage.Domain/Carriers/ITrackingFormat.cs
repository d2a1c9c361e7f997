namespace MissingPackage.Domain.Carriers;

/// <summary>One shape a carrier gives its numbers.</summary>
internal interface ITrackingFormat
{
    /// <summary>True when letters or a prefix set the shape apart; false for a bare run of digits of some length.</summary>
    bool IsDistinctive { get; }

    /// <summary>Reads a compact number: ASCII digits and capital letters only.</summary>
    /// <returns>Null when it does not have the shape. A wrong check digit is still a match.</returns>
    TrackingMatch? Match(ReadOnlySpan<char> number);
}
