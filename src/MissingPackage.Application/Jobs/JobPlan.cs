namespace MissingPackage.Application.Jobs;

/// <summary>One thing that runs by itself.</summary>
/// <param name="Job">The class.</param>
/// <param name="Title">What it does, for people.</param>
/// <param name="Every">How often; each run does all that has come due since the last.</param>
public sealed record JobPlan(Type Job, string Title, TimeSpan Every)
{
    /// <summary>All of them. The outbox has a loop of its own on each node: messages don't wait for a minute.</summary>
    public static IReadOnlyList<JobPlan> All { get; } =
    [
        new(typeof(FinishDocumentsJob), "Finish files left in quarantine", TimeSpan.FromMinutes(1)),
        new(typeof(RemindJob), "Remind customers of missing documents", TimeSpan.FromMinutes(5)),
        new(typeof(MarkLateJob), "Mark requests whose deadline has passed", TimeSpan.FromMinutes(5)),
        new(typeof(AskSellerJob), "Ask silent sellers again", TimeSpan.FromMinutes(15)),
        new(typeof(FilingDayJob), "Warn before a carrier’s latest filing day", TimeSpan.FromHours(1)),
        new(typeof(ExtendDeadlinesJob), "Move deadlines after closed days and edited claim rules", TimeSpan.FromHours(1)),
        new(typeof(EraseJob), "Erase what has been kept long enough", TimeSpan.FromHours(1)),
        new(typeof(ErasePacketsJob), "Erase claim packets that are out of date", TimeSpan.FromMinutes(15)),
        new(typeof(VerifyHistoryJob), "Verify the chains of all histories", TimeSpan.FromDays(1)),
        new(typeof(SweepJob), "Look for orphans in the document store", TimeSpan.FromDays(1)),
    ];

    /// <summary>The name that runs are recorded under.</summary>
    public string Name => Job.Name;
}
