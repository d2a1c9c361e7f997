using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using MissingPackage.Application.Settings;
using MissingPackage.Web.Access;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Composition;

/// <summary>
/// Pages that are the same for everybody who brings nothing of ours along: made once a second, compressed once, and
/// answered from memory (docs/decisions/0020). Nothing of a person is ever on them, so nothing of one is kept.
/// </summary>
internal static class PublicPages
{
    private const string Policy = "public";

    /// <summary>How long one is kept: an edit on another node shows after so long at most.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private static readonly string[] All = ["/Index", "/WhereToLook", "/Carriers", "/Help", "/Privacy"];

    public static void AddPublicPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DraftCookie>();
        builder.Services.AddOutputCache(cache => cache.AddPolicy(Policy, new ForEverybody()));
        builder.Services.AddResponseCompression(compression =>
        {
            // Only what is the same for everybody is compressed: no length tells of anybody's secret.
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = ["text/html"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        builder.Services.Configure<RazorPagesOptions>(pages =>
        {
            foreach (var page in All)
            {
                pages.Conventions.AddPageApplicationModelConvention(page, model => model.EndpointMetadata.Add(new OutputCacheAttribute { PolicyName = Policy }));
            }
        });
    }

    /// <summary>Answers from memory what is the same for everybody. The draft's cookie, which is not, is given along.</summary>
    public static void UsePublicPages(this WebApplication app)
    {
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<OutputCacheAttribute>() is not null && IsForEverybody(context),
            everybody =>
            {
                everybody.Use((context, next) => context.GetEndpoint()!.Metadata.GetMetadata<BeginsDraftAttribute>() is null ? next(context) : WithDraftAsync(context, next));
                everybody.UseOutputCache();
                everybody.UseResponseCompression();
            });
    }

    /// <summary>
    /// Adds the cookie when the page is whole and not sent yet: what is kept holds every header that the answer had until
    /// then, and the cookie is this browser's alone.
    /// </summary>
    private static async Task WithDraftAsync(HttpContext context, RequestDelegate next)
    {
        var answer = context.Response.Body;
        using var page = new MemoryStream();
        context.Response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = answer;
        }

        context.RequestServices.GetRequiredService<DraftCookie>().Prepare(context);
        page.Position = 0;
        await page.CopyToAsync(answer, context.RequestAborted);
    }

    /// <summary>Whether the answer is the one for everybody: nothing that is asked for or brought along changes it.</summary>
    /// <remarks>A browser that doesn't say where a request comes from needs a form with a token of its own
    /// (<see cref="FromOurOwnPagesAttribute"/>).</remarks>
    public static bool IsForEverybody(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && !context.Request.QueryString.HasValue
        && context.Request.Headers.ContainsKey(FromOurOwnPagesAttribute.Header)
        && context.RequestServices.GetRequiredService<SiteCookies>() is var cookies
        && cookies.Read(context, DraftCookie.Name) is null && cookies.Read(context, CustomerAccess.CookieName) is null;

    private sealed class ForEverybody : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking = true;
            context.ResponseExpirationTimeSpan = Life;
            context.CacheVaryByRules.VaryByHost = true;
            context.CacheVaryByRules.QueryKeys = "";
            context.CacheVaryByRules.HeaderNames = "Accept-Encoding";
            context.CacheVaryByRules.VaryByValues["settings"] =
                context.HttpContext.RequestServices.GetRequiredService<SettingsReader>().Generation.ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            // What sets a cookie is somebody's; what failed is shown once.
            var response = context.HttpContext.Response;
            context.AllowCacheStorage = response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.Count == 0;
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>On a page model: its page gives the browser the cookie of a draft.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BeginsDraftAttribute : Attribute;

/// <summary>
/// On a page model, instead of the antiforgery token that a page for everybody can't hold: posts are taken that the
/// browser itself says come from a page of ours (Sec-Fetch-Site, which no script can set: W3C, Fetch Metadata Request
/// Headers), and all others as everywhere, with their token.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FromOurOwnPagesAttribute : Attribute, IAsyncAuthorizationFilter, IAntiforgeryPolicy
{
    /// <summary>The header in which a browser says where a request comes from.</summary>
    public const string Header = "Sec-Fetch-Site";

    /// <summary>Whether a browser says that it comes from somewhere else. Where one says nothing, only a token tells.</summary>
    public static bool IsFromElsewhere(HttpRequest request) => request.Headers[Header] is { Count: > 0 } from && from != "same-origin";

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Headers[Header] != "same-origin"
            && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            context.Result = new BadRequestResult();
        }
    }
}
