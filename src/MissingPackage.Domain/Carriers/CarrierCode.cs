using System.Diagnostics.CodeAnalysis;

namespace MissingPackage.Domain.Carriers;

/// <summary>The carriers whose numbers are recognised and whose help we point to.</summary>
public enum CarrierCode
{
    /// <summary>The United States Postal Service.</summary>
    Usps,

    /// <summary>UPS.</summary>
    Ups,

    /// <summary>FedEx, Express and Ground alike.</summary>
    [SuppressMessage("Naming", "CA1711", Justification = "The company's name, not a suffix.")]
    FedEx,

    /// <summary>DHL Express, not DHL's other companies.</summary>
    DhlExpress,
}
