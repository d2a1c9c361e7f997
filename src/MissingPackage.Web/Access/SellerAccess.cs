using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Access;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Access;

/// <summary>What became of a code that somebody typed.</summary>
public enum CodeAnswer
{
    /// <summary>It is the one; it is used up now.</summary>
    Right,

    /// <summary>Another one was sent.</summary>
    Wrong,

    /// <summary>There is none, or its time is over.</summary>
    Gone,

    /// <summary>Too many were wrong: none is taken for a while.</summary>
    Locked,
}

/// <summary>
/// Which seller may see which request. Opening an emailed link changes nothing in the database and uses nothing up, and
/// shows nothing either: it lets this browser ask for a one-time code, which goes to the seller's own address. So a link
/// that was forwarded, or read by somebody else, opens nothing. The right code starts a session for this one hand-off.
/// Both steps are encrypted cookies, each naming the hand-offs it is good for; a session is a row too, so that leaving ends
/// it for every copy of its cookie.
/// </summary>
public sealed class SellerAccess(
    MissingPackageContext database, IDataProtectionProvider protection, SiteCookies cookies, IHttpContextAccessor accessor, TimeProvider time)
{
    /// <summary>Says that this browser opened the link.</summary>
    public const string LinkCookie = "mp-seller-link";

    /// <summary>Says that the code was right.</summary>
    public const string SessionCookie = "mp-seller";

    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(14);

    /// <summary>How long a right code lets somebody in.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(8);

    /// <summary>How long a code counts.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    /// <summary>How long no code is taken after too many wrong ones.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>Wrong tries at one code.</summary>
    public const int MaxTries = 5;

    /// <summary>Digits of a code.</summary>
    public const int CodeLength = 6;

    /// <summary>Hand-offs that one browser is in at once; the oldest gives way.</summary>
    private const int MaxPasses = 20;

    private static readonly TimeSpan LinkCookieLife = TimeSpan.FromHours(1);

    private readonly IDataProtector _passes = protection.CreateProtector("MissingPackage.SellerAccess.Cookie.v1");
    private readonly IDataProtector _codes = protection.CreateProtector("MissingPackage.SellerAccess.Code.v1");

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("A seller's access is decided within a request only.");

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes the link of a hand-off; only the token's hash is stored. The caller saves.</summary>
    /// <param name="requestId">The request it opens.</param>
    /// <param name="seller">The seller's name.</param>
    /// <param name="email">Where the codes will go.</param>
    /// <returns>The token, 43 characters safe in an address.</returns>
    public string CreateToken(Guid requestId, string seller, string email)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        database.SellerGrants.Add(SellerGrant.For(requestId, seller, email, Hash(token), Now, Now + LinkLife));
        return token;
    }

    /// <summary>Ends every link to a request. The caller saves.</summary>
    public async Task RevokeAsync(Guid requestId, CancellationToken cancellation)
    {
        foreach (var grant in await database.SellerGrants.Where(g => g.RequestId == requestId && g.RevokedOn == null).ToListAsync(cancellation))
        {
            grant.Revoke(Now);
        }
    }

    /// <summary>The last link to a request that still works, or null.</summary>
    public async Task<SellerGrant?> LatestAsync(Guid requestId, CancellationToken cancellation) =>
        await Live().Where(g => g.RequestId == requestId).OrderByDescending(g => g.CreatedOn).FirstOrDefaultAsync(cancellation);

    /// <summary>What a link opens, or null if it is unknown, expired or revoked. Changes nothing.</summary>
    /// <param name="token">From the link.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<SellerGrant?> LookUpAsync(string token, CancellationToken cancellation)
    {
        var hash = Hash(token);
        return await Live().SingleOrDefaultAsync(g => g.TokenHash == hash, cancellation);
    }

    /// <summary>Lets this browser ask for a code, for an hour.</summary>
    public void Enter(SellerGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        Write(LinkCookie, new Pass(grant.Id, Now + LinkCookieLife));
    }

    /// <summary>The hand-off whose link this browser opened, or null.</summary>
    public async Task<SellerGrant?> EnteredAsync(Guid id, CancellationToken cancellation) =>
        PassOf(LinkCookie, id) is not null ? await Live().SingleOrDefaultAsync(g => g.Id == id, cancellation) : null;

    /// <summary>The hand-off in which this browser has a session, or null.</summary>
    public async Task<SellerGrant?> SignedInAsync(Guid id, CancellationToken cancellation)
    {
        var now = Now;
        return PassOf(SessionCookie, id)?.Session is { } session
            ? await Live().AsNoTracking().SingleOrDefaultAsync(
                g => g.Id == id && database.CustomerGrants.Any(
                    s => s.Id == session && s.Purpose == GrantPurpose.SellerBrowser && s.RequestId == g.RequestId && s.ExpiresOn > now), cancellation)
            : null;
    }

    /// <summary>Makes a new code in place of the one before; it is stored encrypted. The caller saves, in the save of its message.</summary>
    /// <returns>The code, <see cref="CodeLength"/> digits.</returns>
    public string RenewCode(SellerGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("d6", CultureInfo.InvariantCulture);
        grant.Renew(_codes.Protect(code), Now + CodeLife);
        return code;
    }

    /// <summary>
    /// Tries a code. A try is counted before it is compared, and each of these changes is one conditional update, so that
    /// many tries at once are no more than that many.
    /// </summary>
    /// <param name="id">The hand-off.</param>
    /// <param name="typed">As typed.</param>
    /// <param name="cancellation">Stops the queries.</param>
    public async Task<CodeAnswer> TryCodeAsync(Guid id, string typed, CancellationToken cancellation)
    {
        var now = Now;
        var grant = await Live().AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, cancellation);
        if (grant?.LockedUntil > now)
        {
            return CodeAnswer.Locked;
        }

        if (grant?.Code is not { } sent || !(grant.CodeExpiresOn > now))
        {
            return CodeAnswer.Gone;
        }

        var same = database.SellerGrants.Where(g => g.Id == id && g.Code == sent);
        if (await same.Where(g => g.CodeTries < MaxTries).ExecuteUpdateAsync(g => g.SetProperty(x => x.CodeTries, x => x.CodeTries + 1), cancellation) == 0)
        {
            return CodeAnswer.Gone;
        }

        if (IsCode(sent, typed))
        {
            return await same.ExecuteUpdateAsync(g => g.SetProperty(x => x.Code, (string?)null), cancellation) == 1 ? CodeAnswer.Right : CodeAnswer.Gone;
        }

        var until = now + LockTime;
        return await same.Where(g => g.CodeTries >= MaxTries)
            .ExecuteUpdateAsync(g => g.SetProperty(x => x.Code, (string?)null).SetProperty(x => x.LockedUntil, until), cancellation) == 1 ? CodeAnswer.Locked : CodeAnswer.Wrong;
    }

    /// <summary>Starts this browser's session in one hand-off. The caller saves.</summary>
    public void SignIn(SellerGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var session = CustomerGrant.For(grant.RequestId, GrantPurpose.SellerBrowser, tokenHash: null, Now, Now + SessionLife);
        database.CustomerGrants.Add(session);
        Write(SessionCookie, new Pass(grant.Id, session.ExpiresOn, session.Id));
        Drop(LinkCookie, grant.Id);
    }

    /// <summary>Ends this browser's session, and with it every copy of its cookie. Other browsers' sessions go on.</summary>
    public async Task SignOutAsync(Guid id, CancellationToken cancellation)
    {
        if (PassOf(SessionCookie, id)?.Session is { } session)
        {
            await database.CustomerGrants.Where(s => s.Id == session && s.Purpose == GrantPurpose.SellerBrowser).ExecuteDeleteAsync(cancellation);
        }

        Drop(SessionCookie, id);
    }

    /// <summary>The address of a hand-off's first page.</summary>
    public static string PathOf(Guid id) => $"/seller/{id}";

    private IQueryable<SellerGrant> Live()
    {
        var now = Now;
        return database.SellerGrants.Where(g => g.RevokedOn == null && g.ExpiresOn > now);
    }

    private bool IsCode(string sent, string typed)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(_codes.Unprotect(sent)), Encoding.UTF8.GetBytes(string.Concat(typed.Where(char.IsAsciiDigit))));
        }
        catch (CryptographicException)
        {
            return false; // of a key ring that is gone
        }
    }

    private Pass? PassOf(string cookie, Guid id) => Passes(cookie).Find(pass => pass.HandOff == id);

    private List<Pass> Passes(string cookie)
    {
        if (cookies.Read(Http, cookie) is not { } held)
        {
            return [];
        }

        try
        {
            return (JsonSerializer.Deserialize<List<Pass>>(_passes.CreateProtector(cookie).Unprotect(held)) ?? []).FindAll(pass => pass.Until > Now);
        }
        catch (Exception broken) when (broken is CryptographicException or JsonException)
        {
            return []; // forged, of the other step, or from a key ring that is gone
        }
    }

    private void Write(string cookie, Pass added) =>
        Keep(cookie, [.. Passes(cookie).Where(pass => pass.HandOff != added.HandOff).TakeLast(MaxPasses - 1), added]);

    private void Drop(string cookie, Guid id)
    {
        var kept = Passes(cookie).FindAll(pass => pass.HandOff != id);
        if (kept.Count > 0)
        {
            Keep(cookie, kept);
        }
        else
        {
            cookies.Delete(Http, cookie);
        }
    }

    private void Keep(string cookie, List<Pass> passes) => cookies.Write(
        Http, cookie, _passes.CreateProtector(cookie).Protect(JsonSerializer.Serialize(passes)), passes.Max(pass => pass.Until) - Now);

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>One line of a cookie: for which hand-off it is good, until when (UTC), and the session's row, if it is one's.</summary>
    private sealed record Pass(Guid HandOff, DateTime Until, Guid? Session = null);
}
