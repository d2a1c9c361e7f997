namespace MissingPackage.Domain.Carriers;

/// <summary>The barcode of USPS parcels: 22 or 26 digits that begin with 92 to 95, and in front of them, on some labels,
/// 420 with the ZIP or ZIP+4 code of the address.</summary>
internal sealed class UspsImpb : ITrackingFormat
{
    private const string RoutingPrefix = "420";
    private const int Zip5 = 5;
    private const int Zip9 = 9;

    public bool IsDistinctive => true;

    public TrackingMatch? Match(ReadOnlySpan<char> number)
    {
        if (!CheckDigit.IsDigits(number))
        {
            return null;
        }

        if (!number.StartsWith(RoutingPrefix))
        {
            return MatchBarcode(number);
        }

        var routed = number[RoutingPrefix.Length..];
        var afterZip5 = MatchBarcode(routed[Math.Min(Zip5, routed.Length)..]);
        var afterZip9 = MatchBarcode(routed[Math.Min(Zip9, routed.Length)..]);

        // 34 digits are a ZIP code and 26 digits, or a ZIP+4 code and 22. If both beginnings fit, the check digit
        // decides, and failing that the commoner 22.
        var match = afterZip5 is { ChecksumHolds: true } && afterZip9 is not { ChecksumHolds: true }
            ? afterZip5
            : afterZip9 ?? afterZip5;
        return match is null ? null : match with { LabelZip = routed[..Zip5].ToString() };
    }

    private static TrackingMatch? MatchBarcode(ReadOnlySpan<char> barcode)
    {
        if (barcode.Length is not (22 or 26) || barcode[0] != '9' || barcode[1] is not (>= '2' and <= '5'))
        {
            return null;
        }

        return new TrackingMatch(CarrierCode.Usps, "USPS IMpb", CheckDigit.HoldsMod10(barcode))
        {
            Handover = barcode[1] is '2' or '3' ? LastMileByUsps : null,
        };
    }

    private const string LastMileByUsps =
        "USPS made the delivery, but another carrier may have started the trip. Call USPS about the delivery; for the part before USPS had it, call the carrier that the first lines of its tracking name.";
}
