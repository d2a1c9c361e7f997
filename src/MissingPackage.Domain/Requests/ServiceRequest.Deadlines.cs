using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Requests;

// How the days of a request are counted.
public sealed partial class ServiceRequest
{
    /// <summary>The zone in which its deadlines end.</summary>
    public DeliveryTimeZone Zone => DeliveryTimeZone.ForState(Address.State);

    /// <summary>The days that count. Not stored: whoever loads a request hands it the calendar of the day.</summary>
    public BusinessCalendar Calendar { get; private set; } = BusinessCalendar.UnitedStates;

    /// <summary>The document deadline, day by day, counted from the expected delivery date.</summary>
    public BusinessDeadline FirstDeadline => DocumentDeadline.For(Shipment.ExpectedDate, Zone, Calendar);

    /// <summary>
    /// Marks the request late: its deadline has passed with a document still to be sent. What is being checked came in
    /// time. Once, however often it is called.
    /// </summary>
    /// <param name="now">UTC.</param>
    /// <returns>Whether it was marked now.</returns>
    public bool MarkLate(DateTime now)
    {
        if (IsLate || now <= DocumentsDueOn || !StillToSend.Any() || Status is not (RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded))
        {
            return false;
        }

        IsLate = true;
        Record(RequestEventKind.MarkedLate, Actor.System, now);
        return true;
    }

    /// <summary>Counts by these days from here on.</summary>
    /// <param name="calendar">The days that count.</param>
    public void CountBy(BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        Calendar = calendar;
    }

    /// <summary>
    /// Counts the deadlines that still run again, after a closure was added. Each moves later or stays: what was
    /// promised is never taken back, and one that has passed is history.
    /// </summary>
    /// <param name="now">UTC.</param>
    /// <returns>Whether one moved.</returns>
    public bool ExtendDeadlines(DateTime now)
    {
        var before = (DocumentsDueOn, NextStepDueOn);
        if (!HasEnded && DocumentsDueOn >= now)
        {
            var askedAgain = AskedAgainOn is { } asked ? CountFrom(asked, ServicePromise.AskedAgainDays).DueOn : DocumentsDueOn;
            DocumentsDueOn = new[] { DocumentsDueOn, FirstDeadline.DueOn, askedAgain }.Max();
        }

        if (NextStepDueOn is { } due && due >= now)
        {
            DueBy(Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded ? DocumentsDueOn
                : CountStep() is { } count && count.DueOn > due ? count.DueOn : due);
        }

        if (before == (DocumentsDueOn, NextStepDueOn))
        {
            return false;
        }

        Record(RequestEventKind.DeadlineExtended, Actor.System, now);
        return true;
    }

    /// <summary>
    /// The days from which the current step's due date was counted, for the pages to draw; null once ended, and where
    /// the calendar has changed since, so that they would end on another day.
    /// </summary>
    public BusinessDeadline? NextStepCount => new[]
    {
        Status == RequestStatus.AwaitingDocuments ? null : CountStep(),
        Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded ? FirstDeadline : null,
    }.FirstOrDefault(count => count is not null && count.DueOn == NextStepDueOn);

    private BusinessDeadline? CountStep() => NextStepFrom is { } from && NextStepDays is { } days ? CountFrom(from, days) : null;

    private BusinessDeadline CountFrom(DateTime from, int days) => BusinessDeadline.After(Zone.DateOf(from), days, Zone, Calendar);
}
