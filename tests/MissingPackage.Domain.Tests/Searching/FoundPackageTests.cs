using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Domain.Tests.Searching;

public class FoundPackageTests
{
    [Fact]
    public void Count_APackage_KeepsTheDayAndNotTheTime()
    {
        var found = FoundPackage.Count(
            PlaceToLook.SideYard, HomeKind.House, CarrierCode.Ups, new DateTime(2026, 7, 2, 23, 59, 59, DateTimeKind.Utc));

        Assert.Equal(PlaceToLook.SideYard, found.Place);
        Assert.Equal(HomeKind.House, found.Home);
        Assert.Equal(CarrierCode.Ups, found.Carrier);
        Assert.Equal(new DateOnly(2026, 7, 2), found.FoundDate);
    }

    [Fact]
    public void FoundPackage_AllItKeeps_SaysNothingOfAPerson() => Assert.Equal(
        "Carrier, FoundDate, Home, Id, Place",
        string.Join(", ", typeof(FoundPackage).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal)));
}
