using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Agents;

namespace MissingPackage.Web.Access;

/// <summary>What became of a password.</summary>
public enum PasswordOutcome
{
    /// <summary>Wrong, too many tries, locked, or no such agent: nobody learns which.</summary>
    Refused,

    /// <summary>Right; the authenticator app's code, a passkey or single sign-on is next.</summary>
    SecondStepNeeded,

    SignedIn,
}

/// <summary>Every way into the care desk ends here, so that each is limited, refused to a locked agent, and says when and how.</summary>
public sealed class AgentSignIn(
    SignInManager<Agent> signIn, MissingPackageContext database, SignInAttempts attempts, TwoFactor twoFactor,
    IHttpContextAccessor accessor, TimeProvider time, ILogger<AgentSignIn> logger)
{
    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Sign-ins happen within a request only.");

    private CancellationToken Aborted => Http.RequestAborted;

    private UserManager<Agent> Agents => signIn.UserManager;

    /// <summary>First step: email and password.</summary>
    public async Task<PasswordOutcome> TryPasswordAsync(string email, string password)
    {
        if (await CheckPasswordAsync(email, password) is not { } agent)
        {
            return PasswordOutcome.Refused;
        }

        if (!(await twoFactor.StepsOfAsync(agent.Id, Aborted)).Any)
        {
            await EnterAsync(agent, AgentClaims.Password, time.GetUtcNow());
            return PasswordOutcome.SignedIn;
        }

        var halfway = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, agent.Id), new(Agents.Options.ClaimsIdentity.SecurityStampClaimType, agent.SecurityStamp!)],
            IdentityConstants.TwoFactorUserIdScheme);
        await Http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(halfway));
        return PasswordOutcome.SecondStepNeeded;
    }

    /// <summary>The agent who gave the right password a few minutes ago and owes a second step, and which they have; null where there is none.</summary>
    public async Task<(Agent Agent, SecondSteps Steps)?> HalfwayAsync()
    {
        var halfway = (await Http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal;
        return halfway?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && await Agents.FindByIdAsync(id) is { IsLocked: false } agent
            && halfway.FindFirstValue(Agents.Options.ClaimsIdentity.SecurityStampClaimType) == agent.SecurityStamp
            && await twoFactor.StepsOfAsync(id, Aborted) is { Any: true } steps
                ? (agent, steps)
                : null;
    }

    /// <summary>Second step: the app's code, or a recovery code.</summary>
    public async Task<bool> TryCodeAsync(Agent agent, string code)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (!await CheckCodeAsync(agent, code))
        {
            return false;
        }

        await Http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await EnterAsync(agent, AgentClaims.TwoFactor, time.GetUtcNow());
        return true;
    }

    /// <summary>A passkey, instead of both steps: the device asks its owner for a finger, a face or a PIN.</summary>
    /// <param name="credential">What the browser made of our question, as JSON.</param>
    /// <param name="only">Where given, no other agent's passkey will do.</param>
    public async Task<bool> TryPasskeyAsync(string? credential, string? only = null)
    {
        if (await CheckPasskeyAsync(credential) is not { } agent || (only is not null && agent.Id != only))
        {
            return false;
        }

        await EnterAsync(agent, AgentClaims.Passkey, time.GetUtcNow());
        return true;
    }

    /// <summary>A signed-in agent proves again who they are: with the password, and the code where it is set up. Where another second step is, with that.</summary>
    public async Task<bool> ConfirmAsync(Agent agent, string password, string? code)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var steps = await twoFactor.StepsOfAsync(agent.Id, Aborted);
        if (steps is { Any: true, App: false }
            || await CheckPasswordAsync(agent.Email!, password) is null || (steps.App && !await CheckCodeAsync(agent, code ?? "")))
        {
            return false;
        }

        await EnterAsync(agent, steps.App ? AgentClaims.TwoFactor : AgentClaims.Password, time.GetUtcNow());
        return true;
    }

    /// <summary>Signs in an agent who has proved who they are.</summary>
    /// <param name="agent">Not locked.</param>
    /// <param name="method">One of <see cref="AgentClaims"/>.</param>
    /// <param name="provedOn">Null where nobody knows when.</param>
    public async Task EnterAsync(Agent agent, string method, DateTimeOffset? provedOn)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (agent.IsLocked)
        {
            throw new InvalidOperationException("A locked agent was about to be signed in.");
        }

        var now = time.GetUtcNow();
        var signedInOn = now.UtcDateTime;
        await database.Users.Where(a => a.Id == agent.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSignedInOn, signedInOn), Aborted);
        await attempts.ForgiveAsync(agent, Aborted);
        // The role serves the rest of this request; the next one reads it anew.
        await signIn.SignInWithClaimsAsync(agent, isPersistent: false,
            [.. AgentClaims.Of(method, now, provedOn), new Claim(Agents.Options.ClaimsIdentity.RoleClaimType, agent.Role.ToString())]);
    }

    /// <summary>After a change that signs an agent out everywhere: this browser stays signed in as it was.</summary>
    /// <param name="agent">The one who is signed in here.</param>
    /// <param name="method">How they now have proved who they are; null as before, or by the password where no second step is left.</param>
    public async Task StayAsync(Agent agent, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var before = (await twoFactor.StepsOfAsync(agent.Id, Aborted)).Any ? Http.User.FindFirstValue(AgentClaims.Method) : null;
        await EnterAsync(agent, method ?? before ?? AgentClaims.Password, AgentClaims.ProvedOn(Http.User));
    }

    /// <summary>Signs out whoever is signed in here, on every device: a copy of the cookie opens nothing any more.</summary>
    public async Task LeaveAsync()
    {
        var id = Agents.GetUserId(Http.User);
        // In the row itself, so that nobody who saves the account at this moment keeps the session alive.
        var (security, concurrency) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await database.Users.Where(a => a.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.SecurityStamp, security).SetProperty(a => a.ConcurrencyStamp, concurrency), Aborted);
        await signIn.SignOutAsync();
    }

    private async Task<Agent?> CheckPasswordAsync(string email, string password)
    {
        var (attempt, may) = await attempts.CountAsync(email, Aborted);
        if (!may)
        {
            logger.LogWarning("A sign-in was refused: too many wrong tries from its source, or at its account");
            await attempts.TakeBackAsync(attempt, Aborted); // whoever goes on trying waits no longer for it
            return null;
        }

        var agent = await Agents.FindByEmailAsync(email.Trim());
        var right = agent?.PasswordHash is null
            ? WasteTime(password)
            : await Agents.CheckPasswordAsync(agent, password);
        if (!right || agent!.IsLocked)
        {
            return null;
        }

        await attempts.TakeBackAsync(attempt, Aborted);
        return agent;
    }

    private async Task<bool> CheckCodeAsync(Agent agent, string code)
    {
        if (!(await attempts.CountAsync(agent.Email!, Aborted)).May)
        {
            return false;
        }

        if (await twoFactor.TakeCodeAsync(agent, code, Aborted))
        {
            return true;
        }

        if (!await twoFactor.TakeRecoveryCodeAsync(agent, code, Aborted))
        {
            return false;
        }

        var left = await twoFactor.CountRecoveryCodesAsync(agent, Aborted);
        database.AgentEvents.Add(AgentEvent.Of(AgentEventKind.RecoveryCodeUsed, agent.Email!, agent, time.GetUtcNow().UtcDateTime,
            string.Create(CultureInfo.InvariantCulture, $"{left} left")));
        await database.SaveChangesAsync(Aborted);
        return true;
    }

    private async Task<Agent?> CheckPasskeyAsync(string? credential)
    {
        if (string.IsNullOrEmpty(credential))
        {
            return null;
        }

        try
        {
            var shown = await signIn.PerformPasskeyAssertionAsync(credential);
            if (!shown.Succeeded)
            {
                logger.LogInformation("A passkey was refused: {Reason}", shown.Failure.Message);
                return null;
            }

            // Keeps the passkey's counter.
            return !shown.User.IsLocked && (await Agents.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey)).Succeeded ? shown.User : null;
        }
        catch (Exception broken) when (broken is InvalidOperationException or JsonException or FormatException or CryptographicException)
        {
            return null; // no question was asked on this device, or the answer isn't one
        }
    }

    /// <summary>As slow as a wrong password.</summary>
    private bool WasteTime(string password)
    {
        Agents.PasswordHasher.HashPassword(new Agent(), password);
        return false;
    }
}
