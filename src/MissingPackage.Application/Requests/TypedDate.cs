using System.Globalization;
using System.Text.RegularExpressions;

namespace MissingPackage.Application.Requests;

/// <summary>
/// A date as people in the United States type it: 11/20/2026, 11/20/26, 11/20, Nov 20, 20 November 2026, 2026-11-20,
/// today, yesterday. Without a year the latest such day is meant that is at most two months ahead: on November 28, "12/2" is
/// next week, a day that a form may ask about, and not a day of last year.
/// </summary>
public sealed partial class TypedDate
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>How far ahead a day without a year can lie.</summary>
    private const int MonthsAhead = 2;

    private TypedDate(DateOnly? date, string? problem)
    {
        Date = date;
        Problem = problem;
    }

    /// <summary>The day, or null if it couldn't be read.</summary>
    public DateOnly? Date { get; }

    /// <summary>What is wrong with it, as a sentence; null for a day that exists.</summary>
    public string? Problem { get; }

    /// <summary>Reads what was typed.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="today">Today, for days without a year.</param>
    public static TypedDate Read(string? text, DateOnly today)
    {
        var typed = (text ?? "").Trim().ToLowerInvariant();
        if (typed.Length is 0 or > 60)
        {
            return Unreadable();
        }

        if (typed is "today")
        {
            return new(today, null);
        }

        if (typed is "yesterday")
        {
            return new(today.AddDays(-1), null);
        }

        if (IsoShape().Match(typed) is { Success: true } iso)
        {
            return Day(Number(iso, "y"), Number(iso, "m"), Number(iso, "d"), today);
        }

        if (NumbersShape().Match(typed) is { Success: true } numbers)
        {
            return Day(Number(numbers, "y"), Number(numbers, "m"), Number(numbers, "d"), today);
        }

        var named = MonthFirstShape().Match(typed) is { Success: true } first ? first : DayFirstShape().Match(typed);
        if (named.Success && Array.FindIndex(Months, m => m.StartsWith(named.Groups["name"].Value, StringComparison.Ordinal)) is >= 0 and var month)
        {
            return Day(Number(named, "y"), month + 1, Number(named, "d"), today);
        }

        return Unreadable();
    }

    /// <summary>Puts a date in place of "today" and "yesterday", whose meaning passes with the day; leaves all else as typed.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="today">Today for whoever typed it.</param>
    public static string? Settle(string? text, DateOnly today) =>
        text?.Trim().ToLowerInvariant() is "today" or "yesterday" ? Show(Read(text, today).Date!.Value) : text;

    private static TypedDate Day(int? year, int? month, int? day, DateOnly today)
    {
        if (month is not (>= 1 and <= 12))
        {
            return new(null, $"There is no month {month}. Write the month first, such as {Show(today)}.");
        }

        var full = year switch
        {
            null => LatestYear(month.Value, day ?? 0, today),
            < 100 => 2000 + year.Value,
            _ => year.Value,
        };
        if (full is < 1900 or > 2200)
        {
            return new(null, "Check the year.");
        }

        var days = DateTime.DaysInMonth(full, month.Value);
        if (day is not >= 1 || day > days)
        {
            var name = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month.Value);
            return new(null, $"{name} {full} has {days} days: there is no {name} {day}.");
        }

        return new(new DateOnly(full, month.Value, day.Value), null);
    }

    private static int LatestYear(int month, int day, DateOnly today)
    {
        var last = today.AddMonths(MonthsAhead);
        return (month, day).CompareTo((last.Month, last.Day)) > 0 ? last.Year - 1 : last.Year;
    }

    private static TypedDate Unreadable() => new(null, "Write the date as month, day and year, such as 11/20/2026 or Nov 20.");

    /// <summary>A date as <see cref="Read"/> reads it again, such as 11/20/2026.</summary>
    internal static string Show(DateOnly date) => date.ToString("M/d/yyyy", CultureInfo.InvariantCulture);

    private static int? Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(?<y>[0-9]{4})-(?<m>[0-9]{1,2})-(?<d>[0-9]{1,2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoShape();

    [GeneratedRegex(@"^(?<m>[0-9]{1,2})[\s/.\-]+(?<d>[0-9]{1,2})([\s/.\-]+(?<y>[0-9]{4}|[0-9]{2}))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumbersShape();

    [GeneratedRegex(@"^([a-z]{3,9},?\s+)?(?<name>[a-z]{3,9})\.?\s*(?<d>[0-9]{1,2})(st|nd|rd|th)?(,?\s*(?<y>[0-9]{4}|[0-9]{2}))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MonthFirstShape();

    [GeneratedRegex(@"^([a-z]{3,9},?\s+)?(?<d>[0-9]{1,2})(st|nd|rd|th)?\s*(of\s+)?(?<name>[a-z]{3,9})\.?(,?\s*(?<y>[0-9]{4}|[0-9]{2}))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayFirstShape();
}
