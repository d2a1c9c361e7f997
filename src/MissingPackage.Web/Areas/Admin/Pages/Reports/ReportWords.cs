using System.Globalization;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Reports;

/// <summary>A report in words and figures.</summary>
public static class ReportWords
{
    /// <summary>How long the first decision took, for <see cref="DecisionTimes.ByDays"/>.</summary>
    public static IReadOnlyList<string> DecisionDays { get; } = ["Under 1 day", "1 to 2 days", "2 to 3 days", "3 to 4 days", "4 to 5 days", "5 days or more"];

    public static string Of(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Replaced => "Replaced",
        RequestOutcome.Refunded => "Refunded",
        RequestOutcome.Declined => "Declined",
        RequestOutcome.Found => "Turned up",
        RequestOutcome.Withdrawn => "Withdrawn",
        _ => "Never completed",
    };

    /// <summary>Such as "45 min", "7 h 30 min" or "2 days 4 h"; a dash where there is nothing to say.</summary>
    public static string Duration(int? minutes) => minutes switch
    {
        null => "–",
        < 60 => $"{Show(minutes.Value)} min",
        < 24 * 60 => Pair(minutes.Value / 60, "h", minutes.Value % 60, "min"),
        _ => Pair(minutes.Value / (24 * 60), minutes.Value / (24 * 60) == 1 ? "day" : "days", minutes.Value / 60 % 24, "h"),
    };

    /// <summary>Such as "34.5%"; a dash where there is nothing to say.</summary>
    public static string Percent(decimal? share) => share is { } known ? (known * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%" : "–";

    public static string Show(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Such as "Mar 4".</summary>
    public static string Day(DateOnly day) => day.ToString("MMM d", CultureInfo.InvariantCulture);

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{Show(large)} {largeUnit}" : $"{Show(large)} {largeUnit} {Show(small)} {smallUnit}";
}
