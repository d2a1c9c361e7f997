using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Searching;

/// <summary>
/// One package that the checklist found. It is counted, to put the likeliest places first, and says nothing of the
/// person: no name, address, tracking number or time of day.
/// </summary>
public sealed class FoundPackage
{
    private FoundPackage()
    {
    }

    /// <summary>The row's number.</summary>
    public long Id { get; private set; }

    /// <summary>Where it was.</summary>
    public PlaceToLook Place { get; private set; }

    /// <summary>The kind of home, where it was said.</summary>
    public HomeKind? Home { get; private set; }

    /// <summary>The carrier, where it was said.</summary>
    public CarrierCode? Carrier { get; private set; }

    /// <summary>The day (UTC) it was reported found.</summary>
    public DateOnly FoundDate { get; private set; }

    /// <summary>Counts one found package.</summary>
    /// <param name="place">Where it was.</param>
    /// <param name="home">The kind of home, or null.</param>
    /// <param name="carrier">The carrier, or null.</param>
    /// <param name="now">UTC; only its day is kept.</param>
    public static FoundPackage Count(PlaceToLook place, HomeKind? home, CarrierCode? carrier, DateTime now) =>
        new() { Place = place, Home = home, Carrier = carrier, FoundDate = DateOnly.FromDateTime(now) };
}
