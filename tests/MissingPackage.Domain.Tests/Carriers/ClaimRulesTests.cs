using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Tests.Carriers;

public class ClaimRulesTests
{
    [Theory]
    [InlineData(CarrierCode.Usps, "2026-08-20")]
    [InlineData(CarrierCode.Ups, "2026-08-30")]
    [InlineData(CarrierCode.FedEx, "2026-08-20")]
    [InlineData(CarrierCode.DhlExpress, "2026-07-21")]
    public void LatestDay_WhereTheMailingDayIsNotKnown_IsCountedEarly(CarrierCode carrier, string latest) => Assert.Equal(
        DateOnly.ParseExact(latest, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        CarrierDirectory.Get(carrier).Claim.LatestDay(new DateOnly(2026, 7, 1)));

    [Fact]
    public void LatestDay_WhereTheCarrierNamesNone_IsNone() =>
        Assert.Null((CarrierDirectory.Get(CarrierCode.Usps).Claim with { Latest = null }).LatestDay(new DateOnly(2026, 7, 1)));
}
