using System.Text.RegularExpressions;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Site;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Reviewing;

/// <summary>
/// Placeholders in texts to customers, such as <c>{name}</c>. They are filled in one pass, so that braces in what a customer
/// typed stay braces; the result is plain text, and whoever shows it encodes it.
/// </summary>
public static partial class Placeholders
{
    /// <summary>Each placeholder, and what stands in its place.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = "the customer’s name",
        ["item"] = "what was in the package",
        ["order"] = "the order number",
        ["reference"] = "the request’s reference",
        ["deadline"] = "by when the documents are due",
        ["document"] = "photo ID, signed statement, or both: what is asked for",
        ["carrier"] = "the carrier’s name",
        ["seller"] = "the seller’s name",
        ["care phone"] = "our phone number",
        ["care email"] = "our email address",
    };

    /// <summary>Placeholders of a text that don't exist.</summary>
    public static IReadOnlyList<string> UnknownIn(string? text) =>
        [.. Placeholder().Matches(text ?? "").Select(match => match.Value).Where(name => !All.ContainsKey(name[1..^1])).Distinct(StringComparer.Ordinal)];

    /// <summary>A sentence about placeholders that don't exist, or null where all of them do.</summary>
    public static string? ProblemOf(string? text) => UnknownIn(text) is { Count: > 0 } unknown
        ? $"There is no {string.Join(" or ", unknown)}. You can write {string.Join(", ", All.Keys.Select(name => $"{{{name}}}"))}."
        : null;

    /// <summary>Fills a text in.</summary>
    /// <param name="text">With placeholders; those that don't exist stay as they are.</param>
    /// <param name="request">Whose facts.</param>
    /// <param name="care">How people reach us.</param>
    /// <param name="asked">The documents that are asked for.</param>
    /// <param name="deadline">UTC; by when the documents are due.</param>
    public static string Fill(string text, ServiceRequest request, CareOptions care, IReadOnlyCollection<DocumentKind> asked, DateTime deadline)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(care);
        return Placeholder().Replace(text, match => match.Value[1..^1] switch
        {
            "name" => request.Customer.Name,
            "item" => request.Order.Item,
            "order" => request.Order.Number,
            "reference" => request.Reference.Value,
            "deadline" => Times.Full(deadline, request.Zone),
            "document" => string.Join(" and ", (asked.Count == 0 ? DocumentKinds.Required : asked).Select(DocumentWords.NameOf)),
            "carrier" => StatusView.CarrierName(request),
            "seller" => StatusView.SellerName(request),
            "care phone" => care.Phone,
            "care email" => care.Email,
            _ => match.Value,
        });
    }

    [GeneratedRegex(@"\{[^{}\r\n]{0,30}\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
