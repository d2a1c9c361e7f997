using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;

namespace MissingPackage.Web.Messages;

/// <summary>
/// Sends what the outbox holds: writes each message as an .eml file named after its row, so that a repeat after a
/// crash overwrites the first and carries the same Message-ID. A failure waits longer each time and is never dropped.
/// </summary>
public sealed class OutboxDispatcher(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptions<MailOptions> options,
    IHostEnvironment environment, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private const int Batch = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly IDataProtector _protector = protection.CreateProtector(Letter.Purpose);

    /// <summary>Sends everything that is due.</summary>
    /// <returns>How many left.</returns>
    public async Task<int> DispatchAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>();
        var now = time.GetUtcNow().UtcDateTime;
        var due = await database.Outbox
            .Where(m => m.SentOn == null && m.NextAttemptOn <= now)
            .OrderBy(m => m.NextAttemptOn)
            .Take(Batch)
            .ToListAsync(cancellation);
        var sent = 0;
        foreach (var message in due)
        {
            try
            {
                await SendAsync(message, cancellation);
                message.MarkSent(now);
                sent++;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                message.MarkFailed(now);
                logger.LogError("Message {MessageId} of kind {Kind} didn’t leave ({Failure}); next attempt {Next}",
                    message.Id, message.Kind, failure.GetType().Name, message.NextAttemptOn);
            }

            await database.SaveChangesAsync(cancellation);
        }

        return sent;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, TimeProvider.System);
        do
        {
            try
            {
                await DispatchAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: what escapes here stops the whole site.
                logger.LogError("The outbox couldn’t be read or updated ({Failure}); trying again", failure.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SendAsync(OutboxMessage message, CancellationToken cancellation)
    {
        var letter = JsonSerializer.Deserialize<Letter>(_protector.Unprotect(message.Content))
            ?? throw new JsonException("An empty letter.");
        using var mail = new MimeMessage();
        mail.From.Add(MailboxAddress.Parse(options.Value.From));
        mail.To.Add(new MailboxAddress(letter.ToName, letter.ToEmail));
        mail.Subject = letter.Subject;
        mail.Date = new DateTimeOffset(message.CreatedOn);
        mail.MessageId = $"{message.Id:n}@{mail.From.Mailboxes.First().Domain}";
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Body = new TextPart("plain") { Text = letter.Text };

        var folder = Path.Combine(environment.ContentRootPath, options.Value.PickupFolder);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{message.CreatedOn:yyyyMMdd-HHmmss}-{message.Kind}-{message.Id:n}.eml");
        var half = file + ".part";
        await using (var stream = File.Create(half))
        {
            await mail.WriteToAsync(stream, cancellation);
        }

        File.Move(half, file, overwrite: true);
    }
}
