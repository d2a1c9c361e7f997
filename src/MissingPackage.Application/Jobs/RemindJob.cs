using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Jobs;

/// <summary>Reminds customers of missing documents, halfway and 24 hours before the deadline (<see cref="DocumentReminder"/>), or
/// before the carrier's last day to take the claim, where that comes sooner.</summary>
public sealed class RemindJob(MissingPackageContext database, EachRequest each, RequestMessages messages, TimeProvider time) : IScheduledJob
{
    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        $"{await RemindAsync(cancellationToken)} reminded";

    /// <summary>Writes the reminders whose time has come and that weren't written yet.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemindAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var halfway = RequestMessages.KindOf(DocumentReminderKind.Halfway);
        var lastDay = RequestMessages.KindOf(DocumentReminderKind.LastDay);
        var waiting = await database.Requests
            .Where(r => (r.Status == RequestStatus.AwaitingDocuments || r.Status == RequestStatus.MoreNeeded) && r.DocumentsDueOn > now)
            .Where(r => !database.Outbox.Any(m => m.RequestId == r.Id && m.Kind == lastDay && m.CreatedOn >= r.NextStepFrom))
            .OrderBy(r => r.DocumentsDueOn)
            .Select(r => new
            {
                r.Id,
                r.NextStepFrom,
                r.DocumentsDueOn,
                r.TightestDueOn,
                r.Address.State,
                RemindedHalfway = database.Outbox.Any(m => m.RequestId == r.Id && m.Kind == halfway && m.CreatedOn >= r.NextStepFrom),
            })
            .ToListAsync(cancellation);
        var due = waiting
            .Where(r => DocumentReminder.DueAt(r.NextStepFrom ?? now, Tightest(r.TightestDueOn, r.DocumentsDueOn), DeliveryTimeZone.ForState(r.State), now) is { } reminder
                && !(reminder.Kind == DocumentReminderKind.Halfway && r.RemindedHalfway))
            .Select(r => r.Id).ToList();
        return await each.DoAsync(due, request =>
        {
            if (request.NextStepFrom is not { } asked || request.Status is not (RequestStatus.AwaitingDocuments or RequestStatus.MoreNeeded)
                || !request.StillToSend.Any() || DocumentReminder.DueAt(asked, Tightest(request.TightestDueOn, request.DocumentsDueOn), request.Zone, now) is not { } reminder)
            {
                return false;
            }

            messages.Reminder(request, reminder.Kind);
            return true;
        }, cancellation);

        // A last day that has passed reminds nobody; the deadline still does.
        DateTime Tightest(DateTime? tightest, DateTime documents) => tightest > now ? tightest.Value : documents;
    }
}
