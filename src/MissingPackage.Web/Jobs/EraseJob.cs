using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Documents;
using MissingPackage.Web.Settings;
using Quartz;

namespace MissingPackage.Web.Jobs;

/// <summary>Keeps the promises of <see cref="RetentionOptions"/>.</summary>
[DisallowConcurrentExecution]
public sealed class EraseJob(
    MissingPackageContext database, DocumentReceiver receiver, SettingsReader settings, TimeProvider time,
    ILogger<EraseJob> logger) : IJob
{
    private const int Batch = 200;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await EraseAsync(cancellationToken);

    /// <summary>Closes abandoned requests, erases documents whose time is over, and drops old drafts and sign-in attempts.</summary>
    /// <returns>How many documents were erased.</returns>
    public async Task<int> EraseAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await settings.RefreshAsync(database, cancellation);
        var rules = settings.Get<RetentionOptions>();
        await database.ReportDrafts.Where(d => d.ExpiresOn < now).ExecuteDeleteAsync(cancellation);
        var counted = now - SignInAttempts.AccountWindow;
        await database.SignInAttempts.Where(a => a.AttemptedOn < counted).ExecuteDeleteAsync(cancellation);

        var unanswered = now.AddDays(-rules.AbandonedDays);
        var abandoned = await database.Requests
            .Where(r => (r.Status == RequestStatus.AwaitingDocuments || r.Status == RequestStatus.MoreNeeded) && r.DocumentsDueOn < unanswered)
            .OrderBy(r => r.DocumentsDueOn).Take(Batch).ToListAsync(cancellation);
        foreach (var request in abandoned)
        {
            request.Abandon(now);
        }

        await database.SaveChangesAsync(cancellation);
        var ended = now.AddDays(-rules.DocumentDays);
        var over = await database.Requests
            .Where(r => r.EndedOn != null)
            .Select(r => new { Request = r, Abandoned = r.Events.Any(e => e.Kind == RequestEventKind.Abandoned) })
            .Where(r => r.Abandoned || r.Request.EndedOn < ended)
            .SelectMany(r => r.Request.Documents, (r, d) => new { d.RequestId, d.Id, d.State, r.Abandoned })
            .Where(d => d.State == DocumentState.Checking || d.State == DocumentState.Received || d.State == DocumentState.Accepted || d.State == DocumentState.SetAside)
            .OrderBy(d => d.Id).Take(Batch).ToListAsync(cancellation);
        var erased = 0;
        foreach (var document in over)
        {
            try
            {
                var rule = document.Abandoned
                    ? $"Erased {rules.AbandonedDays} days after the documents were due"
                    : $"Erased {rules.DocumentDays} days after the request ended";
                await receiver.EraseAsync(
                    document.RequestId, document.Id, request => request.EraseDocument(document.Id, rule, Actor.System, now), cancellation);
                erased++;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError("Document {DocumentId} couldn’t be erased ({Failure}); trying again next time", document.Id, failure.GetType().Name);
            }
        }

        return erased;
    }
}
