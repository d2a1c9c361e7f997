using System.Globalization;
using MissingPackage.Application.Text;
using MissingPackage.Data.Orders;

namespace MissingPackage.Application.Requests;

/// <summary>What became of a known order in a report.</summary>
public sealed class KnownAnswer
{
    /// <summary>The order.</summary>
    public Guid Id { get; set; }

    /// <summary>Whether the customer has said that it is theirs, or isn't.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>What the order filled in, by the fact's name: only that is taken back.</summary>
    public Dictionary<string, string> Filled { get; set; } = [];
}

/// <summary>
/// Puts what is known of an order into a report's answers, as if it had been typed: its page isn't asked any more, the
/// check page shows it, and the customer can change it. Whoever knows only the number and the email address gets what the
/// page of the order shows; address, tracking and serial numbers take the ZIP Code.
/// </summary>
internal static class KnownFacts
{
    private sealed record Fact(string Name, bool TakesZip, Func<KnownOrder, string?> Of, Func<ReportAnswers, string?> Get, Action<ReportAnswers, string?> Set);

    private static readonly Fact[] All =
    [
        new(nameof(KnownOrder.Seller), false, o => o.Seller, a => a.Order.Seller, (a, text) => a.Order.Seller = text),
        new(nameof(KnownOrder.Item), false, o => o.Item, a => a.Item.Item, (a, text) => a.Item.Item = text),
        new(nameof(KnownOrder.Value), false, o => o.Value?.ToString("0.00", CultureInfo.InvariantCulture), a => a.Item.Value, (a, text) => a.Item.Value = text),
        new(nameof(KnownOrder.ExpectedDate), false, o => o.ExpectedDate is { } day ? TypedDate.Show(day) : null, a => a.Dates.Expected, (a, text) => a.Dates.Expected = text),
        new(nameof(KnownOrder.SerialNumbers), true, o => o.SerialNumbers, a => a.Item.SerialNumbers, (a, text) => a.Item.SerialNumbers = text),
        new(nameof(KnownOrder.Line1), true, o => o.Line1, a => a.Address.Line1, (a, text) => a.Address.Line1 = text),
        new(nameof(KnownOrder.Line2), true, o => o.Line2, a => a.Address.Line2, (a, text) => a.Address.Line2 = text),
        new(nameof(KnownOrder.City), true, o => o.City, a => a.Address.City, (a, text) => a.Address.City = text),
        new(nameof(KnownOrder.State), true, o => o.State, a => a.Address.State, (a, text) => a.Address.State = text),
        new(nameof(KnownOrder.Zip), true, o => o.Zip, a => a.Address.Zip, (a, text) => a.Address.Zip = text),
        new(nameof(KnownOrder.TrackingNumber), true, o => o.TrackingNumber, a => a.Shipment.TrackingNumber, (a, text) => a.Shipment.TrackingNumber = text),
        new(nameof(KnownOrder.Carrier), true, o => o.Carrier is { } code ? CarrierChoice.Of(code) : null, a => a.Shipment.Carrier, (a, text) => a.Shipment.Carrier = text),
    ];

    /// <summary>Whether a ZIP Code as typed is the order's; the first five digits count.</summary>
    public static bool IsZipOf(KnownOrder order, string? typed) =>
        order.Zip is { } zip && AddressInputValidator.ReadZip(typed) is { } read && zip[..5] == read[..5];

    /// <summary>Fills in what the customer hasn't typed, and remembers in the answers what that was.</summary>
    public static void Fill(KnownOrder order, ReportAnswers answers, bool withZip)
    {
        foreach (var fact in All.Where(fact => (withZip || !fact.TakesZip) && string.IsNullOrWhiteSpace(fact.Get(answers))))
        {
            if (fact.Of(order) is { } text)
            {
                fact.Set(answers, text);
                answers.Known!.Filled[fact.Name] = text;
            }
        }
    }

    /// <summary>
    /// Takes back what was filled in and not changed: the report is about another order now. What was typed is never
    /// compared with the order, or a field that goes blank would tell a stranger that they guessed right.
    /// </summary>
    public static void TakeBack(ReportAnswers answers)
    {
        foreach (var fact in All.Where(fact => answers.Known?.Filled.GetValueOrDefault(fact.Name) is { } text && text == fact.Get(answers)))
        {
            fact.Set(answers, null);
        }
    }
}
