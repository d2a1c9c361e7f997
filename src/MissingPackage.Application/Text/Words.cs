using MissingPackage.Documents.Intake;
using MissingPackage.Domain.Evidence;

namespace MissingPackage.Application.Text;

/// <summary>Names of things, in words for people.</summary>
public static class Words
{
    public static string Of(PhotoIdType type) => type switch
    {
        PhotoIdType.DriversLicense => "Driver’s license",
        PhotoIdType.Passport => "Passport",
        PhotoIdType.StateId => "State ID card",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Such as "JPEG, PNG, WebP or HEIC (iPhone photos)".</summary>
    public static string AcceptedTypes(DocumentIntake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        var names = intake.AcceptedKinds.Select(MediaTypes.NameOf).ToList();
        return string.Join(", ", names.SkipLast(1)) + " or " + names[^1];
    }
}
