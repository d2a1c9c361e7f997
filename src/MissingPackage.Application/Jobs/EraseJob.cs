using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Orders;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Uploads;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Data.Commits;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Jobs;

/// <summary>Keeps the promises of <see cref="RetentionOptions"/>.</summary>
public sealed class EraseJob(
    MissingPackageContext database, DocumentReceiver receiver, EachRequest each, RequestMessages messages,
    OrderRetention orders, SettingsReader settings, TimeProvider time, ILogger<EraseJob> logger) : IScheduledJob
{
    private const int Batch = 200;

    private static readonly TimeSpan RunsKept = TimeSpan.FromDays(14);

    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        $"{await EraseAsync(cancellationToken)} documents erased";

    /// <summary>Closes abandoned requests, erases documents whose time is over, and drops old drafts and sign-in attempts.</summary>
    /// <returns>How many documents were erased.</returns>
    public async Task<int> EraseAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await settings.RefreshAsync(database, cancellation);
        var rules = settings.Get<RetentionOptions>();
        await database.ReportDrafts.Where(d => d.ExpiresOn < now).ExecuteDeleteAsync(cancellation);
        await database.CustomerGrants.Where(g => g.ExpiresOn < now).ExecuteDeleteAsync(cancellation);
        await database.SellerGrants.Where(g => g.ExpiresOn < now).ExecuteDeleteAsync(cancellation);
        await ForgetOldRecordsAsync(now, cancellation);
        await orders.EraseAsync(cancellation);
        var counted = now - SignInAttempt.CountsFor;
        await database.SignInAttempts.Where(a => a.AttemptedOn < counted).ExecuteDeleteAsync(cancellation);

        var unanswered = now.AddDays(-rules.AbandonedDays);
        var abandoned = await database.Requests
            .Where(r => (r.Status == RequestStatus.AwaitingDocuments || r.Status == RequestStatus.MoreNeeded) && r.DocumentsDueOn < unanswered)
            .OrderBy(r => r.DocumentsDueOn).Take(Batch).Select(r => r.Id).ToListAsync(cancellation);
        await each.DoAsync(abandoned, request =>
        {
            request.Abandon(now);
            messages.Closed(request);
            return true;
        }, cancellation);
        var ended = now.AddDays(-rules.DocumentDays);
        var over = await database.Requests
            .Where(r => r.EndedOn != null)
            .Select(r => new { Request = r, Abandoned = r.Events.Any(e => e.Kind == RequestEventKind.Abandoned) })
            .Where(r => r.Abandoned || r.Request.EndedOn < ended)
            .SelectMany(r => r.Request.Documents, (r, d) => new { d.RequestId, d.Id, d.State, r.Abandoned })
            .Where(d => d.State == DocumentState.Checking || d.State == DocumentState.Received || d.State == DocumentState.Accepted || d.State == DocumentState.SetAside
                || d.State == DocumentState.Voided)
            .OrderBy(d => d.Id).Take(Batch).ToListAsync(cancellation);
        var erased = 0;
        foreach (var document in over)
        {
            try
            {
                var rule = document.Abandoned
                    ? $"{rules.AbandonedDays} days after the documents were due"
                    : $"{rules.DocumentDays} days after the request ended";
                await receiver.EraseAsync(document.RequestId, document.Id, request => Erase(request, document.Id, rule, now), cancellation);
                erased++;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError("Document {DocumentId} couldn’t be erased ({Failure}); trying again next time", document.Id, failure.GetType().Name);
            }
        }

        return erased;
    }

    /// <summary>With the last of its files, the customer is told in the same save.</summary>
    private void Erase(ServiceRequest request, Guid documentId, string rule, DateTime now)
    {
        var held = request.Documents.Any(d => d.HasContent);
        request.EraseDocument(documentId, "Erased " + rule, Actor.System, now);
        if (held && !request.Documents.Any(d => d.HasContent))
        {
            messages.Erased(request, rule);
        }
    }

    /// <summary>Letters that never left, with a person's name in them, the log of the jobs, and wrong sign-ins.</summary>
    private async Task ForgetOldRecordsAsync(DateTime now, CancellationToken cancellation)
    {
        var letters = now.AddDays(-settings.Get<RetentionOptions>().AbandonedDays);
        await database.Outbox.Where(m => m.State == OutboxState.Dead && m.CreatedOn < letters && m.Content != "")
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Content, "").SetProperty(x => x.Recipient, ""), cancellation);
        var runs = now - RunsKept;
        await database.JobRuns.Where(r => r.StartedOn < runs).ExecuteDeleteAsync(cancellation);
        var counted = now - SignInAttempt.CountsFor;
        await database.SignInAttempts.Where(a => a.AttemptedOn < counted).ExecuteDeleteAsync(cancellation);
        var commits = now - Commit.Life;
        await database.Commits.Where(c => c.CommittedOn < commits).ExecuteDeleteAsync(cancellation);
    }
}
