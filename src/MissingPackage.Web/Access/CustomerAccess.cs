using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Links;
using MissingPackage.Data;
using MissingPackage.Data.Access;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Access;

/// <summary>
/// Who may see which request. A browser holds an encrypted cookie with the ids of its grants; a grant covers one
/// request until it expires. An emailed link holds a random token of which only the hash is stored. Opening one uses
/// nothing up, because link scanners open links too: a link in a message gives this browser a grant of its own, a sign-in
/// link shows a page whose button does.
/// </summary>
public sealed class CustomerAccess(
    MissingPackageContext database, IDataProtectionProvider protection, SiteCookies cookies, IHttpContextAccessor accessor, TimeProvider time)
{
    public const string CookieName = "mp-access";

    /// <summary>Grants one cookie holds at most; the oldest give way.</summary>
    private const int MaxGrants = 20;

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
    public void GrantThisBrowser(Guid requestId) => Grant(requestId, GrantPurpose.Browser, time.GetUtcNow().UtcDateTime + CustomerLinks.GrantLife);

    /// <summary>
    /// Lets this browser see what a link opens: for as long as a message's link lasts, and longer than one that was asked
    /// for to come back. The caller saves.
    /// </summary>
    public async Task EnterAsync(OpenedLink link, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(link);
        var until = link.Purpose == GrantPurpose.SignIn ? time.GetUtcNow().UtcDateTime + CustomerLinks.GrantLife : link.ExpiresOn;
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

    private void Grant(Guid requestId, GrantPurpose purpose, DateTime until)
    {
        var grant = CustomerGrant.For(requestId, purpose, tokenHash: null, time.GetUtcNow().UtcDateTime, until);
        database.CustomerGrants.Add(grant);
        WriteCookie([.. GrantIds(), grant.Id]);
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
        cookies.Write(Http, CookieName, _protector.Protect(JsonSerializer.Serialize(kept)), CustomerLinks.GrantLife);
    }
}
