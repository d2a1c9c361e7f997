using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Web.Areas.Admin.Pages;

/// <summary>Words for people, roles and what happens to accounts.</summary>
public static class AgentWords
{
    /// <summary>Times about accounts belong to no delivery; they are shown in one zone.</summary>
    public static readonly DeliveryTimeZone Zone = DeliveryTimeZone.Find("America/New_York");

    public static IReadOnlyList<Choice> Roles { get; } =
        [.. Enum.GetValues<AgentRole>().Select(role => new Choice(role.ToString(), Of(role), May(role)))];

    public static string Of(AgentRole role) => role switch
    {
        AgentRole.Agent => "Agent",
        AgentRole.Supervisor => "Supervisor",
        _ => "Administrator",
    };

    public static string May(AgentRole role) => role switch
    {
        AgentRole.Agent => "Works on requests.",
        AgentRole.Supervisor => "Works on requests, sees reports.",
        _ => "All of that, and changes settings and people.",
    };

    /// <summary>How an account stands.</summary>
    public static string StateOf(Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.IsLocked ? "Locked" : agent.EmailConfirmed ? "Active" : "Invited";
    }

    public static string ToneOf(Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.IsLocked ? "stop" : agent.EmailConfirmed ? "go" : "wait";
    }

    public static string Of(AgentEventKind kind) => kind switch
    {
        AgentEventKind.Invited => "Invited",
        AgentEventKind.InvitationSentAgain => "Invitation sent again",
        AgentEventKind.PasswordLinkSent => "Link for a new password sent",
        AgentEventKind.Joined => "Joined",
        AgentEventKind.RoleChanged => "Role changed",
        AgentEventKind.Locked => "Locked",
        AgentEventKind.Unlocked => "Unlocked",
        AgentEventKind.Removed => "Removed",
        AgentEventKind.PasswordChanged => "Password changed",
        AgentEventKind.TwoFactorOn => "Authenticator app turned on",
        AgentEventKind.TwoFactorOff => "Authenticator app turned off",
        AgentEventKind.SecondStepReset => "Second step reset",
        AgentEventKind.RecoveryCodesMade => "New recovery codes made",
        AgentEventKind.RecoveryCodeUsed => "Recovery code used",
        AgentEventKind.PasskeyAdded => "Passkey added",
        AgentEventKind.PasskeyRemoved => "Passkey removed",
        AgentEventKind.SignedOutEverywhere => "Signed out everywhere",
        _ => kind.ToString(),
    };
}
