namespace MissingPackage.Domain.Deadlines;

/// <summary>One federal holiday of one year.</summary>
/// <param name="Name">The name to print, such as <c>Independence Day</c>.</param>
/// <param name="Date">The day the holiday falls on.</param>
/// <param name="ObservedDate">The weekday taken off for it, which may lie in the year before.</param>
public sealed record FederalHoliday(string Name, DateOnly Date, DateOnly ObservedDate);
