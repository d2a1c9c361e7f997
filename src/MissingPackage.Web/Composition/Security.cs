using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using NetEscapades.AspNetCore.SecurityHeaders;

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
}

internal static class Security
{
    /// <summary>Name of the headers of a customer's document, for <see cref="SecurityHeadersPolicyAttribute"/>: nothing in it runs or loads.</summary>
    public const string DocumentHeaders = "document";

    /// <summary>Name of the headers of an email's preview, for <see cref="SecurityHeadersPolicyAttribute"/>: an email brings its style along, and nothing in it runs or loads.</summary>
    public const string MessageHeaders = "message";

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
            keyRing.ProtectKeysWithCertificate(
                X509CertificateLoader.LoadPkcs12FromFile(builder.Environment.PathOf(path), protection.CertificatePassword));
        }

        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "mp-form";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // A phone forgets its session cookies when it reclaims memory; the form in the tab is still there.
            antiforgery.Cookie.MaxAge = TimeSpan.FromDays(7);
        });

        builder.Services.AddSecurityHeaderPolicies()
            .AddPolicy(DocumentHeaders, Headers(csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddSandbox();
            }))
            .AddPolicy(MessageHeaders, Headers(csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddStyleSrc().UnsafeInline();
                csp.AddFrameAncestors().None();
                csp.AddSandbox();
            }));

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
                context => Posts(context, AgentOf(context) ?? AddressOf(context), limits.PostsPerMinute));
            limiter.AddPolicy(RateLimits.Guessable, context => Posts(context, AddressOf(context), limits.GuessablePerMinute));
            limiter.AddPolicy(RateLimits.Costly, context => Posts(context, AddressOf(context), limits.CostlyPerMinute));
            limiter.AddPolicy(RateLimits.Checks, context => Posts(context, AddressOf(context), limits.ChecksPerMinute));
            limiter.AddPolicy(RateLimits.Orders, context => context.Request.Query["handler"] == "Keep"
                ? RateLimitPartition.GetNoLimiter("reads")
                : Posts(context, AddressOf(context), limits.OrdersPerMinute));
            limiter.AddPolicy(RateLimits.Uploads, context => Posts(
                context, $"{ReferenceOf(context)} {AddressOf(context)}", limits.UploadsPerMinute));
        });
    }

    /// <summary>
    /// Refuses to start with keys that can't be opened: a new one would be made beside them, and every document stored so
    /// far would look damaged.
    /// </summary>
    /// <exception cref="StartException">A key can't be opened, or all of them are gone.</exception>
    public static async Task PrepareKeyRingAsync(this WebApplication app)
    {
        var keys = app.Services.GetRequiredService<IKeyManager>().GetAllKeys();
        if (keys.Count == 0 && (await app.BooksHaveDocumentsAsync() || await app.HasDocumentsAsync()))
        {
            throw new StartException(
                "The database of Database:ConnectionString has no keys, and the store of Documents holds documents that were encrypted with some. "
                + "Is it the right database? If it is, restore its table DataProtectionKeys from a backup: without those keys no document opens any more. "
                + "No document was changed.");
        }

        foreach (var key in keys.Where(key => !key.IsRevoked))
        {
            try
            {
                key.CreateEncryptor();
            }
            catch (Exception closed) when (closed is CryptographicException or InvalidOperationException)
            {
                throw new StartException(
                    $"Key {key.KeyId:b} of the key ring in the database can’t be opened. Set KeyRing:CertificatePath and KeyRing:CertificatePassword to the certificate it was protected with. Nothing was changed.", closed);
            }
        }

        // The first use makes the first key: in this node's turn, so that no other makes one that this one wouldn't know.
        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(PrepareKeyRingAsync)).Protect([]);
    }

    /// <summary>Headers of every answer: nothing from elsewhere runs, frames, or learns an address of ours.</summary>
    public static void UseSiteHeaders(this WebApplication app)
    {
        app.UseSecurityHeaders(Headers(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddScriptSrc().Self();
            csp.AddStyleSrc().Self();
            csp.AddImgSrc().Self().Blob();
            csp.AddConnectSrc().Self();
            csp.AddFormAction().Self();
            csp.AddBaseUri().None();
            csp.AddFrameAncestors().None();
        }));
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
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
            app.UseHttpsRedirection();
        }
    }

    private static HeaderPolicyCollection Headers(Action<CspBuilder> contentSecurityPolicy) => new HeaderPolicyCollection()
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
        .AddContentSecurityPolicy(contentSecurityPolicy)
        .RemoveServerHeader();

    // A partition is made once a key: reads need one of their own, or on a socket without addresses ("") they would free the posts too.
    private static RateLimitPartition<string> Posts(HttpContext context, string key, int permitted) =>
        HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(
                "post " + key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permitted, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter("reads");

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
