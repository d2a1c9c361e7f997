namespace MissingPackage.Domain.Carriers;

/// <summary>The 34 digits of a FedEx Express barcode. They begin with 100, which keeps them apart from a USPS barcode
/// with its routing; digits 16 to 20 are the ZIP code, and 21 to 34 the part with the check digit.</summary>
internal sealed class FedEx34 : ITrackingFormat
{
    public bool IsDistinctive => true;

    public TrackingMatch? Match(ReadOnlySpan<char> number) =>
        number.Length == 34 && number.StartsWith("100") && CheckDigit.IsDigits(number)
            ? new TrackingMatch(CarrierCode.FedEx, "FedEx 34", CheckDigit.HoldsMod11(number[20..], [1, 7, 3]))
            {
                LabelZip = number[15..20].ToString(),
            }
            : null;
}
