using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Links;
using MissingPackage.Data;
using MissingPackage.Data.Access;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Access;

/// <summary>
/// Which seller may see which request. Opening an emailed link changes nothing in the database and uses nothing up, and
/// shows nothing either: it lets this browser ask for a one-time code, which goes to the seller's own address. So a link
/// that was forwarded, or read by somebody else, opens nothing. The right code starts a session for this one hand-off.
/// Both steps are encrypted cookies, each naming the hand-offs it is good for; a session is a row too, so that leaving ends
/// it for every copy of its cookie.
/// </summary>
public sealed class SellerAccess(
    MissingPackageContext database, SellerLinks links, IDataProtectionProvider protection, SiteCookies cookies, IHttpContextAccessor accessor, TimeProvider time)
{
    /// <summary>Says that this browser opened the link.</summary>
    public const string LinkCookie = "mp-seller-link";

    /// <summary>Says that the code was right.</summary>
    public const string SessionCookie = "mp-seller";

    /// <summary>How long a right code lets somebody in.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(8);

    /// <summary>Hand-offs that one browser is in at once; the oldest gives way.</summary>
    private const int MaxPasses = 20;

    private static readonly TimeSpan LinkCookieLife = TimeSpan.FromHours(1);

    private readonly IDataProtector _passes = protection.CreateProtector("MissingPackage.SellerAccess.Cookie.v1");

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("A seller's access is decided within a request only.");

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Lets this browser ask for a code, for an hour.</summary>
    public void Enter(SellerGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        Write(LinkCookie, new Pass(grant.Id, Now + LinkCookieLife));
    }

    /// <summary>The hand-off whose link this browser opened, or null.</summary>
    public async Task<SellerGrant?> EnteredAsync(Guid id, CancellationToken cancellation) =>
        PassOf(LinkCookie, id) is not null ? await links.Live().SingleOrDefaultAsync(g => g.Id == id, cancellation) : null;

    /// <summary>The hand-off in which this browser has a session, or null.</summary>
    public async Task<SellerGrant?> SignedInAsync(Guid id, CancellationToken cancellation)
    {
        var now = Now;
        return PassOf(SessionCookie, id)?.Session is { } session
            ? await links.Live().AsNoTracking().SingleOrDefaultAsync(
                g => g.Id == id && database.CustomerGrants.Any(
                    s => s.Id == session && s.Purpose == GrantPurpose.SellerBrowser && s.RequestId == g.RequestId && s.ExpiresOn > now), cancellation)
            : null;
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

    /// <summary>One line of a cookie: for which hand-off it is good, until when (UTC), and the session's row, if it is one's.</summary>
    private sealed record Pass(Guid HandOff, DateTime Until, Guid? Session = null);
}
