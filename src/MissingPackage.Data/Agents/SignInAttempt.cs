namespace MissingPackage.Data.Agents;

/// <summary>A wrong password or code. Holds hashes only, and is erased after a day.</summary>
public sealed class SignInAttempt
{
    /// <summary>How long it counts for the account.</summary>
    public static readonly TimeSpan CountsFor = TimeSpan.FromDays(1);

    private SignInAttempt()
    {
    }

    public long Id { get; private set; }

    /// <summary>SHA-256 of the email address that was typed, whether or not it is an agent's, in hex.</summary>
    public string AccountHash { get; private set; } = "";

    /// <summary>SHA-256 of that and the device or network address, in hex.</summary>
    public string SourceHash { get; private set; } = "";

    /// <summary>Whether the agent has signed in on that device before.</summary>
    public bool KnownDevice { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime AttemptedOn { get; private set; }

    public static SignInAttempt Of(string accountHash, string sourceHash, bool knownDevice, DateTime now) => new()
    {
        AccountHash = accountHash,
        SourceHash = sourceHash,
        KnownDevice = knownDevice,
        AttemptedOn = now,
    };
}
