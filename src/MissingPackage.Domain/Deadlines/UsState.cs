namespace MissingPackage.Domain.Deadlines;

/// <summary>A part of the United States that a delivery address can name: a state, the District of Columbia,
/// a territory, or one of the three regions of military mail.</summary>
/// <param name="Code">The two capital letters USPS uses in an address, such as <c>NY</c>.</param>
/// <param name="Name">The full English name, such as <c>New York</c>.</param>
public sealed record UsState(string Code, string Name);
