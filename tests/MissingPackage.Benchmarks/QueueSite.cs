using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Data;
using MissingPackage.Data.Sqlite;
using MissingPackage.Web.Areas.Admin.Queue;

namespace MissingPackage.Benchmarks;

/// <summary>A server with a number of requests, two agents signed in to it, and the questions they ask.</summary>
internal sealed partial class QueueSite : IAsyncDisposable
{
    public const string Take = "take the next one";

    private readonly ServerProcess _server;
    private readonly string _file;
    private readonly ServiceProvider _services;
    private readonly HttpClient _agent;
    private readonly HttpClient _taker;

    private QueueSite(ServerProcess server, string file)
    {
        _server = server;
        _file = file;
        _agent = NewClient();
        _taker = NewClient();
        var services = new ServiceCollection();
        services.AddDbContext<MissingPackageContext, SqliteContext>(options => options.UseSqlite($"Data Source={file}"));
        // The server's own keys, to write places deep in a list as the server would.
        services.AddDataProtection().SetApplicationName("MissingPackage").PersistKeysToDbContext<MissingPackageContext>()
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddSingleton<QueueKeys>();
        _services = services.BuildServiceProvider();
    }

    public static async Task<QueueSite> StartAsync(string file, int size)
    {
        GiveBack(file);
        var site = new QueueSite(await ServerProcess.StartAsync(("Database__ConnectionString", $"Data Source={file}"), ("Jobs__Enabled", "false")), file);
        await site.SignInAsync(site._agent, RequestSeeder.EmailOf(0));
        await site.SignInAsync(site._taker, RequestSeeder.EmailOf(RequestSeeder.AgentCount));
        Console.Error.WriteLine($"{size} requests at {site._server.Address}");
        return site;
    }

    /// <summary>Every question, in an order that is the same for each size.</summary>
    public List<(string Name, Func<Task> Ask)> Cases()
    {
        var (order, tracking, email, name) = Someone();
        var other = Text("SELECT Id FROM AspNetUsers WHERE NormalizedUserName = 'AGENT1@EXAMPLE.COM'");
        return
        [
            ("tab: due next", Page("/admin")),
            ("tab: mine", Page("/admin?view=mine")),
            ("tab: unassigned", Page("/admin?view=unassigned")),
            ("tab: waiting", Page("/admin?view=waiting")),
            ("tab: closed", Page("/admin?view=closed")),
            ("filter: status", Page("/admin?status=seller")),
            ("filter: carrier", Page("/admin?carrier=ups")),
            ("filter: seller", Page("/admin?view=closed&seller=" + Uri.EscapeDataString(SampleRequests.LargestSeller))),
            ("filter: late", Page("/admin?late=true")),
            ("filter: due today", Page("/admin?today=true", mayBeEmpty: true)), // nothing is due on a weekend
            ("filter: assigned to", Page("/admin?view=closed&agent=" + other)),
            ("filter: strength below 50", Page("/admin?weaker=50")),
            ("order: opened", Page("/admin?view=unassigned&sort=opened")),
            ("order: value", Page("/admin?sort=value")),
            ("search: reference", Find(Text("SELECT Reference FROM ServiceRequests LIMIT 1 OFFSET 500"))),
            ("search: order number", Search(order)),
            ("search: tracking number", Search(tracking)),
            ("search: email", Search(email)),
            ("search: a name's word", Search(name.Split(' ')[^1])),
            ("search: a whole name", Search(name)),
            ("search: three letters", Search("mar")),
            ("next at page 10", Page("/admin?view=closed&at=" + PlaceAt(10, backwards: false))),
            ("previous at page 10", Page("/admin?view=closed&at=" + PlaceAt(10, backwards: true))),
            ("next at page 10,000", Page("/admin?view=closed&at=" + PlaceAt(10_000, backwards: false))),
            ("previous at page 10,000", Page("/admin?view=closed&at=" + PlaceAt(10_000, backwards: true))),
            (Take, Post(_taker, "/admin?handler=Take", "/admin/requests/")),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _agent.Dispose();
        _taker.Dispose();
        await _services.DisposeAsync();
        await _server.DisposeAsync();
        GiveBack(_file);
    }

    /// <summary>What was taken in a run is free for the next one.</summary>
    private static void GiveBack(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE ServiceRequests SET AssignedTo = NULL WHERE AssignedTo = (SELECT Id FROM AspNetUsers WHERE NormalizedUserName = @taker)";
        command.Parameters.AddWithValue("@taker", RequestSeeder.EmailOf(RequestSeeder.AgentCount).ToUpperInvariant());
        command.ExecuteNonQuery();
    }

    private (string Order, string Tracking, string Email, string Name) Someone()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Order_Number, Shipment_TrackingNumber, Customer_Email, Customer_Name FROM ServiceRequests WHERE Shipment_TrackingNumber IS NOT NULL LIMIT 1 OFFSET 700";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
    }

    // The last page but one where the list isn't that long.
    private string PlaceAt(int page, bool backwards)
    {
        var ended = int.Parse(Text("SELECT COUNT(*) FROM ServiceRequests WHERE EndedOn IS NOT NULL"), CultureInfo.InvariantCulture);
        var row = Math.Min(page, (ended / QueuePage.Size) - 1) * QueuePage.Size;
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EndedOn, Id FROM ServiceRequests WHERE EndedOn IS NOT NULL ORDER BY EndedOn DESC, Id DESC LIMIT 1 OFFSET @row";
        command.Parameters.AddWithValue("@row", row);
        using var reader = command.ExecuteReader();
        reader.Read();
        var place = new QueueCursor(
            QueueOrder.Of(new QueueFilter { Tab = QueueTab.Closed }).Name, backwards, reader.GetDateTime(0).Ticks.ToString(CultureInfo.InvariantCulture), reader.GetGuid(1));
        return Uri.EscapeDataString(_services.GetRequiredService<QueueKeys>().Write(place));
    }

    private string Text(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    private HttpClient NewClient() => new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = new Uri(_server.Address) };

    private Func<Task> Search(string typed) =>
        Page("/admin?search=" + Uri.EscapeDataString(_services.GetRequiredService<QueueKeys>().WriteSearch(typed)));

    private Func<Task> Find(string typed) => Post(_agent, "/admin?handler=Find", "/admin/requests/", ("Find.Text", typed));

    /// <summary>Reads a page to its end; it has to have rows, where it may not be empty, and no complaint about its address.</summary>
    private Func<Task> Page(string address, bool mayBeEmpty = false) => async () =>
    {
        var page = await _agent.GetStringAsync(new Uri(address, UriKind.Relative));
        if (!mayBeEmpty && !page.Contains("<tr>", StringComparison.Ordinal) || page.Contains("class=\"note\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{address} shows no requests.");
        }
    };

    private static Func<Task> Post(HttpClient client, string address, string leadsTo, params (string Name, string Value)[] fields)
    {
        string? token = null;
        return async () =>
        {
            token ??= TokenIn(await client.GetStringAsync(new Uri("/admin", UriKind.Relative)));
            using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
            using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), form);
            if (answer.Headers.Location?.OriginalString.StartsWith(leadsTo, StringComparison.Ordinal) != true)
            {
                throw new InvalidOperationException($"{address} answered {answer.StatusCode} and leads to {answer.Headers.Location}.");
            }
        };
    }

    private async Task SignInAsync(HttpClient client, string email)
    {
        var token = TokenIn(await client.GetStringAsync(new Uri("/admin/sign-in", UriKind.Relative)));
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("Input.Email", email), KeyValuePair.Create("Input.Password", RequestSeeder.Password), KeyValuePair.Create("__RequestVerificationToken", token),
        ]);
        using var answer = await client.PostAsync(new Uri("/admin/sign-in", UriKind.Relative), form);
        if (answer.StatusCode != HttpStatusCode.Found)
        {
            throw new InvalidOperationException($"{email} couldn't sign in to {_server.Address}.");
        }
    }

    private static string TokenIn(string page) => Token().Match(page).Groups["token"].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
