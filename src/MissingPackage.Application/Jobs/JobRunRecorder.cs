using System.Collections.Concurrent;
using MissingPackage.Application.Telemetry;
using MissingPackage.Data;
using MissingPackage.Data.Jobs;
using Quartz;

namespace MissingPackage.Application.Jobs;

/// <summary>Writes each run of a job into the database, where any node shows it. A recorder that fails never stops a job.</summary>
public sealed class JobRunRecorder(IServiceScopeFactory scopes, Measurements measurements, TimeProvider time, ILogger<JobRunRecorder> logger) : IJobListener
{
    private readonly ConcurrentDictionary<string, long> _running = new(StringComparer.Ordinal);

    public string Name => nameof(JobRunRecorder);

    public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RecordAsync(async database =>
        {
            var run = JobRun.Start(context.JobDetail.Key.Name, Environment.MachineName, time.GetUtcNow().UtcDateTime);
            database.JobRuns.Add(run);
            await database.SaveChangesAsync(CancellationToken.None);
            _running[context.FireInstanceId] = run.Id;
        });
    }

    public ValueTask JobExecutionVetoed(IJobExecutionContext context, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        measurements.CountJob(context.JobDetail.Key.Name, jobException is not null, context.JobRunTime);
        return !_running.TryRemove(context.FireInstanceId, out var id) ? ValueTask.CompletedTask : RecordAsync(async database =>
        {
            if (await database.JobRuns.FindAsync(id) is { } run)
            {
                run.End(time.GetUtcNow().UtcDateTime, jobException is not null, jobException is null ? context.Result as string : WhyOf(jobException));
                await database.SaveChangesAsync(CancellationToken.None);
            }
        });
    }

    /// <summary>The first cause that isn't the scheduler's own wrapping.</summary>
    private static string WhyOf(Exception failure)
    {
        while (failure is SchedulerException { InnerException: { } inner })
        {
            failure = inner;
        }

        return failure is JobIncompleteException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";
    }

    private async ValueTask RecordAsync(Func<MissingPackageContext, Task> record)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await record(scope.ServiceProvider.GetRequiredService<MissingPackageContext>());
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            logger.LogError("A job’s run couldn’t be recorded ({Failure})", failure.GetType().Name);
        }
    }
}
