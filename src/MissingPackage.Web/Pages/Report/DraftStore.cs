using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Drafts;
using MissingPackage.Web.Documents;
using MissingPackage.Web.Settings;

namespace MissingPackage.Web.Pages.Report;

/// <summary>
/// Keeps what a customer types, encrypted, until some days after the last answer. The browser holds only the draft's id,
/// encrypted, in a cookie.
/// </summary>
public sealed class DraftStore(
    MissingPackageContext database, IDataProtectionProvider protection, IHttpContextAccessor accessor,
    SettingsReader settings, TimeProvider time)
{
    public const string CookieName = "mp-draft";

    private readonly IDataProtector _cookies = protection.CreateProtector("MissingPackage.Draft.Cookie.v1");
    private readonly IDataProtector _contents = protection.CreateProtector("MissingPackage.Draft.Content.v1");

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("A draft belongs to a request of a browser.");

    /// <summary>How long a draft is kept after the last answer.</summary>
    private TimeSpan Life => TimeSpan.FromDays(settings.Get<RetentionOptions>().DraftDays);

    /// <summary>This browser's draft id, or null if it has none.</summary>
    public Guid? CurrentId
    {
        get
        {
            if (Http.Request.Cookies[CookieName] is not { Length: > 0 } cookie)
            {
                return null;
            }

            try
            {
                return Guid.TryParse(_cookies.Unprotect(cookie), out var id) ? id : null;
            }
            catch (CryptographicException)
            {
                return null; // forged, or from a key ring that is gone
            }
        }
    }

    /// <summary>What was typed so far; empty answers where there is nothing.</summary>
    public async Task<ReportAnswers> LoadAsync(CancellationToken cancellation) =>
        CurrentId is { } id && await FindAsync(id, cancellation) is { } draft ? Read(draft) : new ReportAnswers();

    /// <summary>Changes the draft and saves it, making one if there is none.</summary>
    /// <param name="change">What to change.</param>
    /// <param name="cancellation">Stops the save.</param>
    /// <returns>The answers after the change.</returns>
    public async Task<ReportAnswers> KeepAsync(Action<ReportAnswers> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        var id = CurrentId;
        var draft = id is { } known ? await FindAsync(known, cancellation) : null;
        var answers = draft is null ? new ReportAnswers() : Read(draft);
        change(answers);
        if (draft is null)
        {
            draft = ReportDraft.Begin(Guid.NewGuid());
            database.ReportDrafts.Add(draft);
        }

        draft.Keep(_contents.Protect(JsonSerializer.Serialize(answers)), time.GetUtcNow().UtcDateTime, Life);
        await database.SaveChangesAsync(cancellation);
        Http.Response.Cookies.Append(CookieName, _cookies.Protect(draft.Id.ToString()), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = Http.Request.IsHttps,
            MaxAge = Life,
            IsEssential = true,
        });
        return answers;
    }

    /// <summary>Marks the draft for deletion, for the save of the caller, and takes the cookie away.</summary>
    public async Task DiscardAsync(CancellationToken cancellation)
    {
        if (CurrentId is { } id && await database.ReportDrafts.FindAsync([id], cancellation) is { } draft)
        {
            database.ReportDrafts.Remove(draft);
        }

        Http.Response.Cookies.Delete(CookieName);
    }

    private async Task<ReportDraft?> FindAsync(Guid id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return await database.ReportDrafts.SingleOrDefaultAsync(d => d.Id == id && d.ExpiresOn > now, cancellation);
    }

    private ReportAnswers Read(ReportDraft draft)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportAnswers>(_contents.Unprotect(draft.Content)) ?? new ReportAnswers();
        }
        catch (Exception broken) when (broken is CryptographicException or JsonException)
        {
            return new ReportAnswers();
        }
    }
}
