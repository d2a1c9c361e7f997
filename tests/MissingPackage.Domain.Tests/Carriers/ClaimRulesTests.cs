using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Tests.Carriers;

public class ClaimRulesTests
{
    [Fact]
    public void All_EachCarrier_HasOneRuleWithItsSource()
    {
        Assert.Equal(Enum.GetValues<CarrierCode>().Order(), ClaimRules.All.Select(rules => rules.Carrier).Order());
        Assert.All(ClaimRules.All, rules => Assert.NotEmpty(rules.Source));
    }

    [Theory]
    [InlineData(CarrierCode.Usps, "2026-08-20")]
    [InlineData(CarrierCode.Ups, "2026-08-30")]
    [InlineData(CarrierCode.FedEx, "2026-08-20")]
    [InlineData(CarrierCode.DhlExpress, "2026-07-21")]
    public void LatestDay_WhereTheMailingDayIsNotKnown_IsCountedEarly(CarrierCode carrier, string latest)
    {
        var expected = new DateOnly(2026, 7, 1);

        Assert.Equal(
            DateOnly.ParseExact(latest, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ClaimRules.Get(carrier).LatestDay(new ShipmentFacts(carrier, null, expected, expected)));
    }
}
