using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Tests.Deadlines;

public class UsFederalHolidaysTests
{
    [Theory]
    // New Year's Day of 2021 and Independence Day 2020 (a Saturday), before Juneteenth was a federal holiday.
    [InlineData(2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25")]
    // Juneteenth (Saturday), Independence Day (Sunday), Christmas (Saturday), and New Year's Day of 2022 (Saturday).
    [InlineData(2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")]
    // Ten: New Year's Day was taken the year before. Juneteenth and Christmas are Sundays.
    [InlineData(2022, "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26")]
    // New Year's Day is a Sunday, Veterans Day a Saturday.
    [InlineData(2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")]
    [InlineData(2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25")]
    [InlineData(2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")]
    [InlineData(2028, "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")]
    public void ObservedIn_Year_MatchesThePublishedDates(int year, string monthsAndDays)
    {
        var observed = UsFederalHolidays.ObservedIn(year).Select(holiday => $"{holiday.ObservedDate:MM-dd}");

        Assert.Equal(monthsAndDays, string.Join(' ', observed));
    }

    [Fact]
    public void ObservedIn_2026_NamesAllElevenInOrder()
    {
        Assert.Equal(
            [
                "New Year's Day", "Martin Luther King Jr. Day", "Washington's Birthday", "Memorial Day", "Juneteenth",
                "Independence Day", "Labor Day", "Columbus Day", "Veterans Day", "Thanksgiving Day", "Christmas Day",
            ],
            NamesIn(2026),
            StringComparer.Ordinal);
    }

    [Fact]
    public void ObservedIn_NewYearsDayOnSaturday_BelongsToTheYearBefore()
    {
        var last = UsFederalHolidays.ObservedIn(2027)[^1];

        Assert.Equal(
            new FederalHoliday("New Year's Day", new DateOnly(2028, 1, 1), new DateOnly(2027, 12, 31)), last);
        Assert.DoesNotContain("New Year's Day", NamesIn(2028), StringComparer.Ordinal);
    }

    [Fact]
    public void NameOn_31December2027_IsNewYearsDay()
    {
        Assert.Equal("New Year's Day", UsFederalHolidays.NameOn(new DateOnly(2027, 12, 31)));
        Assert.Null(UsFederalHolidays.NameOn(new DateOnly(2028, 1, 1)));
    }

    [Fact]
    public void NameOn_SaturdayHoliday_IsTheFridayBefore()
    {
        Assert.Equal("Independence Day", UsFederalHolidays.NameOn(new DateOnly(2026, 7, 3)));
        Assert.Null(UsFederalHolidays.NameOn(new DateOnly(2026, 7, 4)));
    }

    [Fact]
    public void NameOn_SundayHoliday_IsTheMondayAfter()
    {
        Assert.Equal("Independence Day", UsFederalHolidays.NameOn(new DateOnly(2027, 7, 5)));
        Assert.Null(UsFederalHolidays.NameOn(new DateOnly(2027, 7, 4)));
    }

    [Theory]
    [InlineData("Juneteenth", 2021)]
    [InlineData("Martin Luther King Jr. Day", 1986)]
    public void ObservedIn_HolidayMadeLater_StartsWithItsFirstYear(string name, int firstYear)
    {
        Assert.DoesNotContain(name, NamesIn(firstYear - 1), StringComparer.Ordinal);
        Assert.Contains(name, NamesIn(firstYear), StringComparer.Ordinal);
    }

    [Fact]
    public void ObservedIn_EveryYearOfTheCalendar_IsWeekdaysInOrderWithinTheYear()
    {
        for (var year = 1; year <= 9999; year++)
        {
            var dates = UsFederalHolidays.ObservedIn(year).Select(holiday => holiday.ObservedDate).ToList();

            Assert.All(dates, date => Assert.Equal(year, date.Year));
            Assert.DoesNotContain(dates, date => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
            Assert.Equal(dates.Order().Distinct(), dates);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_000)]
    public void ObservedIn_NoSuchYear_Throws(int year) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => UsFederalHolidays.ObservedIn(year));

    [Fact]
    public void NameOn_EndsOfTheCalendar_DoNotThrow()
    {
        Assert.Equal("New Year's Day", UsFederalHolidays.NameOn(DateOnly.MinValue));
        Assert.Null(UsFederalHolidays.NameOn(DateOnly.MaxValue));
    }

    private static IEnumerable<string> NamesIn(int year) => UsFederalHolidays.ObservedIn(year).Select(holiday => holiday.Name);
}
