using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Storage;
using MissingPackage.Application.Telemetry;
using MissingPackage.Data;
using MissingPackage.Data.Packets;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Application.Packets;

/// <summary>
/// Makes the claim packets that were asked for, after the answer and one at a time on each node. A packet is made under a
/// lease that each step renews: where the process dies, another node or the next start makes it again.
/// </summary>
public sealed class PacketMaker(IServiceScopeFactory scopes, Measurements measurements, TimeProvider time, ILogger<PacketMaker> logger) : BackgroundService
{
    /// <summary>How long a packet whose maker says nothing is left alone.</summary>
    public static readonly TimeSpan LeaseLife = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>Says that a packet was asked for, so that it is made at once.</summary>
    public void Wake() => _asked.Release();

    /// <summary>Makes everything that waits, one after the other.</summary>
    /// <returns>How many are ready now.</returns>
    public async Task<int> MakeAsync(CancellationToken cancellation)
    {
        var made = 0;
        while (await MakeNextAsync(cancellation) is { } ready)
        {
            made += ready ? 1 : 0;
        }

        return made;
    }

    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await MakeAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: what escapes here stops the whole site.
                logger.LogError("Claim packets couldn’t be looked for ({Failure}); trying again", failure.GetType().Name);
            }

            // Asked for here, or at another node that is gone since.
            await _asked.WaitAsync(Pause, stoppingToken);
        }
    }

    /// <returns>Whether it is ready; null where nothing waits.</returns>
    private async Task<bool?> MakeNextAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>();
        var now = time.GetUtcNow().UtcDateTime;
        if (await database.Packets.AsNoTracking().Where(IsFree(now)).OrderBy(p => p.RequestedOn).ThenBy(p => p.Id).FirstOrDefaultAsync(cancellation) is not { } kept)
        {
            return null;
        }

        var lease = Guid.NewGuid();
        var until = now + LeaseLife;
        var mine = await database.Packets.Where(p => p.Id == kept.Id && p.Key == kept.Key).Where(IsFree(now)).ExecuteUpdateAsync(
            p => p.SetProperty(x => x.Lease, lease).SetProperty(x => x.LeasedUntil, until).SetProperty(x => x.Attempts, x => x.Attempts + 1), cancellation);
        if (mine == 0)
        {
            return false; // another node was faster
        }

        try
        {
            return await MakeAsync(scope.ServiceProvider, database, kept, lease, cancellation);
        }
        catch (LeaseLostException)
        {
            return false; // erased, asked for anew, or taken over meanwhile
        }
        catch (Exception failure) when (failure is DamagedDocumentException or PacketTooLargeException)
        {
            logger.LogWarning("The claim packet of request {RequestId} can’t be made ({Failure})", kept.RequestId, failure.GetType().Name);
            await FailAsync(database, lease, failure is PacketTooLargeException ? failure.Message : "A stored document is damaged or missing. Ask the customer for it again.");
            return false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError("The claim packet of request {RequestId} couldn’t be made, attempt {Attempt} ({Failure})", kept.RequestId, kept.Attempts + 1, failure.GetType().Name);
            if (kept.Attempts + 1 >= KeptPacket.MaxAttempts)
            {
                await FailAsync(database, lease, "It couldn’t be made, in several attempts. Try again later, and tell an administrator if that doesn’t help.");
            }
            else
            {
                var later = now + RetryPause;
                await Mine(database, lease).ExecuteUpdateAsync(p => p.SetProperty(x => x.Lease, (Guid?)null).SetProperty(x => x.LeasedUntil, later), CancellationToken.None);
            }

            return false;
        }
    }

    private async Task<bool> MakeAsync(IServiceProvider services, MissingPackageContext database, KeptPacket kept, Guid lease, CancellationToken cancellation)
    {
        if (kept.Attempts >= KeptPacket.MaxAttempts)
        {
            // The process died in each of them.
            await FailAsync(database, lease, "It couldn’t be made: the server stopped in each of several attempts. Tell an administrator.");
            return false;
        }

        var (packets, builder, vault) = (services.GetRequiredService<ClaimPackets>(), services.GetRequiredService<PacketBuilder>(), services.GetRequiredService<DocumentVault>());
        await services.GetRequiredService<SettingsReader>().RefreshAsync(database, cancellation);
        var request = await database.LoadRequestAsync(kept.RequestId, cancellation);
        if (await packets.EraseIfStaleAsync(request, kept, cancellation))
        {
            return false; // nobody saw it yet: whoever wants it asks again
        }

        var subject = packets.SubjectOf(request);
        var steps = PacketBuilder.StepsOf(subject);
        await RenewAsync(database, lease, p => p.SetProperty(x => x.Steps, steps).SetProperty(x => x.Step, 0));
        using var timed = measurements.TimePdf("packet");
        var built = await builder.BuildAsync(subject, kept.Format, () => RenewAsync(database, lease, p => p.SetProperty(x => x.Step, x => x.Step + 1)), cancellation);
        var name = DocumentNames.Packet(kept.RequestId, lease);
        var receipt = await vault.StoreAsync(name, built.Content, cancellation);
        var missing = string.Concat(built.MissingCharacters) is { Length: > 0 } characters ? Fit(characters, KeptPacket.MaxMissing) : null;
        var done = await Mine(database, lease).Where(p => p.Key == kept.Key).ExecuteUpdateAsync(
            p => p.SetProperty(x => x.State, KeptPacketState.Ready).SetProperty(x => x.Step, steps).SetProperty(x => x.File, lease)
                .SetProperty(x => x.Length, receipt.Length).SetProperty(x => x.Sha256, receipt.Sha256).SetProperty(x => x.MissingCharacters, missing)
                .SetProperty(x => x.Lease, (Guid?)null).SetProperty(x => x.LeasedUntil, (DateTime?)null), CancellationToken.None);
        if (done == 0)
        {
            await vault.EraseAsync(name, CancellationToken.None);
        }

        return done == 1;
    }

    /// <summary>Waits, and is nobody's: a lease further ahead than any can be is left from before the clock was set back.</summary>
    private static Expression<Func<KeptPacket, bool>> IsFree(DateTime now)
    {
        var furthest = now + LeaseLife;
        return p => p.State == KeptPacketState.Waiting && (p.LeasedUntil == null || p.LeasedUntil <= now || p.LeasedUntil > furthest);
    }

    private static IQueryable<KeptPacket> Mine(MissingPackageContext database, Guid lease) =>
        database.Packets.Where(p => p.Lease == lease && p.State == KeptPacketState.Waiting);

    private async Task RenewAsync(MissingPackageContext database, Guid lease, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<KeptPacket>> set)
    {
        var until = time.GetUtcNow().UtcDateTime + LeaseLife;
        if (await Mine(database, lease).ExecuteUpdateAsync(
            p =>
            {
                p.SetProperty(x => x.LeasedUntil, until);
                set(p);
            },
            CancellationToken.None) == 0)
        {
            throw new LeaseLostException();
        }
    }

    private static Task<int> FailAsync(MissingPackageContext database, Guid lease, string why) => Mine(database, lease).ExecuteUpdateAsync(
        p => p.SetProperty(x => x.State, KeptPacketState.Failed).SetProperty(x => x.Failure, Fit(why, KeptPacket.MaxFailure))
            .SetProperty(x => x.Lease, (Guid?)null).SetProperty(x => x.LeasedUntil, (DateTime?)null), CancellationToken.None);

    private static string Fit(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private sealed class LeaseLostException : Exception;
}
