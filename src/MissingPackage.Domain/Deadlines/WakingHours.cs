namespace MissingPackage.Domain.Deadlines;

/// <summary>When a customer may be written to without waking them: 8 am to 8 pm where the package was to go.</summary>
public static class WakingHours
{
    /// <summary>The first minute of the day on which a message may arrive.</summary>
    public static readonly TimeOnly Begin = new(8, 0);

    /// <summary>From here on it is night.</summary>
    public static readonly TimeOnly End = new(20, 0);

    /// <summary>Whether a wall clock there shows a waking hour.</summary>
    /// <param name="utc">UTC.</param>
    /// <param name="zone">The delivery address's zone.</param>
    public static bool Hold(DateTime utc, DeliveryTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var clock = TimeOnly.FromDateTime(zone.ToLocal(utc));
        return clock >= Begin && clock < End;
    }

    /// <summary>The instant itself by day; at night the next morning at 8.</summary>
    /// <param name="utc">UTC.</param>
    /// <param name="zone">The delivery address's zone.</param>
    public static DateTime From(DateTime utc, DeliveryTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (Hold(utc, zone))
        {
            return utc;
        }

        var local = zone.ToLocal(utc);
        var day = DateOnly.FromDateTime(local);
        return zone.ToUtc((TimeOnly.FromDateTime(local) < Begin ? day : day.AddDays(1)).ToDateTime(Begin));
    }

    /// <summary>The instant itself by day; at night the hour before the last evening's end, so that there is time left in it.</summary>
    /// <param name="utc">UTC.</param>
    /// <param name="zone">The delivery address's zone.</param>
    public static DateTime Before(DateTime utc, DeliveryTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (Hold(utc, zone))
        {
            return utc;
        }

        var local = zone.ToLocal(utc);
        var day = DateOnly.FromDateTime(local);
        return zone.ToUtc((TimeOnly.FromDateTime(local) < Begin ? day.AddDays(-1) : day).ToDateTime(End.AddHours(-1)));
    }
}
