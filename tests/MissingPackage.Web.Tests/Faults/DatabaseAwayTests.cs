using System.Data.Common;
using System.Net;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Data.Sqlite;
using MissingPackage.Documents.Tests;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Health;
using MissingPackage.Web.Tests.Data;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Faults;

/// <summary>The database away for a while: a clear page that keeps what was typed, and all goes on by itself afterwards.</summary>
public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task Everything_WhenNoConnectionOpens_SaysSoKeepsWhatWasTypedAndGoesOnByItself()
    {
        var server = new ServerIsAway();
        await using var application = QuietApplication.And();
        application.Where(services => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(server)));
        var customer = application.NewCustomer();
        await customer.ReportAsync();
        var second = application.NewCustomer();
        await second.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, second);
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(second.Reference);
        agent.Type("Note", "The porch has a camera.");

        server.IsAway = true;
        foreach (var page in new[]
        {
            await application.NewStranger().OpenAsync("/where-to-look"), await second.LookAtStatusAsync(), await customer.PressAsync("Open my request"),
            await agent.PressAsync("Add note"), await agent.OpenAsync("/admin/requests/" + second.Reference),
        })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
            Assert.Equal("We can’t reach our records just now", page.Heading);
            Assert.Contains("nothing that you sent before is lost", page.Text, StringComparison.Ordinal);
            Assert.Matches(@"Reference for our team: \S{10,}", page.Text);
            Assert.Equal("30", page.Header("Retry-After"));
            Assert.DoesNotContain("Exception", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", page.Html, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await uploader.PostAsync(Files.Photo())).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await application.NewStranger().OpenAsync("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await application.NewStranger().OpenAsync("/health/live")).Status);
        // Once more, in vain.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await customer.PressAsync("Send it again")).Status);

        server.IsAway = false;
        Assert.StartsWith("/requests/", (await customer.PressAsync("Send it again")).Address, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, await application.AskAsync(database => database.Requests.CountAsync()));
        Assert.Equal(new UploadAnswer(true, "Received. Thank you."), await uploader.SendAsync(Files.Photo()));
        await agent.ReviewAsync(second.Reference); // still signed in
        Assert.Equal(HttpStatusCode.OK, agent.Page.Status);
        application.Time.Advance(Readiness.Life);
        Assert.Equal(HttpStatusCode.OK, (await application.NewStranger().OpenAsync("/health/ready")).Status);
        Assert.All(await application.AskAsync(database => database.Requests.Include(r => r.Events.OrderBy(e => e.Id)).AsNoTracking().ToListAsync()),
            request => Assert.Null(HistoryChain.FirstBreak(request.Events)));
    }

    [Theory]
    [InlineData(-2, 11, HttpStatusCode.ServiceUnavailable)] // too slow
    [InlineData(4060, 11, HttpStatusCode.ServiceUnavailable)] // can't open the database
    [InlineData(18456, 14, HttpStatusCode.ServiceUnavailable)] // login failed
    [InlineData(1205, 13, HttpStatusCode.ServiceUnavailable)] // deadlock victim
    [InlineData(10928, 16, HttpStatusCode.ServiceUnavailable)] // Azure SQL at its limits, as the next four
    [InlineData(10929, 16, HttpStatusCode.ServiceUnavailable)]
    [InlineData(49918, 16, HttpStatusCode.ServiceUnavailable)]
    [InlineData(49919, 16, HttpStatusCode.ServiceUnavailable)]
    [InlineData(49920, 16, HttpStatusCode.ServiceUnavailable)]
    [InlineData(1105, 17, HttpStatusCode.ServiceUnavailable)] // the disk is full
    [InlineData(10054, 20, HttpStatusCode.ServiceUnavailable)] // the connection broke
    [InlineData(208, 16, HttpStatusCode.InternalServerError)] // no such table: trying again won't help
    [InlineData(547, 16, HttpStatusCode.InternalServerError)] // a constraint
    public async Task Refusal_OfSqlServer_IsAnOutageOrAFaultOfOurs(int number, byte severity, HttpStatusCode expected)
    {
        var server = new ServerIsAway { Failure = () => SqlServerRefusals.Of(number, severity, "Sample words of the server.") };
        await AssertAnsweredAsync(server, expected);
    }

    [Theory]
    [InlineData("Microsoft.Data.SqlClient", HttpStatusCode.ServiceUnavailable)] // no connection of the pool came free in time
    [InlineData("MissingPackage.Web", HttpStatusCode.InternalServerError)]
    public async Task Pool_ThatIsUsedUp_IsAnOutage(string source, HttpStatusCode expected)
    {
        var server = new ServerIsAway { Failure = () => new InvalidOperationException("Timeout expired.") { Source = source } };
        await AssertAnsweredAsync(server, expected);
    }

    [Fact]
    public async Task Note_WhenTheDatabaseIsAway_IsSentAgainFromThePageThatSaysSo()
    {
        var server = new ServerIsAway();
        await using var application = QuietApplication.And();
        application.Where(services => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(server)));
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(customer.Reference);
        agent.Type("Note", "She said: <b>“porch & camera”</b>\nand a second line.");

        server.IsAway = true;
        await agent.PressAsync("Add note");
        Assert.True(agent.Page.Offers("Send it again"));
        server.IsAway = false;
        await agent.PressAsync("Send it again");
        Assert.Contains("She said: <b>“porch & camera”</b>", agent.Page.Text, StringComparison.Ordinal);

        // A password isn't written into a page.
        var other = application.NewStranger();
        await other.OpenAsync("/admin/sign-in");
        other.Type("Email", MissingPackageApplication.AgentEmail);
        other.Type("Password", MissingPackageApplication.AgentPassword);
        server.IsAway = true;
        await other.PressAsync("Sign in");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, other.Page.Status);
        Assert.DoesNotContain(MissingPackageApplication.AgentPassword, other.Page.Html, StringComparison.Ordinal);
        Assert.False(other.Page.Offers("Send it again"));
    }

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("cross-site", false)]
    [InlineData("same-site", false)]
    public async Task FormOfAnotherSite_WhenTheDatabaseIsAway_IsNotOfferedToBeSentAsOurs(string from, bool offered)
    {
        var server = new ServerIsAway();
        await using var application = QuietApplication.And();
        application.Where(services => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(server)));
        var customer = application.NewCustomer();
        await customer.OpenAsync("/where-to-look");
        using var form = new HttpRequestMessage(HttpMethod.Post, "/where-to-look")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("Input.CaseNumber", "CASE-OF-SOMEBODY")]),
        };
        form.Headers.Add("Sec-Fetch-Site", from);

        server.IsAway = true;
        var page = await customer.SendAsync(form);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal(offered, page.Offers("Send it again"));
        Assert.Equal(offered, page.Html.Contains("CASE-OF-SOMEBODY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_WhenAnotherProgramHoldsTheDatabase_AnswersWithinTheCommandTimeout()
    {
        using var folder = new TempFolder();
        await using var application = QuietApplication.And(("Database:ConnectionString", $"Data Source={folder["test.db"]}"), ("Database:CommandTimeout", "1"));
        // The wait for a transaction to begin goes by the connection's own timeout.
        Assert.Equal(1, await application.AskAsync(database => Task.FromResult(((SqliteConnection)database.Database.GetDbConnection()).DefaultTimeout)));
        var customer = application.NewCustomer();
        await customer.ReportAsync();
        await using (var other = new SqliteConnection($"Data Source={folder["test.db"]};Pooling=False"))
        {
            await other.OpenAsync(BehindThePages.Cancellation);
            await ExecuteAsync(other, "BEGIN IMMEDIATE");
            var page = await customer.PressAsync("Open my request");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
            Assert.Equal(HttpStatusCode.OK, (await application.NewStranger().OpenAsync("/where-to-look")).Status);
            await ExecuteAsync(other, "ROLLBACK");
        }

        Assert.StartsWith("/requests/", (await customer.PressAsync("Send it again")).Address, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await application.AskAsync(database => database.Requests.CountAsync()));
    }

    [Fact]
    public async Task Pages_WhenTheDatabasesFileIsGoneForAWhile_SaySoAndMakeNoEmptyOne()
    {
        using var folder = new TempFolder();
        await using var application = QuietApplication.And(("Database:ConnectionString", $"Data Source={folder["test.db"]};Pooling=False"));
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        Directory.CreateDirectory(folder["elsewhere"]);
        var files = Directory.GetFiles(folder.Path, "test.db*").Select(file => Path.GetFileName(file)).ToList();
        files.ForEach(file => File.Move(folder[file], Path.Combine(folder["elsewhere"], file)));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await customer.LookAtStatusAsync()).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await application.NewStranger().OpenAsync("/health/ready")).Status);
        Assert.Empty(Directory.GetFiles(folder.Path, "test.db*"));

        files.ForEach(file => File.Move(Path.Combine(folder["elsewhere"], file), folder[file]));
        Assert.Equal(HttpStatusCode.OK, (await customer.LookAtStatusAsync()).Status);
    }

    private static async Task AssertAnsweredAsync(ServerIsAway server, HttpStatusCode expected)
    {
        await using var application = QuietApplication.And();
        application.Where(services => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(server)));
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();

        server.IsAway = true;
        var page = await customer.LookAtStatusAsync();

        Assert.Equal(expected, page.Status);
        Assert.DoesNotContain("Sample words", page.Html, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string words)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // two fixed texts of this class
        command.CommandText = words;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(BehindThePages.Cancellation);
    }

    /// <summary>While it is away, each connection fails: as one to a SQL Server does of which nothing answers, unless told otherwise.</summary>
    private sealed class ServerIsAway : DbConnectionInterceptor
    {
        public bool IsAway { get; set; }

        /// <summary>What it fails with; from nothing, with the client's own exception.</summary>
        public Func<Exception>? Failure { get; init; }

        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        {
            Fail();
            return result;
        }

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Fail();
            return ValueTask.FromResult(result);
        }

        private void Fail()
        {
            if (!IsAway)
            {
                return;
            }

            if (Failure is not null)
            {
                throw Failure();
            }

            using var nobody = new SqlConnection("Server=127.0.0.1,1;User ID=sample;Password=sample;Connect Timeout=1;Connect Retry Count=0;Encrypt=False;Pooling=False");
            nobody.Open();
        }
    }
}
