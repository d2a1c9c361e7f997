using CsCheck;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Tests.Deadlines;

public class DeliveryTimeZoneTests
{
    [Theory]
    [InlineData("America/New_York", "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV")]
    [InlineData("America/Chicago", "AL AR FL IA IL IN KY LA MI MN MO MS OK TN WI")]
    [InlineData("America/Denver", "CO KS MT ND NE NM SD TX UT WY")]
    [InlineData("America/Phoenix", "AZ")]
    [InlineData("America/Los_Angeles", "CA ID NV OR WA")]
    [InlineData("America/Adak", "AK")]
    [InlineData("Pacific/Honolulu", "AA AE AP HI")]
    [InlineData("America/Puerto_Rico", "PR VI")]
    [InlineData("Pacific/Guam", "GU MP")]
    [InlineData("Pacific/Pago_Pago", "AS")]
    public void ForState_TakesTheZoneFurtherWest(string id, string states)
    {
        var there = UsStates.All.Select(state => state.Code)
            .Where(code => DeliveryTimeZone.ForState(code) == DeliveryTimeZone.Find(id))
            .Order(StringComparer.Ordinal);

        Assert.Equal(states, string.Join(' ', there));
    }

    [Fact]
    public void ForState_EveryState_HasAZoneThisMachineKnows() => Assert.All(UsStates.All, state =>
    {
        var zone = DeliveryTimeZone.ForState(state.Code);

        Assert.Contains(zone, DeliveryTimeZone.All);
        Assert.True(TimeZoneInfo.FindSystemTimeZoneById(zone.Id).HasIanaId);
        Assert.NotEmpty(zone.Name);
        Assert.NotEmpty(zone.Abbreviation);
    });

    // The other zone of each state that has two: the rule may give an hour and must never take one.
    [Theory]
    [InlineData("FL", "America/New_York")]
    [InlineData("IN", "America/Indiana/Indianapolis")]
    [InlineData("KY", "America/Kentucky/Louisville")]
    [InlineData("MI", "America/Detroit")]
    [InlineData("TN", "America/New_York")]
    [InlineData("KS", "America/Chicago")]
    [InlineData("ND", "America/North_Dakota/Center")]
    [InlineData("NE", "America/Chicago")]
    [InlineData("SD", "America/Chicago")]
    [InlineData("TX", "America/Chicago")]
    [InlineData("ID", "America/Boise")]
    [InlineData("NV", "America/Denver")]
    [InlineData("OR", "America/Boise")]
    [InlineData("AZ", "America/Denver")]
    [InlineData("AK", "America/Anchorage")]
    public void ForState_TwoZones_NeverEndsADayEarlierThanTheOther(string state, string otherId)
    {
        var other = TimeZoneInfo.FindSystemTimeZoneById(otherId);
        for (var day = new DateTime(2026, 1, 1, 23, 59, 59); day.Year == 2026; day = day.AddDays(1))
        {
            Assert.True(
                DeliveryTimeZone.ForState(state).ToUtc(day) >= TimeZoneInfo.ConvertTimeToUtc(day, other), $"{day}");
        }
    }

    [Fact]
    public void ForState_MilitaryMail_NeverEndsADayEarlierThanAnyState()
    {
        for (var day = new DateTime(2026, 1, 1, 23, 59, 59); day.Year == 2026; day = day.AddDays(1))
        {
            // American Samoa, further west still, is a territory.
            Assert.All(
                DeliveryTimeZone.All.Where(zone => zone != DeliveryTimeZone.ForState("AS")),
                zone => Assert.True(DeliveryTimeZone.ForState("AE").ToUtc(day) >= zone.ToUtc(day)));
        }
    }

    [Fact]
    public void ForState_LowerCaseAndSpace_IsFound() =>
        Assert.Same(DeliveryTimeZone.ForState("NY"), DeliveryTimeZone.ForState(" ny "));

    [Theory]
    [InlineData("")]
    [InlineData("XX")]
    [InlineData("New York")]
    public void ForState_Unknown_Throws(string code) =>
        Assert.Throws<ArgumentException>(() => DeliveryTimeZone.ForState(code));

    [Fact]
    public void Find_StoredId_IsTheSameZone() =>
        Assert.All(DeliveryTimeZone.All, zone => Assert.Same(zone, DeliveryTimeZone.Find(zone.Id)));

    [Fact]
    public void Find_Unknown_Throws() => Assert.Throws<ArgumentException>(() => DeliveryTimeZone.Find("Europe/Paris"));

    [Fact]
    public void ToLocal_NotUtc_Throws()
    {
        var zone = DeliveryTimeZone.ForState("NY");

        Assert.Throws<ArgumentException>(() => zone.ToLocal(new DateTime(2026, 7, 1)));
        Assert.Throws<ArgumentException>(() => zone.DateOf(new DateTime(2026, 7, 1, 0, 0, 0, DateTimeKind.Local)));
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void ToUtc_NotUnspecified_Throws(DateTimeKind kind) => Assert.Throws<ArgumentException>(
        () => DeliveryTimeZone.ForState("NY").ToUtc(new DateTime(2026, 7, 1, 0, 0, 0, kind)));

    [Fact]
    public void ToUtc_HourThatSpringSkips_IsReadAsBeforeTheChange() => Assert.Equal(
        new DateTime(2026, 3, 8, 7, 30, 0, DateTimeKind.Utc),
        DeliveryTimeZone.ForState("NY").ToUtc(new DateTime(2026, 3, 8, 2, 30, 0)));

    [Fact]
    public void ToUtc_HourThatAutumnRepeats_IsTheLater() => Assert.Equal(
        new DateTime(2026, 11, 1, 6, 30, 0, DateTimeKind.Utc),
        DeliveryTimeZone.ForState("NY").ToUtc(new DateTime(2026, 11, 1, 1, 30, 0)));

    [Fact]
    public void DateOf_EveningInTheWest_IsStillTheDayBefore()
    {
        var instant = new DateTime(2026, 7, 2, 3, 0, 0, DateTimeKind.Utc);

        Assert.Equal(new DateOnly(2026, 7, 1), DeliveryTimeZone.ForState("CA").DateOf(instant));
        Assert.Equal(new DateOnly(2026, 7, 2), DeliveryTimeZone.ForState("GU").DateOf(instant));
    }

    [Fact]
    public void ToUtc_OfAnyInstantsLocalTime_IsThatInstantOrItsRepeatedHour() => Gen.Select(
        Gen.OneOf([.. DeliveryTimeZone.All]), Gen.Int[0, 40 * 366 * 24 * 60]).Sample((zone, minutes) =>
    {
        var utc = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minutes);
        var local = zone.ToLocal(utc);
        var back = zone.ToUtc(local);

        Assert.Equal(DateTimeKind.Unspecified, local.Kind);
        Assert.Equal(DateTimeKind.Utc, back.Kind);
        Assert.True(back == utc || back == utc.AddHours(1));
        Assert.Equal(local, zone.ToLocal(back));
    }, iter: 5_000);
}
