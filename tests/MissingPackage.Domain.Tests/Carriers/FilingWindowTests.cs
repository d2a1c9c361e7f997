using System.Globalization;
using CsCheck;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Tests.Carriers;

/// <summary>The carrier's two clocks: counted in calendar days, from the day its rule names.</summary>
public class FilingWindowTests
{
    private static readonly DeliveryTimeZone NewYork = DeliveryTimeZone.ForState("NY");

    private static readonly ParcelDates NotMailed = new(null, new(2026, 7, 1), new(2026, 7, 1));

    [Theory]
    [InlineData(CarrierCode.Usps, "2026-07-06", "2026-08-20", true)]
    [InlineData(CarrierCode.Ups, "2026-07-02", "2026-08-30", false)]
    [InlineData(CarrierCode.FedEx, null, "2026-08-20", true)]
    [InlineData(CarrierCode.DhlExpress, null, "2026-07-21", true)]
    public void For_WhereTheMailingDayIsNotKnown_CountsFromTheLongestTransitAndSaysSo(CarrierCode carrier, string? earliest, string latest, bool assumed)
    {
        var window = FilingWindow.For(CarrierDirectory.Get(carrier).Claim, NotMailed, NewYork);

        Assert.Equal(earliest, window.Earliest?.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(latest, window.Latest!.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(assumed, window.IsAssumed);
    }

    [Fact]
    public void For_WhereTheMailingDayIsKnown_CountsFromIt()
    {
        var window = FilingWindow.For(CarrierDirectory.Get(CarrierCode.Usps).Claim, NotMailed with { Mailed = new(2026, 6, 28) }, NewYork);

        Assert.Equal((new DateOnly(2026, 7, 13), new DateOnly(2026, 8, 27)), (window.Earliest!.Day, window.Latest!.Day));
        Assert.False(window.IsAssumed);
    }

    [Fact]
    public void For_WhereTheCarrierNamesNoDay_HasNone()
    {
        var window = FilingWindow.For(CarrierDirectory.Get(CarrierCode.FedEx).Claim with { Latest = null }, NotMailed, NewYork);

        Assert.Null(window.Earliest);
        Assert.Null(window.Latest);
        Assert.Null(window.LatestOn);
        Assert.False(window.IsAssumed);
    }

    [Fact]
    public void LatestOn_IsTheEndOfTheDayAtTheDeliveryAddress()
    {
        var rules = CarrierDirectory.Get(CarrierCode.Ups).Claim;

        Assert.Equal(new DateTime(2026, 8, 31, 3, 59, 59, 999, DateTimeKind.Utc), FilingWindow.For(rules, NotMailed, NewYork).LatestOn);
        Assert.Equal(new DateTime(2026, 8, 31, 9, 59, 59, 999, DateTimeKind.Utc), FilingWindow.For(rules, NotMailed, DeliveryTimeZone.ForState("HI")).LatestOn);
    }

    [Fact]
    public void Days_OfAnyRule_CountEachDayOnceUpToTheLast() =>
        Gen.Select(Gen.Int[0, 400], Gen.Enum<ClaimClock>(), Gen.Int[0, 60]).Sample((days, clock, transit) =>
        {
            var delivered = new DateOnly(2026, 12, 20);
            var dates = new ParcelDates(transit == 0 ? null : delivered.AddDays(-transit), delivered.AddDays(-1), delivered);
            var day = FilingWindow.For(CarrierDirectory.Get(CarrierCode.Ups).Claim with { Latest = new(days, clock) }, dates, NewYork).Latest!;

            var counted = day.Days.ToList();
            Assert.Equal((day.From, day.Day), (counted[0].Date, counted[^1].Date));
            Assert.Equal(DayKind.Start, counted[0].Kind);
            Assert.Equal(Enumerable.Range(1, days), counted.Skip(1).Select(d => d.Number!.Value));
            Assert.All(counted.Skip(1), d => Assert.Equal(DayKind.Calendar, d.Kind));
            Assert.Equal(clock == ClaimClock.Mailing && transit == 0, day.IsAssumed);
        });
}
