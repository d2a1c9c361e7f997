using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Data;
using MissingPackage.Data.Access;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Messages;

namespace MissingPackage.Web.Access;

/// <summary>A link that still works.</summary>
/// <param name="Purpose">A message's link, or one to come back with.</param>
/// <param name="RequestId">The request it opens.</param>
/// <param name="Reference">The request's reference.</param>
/// <param name="ExpiresOn">UTC; until when it works.</param>
public sealed record OpenedLink(GrantPurpose Purpose, Guid RequestId, RequestReference Reference, DateTime ExpiresOn);

/// <summary>
/// Who may see which request. A browser holds an encrypted cookie with the ids of its grants; a grant covers one
/// request until it expires. An emailed link holds a random token of which only the hash is stored. Opening one uses
/// nothing up, because link scanners open links too: a link in a message gives this browser a grant of its own, a sign-in
/// link shows a page whose button does.
/// </summary>
public sealed class CustomerAccess(
    MissingPackageContext database, IDataProtectionProvider protection, SiteCookies cookies, IHttpContextAccessor accessor, IOptions<MailOptions> mail, TimeProvider time)
{
    public const string CookieName = "mp-access";

    /// <summary>How long a grant lasts.</summary>
    public static readonly TimeSpan GrantLife = TimeSpan.FromDays(30);

    /// <summary>How long a link lasts that was asked for to come back.</summary>
    public static readonly TimeSpan SignInLife = TimeSpan.FromHours(1);

    /// <summary>Grants one cookie holds at most; the oldest give way.</summary>
    private const int MaxGrants = 20;

    private const int MaxLinksAnHour = 5;

    private readonly IDataProtector _protector = protection.CreateProtector("MissingPackage.CustomerAccess.Cookie.v1");

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Customer access is decided within a request only.");

    /// <summary>
    /// The request with this reference, with its files and history, if a grant of this browser covers it; null when it
    /// doesn't exist and null when it is somebody else's: nobody learns which.
    /// </summary>
    /// <param name="reference">As typed or linked; null and nonsense find nothing.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<ServiceRequest?> FindAsync(string? reference, CancellationToken cancellation)
    {
        var grants = GrantIds();
        if (grants.Count == 0 || !RequestReference.TryParse(reference, out var parsed))
        {
            return null;
        }

        var now = time.GetUtcNow().UtcDateTime;
        return await database.Requests
            .Include(r => r.Documents.OrderBy(d => d.Position).ThenBy(d => d.ReceivedOn))
            .Include(r => r.Events.OrderBy(e => e.Id))
            .Where(r => r.Reference == parsed)
            .Where(r => database.CustomerGrants.Any(g => g.RequestId == r.Id && grants.Contains(g.Id) && g.TokenHash == null && g.ExpiresOn > now))
            .SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Lets the browser that opened a request see it from now on. The caller saves.</summary>
    /// <param name="requestId">The request.</param>
    public void GrantThisBrowser(Guid requestId) => Grant(requestId, GrantPurpose.Browser, time.GetUtcNow().UtcDateTime + GrantLife);

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

    /// <summary>
    /// Lets this browser see what a link opens: for as long as a message's link lasts, and longer than one that was asked
    /// for to come back. The caller saves.
    /// </summary>
    public async Task EnterAsync(OpenedLink link, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(link);
        var until = link.Purpose == GrantPurpose.SignIn ? time.GetUtcNow().UtcDateTime + GrantLife : link.ExpiresOn;
        var grants = GrantIds();
        // The same link again in the same browser.
        if (!await database.CustomerGrants.AnyAsync(
            g => g.RequestId == link.RequestId && g.Purpose == GrantPurpose.MailedBrowser && grants.Contains(g.Id) && g.ExpiresOn >= until, cancellation))
        {
            Grant(link.RequestId, GrantPurpose.MailedBrowser, until);
        }
    }

    /// <summary>
    /// Whether this browser came by a link that was emailed to the request's customer: whoever holds it reads that mail.
    /// The browser that opened the request may see it too, and proves no address by that.
    /// </summary>
    /// <param name="requestId">The request.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<bool> IsEmailConfirmedAsync(Guid requestId, CancellationToken cancellation)
    {
        var grants = GrantIds();
        var now = time.GetUtcNow().UtcDateTime;
        return await database.CustomerGrants.AnyAsync(
            g => g.RequestId == requestId && grants.Contains(g.Id) && g.Purpose == GrantPurpose.MailedBrowser && g.ExpiresOn > now, cancellation);
    }

    /// <summary>The references that this browser may see, latest first.</summary>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<RequestReference>> ListAsync(CancellationToken cancellation)
    {
        var grants = GrantIds();
        if (grants.Count == 0)
        {
            return [];
        }

        var now = time.GetUtcNow().UtcDateTime;
        return await database.Requests
            .Where(r => database.CustomerGrants.Any(g => g.RequestId == r.Id && grants.Contains(g.Id) && g.TokenHash == null && g.ExpiresOn > now))
            .OrderByDescending(r => r.OpenedOn)
            .Select(r => r.Reference)
            .ToListAsync(cancellation);
    }

    /// <summary>Forgets every request on this device: a copy of its cookie opens nothing any more. Links in emails still work.</summary>
    public async Task ForgetAllAsync(CancellationToken cancellation)
    {
        var grants = GrantIds();
        await database.CustomerGrants.Where(g => grants.Contains(g.Id) && g.TokenHash == null).ExecuteDeleteAsync(cancellation);
        cookies.Delete(Http, CookieName);
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

    /// <summary>Whether an address was told of so many new requests, at none of which anybody has opened a link, that it is told of no more for now.</summary>
    public async Task<bool> IsToldEnoughAsync(string email, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (hourAgo, dayAgo) = (now.AddHours(-1), now.AddDays(-1));
        var unconfirmed = UnconfirmedOf(email);
        var told = await database.Outbox.Where(m => m.Kind == RequestOpened.Kind && m.CreatedOn > dayAgo && unconfirmed.Contains(m.RequestId!.Value))
            .Select(m => m.CreatedOn).ToListAsync(cancellation);
        return told.Count >= mail.Value.OpenedPerDay || told.Count(on => on > hourAgo) >= mail.Value.OpenedPerHour;
    }

    private IQueryable<Guid> UnconfirmedOf(string email)
    {
        var term = RequestSearchTerm.Email(email);
        return database.SearchTerms
            .Where(t => t.Term == term && !database.CustomerGrants.Any(g => g.RequestId == t.RequestId && g.Purpose == GrantPurpose.MailedBrowser))
            .Select(t => t.RequestId);
    }

    private void Grant(Guid requestId, GrantPurpose purpose, DateTime until)
    {
        var grant = CustomerGrant.For(requestId, purpose, tokenHash: null, time.GetUtcNow().UtcDateTime, until);
        database.CustomerGrants.Add(grant);
        WriteCookie([.. GrantIds(), grant.Id]);
    }

    private string CreateToken(Guid requestId, GrantPurpose purpose, TimeSpan life)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow().UtcDateTime;
        database.CustomerGrants.Add(CustomerGrant.For(requestId, purpose, Hash(token), now, now + life));
        return token;
    }

    private List<Guid> GrantIds()
    {
        if (cookies.Read(Http, CookieName) is not { } cookie)
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<List<Guid>>(_protector.Unprotect(cookie)) ?? [];
        }
        catch (Exception broken) when (broken is CryptographicException or JsonException)
        {
            return []; // forged, or from a key ring that is gone: the same as no cookie
        }
    }

    private void WriteCookie(List<Guid> grants)
    {
        var kept = grants.TakeLast(MaxGrants).ToList();
        cookies.Write(Http, CookieName, _protector.Protect(JsonSerializer.Serialize(kept)), GrantLife);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
