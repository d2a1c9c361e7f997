using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Packets;
using MissingPackage.Data;

namespace MissingPackage.Application.Jobs;

/// <summary>
/// Erases claim packets that are out of date, and those that lie for a week: they can be made again as long as the
/// documents are there. Nothing that is out of date is ever handed out; this is about what lies in the vault.
/// </summary>
public sealed class ErasePacketsJob(MissingPackageContext database, ClaimPackets packets, TimeProvider time, ILogger<ErasePacketsJob> logger) : IScheduledJob
{
    /// <summary>How long a packet is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        $"{await EraseAsync(cancellationToken)} packets erased";

    /// <summary>Looks at every packet.</summary>
    /// <returns>How many were erased.</returns>
    public async Task<int> EraseAsync(CancellationToken cancellation)
    {
        var old = time.GetUtcNow().UtcDateTime - Kept;
        var erased = 0;
        foreach (var id in await database.Packets.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(cancellation))
        {
            try
            {
                database.ChangeTracker.Clear();
                if (await database.Packets.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellation) is not { } kept)
                {
                    continue;
                }

                var request = await database.LoadRequestAsync(kept.RequestId, cancellation);
                if (kept.RequestedOn < old)
                {
                    await packets.EraseAsync(kept, cancellation);
                    erased++;
                }
                else if (await packets.EraseIfStaleAsync(request, kept, cancellation))
                {
                    erased++;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError("Claim packet {PacketId} couldn’t be looked at ({Failure}); trying again next time", id, failure.GetType().Name);
            }
        }

        return erased;
    }
}
