namespace MissingPackage.Domain.Deadlines;

/// <summary>The end of a business day, some business days after a start, with the counting that led there.</summary>
public sealed record BusinessDeadline
{
    // The last millisecond of a day, not the next midnight: printed, it still names the day it belongs to.
    private static readonly TimeOnly EndOfDay = new(23, 59, 59, 999);

    private BusinessDeadline(
        DateOnly startDate, int businessDays, DateOnly lastDay, DeliveryTimeZone zone, IReadOnlyList<CountedDay> days)
    {
        StartDate = startDate;
        BusinessDays = businessDays;
        LastDay = lastDay;
        DueOn = EndOf(lastDay, zone);
        Zone = zone;
        Days = days;
    }

    /// <summary>The day the counting starts from, which does not count.</summary>
    public DateOnly StartDate { get; }

    /// <summary>How many business days were given.</summary>
    public int BusinessDays { get; }

    /// <summary>The last day, a date in <see cref="Zone"/>.</summary>
    public DateOnly LastDay { get; }

    /// <summary>The last instant that is in time, in UTC: 23:59:59.999 on <see cref="LastDay"/> in <see cref="Zone"/>.</summary>
    public DateTime DueOn { get; }

    /// <summary>The time zone of the delivery address.</summary>
    public DeliveryTimeZone Zone { get; }

    /// <summary>Every day from <see cref="StartDate"/> to <see cref="LastDay"/>, both included, in order.</summary>
    public IReadOnlyList<CountedDay> Days { get; }

    /// <summary>The last instant of a day, in UTC.</summary>
    /// <param name="day">A date in the zone.</param>
    /// <param name="zone">The time zone of the delivery address.</param>
    public static DateTime EndOf(DateOnly day, DeliveryTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.ToUtc(day.ToDateTime(EndOfDay));
    }

    /// <summary>Counts business days from a start.</summary>
    /// <param name="start">The day to count from, a date at the delivery address.</param>
    /// <param name="businessDays">How many business days to give, 0 or more.</param>
    /// <param name="zone">The time zone of the delivery address.</param>
    /// <param name="calendar">Says which days count.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="businessDays"/> is negative, or the deadline lies
    /// after the year 9999.</exception>
    public static BusinessDeadline After(
        DateOnly start, int businessDays, DeliveryTimeZone zone, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(calendar);

        var lastDay = calendar.AddBusinessDays(start, businessDays);
        var days = new List<CountedDay> { new(start, DayKind.Start, Number: null, BusinessCalendar.HolidayOn(start) ?? calendar.ClosureOn(start)) };
        var counted = 0;
        for (var date = start; date < lastDay;)
        {
            date = date.AddDays(1);
            days.Add((BusinessCalendar.HolidayOn(date), calendar.ClosureOn(date)) switch
            {
                ({ } holiday, _) => new(date, DayKind.Holiday, Number: null, holiday),
                (null, _) when BusinessCalendar.IsWeekend(date) => new(date, DayKind.Weekend, Number: null, HolidayName: null),
                (null, { } closure) => new(date, DayKind.Closed, Number: null, closure),
                (null, null) => new(date, DayKind.Business, ++counted, HolidayName: null),
            });
        }

        return new BusinessDeadline(start, businessDays, lastDay, zone, days);
    }
}
