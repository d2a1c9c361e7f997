using System.Globalization;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Requests;

// The carrier’s two clocks beside the customer’s document deadline, and which of them is the tightest.
public sealed partial class ServiceRequest
{
    private static readonly Func<CarrierCode, ClaimRules> AsShipped = code => CarrierDirectory.Get(code).Claim;

    /// <summary>The day the parcel was handed to the carrier, where somebody has told us; else null.</summary>
    public DateOnly? MailedDate { get; private set; }

    /// <summary>UTC; the end of the carrier's last day to take a claim, as it was last counted; null where it names none.</summary>
    public DateTime? LatestFilingOn { get; private set; }

    /// <summary>
    /// UTC; by when something has to happen: the next step's due date or, while no claim is filed, the carrier's last day
    /// if that comes sooner. A last day that had passed before the request was opened hurries nobody. Null once ended.
    /// </summary>
    public DateTime? TightestDueOn { get; private set; }

    /// <summary>Carriers' claim rules. Not stored: whoever loads a request hands it the rules of the day.</summary>
    public Func<CarrierCode, ClaimRules> ClaimRulesOf { get; private set; } = AsShipped;

    /// <summary>When a claim can be filed, by the rules of the day; null where the carrier isn't one of the four.</summary>
    public FilingWindow? Filing => Shipment.Carrier is { } carrier
        ? FilingWindow.For(ClaimRulesOf(carrier), new(MailedDate, Shipment.ExpectedDate, Shipment.MarkedDeliveredDate), Zone)
        : null;

    /// <summary>Whether the claim is still to be filed.</summary>
    public bool AwaitsFiling => Status is RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded or RequestStatus.ReadyForReview or RequestStatus.WithSeller;

    /// <summary>Whether the carrier's last day is what <see cref="TightestDueOn"/> says.</summary>
    public bool FilingIsTightest => TightestDueOn is { } due && due != NextStepDueOn;

    /// <summary>Whether the mailing day may still be told.</summary>
    public bool CanRecordMailing => AwaitsFiling;

    /// <summary>Counts carriers' clocks by these rules from here on.</summary>
    /// <param name="rules">The claim rules of each carrier.</param>
    public void FileBy(Func<CarrierCode, ClaimRules> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ClaimRulesOf = rules;
    }

    /// <summary>Notes on which day the parcel was handed to the carrier: its clocks often run from there.</summary>
    /// <param name="mailed">The day; null where an earlier one was wrong and the right one isn't known.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Whether it was another day. If not, nothing happened.</returns>
    /// <exception cref="RequestRuleException">A claim is filed, or the day is after the delivery.</exception>
    public bool RecordMailing(DateOnly? mailed, Actor actor, DateTime now)
    {
        Require(CanRecordMailing, "The mailing day matters only until the claim is filed.");
        Require(mailed is null || mailed <= Shipment.MarkedDeliveredDate, "A package isn’t mailed after it was delivered.");
        if (mailed == MailedDate)
        {
            return false;
        }

        MailedDate = mailed;
        Record(RequestEventKind.MailingRecorded, actor, now, detail: mailed is { } day ? day.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture) : "Not known");
        CountFiling();
        return true;
    }

    /// <summary>Counts the carrier's last day again, after its rules were edited.</summary>
    /// <param name="now">UTC.</param>
    /// <returns>Whether it moved. If not, nothing happened.</returns>
    public bool RecountFiling(DateTime now)
    {
        var before = LatestFilingOn;
        if (!AwaitsFiling || Filing?.LatestOn == before)
        {
            return false;
        }

        CountFiling();
        Record(RequestEventKind.FilingDayMoved, Actor.System, now, detail: $"{DayOf(before)} → {DayOf(LatestFilingOn)}");
        return true;

        string DayOf(DateTime? on) => on is { } last ? Zone.DateOf(last).ToString("MMMM d, yyyy", CultureInfo.InvariantCulture) : "none";
    }

    private void CountFiling()
    {
        LatestFilingOn = Filing?.LatestOn;
        DueBy(NextStepDueOn);
    }

    /// <summary>Sets by when the next step is due, and whose it is. The status is set before.</summary>
    private void DueBy(DateTime? on)
    {
        NextStepDueOn = on;
        TightestDueOn = on is { } due && AwaitsFiling && LatestFilingOn is { } last && last >= OpenedOn && last < due ? last : on;
        SayWhoseTurn();
    }
}
