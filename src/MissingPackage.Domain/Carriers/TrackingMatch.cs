namespace MissingPackage.Domain.Carriers;

/// <summary>One way to read a number: as this carrier's, in this format.</summary>
/// <param name="Carrier">Whose number it would be.</param>
/// <param name="Format">The format's name, such as <c>USPS IMpb</c>.</param>
/// <param name="ChecksumHolds">Whether the check digit is right. It makes the reading likelier and proves nothing:
/// about one random number in ten passes. True for a format that has no check digit.</param>
public sealed record TrackingMatch(CarrierCode Carrier, string Format, bool ChecksumHolds)
{
    /// <summary>The five-digit ZIP code the label was printed for, where the number holds it; otherwise null.</summary>
    public string? LabelZip { get; init; }

    /// <summary>For a parcel that changes hands, whom to call about which part of the trip, in words for the customer;
    /// otherwise null.</summary>
    public string? Handover { get; init; }
}
