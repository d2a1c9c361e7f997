using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Searching;

/// <summary>
/// One text by whose beginning a request is found. Numbers start with <c>#</c>, email addresses with <c>$</c>, and each
/// word of the name stands in front of the others once: "LOPEZ ANA" and "ANA LOPEZ". Personal data: the context keeps the
/// terms in step with the request in the same save.
/// </summary>
public sealed class RequestSearchTerm
{
    /// <summary>The longest term, in characters.</summary>
    public const int MaxLength = 256;

    // A name of more words is found by its first ones.
    private const int MaxWords = 12;

    private RequestSearchTerm()
    {
    }

    public Guid RequestId { get; private set; }

    public string Term { get; private set; } = "";

    /// <summary>Every term of a request as it stands now.</summary>
    public static IReadOnlyList<RequestSearchTerm> Of(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. TextsOf(request.Order.Number, request.Shipment.TrackingNumber, request.Customer.Email, request.Customer.Name)
            .Select(text => new RequestSearchTerm { RequestId = request.Id, Term = text })];
    }

    /// <summary>The texts of the terms, each once.</summary>
    public static IEnumerable<string> TextsOf(string orderNumber, string? trackingNumber, string email, string name)
    {
        var words = SearchText.Words(name).Take(MaxWords).ToList();
        return Tracking(trackingNumber ?? "").Prepend(Number(orderNumber)).Append(Email(email))
            .Where(text => text.Length > 1)
            .Concat(words.Select((word, i) => string.Join(' ', words.Where((_, other) => other != i).Prepend(word))))
            .Select(text => SearchText.Cut(text, MaxLength))
            .Distinct(StringComparer.Ordinal);
    }

    internal static string Number(string number) => "#" + SearchText.Compact(number);

    /// <summary>A tracking number, and the same without the 420 and ZIP code that a label of the USPS puts in front of it.</summary>
    internal static IEnumerable<string> Tracking(string number)
    {
        const string routing = "#420";
        var whole = Number(number);
        yield return whole;
        foreach (var zip in new[] { 5, 9 })
        {
            // What is left has 22 or 26 digits.
            if (whole.StartsWith(routing, StringComparison.Ordinal) && whole.Length - routing.Length - zip is 22 or 26)
            {
                yield return "#" + whole[(routing.Length + zip)..];
            }
        }
    }

    internal static string Email(string email) => "$" + SearchText.Fold(email.Trim());
}
