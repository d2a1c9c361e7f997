using System.Net;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Site;

namespace MissingPackage.Web.Composition;

/// <summary>Where customers come by https, nothing else is answered; see <see cref="SiteOptions.IsHttps"/>.</summary>
internal static partial class Https
{
    public static void AddHttps(this WebApplicationBuilder builder)
    {
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        builder.Services.AddOptions<Microsoft.AspNetCore.HttpsPolicy.HttpsRedirectionOptions>()
            .Configure<IOptions<SiteOptions>>((https, site) => https.HttpsPort = site.Value.IsHttps ? new Uri(site.Value.PublicUrl).Port : null);
    }

    public static void UseHttpsOnly(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<SiteOptions>>().Value.IsHttps)
        {
            return;
        }

        app.UseHsts();
        app.UseWhen(IsPlain, plain =>
        {
            // A proxy that isn't trusted says how the customer came. Leading its http to https would lead in a circle.
            plain.Use((context, next) =>
            {
                if (!context.Request.Headers.ContainsKey("X-Forwarded-Proto"))
                {
                    return next(context);
                }

                LogUntrusted(app.Logger, OfAProxy(context.Connection.RemoteIpAddress));
                context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
                return Task.CompletedTask;
            });
            plain.UseHttpsRedirection();
        });
    }

    // Probes ask the process itself, by http. What answers a refusal is the refusal's own page.
    private static bool IsPlain(HttpContext context) => !context.Request.IsHttps
        && !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        && context.Features.Get<IStatusCodeReExecuteFeature>() is null;

    /// <summary>The address, where it can be a proxy's and isn't a customer's: one of a private network (RFC 1918, RFC 4193) or of this machine.</summary>
    private static string OfAProxy(IPAddress? address) => address?.IsIPv4MappedToIPv6 == true ? OfAProxy(address.MapToIPv4())
        : address is not null && (IPAddress.IsLoopback(address) || address.IsIPv6UniqueLocal || s_private.Any(network => network.Contains(address))) ? address.ToString()
        : "an address outside of private networks";

    private static readonly IPNetwork[] s_private = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16")];

    [LoggerMessage(LogLevel.Warning, "X-Forwarded-Proto came from {Proxy}, which isn’t in Site:TrustedProxies, and was not believed. If it is your proxy, add it.")]
    private static partial void LogUntrusted(ILogger logger, string proxy);
}
