using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Site;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace MissingPackage.Web.Composition;

/// <summary>Headers of every answer: nothing from elsewhere runs, frames, or learns an address of ours.</summary>
internal static class SiteHeaders
{
    /// <summary>Name of the headers of a customer's document, for <see cref="SecurityHeadersPolicyAttribute"/>: nothing in it runs or loads.</summary>
    public const string Document = "document";

    /// <summary>Name of the headers of an email's preview, for <see cref="SecurityHeadersPolicyAttribute"/>: the emails' own style, by its hash, and nothing in it runs or loads.</summary>
    public const string Message = "message";

    /// <summary>The one name under which scripts may turn text into a page: <c>wwwroot/js/page.js</c>.</summary>
    private const string TrustedTypes = "mp-page";

    public static void AddSiteHeaders(this WebApplicationBuilder builder) => builder.Services.AddSecurityHeaderPolicies((policies, services) =>
    {
        var isHttps = services.GetRequiredService<IOptions<SiteOptions>>().Value.IsHttps;
        policies
            .SetDefaultPolicy(Headers(isHttps, csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddScriptSrc().Self();
                csp.AddStyleSrc().Self();
                csp.AddImgSrc().Self().Blob();
                csp.AddConnectSrc().Self();
                csp.AddFormAction().Self();
                csp.AddBaseUri().None();
                csp.AddFrameAncestors().None();
                csp.AddRequireTrustedTypesFor().Script();
                csp.AddTrustedTypes().AllowPolicy(TrustedTypes);
                Report(csp, isHttps);
            }))
            .AddPolicy(Document, Headers(isHttps, csp =>
            {
                // Without reports: a browser shows a picture or a PDF with a style of its own, and would report that.
                csp.AddDefaultSrc().None();
                csp.AddFrameAncestors().None();
                csp.AddSandbox();
            }))
            .AddPolicy(Message, Headers(isHttps, csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddStyleSrc().WithHash256(MailStyle.Hash);
                csp.AddFormAction().None();
                csp.AddBaseUri().None();
                csp.AddFrameAncestors().None();
                csp.AddSandbox();
                Report(csp, isHttps);
            }));
    });

    public static void UseSiteHeaders(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.Use((context, next) =>
        {
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsPost(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                context.Response.Headers.Allow = "GET, HEAD, POST";
                return Task.CompletedTask;
            }

            // Every page shows something of a person or holds a form: no browser and no proxy stores one.
            context.Response.OnStarting(() =>
            {
                var isPage = context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null;
                if (isPage || !context.Response.Headers.ContainsKey("Cache-Control"))
                {
                    context.Response.Headers.CacheControl = "no-store";
                }

                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    // Browsers that know report-to use it alone, and that only with https.
    private static void Report(CspBuilder csp, bool isHttps)
    {
        csp.AddReportUri().To(CspReports.Address);
        if (isHttps)
        {
            csp.AddReportTo(CspReports.Group);
        }
    }

    private static HeaderPolicyCollection Headers(bool isHttps, Action<CspBuilder> contentSecurityPolicy) => new HeaderPolicyCollection()
        .AddFrameOptionsDeny()
        .AddContentTypeOptionsNoSniff()
        .AddReferrerPolicyNoReferrer()
        .AddCrossOriginOpenerPolicy(coop => coop.SameOrigin())
        .AddCrossOriginResourcePolicy(corp => corp.SameOrigin())
        .AddPermissionsPolicy(permissions =>
        {
            permissions.AddGeolocation().None();
            permissions.AddMicrophone().None();
            permissions.AddPayment().None();
            permissions.AddUsb().None();
        })
        .AddContentSecurityPolicy(csp =>
        {
            contentSecurityPolicy(csp);
            if (isHttps)
            {
                csp.AddUpgradeInsecureRequests();
            }
        })
        .AddCustomHeader("Reporting-Endpoints", $"{CspReports.Group}=\"{CspReports.Address}\"")
        .RemoveServerHeader();
}
