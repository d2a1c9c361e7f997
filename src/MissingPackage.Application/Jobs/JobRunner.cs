using MissingPackage.Application.Settings;
using MissingPackage.Application.Telemetry;
using MissingPackage.Data;
using MissingPackage.Data.Jobs;

namespace MissingPackage.Application.Jobs;

/// <summary>
/// Runs a job, whatever scheduler asks for it, and writes the run into the database, where any node shows it. A record that
/// can't be written never stops a job.
/// </summary>
public sealed class JobRunner(
    IServiceScopeFactory scopes, SettingsReader settings, Measurements measurements, TimeProvider time, ILogger<JobRunner> logger)
{
    /// <summary>Runs one job of the plan.</summary>
    /// <param name="name">Its <see cref="JobPlan.Name"/>.</param>
    /// <param name="cancellationToken">Ends it at its next step.</param>
    /// <exception cref="InvalidOperationException">There is no such job.</exception>
    /// <exception cref="Exception">It failed; that is recorded.</exception>
    public async Task RunAsync(string name, CancellationToken cancellationToken)
    {
        var plan = JobPlan.All.Single(plan => plan.Name == name);
        var began = time.GetTimestamp();
        var run = await RecordAsync(JobRun.Start(name, Environment.MachineName, time.GetUtcNow().UtcDateTime));
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await settings.RefreshAsync(scope.ServiceProvider.GetRequiredService<MissingPackageContext>(), cancellationToken);
            var outcome = await ((IScheduledJob)scope.ServiceProvider.GetRequiredService(plan.Job)).RunAsync(cancellationToken);
            await EndAsync(run, failed: false, outcome);
            measurements.CountJob(name, failed: false, time.GetElapsedTime(began));
        }
        catch (Exception failure)
        {
            await EndAsync(run, failed: true, failure is JobIncompleteException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}");
            measurements.CountJob(name, failed: true, time.GetElapsedTime(began));
            throw;
        }
    }

    /// <returns>Its id; null where it couldn't be written.</returns>
    private async Task<long?> RecordAsync(JobRun run) => await TryAsync(async database =>
    {
        database.JobRuns.Add(run);
        await database.SaveChangesAsync(CancellationToken.None);
    }) ? run.Id : null;

    private async Task EndAsync(long? id, bool failed, string outcome) => await TryAsync(async database =>
    {
        if (id is { } known && await database.JobRuns.FindAsync(known) is { } run)
        {
            run.End(time.GetUtcNow().UtcDateTime, failed, outcome);
            await database.SaveChangesAsync(CancellationToken.None);
        }
    });

    private async Task<bool> TryAsync(Func<MissingPackageContext, Task> record)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await record(scope.ServiceProvider.GetRequiredService<MissingPackageContext>());
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            logger.LogError("A job’s run couldn’t be recorded ({Failure})", failure.GetType().Name);
            return false;
        }
    }
}
