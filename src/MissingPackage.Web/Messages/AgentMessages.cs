using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Messages;

/// <summary>Emails to agents, written into the outbox in the save of whoever calls.</summary>
public sealed class AgentMessages(
    MissingPackageContext database, IDataProtectionProvider protection, IOptions<SiteOptions> site, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector(Letter.Purpose);

    /// <summary>The link that lets a new agent choose a password.</summary>
    /// <param name="email">Theirs.</param>
    /// <param name="invitedBy">An administrator's address.</param>
    /// <param name="token">The invitation's.</param>
    public void Invited(string email, string invitedBy, string token) => Write("agent-invitation", email, "You are invited to the care desk",
        $"{invitedBy} invites you to the care desk of Missing Package. Choose a password to join:", token);

    /// <summary>The link that lets an agent choose a new password, after an administrator was asked for it.</summary>
    /// <param name="email">Theirs.</param>
    /// <param name="token">The invitation's.</param>
    public void PasswordLink(string email, string token) => Write("agent-password", email, "Choose a new password for the care desk",
        "An administrator sends you this link, with which you choose a new password. Until you do, the old one works:", token);

    private void Write(string kind, string email, string subject, string reason, string token)
    {
        var letter = new Letter(email, email, subject,
            $"""
            Hello,

            {reason}

            {site.Value.Link("/admin/invitation/" + token)}

            The link works once, for {AgentRoster.InvitationLife.Days} days. Please don’t forward this email.
            If you don’t know what this is about, you can ignore it.
            """);
        database.Outbox.Add(OutboxMessage.Write(
            Guid.NewGuid(), Guid.Empty, kind, _protector.Protect(JsonSerializer.Serialize(letter)), time.GetUtcNow().UtcDateTime));
    }
}
