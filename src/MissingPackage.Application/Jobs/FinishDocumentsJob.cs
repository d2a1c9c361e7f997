using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Uploads;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Jobs;

/// <summary>Finishes files that were left in quarantine.</summary>
public sealed class FinishDocumentsJob(MissingPackageContext database, Quarantine quarantine, TimeProvider time) : IScheduledJob
{
    /// <summary>Younger files are still in the hands of the request that brought them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Files that one run looks at.</summary>
    private const int Batch = 200;

    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        $"{await FinishAsync(cancellationToken)} finished";

    /// <summary>Tries the files that wait: the oldest of each request first, then the second oldest of each, and so on.</summary>
    /// <returns>How many were finished, one way or the other.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow().UtcDateTime - Patience;
        var files = database.Set<RequestDocument>().Where(d => d.State == DocumentState.Checking && d.ReceivedOn < before);
        var waiting = await files
            .Select(d => new
            {
                d.RequestId,
                d.Id,
                d.ReceivedOn,
                d.ChecksCutOff,
                Earlier = files.Count(other => other.RequestId == d.RequestId && other.ReceivedOn < d.ReceivedOn),
            })
            .OrderBy(d => d.Earlier).ThenBy(d => d.ReceivedOn)
            .Take(Batch)
            .ToListAsync(cancellation);

        // Each waits for its turn, and one slow file holds up nobody: but those that are tried alone come one after another, last.
        var verdicts = await Task.WhenAll(waiting
            .Where(file => file.ChecksCutOff == 0)
            .Select(file => quarantine.FinishAsync(file.RequestId, file.Id, alone: false))).WaitAsync(cancellation);
        var finished = verdicts.Count(IsFinal);
        foreach (var file in waiting.Where(file => file.ChecksCutOff > 0))
        {
            finished += IsFinal(await quarantine.FinishAsync(file.RequestId, file.Id, alone: true).WaitAsync(cancellation)) ? 1 : 0;
        }

        return finished;
    }

    private static bool IsFinal(Verdict? verdict) => verdict is not (null or Verdict.Checking);
}
