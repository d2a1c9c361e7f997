namespace MissingPackage.Domain.Carriers;

/// <summary>UPS's 18 characters: 1Z, the shipper's account (6), the service (2), the parcel (7) and a check digit.</summary>
internal sealed class Ups1Z : ITrackingFormat
{
    private const string LastMileByUsps = "YW";

    public bool IsDistinctive => true;

    public TrackingMatch? Match(ReadOnlySpan<char> number)
    {
        if (number.Length != 18 || !number.StartsWith("1Z") || !char.IsAsciiDigit(number[^1]))
        {
            return null;
        }

        return new TrackingMatch(CarrierCode.Ups, "UPS 1Z", CheckHolds(number[2..]))
        {
            Handover = number[8..10].SequenceEqual(LastMileByUsps) ? HandedToUsps : null,
        };
    }

    private static bool CheckHolds(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 0; i < number.Length - 1; i++)
        {
            var value = char.IsAsciiDigit(number[i]) ? CheckDigit.Of(number[i]) : (number[i] - 3) % 10;
            sum += i % 2 == 1 ? 2 * value : value;
        }

        return (10 - (sum % 10)) % 10 == CheckDigit.Of(number[^1]);
    }

    private const string HandedToUsps =
        "UPS hands this parcel to USPS for the last mile. Call USPS about the delivery to your address, and UPS about everything before it.";
}
