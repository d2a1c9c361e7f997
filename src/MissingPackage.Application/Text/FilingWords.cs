using System.Globalization;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Application.Text;

/// <summary>A carrier's filing days in sentences.</summary>
public static class FilingWords
{
    /// <summary>From when to when, such as "from Thursday, July 2 to Sunday, August 30"; null where the carrier names neither.</summary>
    public static string? Span(FilingWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return (window.Earliest, window.Latest) switch
        {
            ({ } first, { } last) => $"from {Times.Day(first.Day)} to {Times.Day(last.Day)}",
            (null, { } last) => $"until {Times.Day(last.Day)}",
            ({ } first, null) => $"from {Times.Day(first.Day)} on",
            _ => null,
        };
    }

    /// <summary>How one day was counted, in a sentence.</summary>
    public static string Counted(FilingDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        var from = day.Limit.From switch
        {
            ClaimClock.ExpectedDelivery => "the expected delivery",
            ClaimClock.Delivery => "the day it was marked delivered",
            _ => day.IsAssumed ? "an assumed mailing day" : "the day it was mailed",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Times.Days(day.Limit.Days)} after {from}, {Times.Day(day.From)}. Every day counts, weekends too.");
    }

    /// <summary>What is taken for granted where nobody told us the mailing day.</summary>
    public static string Assumption { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"We don’t know the day it was mailed, so we count as if it had been on its way for {ClaimRules.AssumedTransitDays} days: too early rather than too late.");

    /// <summary>Where the rules are from and when somebody last looked.</summary>
    public static string Checked(ClaimRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return $"{rules.Source}; rules last checked {Times.LongDay(rules.CheckedOn)}.";
    }
}
