namespace MissingPackage.Application.Jobs;

/// <summary>Work that is done by itself, again and again (<see cref="JobPlan.All"/>), and never twice at once.</summary>
public interface IScheduledJob
{
    /// <summary>Does all that has come due since the last run.</summary>
    /// <returns>What was done, in a few words for the list of runs; no personal data.</returns>
    Task<string> RunAsync(CancellationToken cancellationToken);
}
