using Microsoft.AspNetCore.Identity;

namespace MissingPackage.Data;

/// <summary>What an agent may do; each role may do what the ones before it may.</summary>
public enum AgentRole
{
    /// <summary>Works on requests.</summary>
    Agent,

    /// <summary>Reads reports and exports too.</summary>
    Supervisor,

    /// <summary>Changes settings and people too.</summary>
    Administrator,
}

/// <summary>
/// A care agent's account. Identity keeps the password and the passkeys. <see cref="IdentityUser{TKey}.LockoutEnd"/> is
/// set only by an administrator: wrong passwords are counted elsewhere. <see cref="IdentityUser{TKey}.EmailConfirmed"/>
/// says that the agent has joined.
/// </summary>
public sealed class Agent : IdentityUser
{
    public const int MaxEmail = 256;

    public AgentRole Role { get; set; }

    /// <summary>The authenticator app's secret, encrypted; null where none was set up. Counts once TwoFactorEnabled.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>The last 30-second step whose code was used, counted from 1970: no code at or before it is taken again.</summary>
    public long LastTotpStep { get; set; }

    public DateTime? LastSignedInOn { get; set; }

    public bool IsLocked => LockoutEnd is not null;
}
