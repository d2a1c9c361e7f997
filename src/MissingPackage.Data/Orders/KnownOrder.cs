using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Data.Orders;

/// <summary>
/// An order as a shop's list tells it, before anything is reported of it. Whoever reports it is asked only for what is
/// missing here. Everything but the number and the email address may be missing. Personal data: it goes with the
/// retention of orders.
/// </summary>
public sealed class KnownOrder
{
    /// <summary>The longest key, in characters: folding may spell a character with several.</summary>
    public const int MaxKey = 256;

    /// <summary>Length of <see cref="RowHash"/>.</summary>
    public const int HashLength = 32;

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>As the shop prints it.</summary>
    public required string Number { get; init; }

    /// <summary>What numbers are compared by: <see cref="NumberKeyOf"/>.</summary>
    public string NumberKey { get; private set; } = "";

    /// <summary>What sellers are compared by; empty where none is named. A number is one order of a seller, not of all.</summary>
    public string SellerKey { get; private set; } = "";

    /// <summary>The customer's email address as it is compared: <see cref="EmailKeyOf"/>. It is kept in no other form.</summary>
    public string EmailKey { get; private set; } = "";

    public string? Item { get; init; }

    public string? SerialNumbers { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? Value { get; init; }

    public string? Seller { get; init; }

    public CarrierCode? Carrier { get; init; }

    public string? TrackingNumber { get; init; }

    public string? Line1 { get; init; }

    public string? Line2 { get; init; }

    public string? City { get; init; }

    /// <summary>Two letters.</summary>
    public string? State { get; init; }

    /// <summary>12345 or 12345-6789.</summary>
    public string? Zip { get; init; }

    public DateOnly? ExpectedDate { get; init; }

    /// <summary>The day that its time here is counted from: the expected date, or the day it came.</summary>
    public DateOnly CountedFrom { get; private set; }

    /// <summary>ZIP Codes that reports named and that aren't this order's, whoever typed them.</summary>
    public int WrongZips { get; private set; }

    /// <summary>A hash of all facts, 32 hexadecimal digits: a row that comes again unchanged is not written again.</summary>
    public string RowHash { get; private set; } = "";

    /// <summary>Computes the keys and the hash, once the facts are there.</summary>
    /// <param name="email">The customer's address.</param>
    /// <param name="today">The day the order comes.</param>
    public KnownOrder Complete(string email, DateOnly today)
    {
        NumberKey = NumberKeyOf(Number);
        SellerKey = SearchText.SellerKey(Seller) ?? "";
        EmailKey = EmailKeyOf(email);
        CountedFrom = ExpectedDate ?? today;
        object?[] facts =
        [
            Number, EmailKey, Item, SerialNumbers, Value, Seller, Carrier, TrackingNumber, Line1, Line2, City, State, Zip,
            ExpectedDate?.DayNumber,
        ];
        // No fact has a control character.
        var text = string.Join('\n', facts.Select(fact => Convert.ToString(fact, CultureInfo.InvariantCulture)));
        RowHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashLength / 2));
        return this;
    }

    /// <summary>These facts for the row that is there already.</summary>
    public KnownOrder InPlaceOf(Guid id)
    {
        Id = id;
        return this;
    }

    /// <summary>Letters and digits alone, in capitals: "#mp-1001" is "MP1001".</summary>
    public static string NumberKeyOf(string number) => Cut(SearchText.Compact(number));

    /// <summary>Without blanks around it, in capitals.</summary>
    public static string EmailKeyOf(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        return Cut(email.Trim().ToUpperInvariant());
    }

    private static string Cut(string key) => SearchText.Cut(key, MaxKey);
}
