using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Searching;

/// <summary>
/// One text by whose beginning a request is found. Numbers start with <c>#</c>, email addresses with <c>$</c>, and each
/// word of the name stands in front of the others once: "LOPEZ ANA" and "ANA LOPEZ". Phone numbers start with <c>+</c> and
/// delivery addresses with <c>@</c>: nobody searches for those, they find requests alike. Personal data: the context keeps the
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
            .Concat(new[] { Phone(request.Customer.Phone), Address(request.Address) }.OfType<string>())
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

    /// <summary>The digits of a phone number, without the country's 1; null where there are too few to tell people apart.</summary>
    public static string? Phone(string? phone)
    {
        var digits = string.Concat((phone ?? "").Where(char.IsAsciiDigit));
        digits = digits.Length == 11 && digits[0] == '1' ? digits[1..] : digits;
        return digits.Length < 7 ? null : "+" + digits;
    }

    /// <summary>A delivery address as it is compared: ZIP code, street, and unit, however they were abbreviated; null where there is no street.</summary>
    public static string? Address(Domain.Requests.DeliveryAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var street = AddressText.Compact(address.Line1, address.Line2);
        return street.Length == 0 ? null : SearchText.Cut($"@{address.Zip[..Math.Min(5, address.Zip.Length)]} {street}", MaxLength);
    }

    /// <summary>An order or tracking number.</summary>
    public static string Number(string number) => "#" + SearchText.Compact(number);


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

    /// <summary>An email address.</summary>
    public static string Email(string email) => "$" + SearchText.Fold(email.Trim());
}
