using MissingPackage.Web.Jobs;
using Quartz;

namespace MissingPackage.Web.Composition;

internal static class JobsSetup
{
    /// <summary>What runs by itself, and how often. <c>Jobs:Enabled</c> false leaves it to another node or a test.</summary>
    public static void AddJobs(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<FinishDocumentsJob>();
        builder.Services.AddScoped<EraseJob>();
        builder.Services.AddScoped<SweepJob>();
        builder.Services.AddScoped<ExtendDeadlinesJob>();
        if (!builder.Configuration.GetValue("Jobs:Enabled", true))
        {
            return;
        }

        builder.Services.AddQuartz(quartz =>
        {
            quartz.AddJobListener<SettingsSetup.BeforeJobs>();
            quartz.ScheduleJob<FinishDocumentsJob>(trigger => Every(TimeSpan.FromMinutes(1), trigger));
            quartz.ScheduleJob<EraseJob>(trigger => Every(TimeSpan.FromHours(1), trigger));
            quartz.ScheduleJob<ExtendDeadlinesJob>(trigger => Every(TimeSpan.FromHours(1), trigger));
            quartz.ScheduleJob<SweepJob>(trigger => Every(TimeSpan.FromDays(1), trigger));
        });
        builder.Services.AddQuartzHostedService(host => host.WaitForJobsToComplete = true);
    }

    private static void Every(TimeSpan interval, ITriggerConfigurator trigger) =>
        trigger.WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever());
}
