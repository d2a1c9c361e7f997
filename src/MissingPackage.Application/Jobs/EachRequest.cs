using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Jobs;

/// <summary>
/// Does one thing to each request that a job found: loads it afresh, decides again, saves. One that fails doesn't keep
/// the others waiting, and is found again next time. A promise that another node kept meanwhile is refused by the
/// database, and that is how it should be.
/// </summary>
public sealed class EachRequest(MissingPackageContext database, ILogger<EachRequest> logger)
{
    /// <param name="ids">The requests.</param>
    /// <param name="change">What to do; false if there is nothing to do any more.</param>
    /// <param name="cancellation">Stops before the next one.</param>
    /// <returns>How many were changed.</returns>
    /// <exception cref="JobIncompleteException">Some failed, after all were tried.</exception>
    public async Task<int> DoAsync(IEnumerable<Guid> ids, Func<ServiceRequest, bool> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(change);
        var (done, failures) = (0, new List<string>());
        foreach (var id in ids)
        {
            cancellation.ThrowIfCancellationRequested();
            database.ChangeTracker.Clear();
            try
            {
                var request = await database.Requests.Include(r => r.Documents).Include(r => r.Events.OrderBy(e => e.Id))
                    .SingleAsync(r => r.Id == id, cancellation);
                if (change(request))
                {
                    await database.SaveChangesAsync(cancellation);
                    done++;
                }
            }
            catch (DbUpdateException)
            {
                // Somebody else was first: an agent, the customer, or this job on another node.
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failures.Add(failure.GetType().Name);
                logger.LogError("Request {RequestId} couldn’t be handled ({Failure}); trying again next time", id, failure.GetType().Name);
            }
        }

        database.ChangeTracker.Clear();
        return failures.Count == 0 ? done : throw new JobIncompleteException(done, failures);
    }
}

/// <summary>A job did what it could, and some of it failed.</summary>
public sealed class JobIncompleteException(int done, IReadOnlyCollection<string> failures)
    : Exception($"{done} done, {failures.Count} failed: {string.Join(", ", failures.Distinct(StringComparer.Ordinal))}.");
