using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Carriers;

/// <summary>The first or the last day on which a carrier takes a claim, with the counting that led there.</summary>
/// <param name="Limit">The carrier's rule.</param>
/// <param name="From">The day it counts from.</param>
/// <param name="IsAssumed">Whether that day isn't known but taken to be <see cref="ClaimRules.AssumedTransitDays"/> before the expected delivery.</param>
public sealed record FilingDay(ClaimLimit Limit, DateOnly From, bool IsAssumed)
{
    /// <summary>The day itself.</summary>
    public DateOnly Day => From.AddDays(Limit.Days);

    /// <summary>Every day from <see cref="From"/> to <see cref="Day"/>, both included. Carriers count every day.</summary>
    public IEnumerable<CountedDay> Days => Enumerable.Range(0, Limit.Days + 1)
        .Select(n => new CountedDay(From.AddDays(n), n == 0 ? DayKind.Start : DayKind.Calendar, n == 0 ? null : n, null));
}

/// <summary>When a claim for one parcel can be filed, as far as we can tell: two clocks that aren't the customer's deadline.</summary>
public sealed record FilingWindow
{
    private FilingWindow(ClaimRules rules, FilingDay? earliest, FilingDay? latest, DeliveryTimeZone zone)
    {
        Rules = rules;
        Earliest = earliest;
        Latest = latest;
        LatestOn = latest is null ? null : BusinessDeadline.EndOf(latest.Day, zone);
    }

    /// <summary>The rules it is counted by, with their source and the day somebody last checked them.</summary>
    public ClaimRules Rules { get; }

    /// <summary>The first day; null where the carrier names none.</summary>
    public FilingDay? Earliest { get; }

    /// <summary>The last day; null where the carrier names none.</summary>
    public FilingDay? Latest { get; }

    /// <summary>UTC; the last instant of <see cref="Latest"/> at the delivery address.</summary>
    public DateTime? LatestOn { get; }

    /// <summary>Whether a day of it hangs on a mailing day that nobody has told us.</summary>
    public bool IsAssumed => Earliest is { IsAssumed: true } || Latest is { IsAssumed: true };

    /// <summary>Counts.</summary>
    /// <param name="rules">The carrier's, as they are now.</param>
    /// <param name="dates">What is known of the parcel.</param>
    /// <param name="zone">The time zone of the delivery address, in which days end.</param>
    public static FilingWindow For(ClaimRules rules, ParcelDates dates, DeliveryTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(zone);
        return new(rules, Count(rules.Earliest, dates), Count(rules.Latest, dates), zone);
    }

    private static FilingDay? Count(ClaimLimit? limit, ParcelDates dates) => limit is null ? null : limit.From switch
    {
        ClaimClock.ExpectedDelivery => new(limit, dates.Expected, IsAssumed: false),
        ClaimClock.Delivery => new(limit, dates.Delivered, IsAssumed: false),
        _ => new(limit, dates.Mailed ?? dates.Expected.AddDays(-ClaimRules.AssumedTransitDays), IsAssumed: dates.Mailed is null),
    };
}
