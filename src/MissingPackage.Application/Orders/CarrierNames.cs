using MissingPackage.Data.Searching;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Application.Orders;

/// <summary>The names that shops give carriers, with or without a service behind them: "FedEx Home Delivery", "U.S. Postal Service".</summary>
internal static class CarrierNames
{
    private static readonly (string Beginning, CarrierCode Carrier)[] Beginnings =
    [
        ("USPS", CarrierCode.Usps), ("USPOSTAL", CarrierCode.Usps), ("UNITEDSTATESPOSTAL", CarrierCode.Usps), ("POSTALSERVICE", CarrierCode.Usps),
        ("FEDEX", CarrierCode.FedEx), ("FEDERALEXPRESS", CarrierCode.FedEx),
        ("UPS", CarrierCode.Ups), ("UNITEDPARCEL", CarrierCode.Ups),
        ("DHLEXPRESS", CarrierCode.DhlExpress),
    ];

    /// <summary>The carrier, or null: another one. DHL's other companies are others.</summary>
    public static CarrierCode? Find(string? name)
    {
        var key = SearchText.Compact(name ?? "");
        return key == "DHL" ? CarrierCode.DhlExpress
            : Beginnings.Where(b => key.StartsWith(b.Beginning, StringComparison.Ordinal)).Select(b => (CarrierCode?)b.Carrier).FirstOrDefault();
    }
}
