namespace MissingPackage.Data.Commits;

/// <summary>
/// Written in a transaction, to be found after it. Where the connection breaks during a commit nobody knows whether it
/// happened: the row says so, and the work is done again only where it isn't there. Only databases whose transactions are
/// tried again have such rows.
/// </summary>
public sealed class Commit
{
    /// <summary>How long a row is of use: far longer than any retry.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private Commit()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>UTC; it decides only when the row is erased.</summary>
    public DateTime CommittedOn { get; private set; }

    public static Commit Of(Guid id, DateTime now) => new() { Id = id, CommittedOn = now };
}
