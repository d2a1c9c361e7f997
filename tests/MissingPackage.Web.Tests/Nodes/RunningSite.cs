using System.Net;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using MissingPackage.Data.Outbox;
using MissingPackage.Data.Sqlite;
using MissingPackage.Documents.Tests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;
using Agent = MissingPackage.Web.Tests.People.Agent;

namespace MissingPackage.Web.Tests.Nodes;

/// <summary>
/// Real processes of the application on one database and one store, behind a balancer. The last of them is the one to be
/// killed: it comes back while the others answer, or, where it is alone, while whoever asks waits.
/// </summary>
internal sealed class RunningSite : ISite, IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<Visitor> _visitors = [];
    private readonly RunningProcess?[] _nodes;
    private readonly (string Key, string Value)[] _settings;
    private Task _coming = Task.CompletedTask;

    private RunningSite(int nodes, (string Key, string Value)[] settings) => (_nodes, _settings) = (new RunningProcess?[nodes], settings);

    public Uri Site => Balancer.Address;

    public Uri PublicUrl { get; } = new("http://localhost:5080");

    public Balancer Balancer { get; private set; } = null!;

    /// <summary>How often the last node was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>What all have written since their last start.</summary>
    public string Output => string.Join(Environment.NewLine, _nodes.Select(node => node?.Output));

    /// <summary>The documents, where the store is the disk.</summary>
    public string DocumentsFolder => _folder["documents"];

    /// <summary>Starts all at once on an empty database: they race for every first thing.</summary>
    public static async Task<RunningSite> StartAsync(int nodes, int seed, params (string Key, string Value)[] settings)
    {
        var site = new RunningSite(nodes, settings);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, nodes).Select(async node => site._nodes[node] = await RunningProcess.StartAsync(site.Settings(node))));
            site.Balancer = await Balancer.StartAsync(site._nodes.Select(node => node!.Address), seed);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    public Customer NewCustomer() => Meet(new Customer(this, new CookieContainer()));

    public Seller NewSeller(string email) => Meet(new Seller(this, new CookieContainer(), email));

    public async Task<Agent> NewAgentAsync()
    {
        var agent = Meet(new Agent(this, new CookieContainer()));
        await agent.SignInAsync(MissingPackageApplication.AgentEmail, MissingPackageApplication.AgentPassword);
        return agent;
    }

    public HttpClient NewBrowser(CookieContainer cookies) => new(new CookieContainerHandler(cookies)
    {
        InnerHandler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false },
    })
    {
        BaseAddress = Site,
        Timeout = TimeSpan.FromMinutes(5),
    };

    /// <summary>Kills the last node with SIGKILL, and lets it come back.</summary>
    public async Task KillTheLastAsync()
    {
        await _coming;
        await _nodes[^1]!.KillAsync();
        Kills++;
        _coming = ComeBackAsync();
    }

    /// <summary>The next post goes to the last node, which is killed while it is at it.</summary>
    public async Task KillTheLastAtTheNextPostAsync(TimeSpan after)
    {
        await _coming;
        Balancer.AtTheNextPost(_nodes.Length - 1, async () =>
        {
            await Task.Delay(after, BehindThePages.Cancellation);
            await KillTheLastAsync();
        });
    }

    /// <summary>Waits until all of them answer.</summary>
    public Task AllAreThereAsync() => _coming;

    /// <summary>Messages wait for as long as a decision can be undone, and a packet for the node that has its lease.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await using var database = Open();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await database.Outbox.Where(m => m.State == OutboxState.Waiting && m.NextAttemptOn > now && m.NextAttemptOn <= now + time)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.NextAttemptOn, now), BehindThePages.Cancellation);
        await database.Packets.Where(p => p.LeasedUntil > now && p.LeasedUntil <= now + time)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.LeasedUntil, now), BehindThePages.Cancellation);
    }

    public async Task<IReadOnlyList<MimeMessage>> MailToAsync(string address)
    {
        await PassAsync(MissingPackage.Domain.Requests.Decision.UndoTime);
        await using (var database = Open())
        {
            for (var attempt = 0; await database.Outbox.AnyAsync(m => m.State == OutboxState.Waiting && m.QuietZone == null, BehindThePages.Cancellation); attempt++)
            {
                Assert.True(attempt < 1200, $"Messages don’t leave. {Output}");
                await Task.Delay(100, BehindThePages.Cancellation);
            }
        }

        return [.. Directory.EnumerateFiles(_folder["mail"], "*.eml").Select(file => MimeMessage.Load(file))
            .Where(message => message.To.Mailboxes.Any(to => to.Address == address)).OrderBy(message => message.Date)];
    }

    /// <summary>The database as it is, behind all of them.</summary>
    public SqliteContext Open() => new(new DbContextOptionsBuilder<SqliteContext>()
        .UseSqlite(ConnectionString, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).Options);

    /// <summary>Runs a command of the application on the same data.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string command) => await RunningProcess.RunAsync(Settings(0), command) switch
    {
        var (exitCode, output, errors) => (exitCode, output + errors),
    };

    /// <summary>What a process needs to be one of them.</summary>
    public (string Key, string Value)[] Settings(int node) =>
    [
        ("Database:ConnectionString", ConnectionString), ("Documents:Folder", DocumentsFolder),
        ("Intake:PrivateFolder", _folder[$"intake-{node}"]), ("Mail:PickupFolder", _folder["mail"]), ("Site:PublicUrl", "http://localhost:5080"),
        ("Care:Phone", "(800) 555-0188"), ("Care:Hours", "Weekdays"), ("Care:Email", "care@example.com"), ("Mail:OpenedPerHour", "1000"), ("Mail:OpenedPerDay", "1000"), ("SampleData", "false"),
        ("Bootstrap:AdminEmail", MissingPackageApplication.AgentEmail), ("Bootstrap:AdminPassword", MissingPackageApplication.AgentPassword),
        // Leases of five seconds, so that what the killed node had in hand is free again soon.
        ("Mail:Smtp:TimeoutSeconds", "1"),
        .. _settings,
    ];

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_coming);
        _visitors.ForEach(visitor => visitor.Dispose());
        if (Balancer is not null)
        {
            await Balancer.DisposeAsync();
        }

        foreach (var node in _nodes.OfType<RunningProcess>())
        {
            await node.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private string ConnectionString => $"Data Source={_folder["test.db"]}";

    private async Task ComeBackAsync()
    {
        await _nodes[^1]!.DisposeAsync();
        _nodes[^1] = await RunningProcess.StartAsync(Settings(_nodes.Length - 1));
        Balancer.Replace(_nodes.Length - 1, _nodes[^1]!.Address);
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
