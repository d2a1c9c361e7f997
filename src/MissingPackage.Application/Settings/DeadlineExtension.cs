using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Settings;

/// <summary>
/// Moves deadlines that still run past a day that was closed after they were counted (docs/decisions/0013-closures.md), and
/// carriers' last days after their rules were edited. Doing it twice is doing it once.
/// </summary>
public sealed class DeadlineExtension(MissingPackageContext database, TimeProvider time)
{
    private const int Batch = 200;

    /// <summary>Extends what spans a day.</summary>
    /// <param name="closed">The day that was closed.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>How many requests have a later deadline now.</returns>
    public async Task<int> ExtendAsync(DateOnly closed, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        // A day at the delivery address begins and ends up to a day earlier or later in UTC.
        var day = closed.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var (from, until) = (day.AddDays(-1), day.AddDays(2));
        var spanning = await database.Requests
            .Where(r => r.NextStepDueOn >= now && r.NextStepDueOn >= from && r.NextStepFrom < until)
            .Select(r => r.Id).ToListAsync(cancellation);
        var moved = 0;
        foreach (var ids in spanning.Chunk(Batch))
        {
            moved += await ChangeAsync(ids, request => request.ExtendDeadlines(now), cancellation);
        }

        return moved;
    }

    /// <summary>Counts the last filing day again where the claim isn't filed, after a carrier's claim rules were edited.</summary>
    /// <param name="carrier">Whose rules.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>How many requests have another last day now.</returns>
    public async Task<int> RecountFilingAsync(CarrierCode carrier, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var open = await database.Requests
            .Where(r => r.TightestDueOn != null && r.Status != RequestStatus.CarrierClaimFiled && r.Shipment.Carrier == carrier)
            .Select(r => r.Id).ToListAsync(cancellation);
        var moved = 0;
        foreach (var ids in open.Chunk(Batch))
        {
            moved += await ChangeAsync(ids, request => request.RecountFiling(now), cancellation);
        }

        return moved;
    }

    private async Task<int> ChangeAsync(Guid[] ids, Func<ServiceRequest, bool> change, CancellationToken cancellation)
    {
        while (true)
        {
            database.ChangeTracker.Clear();
            var moved = (await database.Requests.Where(r => ids.Contains(r.Id)).ToListAsync(cancellation)).Count(change);
            try
            {
                await database.SaveChangesAsync(cancellation);
                return moved;
            }
            catch (DbUpdateConcurrencyException)
            {
                // An agent or a customer did something to one of them meanwhile: count them all again.
            }
        }
    }
}
