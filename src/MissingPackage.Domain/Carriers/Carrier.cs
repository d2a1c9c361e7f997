namespace MissingPackage.Domain.Carriers;

/// <summary>How to reach a carrier, and what to ask it about a parcel that is marked delivered and not there.</summary>
public sealed record Carrier
{
    private readonly string _trackingPageStart;

    internal Carrier(
        CarrierCode code,
        string name,
        string phone,
        string trackingPageStart,
        int claimDecisionBusinessDays,
        string? slipLeadsTo,
        IReadOnlyList<string> whatToAsk)
    {
        Code = code;
        Name = name;
        Phone = phone;
        _trackingPageStart = trackingPageStart;
        ClaimDecisionBusinessDays = claimDecisionBusinessDays;
        SlipLeadsTo = slipLeadsTo;
        WhatToAsk = whatToAsk;
    }

    /// <summary>Which carrier it is.</summary>
    public CarrierCode Code { get; }

    /// <summary>The name customers know, such as <c>FedEx</c>.</summary>
    public string Name { get; }

    /// <summary>The customer service number as people write it, such as <c>(800) 222-1811</c>.</summary>
    public string Phone { get; }

    /// <summary>The same number for a link, such as <c>tel:+18002221811</c>.</summary>
    public string PhoneUri => "tel:+1" + string.Concat(Phone.Where(char.IsAsciiDigit));

    /// <summary>Short questions worth asking this carrier, each a whole sentence.</summary>
    public IReadOnlyList<string> WhatToAsk { get; }

    /// <summary>Where a slip about an attempted delivery leads, as words that follow "pick it up at"; null where the
    /// slip itself has to say.</summary>
    public string? SlipLeadsTo { get; }

    /// <summary>How long the carrier may take to decide a claim, in business days: the upper end of its usual range.</summary>
    public int ClaimDecisionBusinessDays { get; }

    /// <summary>The carrier's own page about one parcel.</summary>
    /// <param name="trackingNumber">The number, compact or as typed; it is escaped here.</param>
    /// <exception cref="ArgumentException">The number is blank.</exception>
    public Uri TrackingPage(string trackingNumber)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(trackingNumber);

        return new Uri(_trackingPageStart + Uri.EscapeDataString(trackingNumber.Trim()));
    }
}
