namespace MissingPackage.Data.Agents;

public enum AgentEventKind
{
    Invited,
    InvitationSentAgain,
    PasswordLinkSent,
    Joined,
    RoleChanged,
    Locked,
    Unlocked,
    Removed,
    PasswordChanged,
    TwoFactorOn,
    TwoFactorOff,
    SecondStepReset,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    PasskeyAdded,
    PasskeyRemoved,

    /// <summary>Not written any more: every sign-out is one.</summary>
    SignedOutEverywhere,
}

/// <summary>One change to an agent's account: who did what to whom, and when. Append-only.</summary>
public sealed class AgentEvent
{
    public const int MaxDetail = 200;

    private AgentEvent()
    {
    }

    public long Id { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime OccurredOn { get; private set; }

    /// <summary>Who did it: an email address, or what did it where no person was at work.</summary>
    public string Actor { get; private set; } = "";

    public AgentEventKind Kind { get; private set; }

    /// <summary>Whose account it is. No foreign key: the event outlives the account.</summary>
    public string SubjectId { get; private set; } = "";

    /// <summary>That account's email address at the time.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Such as the new role, or a passkey's name.</summary>
    public string? Detail { get; private set; }

    public static AgentEvent Of(AgentEventKind kind, string actor, Agent subject, DateTime now, string? detail = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return new()
        {
            OccurredOn = now,
            Actor = actor,
            Kind = kind,
            SubjectId = subject.Id,
            Subject = subject.Email ?? "",
            Detail = detail,
        };
    }
}
