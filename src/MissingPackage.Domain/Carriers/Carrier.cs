namespace MissingPackage.Domain.Carriers;

/// <summary>
/// How to reach a carrier, what to ask it about a parcel that is marked delivered and not there, and its claim rules.
/// All of it but the code and the name changes with time and can be edited; see <see cref="CarrierDirectory"/>.
/// </summary>
public sealed record Carrier
{
    /// <summary>Which carrier it is.</summary>
    public required CarrierCode Code { get; init; }

    /// <summary>The name customers know, such as <c>FedEx</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The customer service number as people write it, such as <c>(800) 222-1811</c>.</summary>
    public required string Phone { get; init; }

    /// <summary>The same number for a link, such as <c>tel:+18002221811</c>.</summary>
    public string PhoneUri => "tel:+1" + string.Concat(Phone.Where(char.IsAsciiDigit));

    /// <summary>The address of the carrier's tracking page, up to where the number follows.</summary>
    public required string TrackingPageStart { get; init; }

    /// <summary>Short questions worth asking this carrier, each a whole sentence.</summary>
    public required IReadOnlyList<string> WhatToAsk { get; init; }

    /// <summary>Where a slip about an attempted delivery leads, as words that follow "pick it up at"; null where the
    /// slip itself has to say.</summary>
    public string? SlipLeadsTo { get; init; }

    /// <summary>Who may claim, when, with what.</summary>
    public required ClaimRules Claim { get; init; }

    /// <summary>The carrier's own page about one parcel.</summary>
    /// <param name="trackingNumber">The number, compact or as typed; it is escaped here.</param>
    /// <exception cref="ArgumentException">The number is blank.</exception>
    public Uri TrackingPage(string trackingNumber)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(trackingNumber);

        return new Uri(TrackingPageStart + Uri.EscapeDataString(trackingNumber.Trim()));
    }
}
