namespace MissingPackage.Domain.Evidence;

/// <summary>Something that can speak for a claim.</summary>
public enum EvidenceItem
{
    /// <summary>The signed statement of non-receipt.</summary>
    Statement,

    /// <summary>A copy of a photo ID.</summary>
    PhotoId,

    /// <summary>The places around the home were searched.</summary>
    PlacesSearched,

    /// <summary>The carrier was called and gave a case number.</summary>
    CarrierCase,

    /// <summary>A photo of the place where the package should be.</summary>
    DropOffPhoto,

    /// <summary>The carrier's own delivery photo.</summary>
    DeliveryPhoto,

    /// <summary>A report to the police.</summary>
    PoliceReport,

    /// <summary>An invoice or receipt.</summary>
    ProofOfValue,

    /// <summary>Serial numbers of what was in the package.</summary>
    SerialNumbers,

    /// <summary>The ZIP code on the label.</summary>
    LabelZip,
}
