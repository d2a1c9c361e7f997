using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Messages;
using Quartz;

namespace MissingPackage.Web.Jobs;

/// <summary>
/// A seller who stays silent is asked again, after 2 and after 5 business days. The care team is told to: it is who talks
/// with sellers.
/// </summary>
[DisallowConcurrentExecution]
public sealed class AskSellerJob(MissingPackageContext database, EachRequest each, CareMessages messages, TimeProvider time) : IJob
{
    /// <summary>Business days without a claim after which the seller is asked, the longest first.</summary>
    public static readonly IReadOnlyList<int> AfterDays = [ServicePromise.SellerDays, 2];

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        context.Result = $"{await AskAsync(cancellationToken)} to ask again";

    /// <summary>Writes each question once; after a downtime that swallowed both, the last one only.</summary>
    /// <returns>How many.</returns>
    public async Task<int> AskAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var earliest = now.AddDays(-AfterDays[^1]); // business days are no shorter than days
        var (last, first) = (CareMessages.SellerSilentKind(AfterDays[0]), CareMessages.SellerSilentKind(AfterDays[^1]));
        var silent = await database.Requests
            .Where(r => r.Status == RequestStatus.WithSeller && r.NextStepFrom < earliest)
            .Where(r => !database.Outbox.Any(m => m.RequestId == r.Id && m.Kind == last && m.CreatedOn >= r.NextStepFrom))
            .OrderBy(r => r.NextStepFrom)
            .Select(r => new { r.Id, Asked = database.Outbox.Any(m => m.RequestId == r.Id && m.Kind == first && m.CreatedOn >= r.NextStepFrom) })
            .ToListAsync(cancellation);
        var asked = silent.Where(r => r.Asked).Select(r => r.Id).ToHashSet();
        return await each.DoAsync(silent.Select(r => r.Id), request =>
        {
            if (request.Status != RequestStatus.WithSeller || request.NextStepFrom is not { } from)
            {
                return false;
            }

            var days = AfterDays.FirstOrDefault(days => BusinessDeadline.After(request.Zone.DateOf(from), days, request.Zone, request.Calendar).DueOn < now);
            if (days == 0 || (days == AfterDays[^1] && asked.Contains(request.Id)))
            {
                return false;
            }

            messages.SellerSilent(request, days);
            return true;
        }, cancellation);
    }
}
