using MissingPackage.Domain.Carriers;

namespace MissingPackage.Application.Settings;

/// <summary>Something administrators edit.</summary>
/// <param name="Key">Its row's key, such as <c>carriers/Usps</c>.</param>
/// <param name="Type">What the document holds: a record that System.Text.Json reads and writes.</param>
/// <param name="Shipped">What holds until somebody changes it.</param>
public sealed record SettingKind(string Key, Type Type, object Shipped)
{
    /// <summary>The key of a carrier.</summary>
    public static string KeyOf(CarrierCode carrier) => $"carriers/{carrier}";
}
