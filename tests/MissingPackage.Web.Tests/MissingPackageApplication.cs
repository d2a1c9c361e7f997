using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;
using MissingPackage.Data.Sqlite;
using MissingPackage.Web.Tests.Data;
using MissingPackage.Web.Tests.People;
using Agent = MissingPackage.Web.Tests.People.Agent;

namespace MissingPackage.Web.Tests;

/// <summary>
/// The whole application with a migrated database of its own (<see cref="TestDatabase"/>), and documents and mail in a
/// temporary folder. It is Wednesday, July 1, 2026, noon in New York, until a test moves <see cref="Time"/>.
/// </summary>
public class MissingPackageApplication : WebApplicationFactory<Program>, ISite
{
    public const string AgentEmail = "agent@example.com";
    public const string AgentPassword = "a long enough sentence";

    private readonly string _folder = Directory.CreateTempSubdirectory("missingpackage-").FullName;
    private readonly TestDatabase _database = TestDatabase.NotYetMade();
    private readonly List<Visitor> _visitors = [];
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private Action<IServiceCollection> _configure = _ => { };
    private static int _started;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 7, 1, 16, 0, 0, TimeSpan.Zero));

    public DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>The address in emails.</summary>
    public Uri PublicUrl => new(_settings.GetValueOrDefault("Site:PublicUrl", "http://localhost:5080"));

    /// <summary>Where people of the tests go: to the public address where that is https, or else to this machine.</summary>
    public Uri Site => PublicUrl.Scheme == Uri.UriSchemeHttps ? PublicUrl : new("http://localhost");

    public string MailFolder => Path.Combine(_folder, "mail");

    public string DocumentsFolder => Path.Combine(_folder, "documents");

    public string PrivateFolder => Path.Combine(_folder, "intake");

    /// <summary>How many were started in this run of the tests.</summary>
    public static int Started => _started;

    /// <summary>The application's services; the first use starts it.</summary>
    public override IServiceProvider Services
    {
        get
        {
            // Tests run side by side, and only one of them may start it.
            lock (_visitors)
            {
                return base.Services;
            }
        }
    }

    /// <summary>An application with other settings than the usual ones.</summary>
    public static MissingPackageApplication With(params (string Key, string Value)[] settings)
    {
        var application = new MissingPackageApplication();
        foreach (var (key, value) in settings)
        {
            application._settings[key] = value;
        }

        return application;
    }

    /// <summary>Replaces services, before the first use.</summary>
    public MissingPackageApplication Where(Action<IServiceCollection> configure)
    {
        _configure += configure;
        return this;
    }

    public Customer NewCustomer() => Meet(new Customer(this, new CookieContainer()));

    /// <summary>A seller who reads the mail of this address.</summary>
    public Seller NewSeller(string email) => Meet(new Seller(this, new CookieContainer(), email));

    /// <summary>Somebody who has never been here.</summary>
    public Visitor NewStranger() => Meet(new Visitor(this, new CookieContainer()));

    /// <summary>An agent at the sign-in page's other side.</summary>
    public async Task<Agent> NewAgentAsync(string email = AgentEmail)
    {
        var agent = Meet(new Agent(this, new CookieContainer()));
        await agent.SignInAsync(email, AgentPassword);
        return agent;
    }

    /// <summary>The same browser, opened again after its window was closed: what it kept are the lasting cookies.</summary>
    public Customer Reopen(Visitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        var kept = new CookieContainer();
        foreach (var cookie in visitor.Cookies.GetAllCookies().Where(cookie => cookie.Expires != DateTime.MinValue))
        {
            kept.Add(cookie);
        }

        return Meet(new Customer(this, kept));
    }

    public HttpClient NewBrowser(CookieContainer cookies)
    {
        _ = Services;
        return CreateDefaultClient(Site, new CookieContainerHandler(cookies));
    }

    public Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    /// <summary>Asks the database something, as no page would.</summary>
    public async Task<T> AskAsync<T>(Func<MissingPackageContext, Task<T>> question)
    {
        ArgumentNullException.ThrowIfNull(question);
        await using var scope = Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<MissingPackageContext>());
    }

    /// <summary>Sends what waits in the outbox, then reads every message to this address, oldest first.</summary>
    public async Task<IReadOnlyList<MimeMessage>> MailToAsync(string address)
    {
        // Messages of decisions wait for as long as those can be undone.
        if (await AskAsync(database => database.Outbox.AnyAsync(message => message.State == OutboxState.Waiting && message.NextAttemptOn > Now)))
        {
            Time.Advance(MissingPackage.Domain.Requests.Decision.UndoTime);
        }

        // The background sender may be halfway through the same messages: whoever is first, all of them leave.
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                await Services.GetRequiredService<OutboxDispatcher>().DispatchAsync(CancellationToken.None);
            }
            catch (DbUpdateConcurrencyException)
            {
                // The background sender marked it first.
            }

            if (!await AskAsync(database => database.Outbox.AnyAsync(message => message.State == OutboxState.Waiting && message.NextAttemptOn <= Now)))
            {
                break;
            }

            await Task.Delay(20);
        }

        if (!Directory.Exists(MailFolder))
        {
            return [];
        }

        var messages = Directory.EnumerateFiles(MailFolder, "*.eml").Select(file => MimeMessage.Load(file)).OrderBy(message => message.Date);
        return messages.Where(message => message.To.Mailboxes.Any(to => to.Address == address)).ToList();
    }

    /// <summary>Makes one more account; the first, an administrator, comes from the settings.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> MakeAgentAsync(string email, AgentRole role = AgentRole.Agent)
    {
        await using var scope = Services.CreateAsyncScope();
        var agents = scope.ServiceProvider.GetRequiredService<UserManager<MissingPackage.Data.Agent>>();
        var agent = new MissingPackage.Data.Agent { UserName = email, Email = email, EmailConfirmed = true, Role = role };
        Assert.True((await agents.CreateAsync(agent, AgentPassword)).Succeeded);
        return agent.Id;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Interlocked.Increment(ref _started);
        builder.UseEnvironment("Testing");
        builder.UseDefaultServiceProvider(services => services.ValidateScopes = true); // as in development
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Database:MigrateAtStart"] = "true",
            ["Documents:Folder"] = DocumentsFolder,
            ["Intake:PrivateFolder"] = PrivateFolder,
            ["Mail:PickupFolder"] = MailFolder,
            ["Mail:OpenedPerHour"] = "1000",
            ["Mail:OpenedPerDay"] = "1000",
            ["Site:PublicUrl"] = PublicUrl.ToString().TrimEnd('/'),
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
            ["Serilog:MinimumLevel:Default"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Fatal",
            ["Serilog:MinimumLevel:Override:System"] = "Fatal",
        };
        if (_settings.ContainsKey("Database:ConnectionString"))
        {
            settings["Database:Provider"] = "Sqlite"; // a test that names a file means SQLite, whatever the others run on
        }

        foreach (var (key, value) in _settings)
        {
            settings[key] = value;
        }

        foreach (var (key, value) in _database.Settings)
        {
            builder.UseSetting(key, value);
        }

        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            services.ConfigureDbContext<SqliteContext>(options => options.UseSqliteAsSqlServer());
            _configure(services);
        });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _visitors.ForEach(visitor => visitor.Dispose());
        }

        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
        {
            _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

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

    private T Meet<T>(T visitor)
        where T : Visitor
    {
        lock (_visitors)
        {
            _visitors.Add(visitor);
        }

        return visitor;
    }
}
