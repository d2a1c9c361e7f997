using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Domain.Requests;

/// <summary>What a customer reports, checked by the pages before it comes here.</summary>
/// <param name="Order">The order.</param>
/// <param name="Customer">The person.</param>
/// <param name="Address">Where it was to go.</param>
/// <param name="Shipment">The package on its way.</param>
/// <param name="Search">What was done before.</param>
public sealed record RequestFacts(OrderFacts Order, CustomerFacts Customer, DeliveryAddress Address, ShipmentFacts Shipment, HomeSearch Search);

/// <summary>The order.</summary>
/// <param name="Number">As the shop prints it.</param>
/// <param name="Item">What was in the package, in the customer's words.</param>
/// <param name="Seller">Who sold it, or null if not known.</param>
/// <param name="Value">US dollars.</param>
/// <param name="SerialNumbers">Of the things in the package, in one text, or null if not known.</param>
public sealed record OrderFacts(string Number, string Item, string? Seller, decimal Value, string? SerialNumbers = null)
{
    /// <summary>The longest order number, in characters.</summary>
    public const int MaxNumber = 60;

    /// <summary>The longest item, in characters.</summary>
    public const int MaxItem = 400;

    /// <summary>The longest seller's name, in characters.</summary>
    public const int MaxSeller = 200;

    /// <summary>The longest text of serial numbers, in characters.</summary>
    public const int MaxSerialNumbers = 400;

    /// <summary>The largest value, in US dollars.</summary>
    public const decimal MaxValue = 100_000m;
}

/// <summary>The person who asks.</summary>
/// <param name="Name">Full name, as on the ID.</param>
/// <param name="Email">Where links and news go.</param>
/// <param name="Phone">Or null.</param>
public sealed record CustomerFacts(string Name, string Email, string? Phone)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxName = 200;

    /// <summary>The longest email address, in characters (RFC 5321, 4.5.3.1.3).</summary>
    public const int MaxEmail = 254;

    /// <summary>The longest phone number, in characters.</summary>
    public const int MaxPhone = 40;
}

/// <summary>The package on its way.</summary>
/// <param name="Carrier">One of the four, or null: another carrier, or not known.</param>
/// <param name="TrackingNumber">As recognised or as typed, or null.</param>
/// <param name="ExpectedDate">The delivery date that was promised; the document deadline counts from it.</param>
/// <param name="MarkedDeliveredDate">The day the carrier says it was delivered.</param>
public sealed record ShipmentFacts(CarrierCode? Carrier, string? TrackingNumber, DateOnly ExpectedDate, DateOnly MarkedDeliveredDate);
