namespace MissingPackage.Domain.Carriers;

/// <summary>The 12 digits of FedEx Express.</summary>
internal sealed class FedEx12 : ITrackingFormat
{
    public bool IsDistinctive => false;

    public TrackingMatch? Match(ReadOnlySpan<char> number) => number.Length == 12 && CheckDigit.IsDigits(number)
        ? new TrackingMatch(CarrierCode.FedEx, "FedEx 12", CheckDigit.HoldsMod11(number, [3, 1, 7]))
        : null;
}
