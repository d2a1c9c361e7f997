namespace MissingPackage.Domain.Deadlines;

/// <summary>The US federal holidays of 5 U.S.C. 6103 and the weekdays they are observed on.</summary>
/// <remarks>
/// A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after. Martin Luther King
/// Jr. Day starts in 1986 and Juneteenth in 2021; the other nine are given for every year by today's rule.
/// </remarks>
public static class UsFederalHolidays
{
    /// <summary>The holidays whose observed date falls in a calendar year, earliest first. When 1 January is a Saturday
    /// it belongs to the year before, as 31 December.</summary>
    /// <param name="year">A year from 1 to 9999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The calendar has no such year.</exception>
    public static IReadOnlyList<FederalHoliday> ObservedIn(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, DateOnly.MinValue.Year);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, DateOnly.MaxValue.Year);

        var holidays = OfYear(year);
        if (year < DateOnly.MaxValue.Year)
        {
            holidays = holidays.Append(NewYearsDay(year + 1));
        }

        return [.. holidays.Where(holiday => holiday.ObservedDate.Year == year)];
    }

    /// <summary>The name of the holiday observed on a date, or null on any other day. A holiday that falls on a weekend
    /// is not found on its own date.</summary>
    public static string? NameOn(DateOnly observedDate)
    {
        foreach (var holiday in ObservedIn(observedDate.Year))
        {
            if (holiday.ObservedDate == observedDate)
            {
                return holiday.Name;
            }
        }

        return null;
    }

    private static IEnumerable<FederalHoliday> OfYear(int year)
    {
        yield return NewYearsDay(year);
        if (year >= 1986)
        {
            yield return Observed("Martin Luther King Jr. Day", Nth(3, DayOfWeek.Monday, year, 1));
        }

        yield return Observed("Washington's Birthday", Nth(3, DayOfWeek.Monday, year, 2));
        yield return Observed("Memorial Day", LastMondayOfMay(year));
        if (year >= 2021)
        {
            yield return Observed("Juneteenth", new DateOnly(year, 6, 19));
        }

        yield return Observed("Independence Day", new DateOnly(year, 7, 4));
        yield return Observed("Labor Day", Nth(1, DayOfWeek.Monday, year, 9));
        yield return Observed("Columbus Day", Nth(2, DayOfWeek.Monday, year, 10));
        yield return Observed("Veterans Day", new DateOnly(year, 11, 11));
        yield return Observed("Thanksgiving Day", Nth(4, DayOfWeek.Thursday, year, 11));
        yield return Observed("Christmas Day", new DateOnly(year, 12, 25));
    }

    private static FederalHoliday NewYearsDay(int year) => Observed("New Year's Day", new DateOnly(year, 1, 1));

    private static FederalHoliday Observed(string name, DateOnly date) => new(name, date, date.DayOfWeek switch
    {
        DayOfWeek.Saturday => date.AddDays(-1),
        DayOfWeek.Sunday => date.AddDays(1),
        _ => date,
    });

    private static DateOnly Nth(int nth, DayOfWeek weekday, int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        var toWeekday = ((int)weekday - (int)first.DayOfWeek + 7) % 7;
        return first.AddDays(toWeekday + (7 * (nth - 1)));
    }

    private static DateOnly LastMondayOfMay(int year)
    {
        var last = new DateOnly(year, 5, 31);
        return last.AddDays(-(((int)last.DayOfWeek - (int)DayOfWeek.Monday + 7) % 7));
    }
}
