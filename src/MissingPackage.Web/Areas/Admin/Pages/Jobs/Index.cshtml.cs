using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Jobs;
using MissingPackage.Data;
using MissingPackage.Data.Jobs;
using MissingPackage.Web.Access;
using Quartz;

namespace MissingPackage.Web.Areas.Admin.Pages.Jobs;

/// <summary>A job as the page shows it.</summary>
/// <param name="Plan">What it is.</param>
/// <param name="Last">Its last run on any node, or null.</param>
/// <param name="LastFailed">The last run that failed, where it isn't the last one, or null.</param>
/// <param name="NextOn">UTC; when it runs next, or null where this node has no schedule.</param>
public sealed record JobLine(JobPlan Plan, JobRun? Last, JobRun? LastFailed, DateTime? NextOn);

/// <summary>What runs by itself: when it ran, when it runs next, what failed and why.</summary>
[FreshSignIn("Run")]
public sealed class IndexModel(MissingPackageContext database, IServiceProvider services) : PageModel
{
    public IReadOnlyList<JobLine> Jobs { get; private set; } = [];

    /// <summary>Whether this node runs jobs.</summary>
    public bool Enabled => services.GetService<ISchedulerFactory>() is not null;

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        var scheduler = await SchedulerAsync(cancellation);
        var lines = new List<JobLine>();
        foreach (var plan in JobPlan.All)
        {
            var runs = database.JobRuns.AsNoTracking().Where(r => r.Job == plan.Name).OrderByDescending(r => r.Id);
            var last = await runs.FirstOrDefaultAsync(cancellation);
            var failed = await runs.FirstOrDefaultAsync(r => r.Failed, cancellation);
            var trigger = scheduler is null ? null : await scheduler.GetTrigger(new TriggerKey(plan.Name), cancellation);
            lines.Add(new JobLine(plan, last, failed?.Id == last?.Id ? null : failed, trigger?.NextFireTimeUtc?.UtcDateTime));
        }

        Jobs = lines;
    }

    public async Task<IActionResult> OnPostRunAsync(string name)
    {
        if (JobPlan.All.FirstOrDefault(plan => plan.Name == name) is not { } found)
        {
            return NotFound();
        }

        if (await SchedulerAsync(HttpContext.RequestAborted) is { } scheduler)
        {
            await scheduler.TriggerJob(new JobKey(found.Name), cancellationToken: HttpContext.RequestAborted);
            Done = $"Started: {found.Title}. Reload the page to see what came of it.";
        }
        else
        {
            Done = "This server doesn’t run jobs (Jobs:Enabled is false), so it can’t start one.";
        }

        return RedirectToPage();
    }

    private async Task<IScheduler?> SchedulerAsync(CancellationToken cancellation) =>
        services.GetService<ISchedulerFactory>() is { } factory ? await factory.GetScheduler(cancellation) : null;
}
