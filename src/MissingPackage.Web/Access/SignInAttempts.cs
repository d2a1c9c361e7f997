using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Access;

/// <summary>
/// Slows guessing down without letting a stranger lock an agent out (docs/decisions/0009-sign-in-limits.md): wrong tries
/// are counted by account and source. A source is a device on which the agent has signed in before, or else a network
/// address. All unknown sources of an account together have a slow limit too. Accounts that don't exist are counted the
/// same way, so that nobody learns which do.
/// </summary>
public sealed class SignInAttempts(
    MissingPackageContext database, ILookupNormalizer normalizer, IDataProtectionProvider protection, SiteCookies cookies, IHttpContextAccessor accessor,
    TimeProvider time)
{
    public const string DeviceCookie = "mp-device";

    public const int PerSource = 5;

    public const int PerAccount = 50;

    public static readonly TimeSpan SourceWindow = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan AccountWindow = SignInAttempt.CountsFor;

    private static readonly TimeSpan DeviceLife = TimeSpan.FromDays(180);

    private readonly IDataProtector _protector = protection.CreateProtector("MissingPackage.AgentDevice.v1");

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Sign-ins happen within a request only.");

    /// <summary>
    /// Counts a try before it is looked at, as if it were wrong: of many side by side, no more than the limit are looked at.
    /// </summary>
    /// <param name="email">As typed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The try, to be taken back where it counts for nothing, and whether it may be looked at.</returns>
    public async Task<(SignInAttempt Attempt, bool May)> CountAsync(string email, CancellationToken cancellation)
    {
        var (account, source, known) = Place(email);
        var now = time.GetUtcNow().UtcDateTime;
        var attempt = SignInAttempt.Of(account, source, known, now);
        database.SignInAttempts.Add(attempt);
        await database.SaveChangesAsync(cancellation);

        // Beside this one.
        var (since, sinceSlow) = (now - SourceWindow, now - AccountWindow);
        return (attempt, await database.SignInAttempts.CountAsync(a => a.SourceHash == source && a.AttemptedOn > since, cancellation) - 1 < PerSource
            && (known || await database.SignInAttempts.CountAsync(
                a => a.AccountHash == account && !a.KnownDevice && a.AttemptedOn > sinceSlow, cancellation) - 1 < PerAccount));
    }

    /// <summary>A try that was right, or wasn't looked at, is no wrong one.</summary>
    public async Task TakeBackAsync(SignInAttempt attempt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        await database.SignInAttempts.Where(a => a.Id == attempt.Id).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>After a sign-in: forgets this source's wrong tries, and knows the device from now on.</summary>
    public async Task ForgiveAsync(Agent agent, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var (_, source, known) = Place(agent.Email!);
        await database.SignInAttempts.Where(a => a.SourceHash == source).ExecuteDeleteAsync(cancellation);
        if (!known)
        {
            cookies.Write(Http, DeviceCookie, _protector.Protect($"{Account(agent.Email!)} {Guid.NewGuid():n}"), DeviceLife, SameSiteMode.Strict);
        }
    }

    private (string Account, string Source, bool Known) Place(string email)
    {
        var account = Account(email);
        var device = DeviceOf(account);
        return (account, Hash($"{account} {device ?? Security.AddressOf(Http)}"), device is not null);
    }

    private string? DeviceOf(string account)
    {
        if (cookies.Read(Http, DeviceCookie) is not { } cookie)
        {
            return null;
        }

        try
        {
            var device = _protector.Unprotect(cookie);
            return device.StartsWith(account, StringComparison.Ordinal) ? device : null;
        }
        catch (CryptographicException)
        {
            return null; // forged
        }
    }

    // As accounts are looked up: a letter that is the same there is no other account here.
    private string Account(string email) => Hash(normalizer.NormalizeEmail(email.Trim()));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
