namespace MissingPackage.Domain.Deadlines;

/// <summary>Says which days count: Monday to Friday, less the holidays as observed.</summary>
public sealed class BusinessCalendar
{
    private readonly Func<DateOnly, string?> _holidayOn;

    private BusinessCalendar(Func<DateOnly, string?> holidayOn) => _holidayOn = holidayOn;

    /// <summary>The calendar with the US federal holidays (<see cref="UsFederalHolidays"/>).</summary>
    public static BusinessCalendar UnitedStates { get; } = new(UsFederalHolidays.NameOn);

    /// <summary>Whether work is done on this day.</summary>
    public bool IsBusinessDay(DateOnly date) => !IsWeekend(date) && HolidayOn(date) is null;

    /// <summary>The business day that comes <paramref name="days"/> business days after a date.</summary>
    /// <param name="start">Any date; it is never counted itself.</param>
    /// <param name="days">How many business days to count, 0 or more. With 0 the answer is <paramref name="start"/>,
    /// business day or not.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is negative, or the answer lies after
    /// the year 9999.</exception>
    public DateOnly AddBusinessDays(DateOnly start, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);

        var date = start;
        for (var counted = 0; counted < days;)
        {
            date = date.AddDays(1);
            if (IsBusinessDay(date))
            {
                counted++;
            }
        }

        return date;
    }

    /// <summary>How many business days there are after one date, up to and including another.</summary>
    /// <returns>0 or more; 0 when <paramref name="upTo"/> is not after <paramref name="after"/>.</returns>
    public int CountBusinessDays(DateOnly after, DateOnly upTo)
    {
        var count = 0;
        for (var date = after; date < upTo;)
        {
            date = date.AddDays(1);
            if (IsBusinessDay(date))
            {
                count++;
            }
        }

        return count;
    }

    internal static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    internal string? HolidayOn(DateOnly date) => _holidayOn(date);
}
