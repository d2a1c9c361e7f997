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
public sealed class Site : WebApplicationFactory<Program>
{
    public const string AgentEmail = "agent@example.com";
    public const string AgentPassword = "a long enough sentence";

    private readonly string _folder = Directory.CreateTempSubdirectory("missingpackage-").FullName;

    public Site()
    {
        UseKestrel(0);
        StartServer();
    }

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
            ["Site:PublicUrl"] = "http://localhost:5080",
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

        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
