using CsCheck;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Tests.Deadlines;

public class BusinessCalendarTests
{
    private static readonly BusinessCalendar Calendar = BusinessCalendar.UnitedStates;

    [Theory]
    [InlineData("2026-07-02", true)]
    [InlineData("2026-07-03", false)]
    [InlineData("2026-07-04", false)]
    [InlineData("2026-07-05", false)]
    [InlineData("2026-07-06", true)]
    [InlineData("2027-12-31", false)]
    public void IsBusinessDay_KnowsWeekendsAndHolidays(string date, bool expected) =>
        Assert.Equal(expected, Calendar.IsBusinessDay(Date(date)));

    [Fact]
    public void AddBusinessDays_AcrossThanksgiving_SkipsIt() =>
        Assert.Equal(Date("2026-11-30"), Calendar.AddBusinessDays(Date("2026-11-24"), 3));

    [Fact]
    public void AddBusinessDays_AcrossIndependenceDay_SkipsTheObservedFriday() =>
        Assert.Equal(Date("2026-07-07"), Calendar.AddBusinessDays(Date("2026-07-01"), 3));

    [Theory]
    [InlineData("2026-08-07")]
    [InlineData("2026-08-08")]
    [InlineData("2026-08-09")]
    public void AddBusinessDays_FromFridayOrWeekend_CountsFromMonday(string start) =>
        Assert.Equal(Date("2026-08-12"), Calendar.AddBusinessDays(Date(start), 3));

    [Theory]
    [InlineData("2026-08-07")]
    [InlineData("2026-08-08")]
    public void AddBusinessDays_Zero_IsTheStart(string start) =>
        Assert.Equal(Date(start), Calendar.AddBusinessDays(Date(start), 0));

    [Fact]
    public void AddBusinessDays_Negative_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddBusinessDays(Date("2026-08-07"), -1));

    [Fact]
    public void AddBusinessDays_PastTheCalendar_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddBusinessDays(DateOnly.MaxValue, 1));

    [Theory]
    [InlineData("2026-07-01", "2026-07-07", 3)]
    [InlineData("2026-07-02", "2026-07-05", 0)]
    [InlineData("2026-07-01", "2026-07-02", 1)]
    [InlineData("2026-07-07", "2026-07-07", 0)]
    [InlineData("2026-07-07", "2026-07-01", 0)]
    public void CountBusinessDays_CountsAfterTheFirstUpToTheSecond(string after, string upTo, int expected) =>
        Assert.Equal(expected, Calendar.CountBusinessDays(Date(after), Date(upTo)));

    [Fact]
    public void CountBusinessDays_UndoesAddBusinessDays() =>
        Gen.Select(Gen.DateOnly[Date("1990-01-01"), Date("2090-12-31")], Gen.Int[0, 60]).Sample((start, days) =>
            Calendar.CountBusinessDays(start, Calendar.AddBusinessDays(start, days)) == days, iter: 2_000);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", provider: null);
}
