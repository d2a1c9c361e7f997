using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using MissingPackage.Web.Access;
using MissingPackage.Web.Documents;
using MissingPackage.Web.Settings;

namespace MissingPackage.Web.Pages.Report;

/// <summary>The cookie that holds a draft's id, encrypted.</summary>
public sealed class DraftCookie(IDataProtectionProvider protection, SiteCookies cookies, SettingsReader settings)
{
    public const string Name = "mp-draft";

    private readonly IDataProtector _protector = protection.CreateProtector("MissingPackage.Draft.Cookie.v1");

    /// <summary>How long a draft is kept after the last answer, and the cookie with it.</summary>
    public TimeSpan Life => TimeSpan.FromDays(settings.Get<RetentionOptions>().DraftDays);

    /// <summary>This browser's draft id, or null if it has none.</summary>
    public Guid? Read(HttpContext context)
    {
        if (cookies.Read(context, Name) is not { } cookie)
        {
            return null;
        }

        try
        {
            return Guid.TryParse(_protector.Unprotect(cookie), out var id) ? id : null;
        }
        catch (CryptographicException)
        {
            return null; // forged, or from a key ring that is gone
        }
    }

    /// <summary>
    /// Gives the browser its draft's number before anything is typed: what it keeps by itself and the form it sends may
    /// arrive at the same moment, and have to meet in one draft.
    /// </summary>
    public void Prepare(HttpContext context)
    {
        if (Read(context) is null)
        {
            Write(context, Guid.NewGuid());
        }
    }

    /// <summary>Lets the browser keep the id.</summary>
    public void Write(HttpContext context, Guid id) => cookies.Write(context, Name, _protector.Protect(id.ToString()), Life);

    /// <summary>Takes it away.</summary>
    public void Delete(HttpContext context) => cookies.Delete(context, Name);
}
