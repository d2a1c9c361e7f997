using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Web.Areas.Admin.Pages;
using AgentInvitation = MissingPackage.Data.Agents.AgentInvitation;

namespace MissingPackage.Web.Access;

/// <summary>What became of a change to an agent's account.</summary>
public enum RosterOutcome
{
    Done,

    /// <summary>Somebody changed or removed the account meanwhile, or it is so already.</summary>
    Changed,

    /// <summary>Nobody would be left who can change people and settings.</summary>
    LastAdministrator,
}

/// <summary>
/// What an administrator does to agents' accounts. Each change writes its event in the same save; one that shuts somebody
/// out changes their security stamp, so that their next request is refused.
/// </summary>
public sealed class AgentRoster(UserManager<Agent> agents, MissingPackageContext database, CareMessages messages, TimeProvider time)
{
    /// <summary>How long an invitation works.</summary>
    public static readonly TimeSpan InvitationLife = TimeSpan.FromDays(7);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes an account without a password and emails the link that lets its owner choose one.</summary>
    /// <returns>False where there is an account of this address already.</returns>
    public async Task<bool> InviteAsync(string email, AgentRole role, string actor, CancellationToken cancellation)
    {
        try
        {
            return await database.InTransactionAsync(async token =>
            {
                var agent = new Agent { UserName = email, Email = email, Role = role };
                database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.Invited, actor, agent, Now, role.ToString()));
                if (!(await agents.CreateAsync(agent)).Succeeded)
                {
                    return false;
                }

                WriteInvitation(agent, actor);
                await database.SaveChangesAsync(token);
                return true;
            }, done => done, cancellation);
        }
        catch (DbUpdateException)
        {
            // On SQL Server somebody else may have invited the same person since the look.
            database.ChangeTracker.Clear();
            if (await agents.FindByEmailAsync(email) is null)
            {
                throw;
            }

            return false;
        }
    }

    /// <summary>
    /// Emails a new link, to choose the first password or, for one who joined and forgot theirs, a new one. Earlier links
    /// stop working.
    /// </summary>
    public Task<RosterOutcome> InviteAgainAsync(string id, string actor, CancellationToken cancellation) =>
        database.InTransactionAsync(async token =>
        {
            var now = Now;
            await database.AgentInvitations.Where(i => i.AgentId == id && i.UsedOn == null)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedOn, now), token);
            if (await database.Users.SingleOrDefaultAsync(a => a.Id == id, token) is not { LockoutEnd: null } agent)
            {
                return RosterOutcome.Changed;
            }

            var kind = agent.EmailConfirmed ? AgentEventKind.PasswordLinkSent : AgentEventKind.InvitationSentAgain;
            database.AgentEvents.Add(AgentEvent.Of(kind, actor, agent, now));
            WriteInvitation(agent, actor);
            await database.SaveChangesAsync(token);
            return RosterOutcome.Done;
        }, IsDone, cancellation);

    /// <summary>The agent whom an invitation's token invites, or null where it is unknown, used or expired. Changes nothing.</summary>
    public async Task<Agent?> InvitedAsync(string? token, CancellationToken cancellation)
    {
        var (hash, now) = (Hash(token ?? ""), Now);
        return await database.AgentInvitations.Where(i => i.TokenHash == hash && i.UsedOn == null && i.ExpiresOn > now)
            .Join(database.Users.Where(a => a.LockoutEnd == null), i => i.AgentId, a => a.Id, (_, a) => a)
            .SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Gives the invited agent a password, signs them out elsewhere, and uses the invitation up: of two at once, only one succeeds.</summary>
    /// <param name="token">The link's.</param>
    /// <param name="id">Whom it invites.</param>
    /// <param name="password">One that is good enough.</param>
    /// <param name="cancellation">Stops it before it is done.</param>
    public Task<bool> JoinAsync(string token, string id, string password, CancellationToken cancellation)
    {
        var (hash, now) = (Hash(token), Now);
        return database.InTransactionAsync(async stop =>
        {
            if (await database.AgentInvitations.Where(i => i.TokenHash == hash && i.AgentId == id && i.UsedOn == null && i.ExpiresOn > now)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedOn, now), stop) != 1
                || await database.Users.SingleOrDefaultAsync(a => a.Id == id && a.LockoutEnd == null, stop) is not { } agent)
            {
                return false;
            }

            var kind = agent.EmailConfirmed ? AgentEventKind.PasswordChanged : AgentEventKind.Joined;
            database.AgentEvents.Add(AgentEvent.Of(kind, agent.Email!, agent, now));
            agent.EmailConfirmed = true;
            agent.PasswordHash = agents.PasswordHasher.HashPassword(agent, password);
            return (await agents.UpdateSecurityStampAsync(agent)).Succeeded;
        }, done => done, cancellation);
    }

    public Task<RosterOutcome> ChangeRoleAsync(string id, AgentRole role, string actor, CancellationToken cancellation) =>
        ChangeAsync(id, agent => agent.Role != role, staysAdministrator: role == AgentRole.Administrator, async agent =>
        {
            var detail = $"{agent.Role} to {role}";
            agent.Role = role;
            database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.RoleChanged, actor, agent, Now, detail));
            return await agents.UpdateAsync(agent);
        }, cancellation);

    public Task<RosterOutcome> LockAsync(string id, string actor, CancellationToken cancellation) =>
        ChangeAsync(id, agent => !agent.IsLocked, staysAdministrator: false, async agent =>
        {
            agent.LockoutEnabled = true;
            agent.LockoutEnd = DateTimeOffset.MaxValue;
            database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.Locked, actor, agent, Now));
            return await agents.UpdateSecurityStampAsync(agent);
        }, cancellation);

    public Task<RosterOutcome> UnlockAsync(string id, string actor, CancellationToken cancellation) =>
        ChangeAsync(id, agent => agent.IsLocked, staysAdministrator: true, async agent =>
        {
            agent.LockoutEnd = null;
            database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.Unlocked, actor, agent, Now));
            return await agents.UpdateAsync(agent);
        }, cancellation);

    /// <summary>
    /// Removes every second step of an agent who lost them: the app with its recovery codes, passkeys, and the link to
    /// single sign-on, which the next sign-in there makes anew. Signs them out.
    /// </summary>
    public Task<RosterOutcome> ResetSecondStepAsync(string id, string actor, CancellationToken cancellation) =>
        ChangeAsync(id, _ => true, staysAdministrator: true, async agent =>
        {
            var passkeys = await database.UserPasskeys.Where(p => p.UserId == id).ToListAsync(cancellation);
            var links = await database.UserLogins.Where(l => l.UserId == id).ToListAsync(cancellation);
            var removed = new List<string>();
            removed.AddRange(agent.TwoFactorEnabled ? ["authenticator app"] : []);
            removed.AddRange(passkeys.Count > 0 ? [string.Create(CultureInfo.InvariantCulture, $"passkeys: {passkeys.Count}")] : []);
            removed.AddRange(links.Count > 0 ? ["single sign-on"] : []);
            if (removed.Count == 0)
            {
                return IdentityResult.Failed();
            }

            (agent.TwoFactorEnabled, agent.TotpSecret) = (false, null);
            database.RecoveryCodes.RemoveRange(await database.RecoveryCodes.Where(c => c.AgentId == id).ToListAsync(cancellation));
            database.UserPasskeys.RemoveRange(passkeys);
            database.UserLogins.RemoveRange(links);
            database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.SecondStepReset, actor, agent, Now, string.Join(", ", removed)));
            return await agents.UpdateSecurityStampAsync(agent);
        }, cancellation);

    /// <summary>Erases the account. What its owner did to requests stays in their history.</summary>
    public Task<RosterOutcome> RemoveAsync(string id, string actor, CancellationToken cancellation) =>
        ChangeAsync(id, _ => true, staysAdministrator: false, async agent =>
        {
            database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.Removed, actor, agent, Now));
            return await agents.DeleteAsync(agent);
        }, cancellation);

    private Task<RosterOutcome> ChangeAsync(
        string id, Func<Agent, bool> applies, bool staysAdministrator, Func<Agent, Task<IdentityResult>> change, CancellationToken cancellation) =>
        database.InTransactionAsync(async token =>
        {
            // Writes to every administrator's row what is there already: of two changes at once the second waits here, so
            // that two administrators can't remove each other.
            await database.Users.Where(a => a.Role == AgentRole.Administrator)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Role, AgentRole.Administrator), token);
            if (await database.Users.SingleOrDefaultAsync(a => a.Id == id, token) is not { } agent || !applies(agent))
            {
                return RosterOutcome.Changed;
            }

            if (!staysAdministrator && agent.Role == AgentRole.Administrator && !await database.Users.AnyAsync(
                a => a.Id != id && a.Role == AgentRole.Administrator && a.LockoutEnd == null && a.EmailConfirmed, token))
            {
                return RosterOutcome.LastAdministrator;
            }

            return (await change(agent)).Succeeded ? RosterOutcome.Done : RosterOutcome.Changed;
        }, IsDone, cancellation);

    private static bool IsDone(RosterOutcome outcome) => outcome == RosterOutcome.Done;

    private void WriteInvitation(Agent agent, string actor)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        database.AgentInvitations.Add(AgentInvitation.For(agent.Id, Hash(token), Now + InvitationLife));
        var path = "/admin/invitation/" + token;
        var until = Times.Full(Now + InvitationLife, AgentWords.Zone);
        if (agent.EmailConfirmed)
        {
            messages.PasswordLink(agent.Email!, path, until);
        }
        else
        {
            messages.Invite(agent.Email!, path, until, actor);
        }
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
