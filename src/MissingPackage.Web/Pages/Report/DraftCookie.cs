using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using MissingPackage.Application.Settings;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Report;

/// <summary>
/// The cookie that opens a draft: 256 random bits, of which the books know only a hash, the draft's id. Nobody makes one from
/// what the database holds, and giving one costs next to nothing: every newcomer to the checklist gets one.
/// </summary>
public sealed class DraftCookie(SiteCookies cookies, SettingsReader settings)
{
    public const string Name = "mp-draft";

    private const int TokenBytes = 32;

    /// <summary>Characters of a token: base64url without padding.</summary>
    private const int TokenLength = ((TokenBytes * 4) + 2) / 3;

    /// <summary>How long a draft is kept after the last answer, and the cookie with it.</summary>
    public TimeSpan Life => TimeSpan.FromDays(settings.Get<RetentionOptions>().DraftDays);

    /// <summary>A token that nobody holds yet.</summary>
    public static string NewToken() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>The id of the draft that a token opens.</summary>
    public static Guid IdOf(string token) => new(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(token)).AsSpan(0, 16));

    /// <summary>This browser's token, or null if it has none.</summary>
    public string? Read(HttpContext context) => cookies.Read(context, Name) is { Length: TokenLength } token ? token : null;

    /// <summary>
    /// Gives the browser its draft's token before anything is typed: what it keeps by itself and the form it sends may
    /// arrive at the same moment, and have to meet in one draft.
    /// </summary>
    public void Prepare(HttpContext context)
    {
        if (Read(context) is null)
        {
            Write(context, NewToken());
        }
    }

    /// <summary>Lets the browser keep the token.</summary>
    public void Write(HttpContext context, string token) => cookies.Write(context, Name, token, Life);

    /// <summary>Takes it away.</summary>
    public void Delete(HttpContext context) => cookies.Delete(context, Name);
}
