using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Data;
using MissingPackage.Data.Agents;

namespace MissingPackage.Web.Access;

/// <summary>What an agent has beside a password. With any of it, the password alone signs nobody in.</summary>
/// <param name="App">The authenticator app.</param>
/// <param name="Passkey">At least one.</param>
/// <param name="SingleSignOn">An account there, while single sign-on is on.</param>
public sealed record SecondSteps(bool App, bool Passkey, bool SingleSignOn)
{
    public static readonly SecondSteps None = new(false, false, false);

    public bool Any => App || Passkey || SingleSignOn;
}

/// <summary>
/// The second step: an authenticator app's codes, and recovery codes for when it is lost. Both count once. The secret is
/// stored encrypted and recovery codes as hashes (Identity itself would store both as they are).
/// </summary>
public sealed class TwoFactor(
    MissingPackageContext database, IDataProtectionProvider protection, IOptions<SingleSignOnOptions> organization, TimeProvider time)
{
    public const int RecoveryCodes = 10;

    // Without letters and digits that look alike.
    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>What an agent can prove who they are with, beside a password.</summary>
    public Task<SecondSteps> StepsOfAsync(string agentId, CancellationToken cancellation)
    {
        // Where it was turned off again, an account there opens nothing.
        var linked = organization.Value.IsOn;
        return database.Users.Where(a => a.Id == agentId)
            .Select(a => new SecondSteps(
                a.TwoFactorEnabled,
                database.UserPasskeys.Any(p => p.UserId == a.Id),
                linked && database.UserLogins.Any(l => l.UserId == a.Id)))
            .SingleAsync(cancellation);
    }

    /// <summary>A new secret, encrypted for this agent, that nothing knows of yet.</summary>
    public string NewSecret(Agent agent) => Convert.ToBase64String(For(agent).Protect(RandomNumberGenerator.GetBytes(Totp.SecretLength)));

    /// <summary>What <see cref="NewSecret"/> encrypted, or null where it is anything else, or another agent's.</summary>
    public byte[]? Open(Agent agent, string? secret)
    {
        try
        {
            return string.IsNullOrEmpty(secret) ? null : For(agent).Unprotect(Convert.FromBase64String(secret));
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Gives the agent this secret if the code shows that their app has it. The caller saves.</summary>
    public bool TryTurnOn(Agent agent, string secret, string code)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (Open(agent, secret) is not { } opened || Totp.FindStep(opened, code, time.GetUtcNow()) is not { } step)
        {
            return false;
        }

        (agent.TotpSecret, agent.LastTotpStep, agent.TwoFactorEnabled) = (secret, step, true);
        return true;
    }

    /// <summary>Takes a code of the authenticator app, unless it is wrong or one at or after it was taken before.</summary>
    public async Task<bool> TakeCodeAsync(Agent agent, string typed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (Open(agent, agent.TotpSecret) is not { } secret || Totp.FindStep(secret, typed, time.GetUtcNow()) is not { } step)
        {
            return false;
        }

        // A new concurrency stamp: nobody who read the row before writes an older step back.
        var stamp = Guid.NewGuid().ToString();
        var taken = await database.Users.Where(a => a.Id == agent.Id && a.LastTotpStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastTotpStep, step).SetProperty(a => a.ConcurrencyStamp, stamp), cancellation) == 1;
        if (taken)
        {
            await database.Entry(agent).ReloadAsync(cancellation);
        }

        return taken;
    }

    /// <summary>Makes recovery codes in place of the old ones. The caller saves.</summary>
    /// <returns>The codes, to be shown once, such as <c>a7km9-x2pqr</c>.</returns>
    public async Task<IReadOnlyList<string>> MakeRecoveryCodesAsync(Agent agent, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(agent);
        database.RecoveryCodes.RemoveRange(await database.RecoveryCodes.Where(c => c.AgentId == agent.Id).ToListAsync(cancellation));
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(Letters, 10)).ToList();
        database.RecoveryCodes.AddRange(codes.Select(code => RecoveryCode.For(agent.Id, Hash(agent, code))));
        return codes.ConvertAll(code => code.Insert(5, "-"));
    }

    /// <summary>Takes a recovery code, however it is typed. Of two at once only one succeeds.</summary>
    public async Task<bool> TakeRecoveryCodeAsync(Agent agent, string typed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(typed);
        var hash = Hash(agent, string.Concat(typed.Where(char.IsLetterOrDigit)).ToLowerInvariant());
        return await database.RecoveryCodes.Where(c => c.AgentId == agent.Id && c.CodeHash == hash).ExecuteDeleteAsync(cancellation) == 1;
    }

    public Task<int> CountRecoveryCodesAsync(Agent agent, CancellationToken cancellation) =>
        database.RecoveryCodes.CountAsync(c => c.AgentId == agent.Id, cancellation);

    private IDataProtector For(Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return protection.CreateProtector("MissingPackage.Totp.v1", agent.Id);
    }

    // 49 random bits each, and salted with the agent's id: a plain hash is enough.
    private static string Hash(Agent agent, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{agent.Id} {code}")));
}
