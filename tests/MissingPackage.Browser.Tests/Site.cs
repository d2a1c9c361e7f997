using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace MissingPackage.Browser.Tests;

/// <summary>
/// The whole application on a real port of this machine, with a SQLite database, documents and mail of its own in a
/// temporary folder. It is Wednesday, July 1, 2026, noon in New York.
/// </summary>
public class Site : WebApplicationFactory<Program>
{
    public const string AgentEmail = "agent@example.com";
    public const string AgentPassword = "a long enough sentence";

    private readonly string _folder = Directory.CreateTempSubdirectory("missingpackage-").FullName;

    private readonly bool _https;

    public Site()
        : this(certificate: null)
    {
    }

    /// <param name="certificate">With which it is reached by https; null for plain http.</param>
    protected Site(X509Certificate2? certificate)
    {
        _https = certificate is not null;
        if (certificate is null)
        {
            UseKestrel(0);
        }
        else
        {
            UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        }

        StartServer();
    }

    /// <summary>Each report of the content security policy that arrived: its media type and how it was answered.</summary>
    public ConcurrentQueue<(string? MediaType, int Status)> CspReports { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 7, 1, 16, 0, 0, TimeSpan.Zero));

    public string Address => ClientOptions.BaseAddress.ToString().TrimEnd('/');

    public string MailFolder => Path.Combine(_folder, "mail");

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseEnvironment("Testing");
        foreach (var (key, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Database:ConnectionString"] = $"Data Source={Path.Combine(_folder, "test.db")}",
            ["Documents:Folder"] = Path.Combine(_folder, "documents"),
            ["Intake:PrivateFolder"] = Path.Combine(_folder, "intake"),
            ["Mail:PickupFolder"] = MailFolder,
            ["Mail:OpenedPerHour"] = "1000",
            ["Mail:OpenedPerDay"] = "1000",
            ["Site:PublicUrl"] = (_https ? "https" : "http") + "://localhost:5080",
            ["Care:Phone"] = "(800) 555-0188",
            ["Care:Hours"] = "Weekdays, 9 am to 6 pm Eastern Time",
            ["Care:Email"] = "care@example.com",
            ["Bootstrap:AdminEmail"] = AgentEmail,
            ["Bootstrap:AdminPassword"] = AgentPassword,
            ["RateLimits:GuessablePerMinute"] = "1000",
            ["RateLimits:CostlyPerMinute"] = "1000",
            ["RateLimits:OrdersPerMinute"] = "1000",
            ["RateLimits:PostsPerMinute"] = "100000",
            ["RateLimits:UploadsPerMinute"] = "100000",
            ["Jobs:Enabled"] = "false",
            ["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Warning",
            ["Serilog:MinimumLevel:Default"] = "Warning",
        })
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            services.AddSingleton<IStartupFilter>(new ReportWatch(CspReports));
        });
    }

    private sealed class ReportWatch(ConcurrentQueue<(string? MediaType, int Status)> seen) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                await following(context);
                if (context.Request.Path == "/csp-reports")
                {
                    seen.Enqueue((context.Request.ContentType?.Split(';')[0], context.Response.StatusCode));
                }
            });
            next(app);
        };
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        for (var tries = 1; disposing && Directory.Exists(_folder); tries++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException) when (tries < 5)
            {
                // The intake of a file that was cut off takes its own folder away at the same moment.
            }
        }
    }
}

/// <summary>The same by https, as customers come: with a certificate of its own making.</summary>
public sealed class HttpsSite() : Site(Certificate())
{
    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null); // with its key, on every system
    }
}
