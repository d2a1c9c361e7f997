using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Messages;
using MissingPackage.Web.Settings;
using Quartz;

namespace MissingPackage.Web.Jobs;

/// <summary>Warns the care team while there are 5 business days left before a carrier stops taking the claim (<see cref="ClaimRules"/>).</summary>
[DisallowConcurrentExecution]
public sealed class FilingDayJob(
    MissingPackageContext database, EachRequest each, CareMessages messages, SettingsReader settings, TimeProvider time) : IJob
{
    /// <summary>How early the warning comes.</summary>
    public const int BusinessDaysBefore = 5;

    /// <summary>No 5 business days span more days than these, whatever the holidays.</summary>
    private const int DaysBefore = 10;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        context.Result = $"{await WarnAsync(cancellationToken)} warned of";

    /// <summary>Writes each warning once; none where the day has passed already.</summary>
    /// <returns>How many.</returns>
    public async Task<int> WarnAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var today = DateOnly.FromDateTime(now);
        var warned = 0;
        await settings.RefreshAsync(database, cancellation);
        foreach (var carrier in settings.Carriers)
        {
            if (carrier.Claim.DaysAfterExpected is not { } daysAfter)
            {
                continue;
            }

            var expectedBefore = today.AddDays(DaysBefore - daysAfter);
            var expectedAfter = today.AddDays(-1 - daysAfter);
            var near = await database.Requests
                .Where(r => r.Status == RequestStatus.WithSeller || r.Status == RequestStatus.ReadyForReview || r.Status == RequestStatus.MoreNeeded)
                .Where(r => r.Shipment.Carrier == carrier.Code && r.Shipment.ExpectedDate <= expectedBefore && r.Shipment.ExpectedDate >= expectedAfter)
                .Where(r => !database.Outbox.Any(m => m.RequestId == r.Id && m.Kind == FilingDayNear.Kind))
                .OrderBy(r => r.Shipment.ExpectedDate).Select(r => r.Id).ToListAsync(cancellation);
            warned += await each.DoAsync(near, request =>
            {
                var day = request.Zone.DateOf(now);
                var latest = request.Shipment.ExpectedDate.AddDays(daysAfter);
                if (day > latest || settings.Calendar.CountBusinessDays(day, latest) > BusinessDaysBefore)
                {
                    return false;
                }

                messages.FilingDayNear(request, carrier);
                return true;
            }, cancellation);
        }

        return warned;
    }
}
