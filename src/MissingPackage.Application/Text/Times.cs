using System.Globalization;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Application.Text;

/// <summary>Dates and times as people in the United States read them, always with the zone.</summary>
public static class Times
{
    /// <summary>Such as "Thu, Mar 12, 6:20 pm ET"; with the year where <paramref name="now"/> is given and lies in another one.</summary>
    public static string Brief(DateTime utc, DeliveryTimeZone zone, DateTime? now = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = zone.ToLocal(utc);
        var year = now is { } today && zone.ToLocal(today).Year != local.Year ? Format(local, ", yyyy") : "";
        return $"{Format(local, "ddd, MMM d")}{year}, {Clock(utc, zone)} {zone.Abbreviation}";
    }

    /// <summary>Such as "Wednesday, March 18"; with the year where <paramref name="today"/> is given and lies in another one.</summary>
    public static string Day(DateOnly date, DateOnly? today = null) =>
        today is { Year: var year } && year != date.Year ? LongDay(date) : date.ToString("dddd, MMMM d", CultureInfo.InvariantCulture);

    /// <summary>Such as "Wednesday, March 18, 2026".</summary>
    public static string LongDay(DateOnly date) => date.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture);

    /// <summary>Such as "Wednesday, March 18, 11:59 pm Eastern Time (ET)"; with the year where <paramref name="now"/> is given and lies in another one.</summary>
    public static string Full(DateTime utc, DeliveryTimeZone zone, DateTime? now = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return $"{Day(zone.DateOf(utc), now is { } today ? zone.DateOf(today) : null)}, {Clock(utc, zone)} {zone.Name} ({zone.Abbreviation})";
    }

    /// <summary>Such as "11:59 pm".</summary>
    public static string Clock(DateTime utc, DeliveryTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = zone.ToLocal(utc);
        return Format(local, "h:mm ") + (local.Hour < 12 ? "am" : "pm");
    }

    /// <summary>Such as "1 day" or "30 days".</summary>
    public static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days:N0} days");

    /// <summary>Such as "1.8 MB" or "340 KB".</summary>
    public static string Size(long bytes) => bytes >= 1024 * 1024
        ? (bytes / 1048576m).ToString("0.#", CultureInfo.InvariantCulture) + " MB"
        : Math.Max(1, (bytes + 1023) / 1024).ToString(CultureInfo.InvariantCulture) + " KB";

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTime utc) => Format(utc, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static string Format(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
