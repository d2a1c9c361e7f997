using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Application.Settings;

/// <summary>Holidays and closures beside the federal holidays, by date.</summary>
public sealed record ClosedDays(IReadOnlyList<Closure> Days)
{
    public const string Key = "closed-days";

    /// <summary>The most days the list holds.</summary>
    public const int MaxDays = 200;

    /// <summary>How many days back a day can still be closed: a storm is noticed on the day.</summary>
    public const int MaxDaysBack = 30;

    /// <summary>How many years ahead.</summary>
    public const int MaxYearsAhead = 3;

    private readonly Lazy<BusinessCalendar> _calendar = new(() => BusinessCalendar.UnitedStates.With(Days));

    public static ClosedDays None { get; } = new([]);

    /// <summary>The days that count.</summary>
    public BusinessCalendar Calendar => _calendar.Value;
}
