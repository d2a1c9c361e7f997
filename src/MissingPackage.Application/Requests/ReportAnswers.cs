using System.Globalization;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Application.Requests;

/// <summary>Everything a customer has typed so far, as typed, page by page. Kept even where it isn't valid yet.</summary>
public sealed class ReportAnswers
{
    public SearchInput Search { get; set; } = new();

    public OrderInput Order { get; set; } = new();

    /// <summary>The known order that the number and the email address belong to, or null.</summary>
    public KnownAnswer? Known { get; set; }

    public ItemInput Item { get; set; } = new();

    public AddressInput Address { get; set; } = new();

    public ShipmentInput Shipment { get; set; } = new();

    public DatesInput Dates { get; set; } = new();

    public ContactInput Contact { get; set; } = new();

    /// <summary>Forms that were sent, by the number their script gave them: what such a form still wanted to keep by itself is older.</summary>
    public List<string> SentForms { get; set; } = [];

    /// <summary>The answers as facts. Call it only after every page's validator has passed.</summary>
    /// <param name="today">Today at the delivery address.</param>
    public RequestFacts ToFacts(DateOnly today) => new(
        Item.ToOrder(Order),
        new CustomerFacts(Tidy(Contact.Name), Tidy(Contact.Email), Optional(Contact.Phone)),
        Address.ToAddress(),
        new ShipmentFacts(
            Shipment.CarrierCode,
            TrackingNumber.Recognise(Shipment.TrackingNumber)?.Value,
            TypedDate.Read(Dates.Expected, today).Date!.Value,
            TypedDate.Read(Dates.MarkedDelivered, today).Date!.Value),
        Search.ToSearch());

    /// <summary>
    /// Text on one line, without control characters and without the signs that turn the direction of what follows
    /// (names in right-to-left scripts don't need them), single spaces between words.
    /// </summary>
    internal static string Tidy(string? text) => string.Join(' ',
        string.Concat((text ?? "").Where(c => c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')))
            .Select(c => char.IsControl(c) || char.IsWhiteSpace(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether there is anything to read in it; neither blanks nor characters without a shape are.</summary>
    internal static bool HasText(string? text) => text is not null && text.Any(c =>
        !char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format);

    internal static string? Optional(string? text) => Tidy(text) is { Length: > 0 } tidy ? tidy : null;
}

/// <summary>What was looked at before (the where-to-look page).</summary>
public sealed class SearchInput
{
    public HomeKind? Home { get; set; }

    public List<PlaceToLook> Places { get; set; } = [];

    public string? CaseNumber { get; set; }

    /// <summary>The search as a fact; places that the chosen kind of home doesn't have are left out.</summary>
    public HomeSearch ToSearch()
    {
        var known = SearchChecklist.For(Home ?? HomeKind.House).SelectMany(g => g.Items).Select(i => i.Place);
        return new HomeSearch(Home, known.Where(Places.Contains).ToArray(), ReportAnswers.Optional(CaseNumber) is { Length: > HomeSearch.MaxCaseNumber } number
            ? number[..HomeSearch.MaxCaseNumber] : ReportAnswers.Optional(CaseNumber));
    }
}
