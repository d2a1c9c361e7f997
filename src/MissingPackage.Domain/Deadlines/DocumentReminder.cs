namespace MissingPackage.Domain.Deadlines;

/// <summary>Which of the two reminders of a document deadline.</summary>
public enum DocumentReminderKind
{
    /// <summary>Half of the time is over.</summary>
    Halfway,

    /// <summary>24 hours are left, or a little more where that would be at night.</summary>
    LastDay,
}

/// <summary>When a customer is reminded of missing documents: halfway and 24 hours before the deadline, never at night.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="On">UTC, in the <see cref="WakingHours"/>; not sent before.</param>
public sealed record DocumentReminder(DocumentReminderKind Kind, DateTime On)
{
    private static readonly TimeSpan LastDay = TimeSpan.FromHours(24);

    /// <summary>A reminder is worth sending only so long after the question itself.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromHours(4);

    /// <summary>The reminders of one deadline, earliest first; none where the time is too short for one.</summary>
    /// <param name="asked">UTC; when the documents were asked for.</param>
    /// <param name="due">UTC; the deadline.</param>
    /// <param name="zone">The delivery address's zone.</param>
    public static IReadOnlyList<DocumentReminder> For(DateTime asked, DateTime due, DeliveryTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var reminders = new List<DocumentReminder>();
        if (due <= asked)
        {
            return reminders;
        }

        var lastDay = WakingHours.Before(due - LastDay, zone);
        var halfway = WakingHours.Before(asked + ((due - asked) / 2), zone);
        if (halfway >= asked + Spacing && (halfway <= lastDay - Spacing || lastDay < asked + Spacing))
        {
            reminders.Add(new(DocumentReminderKind.Halfway, halfway));
        }

        if (lastDay >= asked + Spacing)
        {
            reminders.Add(new(DocumentReminderKind.LastDay, lastDay));
        }

        return reminders;
    }

    /// <summary>
    /// The one reminder to send now: the latest whose time has come, while the deadline is still ahead. After a downtime
    /// that swallowed both, it is the last one only.
    /// </summary>
    /// <param name="asked">UTC; when the documents were asked for.</param>
    /// <param name="due">UTC; the deadline.</param>
    /// <param name="zone">The delivery address's zone.</param>
    /// <param name="now">UTC.</param>
    public static DocumentReminder? DueAt(DateTime asked, DateTime due, DeliveryTimeZone zone, DateTime now) =>
        now < due ? For(asked, due, zone).LastOrDefault(reminder => reminder.On <= now) : null;
}
