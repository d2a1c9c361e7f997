using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Areas.Admin.Reviewing;

/// <summary>
/// Carries what an agent typed through a sign-in: a form that is sent after the session ended is kept, encrypted and for an
/// hour, in cookies of the agent's own browser, and put back into the same page after they signed in.
/// </summary>
public sealed class TypedBeforeSignIn(SiteCookies cookies, IDataProtectionProvider protection, TimeProvider time)
{
    private const string CookieName = "mp-typed";

    /// <summary>Characters of all that was typed; more than the page's longest form.</summary>
    private const int MaxTyped = 8_000;

    /// <summary>
    /// Characters of it in cookies. Any site may send a form here, and what it holds comes along with every request for an
    /// hour: noise that can't be packed would fill the room that a server has for headers.
    /// </summary>
    private const int MaxSealed = 2 * ChunkSize;

    private const int ChunkSize = 3_800;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly IDataProtector _protector = protection.CreateProtector("MissingPackage.TypedBeforeSignIn.v1");
    private readonly ChunkingCookieManager _chunks = new() { ChunkSize = ChunkSize };

    private sealed record Kept(string Path, DateTime Until, Dictionary<string, string> Fields);

    /// <summary>Keeps a form that was sent without a session, unless another site's page sent it: what it holds would be shown as typed by the agent.</summary>
    /// <returns>Where to go after the sign-in, the page the form is on, and whether that page puts it back; null where there was nothing to keep.</returns>
    public async Task<(string Page, bool IsKept)?> KeepAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || request.ContentLength is null or > 4 * MaxTyped
            || FromOurOwnPagesAttribute.IsFromElsewhere(request) || await ReadAsync(request) is not { } form)
        {
            return null;
        }

        var isKept = false;
        var fields = form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal)).ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        if (PutsBack(context) && fields.Sum(field => field.Key.Length + field.Value.Length) <= MaxTyped)
        {
            var path = request.Path.ToString();
            var kept = JsonSerializer.SerializeToUtf8Bytes(new Kept(path, time.GetUtcNow().UtcDateTime + Life, fields));
            var sealedText = Convert.ToBase64String(_protector.Protect(Pack(kept)));
            if (sealedText.Length <= MaxSealed)
            {
                _chunks.AppendResponseCookie(context, cookies.NameOf(CookieName), sealedText, cookies.OptionsFor(context, Life));
                isKept = true;
            }
        }

        var query = QueryString.Create(request.Query.Where(part => part.Key != "handler"));
        return (request.PathBase + request.Path + query, isKept);
    }

    /// <summary>What was typed on this page before the sign-in, once; null where nothing was.</summary>
    public Dictionary<string, string>? Take(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_chunks.GetRequestCookie(context, cookies.NameOf(CookieName)) is not { Length: > 0 } cookie)
        {
            return null;
        }

        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(Unpack(_protector.Unprotect(Convert.FromBase64String(cookie))))!;
            if (kept.Until > time.GetUtcNow().UtcDateTime && !string.Equals(kept.Path, context.Request.Path, StringComparison.OrdinalIgnoreCase))
            {
                return null; // of another page, which may still be opened
            }

            _chunks.DeleteCookie(context, cookies.NameOf(CookieName), cookies.OptionsFor(context, Life));
            return kept.Until > time.GetUtcNow().UtcDateTime ? kept.Fields : null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or JsonException or InvalidDataException)
        {
            _chunks.DeleteCookie(context, cookies.NameOf(CookieName), cookies.OptionsFor(context, Life));
            return null;
        }
    }

    // The one page that asks for it.
    private static bool PutsBack(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is { AreaName: "Admin", ViewEnginePath: "/Requests/Review" };

    private static async Task<IFormCollection?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException)
        {
            return null; // no form of ours
        }
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        brotli.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
