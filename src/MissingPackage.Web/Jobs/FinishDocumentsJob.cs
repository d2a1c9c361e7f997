using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Documents;
using Quartz;

namespace MissingPackage.Web.Jobs;

/// <summary>Finishes files that were left in quarantine.</summary>
[DisallowConcurrentExecution]
public sealed class FinishDocumentsJob(
    MissingPackageContext database, DocumentReceiver receiver, TimeProvider time, ILogger<FinishDocumentsJob> logger) : IJob
{
    /// <summary>Younger files are still in the hands of the request that brought them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const int Batch = 100;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        context.Result = $"{await FinishAsync(cancellationToken)} finished";

    /// <summary>Tries every file that waits, oldest first.</summary>
    /// <returns>How many were finished, one way or the other.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow().UtcDateTime - Patience;
        var waiting = await database.Set<RequestDocument>()
            .Where(d => d.State == DocumentState.Checking && d.ReceivedOn < before)
            .OrderBy(d => d.ReceivedOn)
            .Take(Batch)
            .Select(d => new { d.RequestId, d.Id })
            .ToListAsync(cancellation);
        var finished = 0;
        foreach (var file in waiting)
        {
            try
            {
                if (await receiver.FinishLaterAsync(file.RequestId, file.Id, cancellation) is not (null or Verdict.Checking))
                {
                    finished++;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One bad file must not keep the others waiting; it is tried again next time.
                logger.LogError("Document {DocumentId} couldn’t be finished ({Failure})", file.Id, failure.GetType().Name);
            }
        }

        return finished;
    }
}
