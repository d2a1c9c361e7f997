namespace MissingPackage.Application.Jobs;

/// <summary>Section <c>Jobs</c>: what runs by itself.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>Whether this node runs the scheduled jobs, sends messages, imports orders and makes claim packets. At least one node must.</summary>
    public bool Enabled { get; set; } = true;
}
