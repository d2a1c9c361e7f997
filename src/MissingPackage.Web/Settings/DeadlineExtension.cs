using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;

namespace MissingPackage.Web.Settings;

/// <summary>
/// Moves deadlines that still run past a day that was closed after they were counted
/// (docs/decisions/0013-closures.md). Doing it twice is doing it once.
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
            moved += await ExtendAsync(ids, now, cancellation);
        }

        return moved;
    }

    private async Task<int> ExtendAsync(Guid[] ids, DateTime now, CancellationToken cancellation)
    {
        while (true)
        {
            database.ChangeTracker.Clear();
            var moved = (await database.Requests.Where(r => ids.Contains(r.Id)).ToListAsync(cancellation)).Count(r => r.ExtendDeadlines(now));
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
