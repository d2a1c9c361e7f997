using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using MissingPackage.Domain.Signals;

namespace MissingPackage.Domain.Tests.Signals;

public class SignalRulesTests
{
    [Theory]
    // The label's ZIP is in front of a USPS number after 420, and in digits 16 to 20 of a FedEx 34.
    [InlineData("420787459400111206206406260787", CarrierCode.Usps, "10001", SignalKind.LabelZipDiffers)]
    [InlineData("420787459400111206206406260787", CarrierCode.Usps, "78745", null)]
    [InlineData("420787459400111206206406260787", CarrierCode.Usps, "78745-1234", null)]
    [InlineData("1001921334250001000300779017972697", CarrierCode.FedEx, "10001", SignalKind.LabelZipDiffers)]
    [InlineData("9400111206206406260787", CarrierCode.Usps, "10001", null)]
    // Another carrier's.
    [InlineData("1Z5R89390357567127", CarrierCode.FedEx, "10001", SignalKind.OtherCarriersNumber)]
    [InlineData("1Z5R89390357567127", CarrierCode.Ups, "10001", null)]
    [InlineData("1Z5R89390357567127", null, "10001", null)]
    [InlineData("ABC-123", CarrierCode.Ups, "10001", null)]
    [InlineData(null, CarrierCode.Ups, "10001", null)]
    // A wrong check digit proves nothing.
    [InlineData("1Z1111111111111111", CarrierCode.FedEx, "10001", null)]
    // Parcels that another carrier may have started.
    [InlineData("92748931507708513018050063", CarrierCode.FedEx, "10001", null)]
    public void Of_TrackingNumber_GivesTheSignal(string? number, CarrierCode? carrier, string zip, SignalKind? expected)
    {
        var signals = SignalRules.Of(Opened(number, carrier, zip)).ToList();

        Assert.Equal(expected is { } kind ? [kind] : [], signals.Select(s => s.Kind));
        Assert.All(signals, s => Assert.EndsWith(".", s.Evidence, StringComparison.Ordinal));
    }

    [Theory]
    // 3:30 in the night UTC is the evening before in New York.
    [InlineData("2026-07-01 03:30", "2026-07-01", true)]
    [InlineData("2026-07-01 04:30", "2026-07-01", false)]
    [InlineData("2026-07-05 12:00", "2026-07-01", false)]
    public void Of_OpenedOn_ComparesDaysAtTheAddress(string opened, string expected, bool early)
    {
        var request = Opened(null, null, "10001", opened, expected);

        Assert.Equal(early ? ["Opened on June 30, and the package was expected on July 1."] : [], SignalRules.Of(request).Select(s => s.Evidence), StringComparer.Ordinal);
    }

    private static ServiceRequest Opened(string? number, CarrierCode? carrier, string zip, string opened = "2026-07-02 14:00", string expected = "2026-07-01")
    {
        var day = DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);
        var tracking = TrackingNumber.Recognise(number)?.Value;
        return ServiceRequest.Open(
            Guid.NewGuid(), RequestReference.FromRandom([1, 2, 3, 4, 5]), Guid.NewGuid(),
            new RequestFacts(
                new OrderFacts("SAMPLE-1", "A sample item", null, 1m), new CustomerFacts("Sample Customer", "customer@example.com", null),
                new DeliveryAddress("1 Sample Street", null, "Sampleville", "NY", zip), new ShipmentFacts(carrier, tracking, day, day), HomeSearch.None),
            Requests.RequestBuilder.At(opened));
    }
}
