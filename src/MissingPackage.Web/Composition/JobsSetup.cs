using MissingPackage.Application.Jobs;
using Quartz;

namespace MissingPackage.Web.Composition;

internal static class JobsSetup
{
    /// <summary>A node that starts makes its first pages before its first jobs, which all begin at once.</summary>
    private static readonly TimeSpan PeopleFirst = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What runs by itself (<see cref="JobPlan.All"/>). On SQLite each process has its own schedule in memory; on SQL Server
    /// the nodes share one in the database, so that a job runs on one of them. <c>Jobs:Enabled</c> false leaves it to
    /// another node or a test.
    /// </summary>
    public static void AddJobs(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<EachRequest>();
        builder.Services.AddSingleton<JobRunner>();
        foreach (var plan in JobPlan.All)
        {
            builder.Services.AddScoped(plan.Job);
        }

        if (!builder.Configuration.Read<JobsOptions>(JobsOptions.Section).Enabled)
        {
            return;
        }

        var database = builder.Configuration.Read<DatabaseOptions>(DatabaseOptions.Section);
        builder.Services.AddQuartz(quartz =>
        {
            if (database.Provider == DatabaseProvider.SqlServer)
            {
                quartz.UsePersistentStore(store =>
                {
                    store.UseSqlServer(database.ConnectionString);
                    store.UseClustering();
                    // Quartz knows its own tables, and makes what is missing of them.
                    store.ProvisionSchema();
                });
            }

            foreach (var plan in JobPlan.All)
            {
                quartz.AddJob<ScheduledJob>(job => job.WithIdentity(plan.Name));
                quartz.AddTrigger(trigger => trigger.ForJob(plan.Name).WithIdentity(plan.Name)
                    .WithSimpleSchedule(schedule => schedule.WithInterval(plan.Every).RepeatForever()));
            }
        });
        builder.Services.AddQuartzHostedService(host => (host.WaitForJobsToComplete, host.StartDelay) = (true, PeopleFirst));
    }

    /// <summary>A job as Quartz sees it: all it knows of it is the name, so that a schedule kept in a database outlives our classes.</summary>
    [DisallowConcurrentExecution]
    internal sealed class ScheduledJob(JobRunner runner) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            await runner.RunAsync(context.JobDetail.Key.Name, cancellationToken);
    }
}
