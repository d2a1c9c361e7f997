namespace MissingPackage.Domain.Deadlines;

/// <summary>Says which days count: Monday to Friday, less the federal holidays as observed and the closures named.</summary>
public sealed class BusinessCalendar
{
    private readonly Dictionary<DateOnly, string> _closures;

    private BusinessCalendar(Dictionary<DateOnly, string> closures) => _closures = closures;

    /// <summary>The calendar with the US federal holidays (<see cref="UsFederalHolidays"/>) and nothing else.</summary>
    public static BusinessCalendar UnitedStates { get; } = new([]);

    /// <summary>The same calendar with days on which no work is done. Two closures on one day are one.</summary>
    /// <param name="closures">In any order; one on a weekend or holiday changes nothing.</param>
    public BusinessCalendar With(IEnumerable<Closure> closures)
    {
        ArgumentNullException.ThrowIfNull(closures);
        var all = new Dictionary<DateOnly, string>(_closures);
        foreach (var closure in closures)
        {
            all[closure.Date] = closure.Name;
        }

        return new BusinessCalendar(all);
    }

    /// <summary>Whether work is done on this day.</summary>
    public bool IsBusinessDay(DateOnly date) => !IsWeekend(date) && HolidayOn(date) is null && ClosureOn(date) is null;

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

    internal static string? HolidayOn(DateOnly date) => UsFederalHolidays.NameOn(date);

    internal string? ClosureOn(DateOnly date) => _closures.GetValueOrDefault(date);
}
