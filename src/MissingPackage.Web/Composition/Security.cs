using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Application.Site;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Composition;

/// <summary>Names of the rate limits, for <see cref="EnableRateLimitingAttribute"/>. Only posts are counted.</summary>
internal static class RateLimits
{
    /// <summary>Asking for a link, signing in: things worth guessing at.</summary>
    public const string Guessable = "guessable";

    /// <summary>Opening requests: things that cost.</summary>
    public const string Costly = "costly";

    /// <summary>Naming an order: whether one is known is worth guessing at. What a page keeps by itself isn't counted.</summary>
    public const string Orders = "orders";

    /// <summary>Sending files, by request; the general limit counts them by address too.</summary>
    public const string Uploads = "uploads";

    /// <summary>Checking a statement: anyone may, with a file of 15 MB.</summary>
    public const string Checks = "checks";

    /// <summary>What browsers report by themselves: it takes nothing from what people send.</summary>
    public const string Reports = "reports";
}

internal static class Security
{
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        var keyRing = builder.Services.AddDataProtection()
            .SetApplicationName("MissingPackage")
            .PersistKeysToDbContext<MissingPackageContext>()
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        var protection = builder.Configuration.Read<KeyRingOptions>(KeyRingOptions.Section);
        if (protection.CertificatePath is { Length: > 0 } path)
        {
            // The keys lie in the database; with a certificate, a copy of the database alone opens no document.
            keyRing.ProtectKeysWithCertificate(protection.Load(builder.Environment.PathOf(path)))
                .UnprotectKeysWithAnyCertificate([.. protection.EarlierCertificates.Select(earlier => protection.Load(builder.Environment.PathOf(earlier)))]);
        }

        builder.Services.AddAntiforgery();
        builder.Services.AddOptions<AntiforgeryOptions>().Configure<SiteCookies>((antiforgery, cookies) =>
        {
            // Lax: a page that a link in an email opens would get a new one, and the forms in other tabs would be worth nothing.
            cookies.Apply(antiforgery.Cookie, "mp-form");
            // A phone forgets its session cookies when it reclaims memory; the form in the tab is still there.
            antiforgery.Cookie.MaxAge = TimeSpan.FromDays(7);
        });

        builder.Services.AddOptions<CookieTempDataProviderOptions>().Configure<SiteCookies>((said, cookies) => cookies.Apply(said.Cookie, "mp-said", SameSiteMode.Strict));

        var limits = builder.Configuration.Read<RateLimitOptions>(RateLimitOptions.Section);
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                {
                    context.HttpContext.Response.Headers.RetryAfter =
                        ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                }

                return ValueTask.CompletedTask;
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                context => IsUncounted(context) ? RateLimitPartition.GetNoLimiter("reads") : Posts(context, AgentOf(context) ?? AddressOf(context), limits.PostsPerMinute));
            limiter.AddPolicy(RateLimits.Guessable, context => Posts(context, AddressOf(context), limits.GuessablePerMinute));
            limiter.AddPolicy(RateLimits.Costly, context => Posts(context, AddressOf(context), limits.CostlyPerMinute));
            limiter.AddPolicy(RateLimits.Checks, context => Posts(context, AddressOf(context), limits.ChecksPerMinute));
            limiter.AddPolicy(RateLimits.Reports, context => Posts(context, AddressOf(context), limits.ReportsPerMinute));
            limiter.AddPolicy(RateLimits.Orders, context => IsKeep(context)
                ? RateLimitPartition.GetNoLimiter("reads")
                : Posts(context, AddressOf(context), limits.OrdersPerMinute));
            limiter.AddPolicy(RateLimits.Uploads, context => Posts(
                context, $"{ReferenceOf(context)} {AddressOf(context)}", limits.UploadsPerMinute));
        });
    }

    /// <summary>Opens every key of the key ring.</summary>
    /// <returns>All of them, revoked ones too.</returns>
    /// <exception cref="StartException">A key can't be opened.</exception>
    public static IReadOnlyCollection<IKey> OpenKeys(this WebApplication app)
    {
        var keys = app.Services.GetRequiredService<IKeyManager>().GetAllKeys();
        foreach (var key in keys.Where(key => !key.IsRevoked))
        {
            try
            {
                key.CreateEncryptor();
            }
            catch (Exception closed) when (closed is CryptographicException or InvalidOperationException)
            {
                throw new StartException(
                    $"Key {key.KeyId:b} of the key ring in the database can’t be opened. Set KeyRing:CertificatePath and KeyRing:CertificatePassword to the certificate it was protected with, or name that in KeyRing:EarlierCertificates if another replaced it. Nothing was changed.", closed);
            }
        }

        return keys;
    }

    /// <summary>
    /// Refuses to start with keys that can't be opened: a new one would be made beside them, and every document stored so
    /// far would look damaged.
    /// </summary>
    /// <exception cref="StartException">A key can't be opened, or all of them are gone.</exception>
    public static async Task PrepareKeyRingAsync(this WebApplication app)
    {
        var keys = app.OpenKeys();
        if (keys.Count == 0 && (await app.BooksHaveDocumentsAsync() || await app.HasDocumentsAsync()))
        {
            throw new StartException(
                "The database of Database:ConnectionString has no keys, and the store of Documents holds documents that were encrypted with some. "
                + "Is it the right database? If it is, restore its table DataProtectionKeys from a backup: without those keys no document opens any more. "
                + "No document was changed.");
        }

        // The first use makes the first key: in this node's turn, so that no other makes one that this one wouldn't know.
        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(PrepareKeyRingAsync)).Protect([]);
    }

    // A partition is made once a key: reads need one of their own, or on a socket without addresses ("") they would free the posts too.
    private static RateLimitPartition<string> Posts(HttpContext context, string key, int permitted) =>
        HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(
                "post " + key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permitted, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter("reads");

    // Reports have a count of their own. And the page that says what went wrong is no post more: it has to be there when the limit is reached.
    private static bool IsUncounted(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == RateLimits.Reports
        || context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;

    // By the page's own handlers: where there is no such one, Razor Pages takes the post without a name.
    private static bool IsKeep(HttpContext context) =>
        context.Request.Query["handler"] == "Keep"
        && context.GetEndpoint()?.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerMethods.Any(handler => handler.Name == "Keep") == true;

    // A reference may be typed in many ways; each of them is the same request.
    private static string ReferenceOf(HttpContext context) =>
        RequestReference.TryParse(context.GetRouteValue("reference") as string, out var reference) ? reference.Value : "";

    /// <summary>A signed-in agent, who shares an address with the whole office; null for everybody else.</summary>
    private static string? AgentOf(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { } name } ? "agent " + name : null;

    /// <summary>Whom a post is counted for: an IPv4 address, or the /64 that one IPv6 customer gets.</summary>
    internal static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } six => Convert.ToHexString(six.GetAddressBytes(), 0, 8),
        var four => four.MapToIPv4().ToString(),
    };
}
