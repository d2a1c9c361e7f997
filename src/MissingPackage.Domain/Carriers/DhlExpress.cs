using System.Globalization;

namespace MissingPackage.Domain.Carriers;

/// <summary>The 10 or 11 digits of a DHL Express waybill: the last is the number before it modulo 7.</summary>
internal sealed class DhlExpress : ITrackingFormat
{
    public bool IsDistinctive => false;

    public TrackingMatch? Match(ReadOnlySpan<char> number) => number.Length is 10 or 11 && CheckDigit.IsDigits(number)
        ? new TrackingMatch(CarrierCode.DhlExpress, "DHL Express", CheckHolds(number))
        : null;

    private static bool CheckHolds(ReadOnlySpan<char> number) =>
        long.Parse(number[..^1], NumberStyles.None, CultureInfo.InvariantCulture) % 7 == CheckDigit.Of(number[^1]);
}
