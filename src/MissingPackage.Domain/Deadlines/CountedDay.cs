namespace MissingPackage.Domain.Deadlines;

/// <summary>Why a day between a start and its deadline counts or does not.</summary>
public enum DayKind
{
    /// <summary>The day the counting starts from. It never counts itself.</summary>
    Start,

    /// <summary>A business day: it counts.</summary>
    Business,

    /// <summary>A Saturday or Sunday: it does not count.</summary>
    Weekend,

    /// <summary>A holiday as observed, on a weekday: it does not count.</summary>
    Holiday,

    /// <summary>A weekday on which the house is closed: it does not count.</summary>
    Closed,

    /// <summary>A day of a count in which every day counts.</summary>
    Calendar,
}

/// <summary>One day on the way to a deadline, to show the customer how it was counted.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind">Why it counts or does not.</param>
/// <param name="Number">1 for the first day that counts, 2 for the second and so on; null for a day that does not.</param>
/// <param name="HolidayName">The holiday observed or the closure that day, the start day's too; otherwise null.</param>
public sealed record CountedDay(DateOnly Date, DayKind Kind, int? Number, string? HolidayName);
