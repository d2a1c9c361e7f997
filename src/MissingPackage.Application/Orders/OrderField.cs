using MissingPackage.Data.Searching;

namespace MissingPackage.Application.Orders;

/// <summary>What an order's row can tell, in the order in which it is shown.</summary>
public enum OrderField
{
    Number,
    Email,
    Item,
    SerialNumbers,
    Value,
    Seller,
    Carrier,
    TrackingNumber,
    Line1,
    Line2,
    City,
    State,
    Zip,
    ExpectedDate,
}

/// <summary>The names of the facts: ours, and those that shops and spreadsheets use.</summary>
public static class OrderFields
{
    // The first that a file has is taken. Compared without case, blanks and signs: "Order #" is ORDER, "E-Mail" EMAIL.
    private static readonly Dictionary<OrderField, (string Option, string Title, string[] Columns)> Names = new()
    {
        [OrderField.Number] = ("order", "Order number",
            ["Order number", "Order no", "Order", "Order ID", "Order reference", "Order name", "Number", "Purchase order", "Name"]),
        [OrderField.Email] = ("email", "Email",
            ["Email", "Email address", "Customer email", "Buyer email", "Contact email", "Billing email", "Mail"]),
        [OrderField.Item] = ("item", "Item",
            ["Item", "Item name", "Items", "Product", "Product name", "Products", "Lineitem name", "Item title", "Title", "Description"]),
        [OrderField.SerialNumbers] = ("serial", "Serial numbers",
            ["Serial numbers", "Serial number", "Serials", "Serial", "Serial no", "Serial nos", "IMEI"]),
        [OrderField.Value] = ("value", "Value",
            ["Value", "Order value", "Value in USD", "Order total", "Total", "Total price", "Item price", "Lineitem price", "Price", "Amount"]),
        [OrderField.Seller] = ("seller", "Seller",
            ["Seller", "Seller name", "Sold by", "Vendor", "Merchant", "Shop", "Store"]),
        [OrderField.Carrier] = ("carrier", "Carrier",
            ["Carrier", "Carrier name", "Shipping carrier", "Tracking company", "Courier", "Shipped by", "Shipped with"]),
        [OrderField.TrackingNumber] = ("tracking", "Tracking number",
            ["Tracking number", "Tracking no", "Tracking", "Tracking ID", "Tracking code", "Shipment number", "Waybill", "AWB"]),
        [OrderField.Line1] = ("street", "Street and number",
            ["Street and number", "Address 1", "Address line 1", "Shipping address 1", "Ship to address 1", "Shipping street", "Street", "Street address", "Shipping address", "Address"]),
        [OrderField.Line2] = ("unit", "Apartment, suite or unit",
            ["Apartment, suite or unit", "Address 2", "Address line 2", "Shipping address 2", "Ship to address 2", "Unit", "Apartment", "Apt", "Suite"]),
        [OrderField.City] = ("city", "City",
            ["City", "Shipping city", "Ship to city", "Town"]),
        [OrderField.State] = ("state", "State",
            ["State", "Shipping state", "Ship to state", "Shipping province", "Province", "State code", "Shipping province code", "Region"]),
        [OrderField.Zip] = ("zip", "ZIP Code",
            ["ZIP", "ZIP Code", "Shipping ZIP", "Ship to ZIP", "Postal code", "Shipping postal code", "Postcode"]),
        [OrderField.ExpectedDate] = ("expected", "Expected date",
            ["Expected date", "Expected delivery date", "Expected delivery", "Estimated delivery date", "Estimated delivery", "Expected", "Delivery date", "Promised date", "ETA", "Due date"]),
    };

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<OrderField> All { get; } = Enum.GetValues<OrderField>();

    /// <summary>Whether a file without it can't be imported.</summary>
    public static bool IsRequired(OrderField field) => field is OrderField.Number or OrderField.Email;

    /// <summary>As people read it.</summary>
    public static string Title(OrderField field) => Names[field].Title;

    /// <summary>As a command line names it.</summary>
    public static string Option(OrderField field) => Names[field].Option;

    /// <summary>The fact that a command line names, or null.</summary>
    public static OrderField? Named(string option) =>
        All.Where(field => string.Equals(Option(field), option, StringComparison.OrdinalIgnoreCase)).Select(field => (OrderField?)field).FirstOrDefault();

    /// <summary>The column that most likely holds it, from 0; null where none does.</summary>
    internal static int? Guess(OrderField field, IReadOnlyList<string> headers)
    {
        var keys = headers.Select(SearchText.Compact).ToList();
        foreach (var name in Names[field].Columns)
        {
            if (keys.IndexOf(SearchText.Compact(name)) is >= 0 and var column)
            {
                return column;
            }
        }

        return null;
    }
}
