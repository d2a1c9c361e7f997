using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Access;

namespace MissingPackage.Application.Links;

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
/// Links of hand-offs, and the one-time codes that whoever opens one has to type: a code goes to the seller's own address, so
/// that a link that was forwarded, or read by somebody else, opens nothing.
/// </summary>
public sealed class SellerLinks(MissingPackageContext database, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(14);

    /// <summary>How long a code counts.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    /// <summary>How long no code is taken after too many wrong ones.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>Wrong tries at one code.</summary>
    public const int MaxTries = 5;

    /// <summary>Digits of a code.</summary>
    public const int CodeLength = 6;

    private readonly IDataProtector _codes = protection.CreateProtector("MissingPackage.SellerAccess.Code.v1");

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes the link of a hand-off; only the token's hash is stored. The caller saves.</summary>
    /// <param name="requestId">The request it opens.</param>
    /// <param name="seller">The seller's name.</param>
    /// <param name="email">Where the codes will go.</param>
    /// <returns>The token, 43 characters safe in an address.</returns>
    public string CreateToken(Guid requestId, string seller, string email)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
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

    /// <summary>The address of a hand-off's first page.</summary>
    public static string PathOf(Guid id) => $"/seller/{id}";

    /// <summary>Links that are neither expired nor revoked.</summary>
    public IQueryable<SellerGrant> Live()
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

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
