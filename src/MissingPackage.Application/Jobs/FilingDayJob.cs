using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Jobs;

/// <summary>Warns the care team, and the seller who has the claim, while there are 5 business days left before a carrier stops taking the claim (<see cref="ClaimRules"/>).</summary>
public sealed class FilingDayJob(
    MissingPackageContext database, EachRequest each, CareMessages messages, SellerMessages sellers, SettingsReader settings, TimeProvider time) : IScheduledJob
{
    /// <summary>How early the warning comes.</summary>
    public const int BusinessDaysBefore = 5;

    /// <summary>No 5 business days span more days than these, whatever the holidays.</summary>
    private const int DaysBefore = 10;

    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        $"{await WarnAsync(cancellationToken)} warned of";

    /// <summary>Writes each warning once; none where the day has passed already.</summary>
    /// <returns>How many.</returns>
    public async Task<int> WarnAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var until = now.AddDays(DaysBefore);
        await settings.RefreshAsync(database, cancellation);
        var near = await database.Requests
            .Where(r => r.TightestDueOn != null && r.LatestFilingOn >= now && r.LatestFilingOn < until)
            .Where(r => r.Status == RequestStatus.WithSeller || r.Status == RequestStatus.ReadyForReview || r.Status == RequestStatus.MoreNeeded)
            .Where(r => !database.Outbox.Any(m => m.RequestId == r.Id && m.Kind == FilingDayNear.Kind))
            .OrderBy(r => r.LatestFilingOn)
            .Select(r => new
            {
                r.Id,
                r.Version,
                Grant = database.SellerGrants.Where(g => g.RequestId == r.Id && g.RevokedOn == null).OrderByDescending(g => g.CreatedOn)
                    .Select(g => new { g.Seller, g.Email }).FirstOrDefault(),
            })
            .ToDictionaryAsync(r => r.Id, cancellation);
        return await each.DoAsync(near.Keys, request =>
        {
            // What happened since may have taken the claim from this seller: the next run looks again.
            if (request.Version != near[request.Id].Version || request.Filing is not { Latest.Day: var latest }
                || settings.Calendar.CountBusinessDays(request.Zone.DateOf(now), latest) > BusinessDaysBefore)
            {
                return false;
            }

            messages.FilingDayNear(request);
            if (request.HandedOffOn is not null && near[request.Id].Grant is { } grant)
            {
                sellers.FilingDay(request, grant.Seller, grant.Email);
            }

            return true;
        }, cancellation);
    }
}
