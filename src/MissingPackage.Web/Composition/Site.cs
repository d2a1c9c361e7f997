using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Site;

namespace MissingPackage.Web.Composition;

internal static class Site
{
    public static void AddSite(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodySizes.Default; // routes have limits of their own
            // A phone in a lift sends nothing for a while: by default that would end an upload after five seconds.
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 120, gracePeriod: TimeSpan.FromSeconds(20));
            kestrel.Limits.MaxRequestBufferSize = 128 * 1024; // of each connection; twenty uploads at once would fill 20 MB of the default
        });
        builder.Services.AddOptions<HostFilteringOptions>().Configure<IOptions<SiteOptions>>((hosts, site) =>
        {
            // A made-up Host header would turn up in redirects. Loopback names serve health checks and tests.
            hosts.AllowedHosts = [new Uri(site.Value.PublicUrl).Host, "localhost", "127.0.0.1", "[::1]"];
        });
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<SiteOptions>>((forwarded, site) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in site.Value.Proxies)
            {
                forwarded.KnownIPNetworks.Add(proxy);
            }
        });
    }

    /// <summary>Believes a proxy's word on the customer's address and scheme only where that proxy is named in the settings.</summary>
    public static void UseForwardedProxyHeaders(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<SiteOptions>>().Value.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>Every error is a page for people, with a reference and never a stack trace.</summary>
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/problem/500",
            StatusCodeSelector = exception => Outage.Is(exception) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
            // What failed may have left its services, such as a database context, in the middle of something.
            CreateScopeForErrors = true,
        });
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
    }

    /// <summary>What can't be read is the sender's fault, and is answered as such: it is no error of ours, and fills no log.</summary>
    public static void UseUnreadableRequests(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception unreadable) when (!context.Response.HasStarted && StatusOf(unreadable) is not null)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusOf(unreadable)!.Value;
        }
    });

    // A form that broke off, or has more fields than any of ours: ASP.NET Core says so with exceptions as of a file.
    private static int? StatusOf(Exception failure) => failure switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException or IOException when failure.Source is "Microsoft.AspNetCore.Http" or "Microsoft.AspNetCore.WebUtilities" => StatusCodes.Status400BadRequest,
        _ => null,
    };

    /// <summary>Brings the database up to date where that is allowed, and makes the first agent and the sample data.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        await app.PrepareDatabaseAsync();
        await using var turn = await app.TakeTurnAsync();
        await app.PrepareKeyRingAsync();
        await app.PrepareDocumentsAsync();
        await app.PrepareSealAsync();
        await app.PrepareAgentsAsync();
        await app.PrepareSampleDataAsync();
    }

    /// <summary>
    /// Runs a command instead of the server: <c>migrate</c> applies pending migrations or writes them as a script, <c>verify-history</c> walks the
    /// chains of all histories and fails where one was altered, <c>import-orders</c> imports a list of orders.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> TryRunCommandAsync(this WebApplication app, string[] args)
    {
        if (args.Contains(MigrateCommand.Name, StringComparer.Ordinal))
        {
            await MigrateCommand.RunAsync(app, args, Console.Out);
            return true;
        }

        if (args.Contains("verify-history", StringComparer.Ordinal))
        {
            Environment.ExitCode = await app.Services.VerifyHistoryAsync(Console.Out) ? 0 : 1;
            return true;
        }

        if (Array.IndexOf(args, ImportOrdersCommand.Name) is >= 0 and var at)
        {
            await app.PrepareDatabaseAsync();
            Environment.ExitCode = await ImportOrdersCommand.RunAsync(app.Services, args[(at + 1)..], Console.Out);
            return true;
        }

        return false;
    }
}
