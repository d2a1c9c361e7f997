using System.Diagnostics;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Links;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Telemetry;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Mail;

/// <summary>What became of a round.</summary>
/// <param name="Sent">Messages that left.</param>
/// <param name="Unavailable">Whether it ended because nothing can be sent just now.</param>
public sealed record DispatchReport(int Sent, bool Unavailable);

/// <summary>
/// Sends what the outbox holds. Each node takes some messages under a lease, so that no two send the same one; a node
/// that dies gives them back when the lease runs out, and a repeat carries the same Message-ID. Messages to one recipient
/// leave in the order in which they were written.
/// </summary>
public sealed class OutboxDispatcher(
    IServiceScopeFactory scopes, IOptions<MailOptions> options, Measurements measurements, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private const int Batch = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a node keeps a message to itself. A batch ends after half of it, and one message takes at most two
    /// timeouts: a living node never loses a message to another.
    /// </summary>
    public TimeSpan LeaseLife => TimeSpan.FromSeconds(5.0 * options.Value.Smtp.TimeoutSeconds);

    /// <summary>Sends everything that is due, batch by batch.</summary>
    public async Task<DispatchReport> DispatchAsync(CancellationToken cancellation)
    {
        var sent = 0;
        while (await SendBatchAsync(cancellation) is { } batch)
        {
            sent += batch.Sent;
            if (batch.Unavailable)
            {
                return new DispatchReport(sent, Unavailable: true);
            }
        }

        return new DispatchReport(sent, Unavailable: false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Pause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var goesWell = false;
            try
            {
                goesWell = !(await DispatchAsync(stoppingToken)).Unavailable;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: what escapes here stops the whole site.
                logger.LogError("The outbox couldn’t be read or updated ({Failure}); trying again", failure.GetType().Name);
            }

            pause = goesWell ? Pause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            await Task.Delay(pause, TimeProvider.System, stoppingToken);
        }
    }

    /// <returns>What became of it, or null if nothing is due.</returns>
    private async Task<DispatchReport?> SendBatchAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>();
        var lease = Guid.NewGuid();
        var mine = await TakeAsync(database, lease, cancellation);
        if (mine is null)
        {
            return null;
        }

        var taken = Stopwatch.StartNew();
        var sent = 0;
        try
        {
            foreach (var message in mine)
            {
                if (taken.Elapsed > LeaseLife / 2)
                {
                    break;
                }

                sent += await HandleAsync(scope.ServiceProvider, message, cancellation) ? 1 : 0;
            }

            return new DispatchReport(sent, Unavailable: false);
        }
        catch (MailUnavailableException shut)
        {
            logger.LogError("No mail can leave: {Reason}", shut.Message);
            await database.Outbox.Where(m => m.Lease == lease)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.LastFailure, shut.Message).SetProperty(x => x.LastAttemptOn, time.GetUtcNow().UtcDateTime), CancellationToken.None);
            return new DispatchReport(sent, Unavailable: true);
        }
        finally
        {
            // Whatever wasn't handled, for whichever reason, is free again at once.
            await database.Outbox.Where(m => m.Lease == lease)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.Lease, (Guid?)null).SetProperty(x => x.LeasedUntil, (DateTime?)null), CancellationToken.None);
        }
    }

    /// <summary>Takes some of what is due: the first waiting message of each recipient.</summary>
    /// <returns>Null if nothing is due; empty if another node was faster.</returns>
    private async Task<List<OutboxMessage>?> TakeAsync(MissingPackageContext database, Guid lease, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var ids = await database.Outbox
            .Where(IsDue(now))
            .Where(m => !database.Outbox.Any(earlier => earlier.Recipient == m.Recipient && earlier.State == OutboxState.Waiting && earlier.Id < m.Id))
            .OrderBy(m => m.NextAttemptOn).ThenBy(m => m.Id)
            .Take(Batch).Select(m => m.Id).ToListAsync(cancellation);
        if (ids.Count == 0)
        {
            return null;
        }

        var until = now + LeaseLife;
        await database.Outbox.Where(m => ids.Contains(m.Id)).Where(IsDue(now)).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.Lease, lease).SetProperty(x => x.LeasedUntil, until), cancellation);
        return await database.Outbox.Where(m => m.Lease == lease).OrderBy(m => m.Id).ToListAsync(cancellation);
    }

    /// <summary>Due, and nobody's: a lease further ahead than any can be is left from before the clock was set back.</summary>
    private Expression<Func<OutboxMessage, bool>> IsDue(DateTime now)
    {
        var furthest = now + LeaseLife;
        return m => m.State == OutboxState.Waiting && m.NextAttemptOn <= now
            && (m.LeasedUntil == null || m.LeasedUntil < now || m.LeasedUntil > furthest);
    }

    /// <returns>Whether it left.</returns>
    private async Task<bool> HandleAsync(IServiceProvider services, OutboxMessage message, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<MissingPackageContext>();
        var now = time.GetUtcNow().UtcDateTime;
        var left = false;
        try
        {
            if (message.QuietZone is { } zone && WakingHours.From(now, DeliveryTimeZone.Find(zone)) is var morning && morning > now)
            {
                message.PutOff(morning);
            }
            else if (message.Kind == ReturnLinks.Kind)
            {
                await services.GetRequiredService<ReturnLinks>().AnswerAsync(message, cancellation);
            }
            else
            {
                await SendAsync(services, message, cancellation);
                message.MarkSent(now);
                measurements.CountMessage(message.Kind, "sent");
                left = true;
            }
        }
        catch (MailRefusedException refused)
        {
            message.MarkDead(now, refused.Message);
            measurements.CountMessage(message.Kind, "refused");
            logger.LogWarning("Message {MessageId} of kind {Kind} was refused: {Reason}", message.Id, message.Kind, refused.Message);
            if (refused.Recipient && message.RequestId is { } id && services.GetRequiredService<Outbox>().Read<Letter>(message).Message is CustomerMessage)
            {
                await SaveWithBounceAsync(database, id, now);
                return false;
            }
        }
        catch (UnreadyMessageException unready)
        {
            // It fails the same way until somebody mends it, and must not keep back what comes after it.
            message.MarkDead(now, unready.Message);
            measurements.CountMessage(message.Kind, "failed");
            // Without its words: an exception's own may hold something of a person.
            logger.LogError("Message {MessageId} of kind {Kind} can’t be put into words ({Failure}): {Where}",
                message.Id, message.Kind, unready.InnerException!.GetType().Name, unready.InnerException.StackTrace);
        }
        catch (Exception failure) when (failure is not (MailUnavailableException or OperationCanceledException))
        {
            measurements.CountMessage(message.Kind, "failed");
            message.MarkFailed(now, failure is IOException or TimeoutException ? failure.Message : failure.GetType().Name);
            logger.LogError("Message {MessageId} of kind {Kind} didn’t leave ({Failure}); {State}, next attempt {Next}",
                message.Id, message.Kind, failure.GetType().Name, message.State, message.NextAttemptOn);
        }

        try
        {
            // Not to be cancelled: what has left is to be recorded.
            await database.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The lease ran out meanwhile, and another node has taken it.
            logger.LogWarning("Message {MessageId} was taken over by another node", message.Id);
            foreach (var entry in database.ChangeTracker.Entries().Where(e => e.Entity == message || e.State == EntityState.Added).ToList())
            {
                entry.State = EntityState.Detached;
            }
        }

        return left;
    }

    private static async Task SendAsync(IServiceProvider services, OutboxMessage message, CancellationToken cancellation)
    {
        MimeKit.MimeMessage mail;
        var confirmed = message.RequestId is { } id && await services.GetRequiredService<CustomerLinks>().IsAddressConfirmedAsync(id, cancellation);
        try
        {
            var letter = services.GetRequiredService<Outbox>().Read<Letter>(message);
            if (letter.Message is CustomerMessage news && !confirmed)
            {
                var plain = news.ToUnconfirmed();
                letter = letter with { ToName = plain.About.Name, Message = plain };
            }

            mail = await services.GetRequiredService<MailComposer>().ComposeAsync(message.Key, message.CreatedOn, letter);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or MailRefusedException))
        {
            throw new UnreadyMessageException(
                failure is CryptographicException or JsonException ? "Its content can’t be read." : $"Its template fails ({failure.GetType().Name}).", failure);
        }

        using (mail)
        {
            await services.GetRequiredService<IMailSender>().SendAsync(mail, cancellation);
        }
    }

    /// <summary>Saves a refused message together with the mark on its request; again if somebody else saved the request in between.</summary>
    private static async Task SaveWithBounceAsync(MissingPackageContext database, Guid requestId, DateTime now)
    {
        for (var attempt = 1; ; attempt++)
        {
            var request = await database.Requests.SingleAsync(r => r.Id == requestId, CancellationToken.None);
            request.NoteBounce(now);
            try
            {
                await database.SaveChangesAsync(CancellationToken.None);
                return;
            }
            catch (DbUpdateConcurrencyException stale) when (attempt < 5 && stale.Entries.All(entry => entry.Entity is ServiceRequest))
            {
                foreach (var entry in database.ChangeTracker.Entries().Where(entry => entry.Entity is ServiceRequest or RequestEvent).ToList())
                {
                    entry.State = EntityState.Detached;
                }
            }
        }
    }

    /// <summary>A message that can't be put into words.</summary>
    private sealed class UnreadyMessageException(string message, Exception inner) : Exception(message, inner);
}
