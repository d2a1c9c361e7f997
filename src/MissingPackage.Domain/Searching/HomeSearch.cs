namespace MissingPackage.Domain.Searching;

/// <summary>What the customer did before opening a request.</summary>
/// <param name="Home">The kind of home, or null if not said.</param>
/// <param name="Places">The places looked at, in checklist order.</param>
/// <param name="CarrierCaseNumber">The case number the carrier gave on the phone, or null. At most <see cref="MaxCaseNumber"/> characters.</param>
public sealed record HomeSearch(HomeKind? Home, IReadOnlyList<PlaceToLook> Places, string? CarrierCaseNumber)
{
    /// <summary>The longest case number, in characters.</summary>
    public const int MaxCaseNumber = 60;

    /// <summary>A search of which nothing is known.</summary>
    public static HomeSearch None { get; } = new(null, [], null);
}
