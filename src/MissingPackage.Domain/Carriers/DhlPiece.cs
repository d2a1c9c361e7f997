namespace MissingPackage.Domain.Carriers;

/// <summary>The number of one piece of a DHL shipment: JJD or JVGL and some digits, without a check digit.</summary>
internal sealed class DhlPiece : ITrackingFormat
{
    private const int FewestDigits = 9;
    private const int MostDigits = 20;

    public bool IsDistinctive => true;

    public TrackingMatch? Match(ReadOnlySpan<char> number)
    {
        var letters = number.StartsWith("JJD") ? 3 : number.StartsWith("JVGL") ? 4 : 0;
        var digits = number[letters..];
        return letters > 0 && digits.Length is >= FewestDigits and <= MostDigits && CheckDigit.IsDigits(digits)
            ? new TrackingMatch(CarrierCode.DhlExpress, "DHL piece", ChecksumHolds: true)
            : null;
    }
}
