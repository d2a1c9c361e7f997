using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Data.Jobs;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Jobs;

/// <summary>What ran, what runs next, what failed and why, and "run now", with the real scheduler.</summary>
public sealed class JobsPageTests
{
    [Fact]
    public async Task Jobs_OnAServerThatRunsThem_AreShownAndCanBeStarted()
    {
        await using var application = MissingPackageApplication.With(("Jobs:Enabled", "true"));
        await application.NewCustomer().OpenRequestAsync();
        await UntilAsync(application, runs => JobPlan.All.All(plan => runs.Exists(r => r.Job == plan.Name && r.EndedOn is not null)));
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin/jobs");
        foreach (var plan in JobPlan.All)
        {
            Assert.Contains(plan.Title, agent.Page.Text, StringComparison.Ordinal);
        }

        Assert.Contains($"on {Environment.MachineName}", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains("0 marked late", agent.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("On another server", agent.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not yet", agent.Page.Text, StringComparison.Ordinal);

        application.Time.Advance(TimeSpan.FromDays(8));
        agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin/jobs");
        await agent.PressAsync("Run now: Mark requests whose deadline has passed");
        Assert.Contains("Started: Mark requests whose deadline has passed.", agent.Page.Text, StringComparison.Ordinal);
        await UntilAsync(application, runs => runs.Exists(r => r.Job == nameof(MarkLateJob) && r.Outcome == "1 marked late"));
        Assert.True(await application.AskAsync(database => database.Requests.AllAsync(r => r.IsLate)));

        // A job that fails says why, and still says so when the next run went well.
        await application.AskAsync(database => database.Outbox.Where(m => m.Kind == "documents-late").ExecuteDeleteAsync());
        await application.AskAsync(database => database.Requests.ExecuteUpdateAsync(r => r.SetProperty(x => x.Address.State, "XX").SetProperty(x => x.IsLate, false)));
        await agent.PressAsync("Run now: Mark requests whose deadline has passed");
        await UntilAsync(application, runs => runs.Exists(r => r.Job == nameof(MarkLateJob) && r.Failed));
        await agent.OpenAsync("/admin/jobs");
        Assert.Contains("0 done, 1 failed: ArgumentException.", agent.Page.Text, StringComparison.Ordinal);
        await application.AskAsync(database => database.Requests.ExecuteUpdateAsync(r => r.SetProperty(x => x.Address.State, "NY")));
        await agent.PressAsync("Run now: Mark requests whose deadline has passed");
        await UntilAsync(application, runs => runs.Count(r => r.Job == nameof(MarkLateJob) && r.Outcome == "1 marked late") == 2);
        await agent.OpenAsync("/admin/jobs");
        Assert.Contains("Failed before:", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_OnAServerThatRunsNone_ShowWhatOthersRan()
    {
        await using var application = new MissingPackageApplication();
        await application.AskAsync(async database =>
        {
            database.JobRuns.Add(JobRun.Start(nameof(SweepJob), "other-node", application.Now));
            return await database.SaveChangesAsync();
        });
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin/jobs");

        Assert.Contains("This server doesn’t run jobs", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Running, or its server stopped", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains("on other-node", agent.Page.Text, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(MissingPackageApplication application, Func<List<JobRun>, bool> holds)
    {
        List<JobRun> runs = [];
        for (var attempt = 0; attempt < 600; attempt++)
        {
            runs = await application.AskAsync(database => database.JobRuns.AsNoTracking().ToListAsync());
            if (holds(runs))
            {
                return;
            }

            application.Time.Advance(TimeSpan.FromMilliseconds(100)); // the schedule waits a little, by the faked clock
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail("It never came true: " + string.Join("; ", runs.Select(r => $"{r.Job} {r.Outcome}")));
    }
}
