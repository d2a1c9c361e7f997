using System.Globalization;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Requests;

/// <summary>The facts that a statement names and that may be corrected. Where news go (email, phone) is no part of it.</summary>
/// <param name="Order">The order.</param>
/// <param name="Name">Full name, as on the ID.</param>
/// <param name="Address">Where it was to go.</param>
/// <param name="Shipment">The package on its way.</param>
public sealed record CorrectedFacts(OrderFacts Order, string Name, DeliveryAddress Address, ShipmentFacts Shipment)
{
    /// <summary>What of a request may be corrected, as it is now.</summary>
    /// <param name="request">The request.</param>
    public static CorrectedFacts Of(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(request.Order, request.Customer.Name, request.Address, request.Shipment);
    }

    /// <summary>What differs, one entry a fact: its name, what it was and what it is.</summary>
    /// <param name="before">The facts as they were.</param>
    internal IEnumerable<(string Fact, string Was, string Is)> ChangesFrom(CorrectedFacts before) =>
        Named(before).Zip(Named(this), (was, now) => (was.Fact, was.Value, now.Value)).Where(change => change.Item2 != change.Item3);

    private static IEnumerable<(string Fact, string Value)> Named(CorrectedFacts facts) =>
    [
        ("Order number", facts.Order.Number),
        ("Item", facts.Order.Item),
        ("Serial numbers", facts.Order.SerialNumbers ?? ""),
        ("Seller", facts.Order.Seller ?? ""),
        ("Order value", facts.Order.Value.ToString("0.00", CultureInfo.InvariantCulture)),
        ("Name", facts.Name),
        ("Address", string.Join(", ", facts.Address.Lines)),
        ("Carrier", facts.Shipment.Carrier is { } code ? CarrierDirectory.Get(code).Name : ""),
        ("Tracking number", facts.Shipment.TrackingNumber ?? ""),
        ("Expected", facts.Shipment.ExpectedDate.ToString("MMM d, yyyy", CultureInfo.InvariantCulture)),
        ("Marked delivered", facts.Shipment.MarkedDeliveredDate.ToString("MMM d, yyyy", CultureInfo.InvariantCulture)),
    ];
}
