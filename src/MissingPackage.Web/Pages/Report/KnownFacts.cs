using System.Globalization;
using MissingPackage.Data.Orders;

namespace MissingPackage.Web.Pages.Report;

/// <summary>What became of a known order in a report.</summary>
public sealed class KnownAnswer
{
    /// <summary>The order.</summary>
    public Guid Id { get; set; }

    /// <summary>Whether the customer has said that it is theirs, or isn't.</summary>
    public bool IsAnswered { get; set; }
}

/// <summary>
/// Puts what is known of an order into a report's answers, as if it had been typed: its page isn't asked any more, the
/// check page shows it, and the customer can change it. Whoever knows only the number and the email address gets what the
/// page of the order shows; address, tracking and serial numbers take the ZIP Code.
/// </summary>
internal static class KnownFacts
{
    private sealed record Fact(bool TakesZip, Func<KnownOrder, string?> Of, Func<ReportAnswers, string?> Get, Action<ReportAnswers, string?> Set);

    private static readonly Fact[] All =
    [
        new(false, o => o.Seller, a => a.Order.Seller, (a, text) => a.Order.Seller = text),
        new(false, o => o.Item, a => a.Item.Item, (a, text) => a.Item.Item = text),
        new(false, o => o.Value?.ToString("0.00", CultureInfo.InvariantCulture), a => a.Item.Value, (a, text) => a.Item.Value = text),
        new(false, o => o.ExpectedDate is { } day ? TypedDate.Show(day) : null, a => a.Dates.Expected, (a, text) => a.Dates.Expected = text),
        new(true, o => o.SerialNumbers, a => a.Item.SerialNumbers, (a, text) => a.Item.SerialNumbers = text),
        new(true, o => o.Line1, a => a.Address.Line1, (a, text) => a.Address.Line1 = text),
        new(true, o => o.Line2, a => a.Address.Line2, (a, text) => a.Address.Line2 = text),
        new(true, o => o.City, a => a.Address.City, (a, text) => a.Address.City = text),
        new(true, o => o.State, a => a.Address.State, (a, text) => a.Address.State = text),
        new(true, o => o.Zip, a => a.Address.Zip, (a, text) => a.Address.Zip = text),
        new(true, o => o.TrackingNumber, a => a.Shipment.TrackingNumber, (a, text) => a.Shipment.TrackingNumber = text),
        new(true, o => o.Carrier is { } code ? CarrierChoice.Of(code) : null, a => a.Shipment.Carrier, (a, text) => a.Shipment.Carrier = text),
    ];

    /// <summary>Whether a ZIP Code as typed is the order's; the first five digits count.</summary>
    public static bool IsZipOf(KnownOrder order, string? typed) =>
        order.Zip is { } zip && AddressInputValidator.ReadZip(typed) is { } read && zip[..5] == read[..5];

    /// <summary>Fills in what the customer hasn't typed.</summary>
    public static void Fill(KnownOrder order, ReportAnswers answers, bool withZip)
    {
        foreach (var fact in All.Where(fact => (withZip || !fact.TakesZip) && string.IsNullOrWhiteSpace(fact.Get(answers))))
        {
            fact.Set(answers, fact.Of(order));
        }
    }

    /// <summary>Takes back what was filled in and not changed: the report is about another order now.</summary>
    public static void TakeBack(KnownOrder order, ReportAnswers answers)
    {
        foreach (var fact in All.Where(fact => fact.Of(order) is { } text && text == fact.Get(answers)))
        {
            fact.Set(answers, null);
        }
    }
}
