using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Access;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Links;

/// <summary>A link that still works.</summary>
/// <param name="Purpose">A message's link, or one to come back with.</param>
/// <param name="RequestId">The request it opens.</param>
/// <param name="Reference">The request's reference.</param>
/// <param name="ExpiresOn">UTC; until when it works.</param>
public sealed record OpenedLink(GrantPurpose Purpose, Guid RequestId, RequestReference Reference, DateTime ExpiresOn);

/// <summary>
/// Private links to requests, as messages carry them. A link holds a random token of which only the hash is stored, and opens
/// one request until it expires. Which browser has opened one is the door's to remember.
/// </summary>
public sealed class CustomerLinks(MissingPackageContext database, TimeProvider time)
{
    /// <summary>How long a grant lasts.</summary>
    public static readonly TimeSpan GrantLife = TimeSpan.FromDays(30);

    /// <summary>How long a link lasts that was asked for to come back.</summary>
    public static readonly TimeSpan SignInLife = TimeSpan.FromHours(1);

    private const int MaxLinksAnHour = 5;

    /// <summary>Makes the token of a link in a message; only its hash is stored. The caller saves.</summary>
    /// <param name="requestId">The request it opens.</param>
    /// <returns>The token, 43 characters safe in an address.</returns>
    public string CreateLinkToken(Guid requestId) => CreateToken(requestId, GrantPurpose.Link, GrantLife);

    /// <summary>Makes the token of a link to come back with; only its hash is stored. The caller saves.</summary>
    /// <param name="requestId">The request it opens.</param>
    public string CreateSignInToken(Guid requestId) => CreateToken(requestId, GrantPurpose.SignIn, SignInLife);

    /// <summary>What a link opens, or null if it is unknown or has expired. Changes nothing.</summary>
    /// <param name="token">From the link.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<OpenedLink?> LookUpAsync(string token, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var hash = Hash(token);
        return await database.CustomerGrants
            .Where(g => g.TokenHash == hash && g.ExpiresOn > now)
            .Join(database.Requests, g => g.RequestId, r => r.Id, (g, r) => new OpenedLink(g.Purpose, r.Id, r.Reference, g.ExpiresOn))
            .SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Whether anybody came by a link that was emailed to the request's customer: the address is theirs, or was typed by whoever reads it.</summary>
    public Task<bool> IsAddressConfirmedAsync(Guid requestId, CancellationToken cancellation) =>
        database.CustomerGrants.AnyAsync(g => g.RequestId == requestId && g.Purpose == GrantPurpose.MailedBrowser, cancellation);

    /// <summary>
    /// Whether as many links back were sent in the last hour as a person could want: to this request, or to all of its address
    /// together at which nobody has opened a link yet, because a stranger may open many.
    /// </summary>
    public async Task<bool> HasLinksEnoughAsync(ServiceRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hourAgo = time.GetUtcNow().UtcDateTime.AddHours(-1);
        var links = database.CustomerGrants.Where(g => g.Purpose == GrantPurpose.SignIn && g.CreatedOn > hourAgo);
        var unconfirmed = UnconfirmedOf(request.Customer.Email);
        links = await IsAddressConfirmedAsync(request.Id, cancellation)
            ? links.Where(g => g.RequestId == request.Id) : links.Where(g => unconfirmed.Contains(g.RequestId));
        return await links.CountAsync(cancellation) >= MaxLinksAnHour;
    }

    /// <summary>The requests of an address at which nobody has opened an emailed link yet.</summary>
    public IQueryable<Guid> UnconfirmedOf(string email)
    {
        var term = RequestSearchTerm.Email(email);
        return database.SearchTerms
            .Where(t => t.Term == term && !database.CustomerGrants.Any(g => g.RequestId == t.RequestId && g.Purpose == GrantPurpose.MailedBrowser))
            .Select(t => t.RequestId);
    }

    private string CreateToken(Guid requestId, GrantPurpose purpose, TimeSpan life)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow().UtcDateTime;
        database.CustomerGrants.Add(CustomerGrant.For(requestId, purpose, Hash(token), now, now + life));
        return token;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
