namespace MissingPackage.Domain.Evidence;

/// <summary>
/// The photo IDs that a claim accepts. A military or other federal government ID card is left out on purpose:
/// copying one breaks 18 U.S.C. 701.
/// </summary>
public enum PhotoIdType
{
    /// <summary>A driver's license issued by a US state.</summary>
    DriversLicense,

    /// <summary>A passport.</summary>
    Passport,

    /// <summary>An identification card issued by a US state.</summary>
    StateId,
}
