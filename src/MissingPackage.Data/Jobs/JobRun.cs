namespace MissingPackage.Data.Jobs;

/// <summary>One run of a job on one node. All times are UTC.</summary>
public sealed class JobRun
{
    /// <summary>The longest outcome, in characters.</summary>
    public const int MaxOutcome = 500;

    private JobRun()
    {
    }

    public long Id { get; private set; }

    /// <summary>The job's name.</summary>
    public string Job { get; private set; } = "";

    /// <summary>The machine it ran on.</summary>
    public string Node { get; private set; } = "";

    public DateTime StartedOn { get; private set; }

    /// <summary>Null while it runs, and for ever if its process ended first.</summary>
    public DateTime? EndedOn { get; private set; }

    public bool Failed { get; private set; }

    /// <summary>What it did, or why it failed; no personal data.</summary>
    public string? Outcome { get; private set; }

    public static JobRun Start(string job, string node, DateTime now) => new()
    {
        Job = job,
        Node = node,
        StartedOn = now,
    };

    /// <summary>Ends the run.</summary>
    public void End(DateTime now, bool failed, string? outcome)
    {
        EndedOn = now;
        Failed = failed;
        Outcome = outcome is { Length: > MaxOutcome } ? outcome[..MaxOutcome] : outcome;
    }
}
