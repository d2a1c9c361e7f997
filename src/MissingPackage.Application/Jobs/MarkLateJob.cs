using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Jobs;

/// <summary>Marks requests whose document deadline has passed, and tells the customer that it isn't too late.</summary>
public sealed class MarkLateJob(MissingPackageContext database, EachRequest each, RequestMessages messages, TimeProvider time) : IScheduledJob
{
    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        $"{await MarkAsync(cancellationToken)} marked late";

    /// <returns>How many were marked.</returns>
    public async Task<int> MarkAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var late = await database.Requests
            .Where(r => (r.Status == RequestStatus.AwaitingDocuments || r.Status == RequestStatus.MoreNeeded) && !r.IsLate && r.DocumentsDueOn < now)
            .OrderBy(r => r.DocumentsDueOn).Select(r => r.Id).ToListAsync(cancellation);
        return await each.DoAsync(late, request =>
        {
            if (!request.MarkLate(now))
            {
                return false;
            }

            messages.Late(request);
            return true;
        }, cancellation);
    }
}
