namespace MissingPackage.Domain.Deadlines;

/// <summary>When the customer's documents are asked for: the end of the third business day after the expected delivery
/// date, where the parcel was to be delivered.</summary>
/// <remarks>It is an ask and not a wall: documents that come later are accepted and marked late.</remarks>
public static class DocumentDeadline
{
    /// <summary>How many business days the customer has.</summary>
    public const int BusinessDays = 3;

    /// <summary>The deadline for a parcel.</summary>
    /// <param name="expectedDate">The expected delivery date, at the delivery address.</param>
    /// <param name="zone">The time zone of the delivery address.</param>
    /// <param name="calendar">Says which days count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deadline lies after the year 9999.</exception>
    public static BusinessDeadline For(DateOnly expectedDate, DeliveryTimeZone zone, BusinessCalendar calendar) =>
        BusinessDeadline.After(expectedDate, BusinessDays, zone, calendar);
}
