using Microsoft.Extensions.Options;
using MissingPackage.Application.Site;

namespace MissingPackage.Web.Access;

/// <summary>
/// The one rule of all cookies: hidden from scripts, for the whole site, and of no use to other sites. Where customers come
/// by https (<see cref="SiteOptions.IsHttps"/>), they are Secure and named <c>__Host-</c>, which browsers take from this
/// very host only, over https only (RFC 6265bis, 4.1.3.2). On a developer's plain http they keep their plain names,
/// because Safari would refuse the others.
/// </summary>
public sealed class SiteCookies(IOptions<SiteOptions> site)
{
    /// <summary>The name in the browser.</summary>
    /// <param name="plain">Such as <c>mp-access</c>.</param>
    public string NameOf(string plain) => site.Value.IsHttps ? "__Host-" + plain : plain;

    /// <summary>What a browser holds, or null.</summary>
    public string? Read(HttpContext context, string plain)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.Cookies[NameOf(plain)] is { Length: > 0 } held ? held : null;
    }

    /// <summary>Gives a browser something to hold.</summary>
    /// <param name="context">The answer it travels with.</param>
    /// <param name="plain">Such as <c>mp-access</c>.</param>
    /// <param name="value">Encrypted by the caller.</param>
    /// <param name="life">How long it is kept; null until the browser is closed.</param>
    /// <param name="sameSite">Strict only where no link in an email and no other site leads to the page that reads it.</param>
    public void Write(HttpContext context, string plain, string value, TimeSpan? life, SameSiteMode sameSite = SameSiteMode.Lax)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Append(NameOf(plain), value, OptionsFor(context, life, sameSite));
    }

    /// <summary>Takes it away. A browser listens to this only in the words in which it was given.</summary>
    public void Delete(HttpContext context, string plain)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(NameOf(plain), OptionsFor(context, life: null));
    }

    /// <summary>The rule, for whoever writes a cookie by other means.</summary>
    public CookieOptions OptionsFor(HttpContext context, TimeSpan? life, SameSiteMode sameSite = SameSiteMode.Lax)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = life,
            Path = "/",
            SameSite = sameSite,
            Secure = site.Value.IsHttps || context.Request.IsHttps,
        };
    }

    /// <summary>The rule, for a cookie that the framework writes.</summary>
    public void Apply(CookieBuilder cookie, string plain, SameSiteMode sameSite = SameSiteMode.Lax)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        cookie.Name = NameOf(plain);
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.Path = "/";
        cookie.SameSite = sameSite;
        cookie.SecurePolicy = site.Value.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
