using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Tests.Requests;

public class DeliveryAddressTests
{
    [Fact]
    public void Lines_WithAUnit_AreThoseOfALabel() => Assert.Equal(
        "1 Sample Street / Unit 2 / Sampleville, NY 00000-0000",
        Label(new DeliveryAddress("1 Sample Street", "Unit 2", "Sampleville", "NY", "00000-0000")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Lines_WithoutAUnit_HaveNoEmptyOne(string? unit) => Assert.Equal(
        "1 Sample Street / Sampleville, NY 00000",
        Label(new DeliveryAddress("1 Sample Street", unit, "Sampleville", "NY", "00000")));

    private static string Label(DeliveryAddress address) => string.Join(" / ", address.Lines);
}
