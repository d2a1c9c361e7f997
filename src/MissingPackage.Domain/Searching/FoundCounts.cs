namespace MissingPackage.Domain.Searching;

/// <summary>How many packages the checklist found, by place, for one kind of home and one or all carriers.</summary>
/// <param name="ByPlace">Finds by place; a place that isn't there has none.</param>
public sealed record FoundCounts(IReadOnlyDictionary<PlaceToLook, int> ByPlace)
{
    /// <summary>So many finds, and the likeliest place comes first; with fewer, chance would shuffle the list.</summary>
    public const int EnoughToSort = 10;

    /// <summary>So many finds, and shares are shown.</summary>
    public const int EnoughToShow = 50;

    /// <summary>No finds yet.</summary>
    public static FoundCounts None { get; } = new(new Dictionary<PlaceToLook, int>());

    /// <summary>All finds.</summary>
    public int Total { get; } = ByPlace.Values.Sum();

    /// <summary>Finds at one place.</summary>
    public int At(PlaceToLook place) => ByPlace.GetValueOrDefault(place);

    /// <summary>The share of finds at one place, in whole percent; null where there are too few finds to say, or none there.</summary>
    public int? PercentAt(PlaceToLook place) =>
        Total >= EnoughToShow && At(place) > 0 ? (int)Math.Round(100m * At(place) / Total, MidpointRounding.AwayFromZero) : null;
}
