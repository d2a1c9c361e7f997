namespace MissingPackage.Domain.Carriers;

/// <summary>The 20 digits of USPS labels for certified, insured and similar mail.</summary>
internal sealed class Usps20 : ITrackingFormat
{
    public bool IsDistinctive => false;

    public TrackingMatch? Match(ReadOnlySpan<char> number) => number.Length == 20 && CheckDigit.IsDigits(number)
        ? new TrackingMatch(CarrierCode.Usps, "USPS 20", CheckDigit.HoldsMod10(number))
        : null;
}
