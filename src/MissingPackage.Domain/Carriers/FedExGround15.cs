namespace MissingPackage.Domain.Carriers;

/// <summary>The 15 digits of FedEx Ground.</summary>
internal sealed class FedExGround15 : ITrackingFormat
{
    public bool IsDistinctive => false;

    public TrackingMatch? Match(ReadOnlySpan<char> number) => number.Length == 15 && CheckDigit.IsDigits(number)
        ? new TrackingMatch(CarrierCode.FedEx, "FedEx Ground 15", CheckDigit.HoldsMod10(number))
        : null;
}
