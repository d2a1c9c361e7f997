namespace MissingPackage.Domain.Carriers;

/// <summary>The 22 digits of a FedEx Ground barcode: 96, five more, and then the 15 that <see cref="FedExGround15"/>
/// reads and that alone carry the check digit.</summary>
internal sealed class FedExGround96 : ITrackingFormat
{
    public bool IsDistinctive => true;

    public TrackingMatch? Match(ReadOnlySpan<char> number) =>
        number.Length == 22 && number.StartsWith("96") && CheckDigit.IsDigits(number)
            ? new TrackingMatch(CarrierCode.FedEx, "FedEx Ground 96", CheckDigit.HoldsMod10(number[^15..]))
            : null;
}
