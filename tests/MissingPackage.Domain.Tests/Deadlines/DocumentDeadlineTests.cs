using CsCheck;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Tests.Deadlines;

public class DocumentDeadlineTests
{
    private static readonly Gen<(DateOnly Expected, DeliveryTimeZone Zone)> Parcels = Gen.Select(
        Gen.DateOnly[Date("2000-01-01"), Date("2099-12-31")],
        Gen.OneOf([.. DeliveryTimeZone.All]));

    [Theory]
    [InlineData("2026-07-01", "2026-07-07")]
    [InlineData("2026-11-24", "2026-11-30")]
    [InlineData("2027-12-28", "2028-01-03")]
    [InlineData("2026-08-03", "2026-08-06")]
    public void For_ExpectedDate_EndsOnTheThirdBusinessDay(string expected, string lastDay) =>
        Assert.Equal(Date(lastDay), For(expected, "NY").LastDay);

    [Theory]
    [InlineData("NY", "2026-07-08T03:59:59.999")]
    [InlineData("TX", "2026-07-08T05:59:59.999")]
    [InlineData("AZ", "2026-07-08T06:59:59.999")]
    [InlineData("AK", "2026-07-08T08:59:59.999")]
    [InlineData("HI", "2026-07-08T09:59:59.999")]
    [InlineData("GU", "2026-07-07T13:59:59.999")]
    public void For_State_IsDueAtTheEndOfTheDayThere(string state, string utc)
    {
        var dueOn = For("2026-07-01", state).DueOn;

        Assert.Equal(utc, dueOn.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", provider: null));
        Assert.Equal(DateTimeKind.Utc, dueOn.Kind);
    }

    [Theory]
    // The clocks change on Sunday 8 March and Sunday 1 November 2026: the last days are a Tuesday in either case.
    [InlineData("2026-03-05", "2026-03-11T03:59:59.999")]
    [InlineData("2026-10-29", "2026-11-04T04:59:59.999")]
    public void For_AcrossAClockChange_UsesTheOffsetOfTheLastDay(string expected, string utc) =>
        Assert.Equal(utc, For(expected, "NY").DueOn.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", provider: null));

    [Fact]
    public void For_AcrossAHolidayAndAWeekend_ShowsHowEachDayCounted()
    {
        Assert.Equal(
            [
                new CountedDay(Date("2026-07-01"), DayKind.Start, null, null),
                new CountedDay(Date("2026-07-02"), DayKind.Business, 1, null),
                new CountedDay(Date("2026-07-03"), DayKind.Holiday, null, "Independence Day"),
                new CountedDay(Date("2026-07-04"), DayKind.Weekend, null, null),
                new CountedDay(Date("2026-07-05"), DayKind.Weekend, null, null),
                new CountedDay(Date("2026-07-06"), DayKind.Business, 2, null),
                new CountedDay(Date("2026-07-07"), DayKind.Business, 3, null),
            ],
            For("2026-07-01", "NY").Days);
    }

    [Fact]
    public void For_StartOnAHoliday_NamesItOnTheStart()
    {
        Assert.Equal(
            new CountedDay(Date("2026-11-26"), DayKind.Start, null, "Thanksgiving Day"),
            For("2026-11-26", "NY").Days[0]);
    }

    [Fact]
    public void For_AnyParcel_EndsOnABusinessDayThreeOrMoreDaysLater() => Parcels.Sample(parcel =>
    {
        var deadline = DocumentDeadline.For(parcel.Expected, parcel.Zone, BusinessCalendar.UnitedStates);

        Assert.True(BusinessCalendar.UnitedStates.IsBusinessDay(deadline.LastDay));
        Assert.True(deadline.LastDay >= parcel.Expected.AddDays(3));
        Assert.Equal(parcel.Expected, deadline.StartDate);
        Assert.Equal(DocumentDeadline.BusinessDays, deadline.BusinessDays);
    }, iter: 5_000);

    [Fact]
    public void For_AnyParcel_ListsEveryDayAndCountsExactlyThree() => Parcels.Sample(parcel =>
    {
        var deadline = DocumentDeadline.For(parcel.Expected, parcel.Zone, BusinessCalendar.UnitedStates);

        Assert.Equal([1, 2, 3], deadline.Days.Where(day => day.Number is not null).Select(day => day.Number!.Value));
        Assert.Equal(deadline.LastDay.DayNumber - parcel.Expected.DayNumber + 1, deadline.Days.Count);
        Assert.Equal(deadline.Days.Select((_, i) => parcel.Expected.AddDays(i)), deadline.Days.Select(day => day.Date));
        Assert.All(deadline.Days.Skip(1), day => Assert.Equal(day.Kind == DayKind.Holiday, day.HolidayName is not null));
    }, iter: 5_000);

    [Fact]
    public void For_AnyParcel_IsDueAtTheLastMillisecondOfTheLastDayThere() => Parcels.Sample(parcel =>
    {
        var deadline = DocumentDeadline.For(parcel.Expected, parcel.Zone, BusinessCalendar.UnitedStates);

        Assert.Equal(
            deadline.LastDay.ToDateTime(new TimeOnly(23, 59, 59, 999)), parcel.Zone.ToLocal(deadline.DueOn));
        Assert.Equal(deadline.LastDay, parcel.Zone.DateOf(deadline.DueOn));
        Assert.Equal(deadline.LastDay.AddDays(1), parcel.Zone.DateOf(deadline.DueOn.AddMilliseconds(1)));
    }, iter: 5_000);

    [Fact]
    public void After_ZeroDays_EndsOnTheStart()
    {
        var deadline = BusinessDeadline.After(
            Date("2026-08-08"), 0, DeliveryTimeZone.ForState("NY"), BusinessCalendar.UnitedStates);

        Assert.Equal(Date("2026-08-08"), deadline.LastDay);
        Assert.Equal([DayKind.Start], deadline.Days.Select(day => day.Kind));
    }

    private static BusinessDeadline For(string expected, string state) =>
        DocumentDeadline.For(Date(expected), DeliveryTimeZone.ForState(state), BusinessCalendar.UnitedStates);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", provider: null);
}
