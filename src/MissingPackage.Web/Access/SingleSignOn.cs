using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Data;
using MissingPackage.Data.Agents;

namespace MissingPackage.Web.Access;

/// <summary>Section <c>OpenIdConnect</c>: agents sign in with the organization's accounts. Off unless Authority is set.</summary>
public sealed class SingleSignOnOptions : IValidatableObject
{
    public const string Section = "OpenIdConnect";

    /// <summary>The issuer's address, such as <c>https://login.example.com/</c>. Its keys sign the tokens; no other token counts.</summary>
    public string? Authority { get; set; }

    /// <summary>The id under which this application is registered there, with the redirect address <c>&lt;Site:PublicUrl&gt;/admin/sign-in/back</c>.</summary>
    public string? ClientId { get; set; }

    /// <summary>What proves there that it is this application.</summary>
    [DataType(DataType.Password)]
    public string? ClientSecret { get; set; }

    /// <summary>What the button calls it.</summary>
    public string Name { get; set; } = "single sign-on";

    /// <summary>The claim of the ID token that names groups or roles.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Which value of that claim gives which role, <c>Agent</c>, <c>Supervisor</c> or <c>Administrator</c>. Values not listed give nothing; of several the highest counts.</summary>
    public Dictionary<string, AgentRole> Roles { get; set; } = new(StringComparer.Ordinal);

    public bool IsOn => !string.IsNullOrEmpty(Authority);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            if (!string.IsNullOrEmpty(ClientId) || !string.IsNullOrEmpty(ClientSecret) || Roles.Count > 0)
            {
                yield return new("OpenIdConnect:Authority is missing, though other settings of single sign-on are there: set it to the issuer’s address, such as https://login.example.com/, or take out the others.");
            }

            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || authority.Scheme != Uri.UriSchemeHttps)
        {
            yield return new("OpenIdConnect:Authority must be a full https address, such as https://login.example.com/.");
        }

        if (string.IsNullOrEmpty(ClientId))
        {
            yield return new("OpenIdConnect:ClientId is missing: set it to the id under which this application is registered there.");
        }

        if (string.IsNullOrEmpty(ClientSecret))
        {
            yield return new("OpenIdConnect:ClientSecret is missing: set it to the secret of this application’s registration there.");
        }

        if (Roles.Count == 0)
        {
            yield return new("OpenIdConnect:Roles is empty, so nobody could sign in: say which value of the role claim gives which role, such as OpenIdConnect:Roles:care-agents = Agent.");
        }
    }
}

/// <summary>Trades a checked ID token for an agent's account, and keeps that account's role as the token says.</summary>
public sealed class SingleSignOn(
    IOptions<SingleSignOnOptions> options, AgentRoster roster, UserManager<Agent> agents, MissingPackageContext database, TimeProvider time)
{
    public const string Scheme = "OpenIdConnect";

    /// <summary>A property of the challenge that asks for a new sign-in at the issuer, not a remembered one.</summary>
    public const string Fresh = "fresh";

    private const string Actor = "single sign-on";

    /// <summary>What the button calls it, or null where it is off.</summary>
    public string? Name => options.Value.IsOn ? options.Value.Name : null;

    /// <summary>
    /// The role that a token gives. It looks at nothing but the configured claim and the configured values.
    /// </summary>
    /// <returns>Null where it gives none.</returns>
    public static AgentRole? RoleIn(ClaimsPrincipal token, SingleSignOnOptions options)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(options);
        // FindAll would take "Groups" for "groups".
        var given = token.Claims
            .Where(claim => claim.Type == options.RoleClaim && options.Roles.ContainsKey(claim.Value))
            .Select(claim => options.Roles[claim.Value])
            .ToList();
        return given.Count == 0 ? null : given.Max();
    }

    /// <summary>The agent whom a checked ID token names: known by its subject, or by a verified email, or new.</summary>
    /// <returns>Null where the token gives no role, or names an account that is locked or not provably theirs.</returns>
    public async Task<Agent?> AdmitAsync(ClaimsPrincipal token, CancellationToken cancellation)
    {
        if (RoleIn(token, options.Value) is not { } role || Read(token, "sub") is not { Length: > 0 } subject)
        {
            return null;
        }

        var agent = await FindOrLinkAsync(token, subject, role, cancellation);
        if (agent is null || agent.IsLocked)
        {
            return null;
        }

        if (agent.Role != role)
        {
            // The last administrator stays one: nobody else could undo it.
            await roster.ChangeRoleAsync(agent.Id, role, Actor, cancellation);
            agent = await agents.FindByIdAsync(agent.Id);
        }

        return agent;
    }

    /// <summary>When the person signed in at the issuer, which may be hours ago; null where the token doesn't say.</summary>
    public static DateTimeOffset? ProvedOn(ClaimsPrincipal token) => AgentClaims.ProvedOn(token);

    private async Task<Agent?> FindOrLinkAsync(ClaimsPrincipal token, string subject, AgentRole role, CancellationToken cancellation)
    {
        const int tries = 2;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await agents.FindByLoginAsync(Scheme, subject) ?? await LinkAsync(token, subject, role, cancellation);
            }
            catch (DbUpdateException) when (attempt < tries)
            {
                // The same person's first sign-in in two windows at once, on SQL Server: the other one was first.
                database.ChangeTracker.Clear();
            }
        }
    }

    private async Task<Agent?> LinkAsync(ClaimsPrincipal token, string subject, AgentRole role, CancellationToken cancellation)
    {
        var verified = string.Equals(Read(token, "email_verified"), bool.TrueString, StringComparison.OrdinalIgnoreCase);
        if (Read(token, "email") is not { Length: > 0 and <= Agent.MaxEmail } email || !verified)
        {
            return null;
        }

        return await database.InTransactionAsync(async stop =>
        {
            var agent = await agents.FindByEmailAsync(email);
            if (agent is null)
            {
                agent = new Agent { UserName = email, Email = email, EmailConfirmed = true, Role = role };
                database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.Joined, Actor, agent, time.GetUtcNow().UtcDateTime, role.ToString()));
                Require(await agents.CreateAsync(agent));
            }
            else if (!agent.EmailConfirmed)
            {
                agent.EmailConfirmed = true;
                database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.Joined, Actor, agent, time.GetUtcNow().UtcDateTime));
            }

            Require(await agents.AddLoginAsync(agent, new UserLoginInfo(Scheme, subject, options.Value.Name)));
            return agent;
        }, _ => true, cancellation);
    }

    private static string? Read(ClaimsPrincipal token, string claim) => token.Claims.FirstOrDefault(c => c.Type == claim)?.Value;

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"An agent from single sign-on couldn’t be stored: {string.Join(' ', result.Errors.Select(e => e.Code))}"));
        }
    }
}
