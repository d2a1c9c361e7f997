namespace MissingPackage.Domain.Deadlines;

/// <summary>The time zone a delivery address lives by, and so the one its deadlines are counted and printed in.</summary>
/// <remarks>
/// An address gives a state, not a zone. A state that spans two zones takes the one further west: midnight comes
/// later there, so the rule can give a customer an hour and never take one.
/// </remarks>
public sealed class DeliveryTimeZone
{
    private static readonly DeliveryTimeZone Eastern = new("America/New_York", "Eastern Time", "ET");
    private static readonly DeliveryTimeZone Central = new("America/Chicago", "Central Time", "CT");
    private static readonly DeliveryTimeZone Mountain = new("America/Denver", "Mountain Time", "MT");
    private static readonly DeliveryTimeZone Arizona = new("America/Phoenix", "Arizona Time", "MST");
    private static readonly DeliveryTimeZone Pacific = new("America/Los_Angeles", "Pacific Time", "PT");
    private static readonly DeliveryTimeZone HawaiiAleutian = new("America/Adak", "Hawaii–Aleutian Time", "HAT");
    private static readonly DeliveryTimeZone Hawaii = new("Pacific/Honolulu", "Hawaii Time", "HST");
    private static readonly DeliveryTimeZone Atlantic = new("America/Puerto_Rico", "Atlantic Time", "AT");
    private static readonly DeliveryTimeZone Chamorro = new("Pacific/Guam", "Chamorro Time", "ChT");
    private static readonly DeliveryTimeZone Samoa = new("Pacific/Pago_Pago", "Samoa Time", "ST");

    private readonly TimeZoneInfo _rules;

    private DeliveryTimeZone(string id, string name, string abbreviation)
    {
        Id = id;
        Name = name;
        Abbreviation = abbreviation;
        _rules = TimeZoneInfo.FindSystemTimeZoneById(id);
    }

    /// <summary>Every zone a state can have, east to west, the territories last.</summary>
    public static IReadOnlyCollection<DeliveryTimeZone> All { get; } =
        [Eastern, Central, Mountain, Arizona, Pacific, HawaiiAleutian, Hawaii, Atlantic, Chamorro, Samoa];

    /// <summary>The IANA name, such as <c>America/New_York</c>: the form to store.</summary>
    public string Id { get; }

    /// <summary>The name to print, the same in summer and winter, such as <c>Eastern Time</c>.</summary>
    public string Name { get; }

    /// <summary>The short form to print beside a time, such as <c>ET</c>.</summary>
    public string Abbreviation { get; }

    /// <summary>The zone of a delivery address in this state.</summary>
    /// <remarks>
    /// Military mail (AA, AE, AP) leaves from a US gateway for a base that may be anywhere, and the address does not
    /// say where. It takes Hawaii's zone, the last of the states to reach midnight all year round.
    /// </remarks>
    /// <param name="stateCode">A code of <see cref="UsStates"/>; case and surrounding space do not matter.</param>
    /// <exception cref="ArgumentException">No state has that code.</exception>
    public static DeliveryTimeZone ForState(string stateCode)
    {
        ArgumentNullException.ThrowIfNull(stateCode);

        return stateCode.Trim().ToUpperInvariant() switch
        {
            "CT" or "DC" or "DE" or "GA" or "MA" or "MD" or "ME" or "NC" or "NH" or "NJ" or "NY" or "OH" or "PA"
                or "RI" or "SC" or "VA" or "VT" or "WV" => Eastern,

            "AL" or "AR" or "IA" or "IL" or "LA" or "MN" or "MO" or "MS" or "OK" or "WI" => Central,
            // Eastern and Central.
            "FL" or "IN" or "KY" or "MI" or "TN" => Central,

            "CO" or "MT" or "NM" or "UT" or "WY" => Mountain,
            // Central and Mountain.
            "KS" or "ND" or "NE" or "SD" or "TX" => Mountain,

            // The Navajo Nation keeps daylight saving time; the rest of the state does not and is the later of the two.
            "AZ" => Arizona,

            "CA" or "WA" => Pacific,
            // Mountain and Pacific.
            "ID" or "NV" or "OR" => Pacific,

            // Most of Alaska is an hour ahead; the western Aleutians are not.
            "AK" => HawaiiAleutian,
            "HI" => Hawaii,
            "AA" or "AE" or "AP" => Hawaii,

            "PR" or "VI" => Atlantic,
            "GU" or "MP" => Chamorro,
            "AS" => Samoa,

            _ => throw new ArgumentException($"'{stateCode}' is not the code of a US state.", nameof(stateCode)),
        };
    }

    /// <summary>The zone with this IANA name, as stored earlier.</summary>
    /// <exception cref="ArgumentException">No state has such a zone.</exception>
    public static DeliveryTimeZone Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);

        return All.FirstOrDefault(zone => string.Equals(zone.Id, id, StringComparison.Ordinal))
            ?? throw new ArgumentException($"'{id}' is not a time zone of a US state.", nameof(id));
    }

    /// <summary>What a wall clock at the delivery address shows at this instant.</summary>
    /// <param name="utc">An instant whose kind is <see cref="DateTimeKind.Utc"/>.</param>
    /// <returns>A local time whose kind is <see cref="DateTimeKind.Unspecified"/>.</returns>
    /// <exception cref="ArgumentException">The kind is not UTC.</exception>
    public DateTime ToLocal(DateTime utc)
    {
        if (utc.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("The instant must be in UTC.", nameof(utc));
        }

        return DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(utc, _rules), DateTimeKind.Unspecified);
    }

    /// <summary>The instant at which a wall clock at the delivery address shows this time.</summary>
    /// <remarks>Of the two instants of the hour that autumn repeats, the later. A time in the hour that spring skips
    /// is read as if the clock had not yet been moved.</remarks>
    /// <param name="local">A local time whose kind is <see cref="DateTimeKind.Unspecified"/>.</param>
    /// <returns>An instant whose kind is <see cref="DateTimeKind.Utc"/>.</returns>
    /// <exception cref="ArgumentException">The kind is UTC or the local time of this computer.</exception>
    public DateTime ToUtc(DateTime local)
    {
        if (local.Kind != DateTimeKind.Unspecified)
        {
            throw new ArgumentException("The time must be one of this zone, its kind unspecified.", nameof(local));
        }

        return TimeZoneInfo.ConvertTimeToUtc(_rules.IsInvalidTime(local) ? local.AddHours(1) : local, _rules);
    }

    /// <summary>The date on a calendar at the delivery address at this instant.</summary>
    /// <param name="utc">An instant whose kind is <see cref="DateTimeKind.Utc"/>.</param>
    /// <exception cref="ArgumentException">The kind is not UTC.</exception>
    public DateOnly DateOf(DateTime utc) => DateOnly.FromDateTime(ToLocal(utc));

    /// <summary>The IANA name.</summary>
    public override string ToString() => Id;
}
