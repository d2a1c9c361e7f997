using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Jobs;

/// <summary>
/// A seller who stays silent is asked again, after 2 and after 5 business days. The care team is told the second time; and
/// both times where it wasn't handed to the seller yet, or the seller's link is gone.
/// </summary>
public sealed class AskSellerJob(MissingPackageContext database, EachRequest each, SellerMessages sellers, CareMessages care, TimeProvider time) : IScheduledJob
{
    /// <summary>Business days without a claim after which the seller is asked, the longest first.</summary>
    public static readonly IReadOnlyList<int> AfterDays = [ServicePromise.SellerDays, 2];

    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        $"{await AskAsync(cancellationToken)} asked again";

    /// <summary>Writes each question once; after a downtime that swallowed both, the last one only.</summary>
    /// <returns>How many.</returns>
    public async Task<int> AskAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var earliest = now.AddDays(-AfterDays[^1]); // business days are no shorter than days
        string[] last = [SellerMessages.ReminderKind(AfterDays[0]), CareMessages.SellerSilentKind(AfterDays[0])];
        string[] first = [SellerMessages.ReminderKind(AfterDays[^1]), CareMessages.SellerSilentKind(AfterDays[^1])];
        var silent = await database.Requests
            .Where(r => r.Status == RequestStatus.WithSeller && r.NextStepFrom < earliest)
            .Where(r => !database.Outbox.Any(m => m.RequestId == r.Id && last.Contains(m.Kind) && m.CreatedOn >= r.NextStepFrom))
            .OrderBy(r => r.NextStepFrom)
            .Select(r => new
            {
                r.Id,
                r.Version,
                Asked = database.Outbox.Any(m => m.RequestId == r.Id && first.Contains(m.Kind) && m.CreatedOn >= r.NextStepFrom),
                Grant = database.SellerGrants.Where(g => g.RequestId == r.Id && g.RevokedOn == null).OrderByDescending(g => g.CreatedOn)
                    .Select(g => new { g.Seller, g.Email }).FirstOrDefault(),
            })
            .ToDictionaryAsync(r => r.Id, cancellation);
        return await each.DoAsync(silent.Keys, request =>
        {
            // What happened since may have taken the claim from this seller: the next run looks again.
            if (request.Version != silent[request.Id].Version || request.Status != RequestStatus.WithSeller || request.NextStepFrom is not { } from)
            {
                return false;
            }

            var (asked, grant) = (silent[request.Id].Asked, silent[request.Id].Grant);
            var days = AfterDays.FirstOrDefault(days => BusinessDeadline.After(request.Zone.DateOf(from), days, request.Zone, request.Calendar).DueOn < now);
            if (days == 0 || (days == AfterDays[^1] && asked))
            {
                return false;
            }

            var hasIt = request.HandedOffOn is not null && grant is not null;
            if (hasIt)
            {
                sellers.Reminder(request, grant!.Seller, grant.Email, days);
            }

            if (!hasIt || days == AfterDays[0])
            {
                care.SellerSilent(request, days);
            }

            return true;
        }, cancellation);
    }
}
