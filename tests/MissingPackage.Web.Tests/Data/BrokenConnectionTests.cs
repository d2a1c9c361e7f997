using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Data.Commits;
using MissingPackage.Data.History;
using MissingPackage.Data.Sqlite;
using MissingPackage.Web.Access;
using MissingPackage.Web.Tests.Admin;
using MissingPackage.Web.Tests.Orders;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Data;

/// <summary>
/// Every way of the application that begins a transaction, with a connection that breaks: everything is written, and once.
/// The work is tried again as on SQL Server; what breaks are the commands and commits of a real SQLite.
/// </summary>
public sealed class BrokenConnectionTests
{
    private const string Actor = "agent@example.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_WhenConnectionsBreak_IsWrittenOnce()
    {
        Assert.SkipUnless(TestDatabase.IsSqlite, "Connections are broken in SQLite's driver.");
        var whole = await LiveAsync(breaks: false);
        var broken = await LiveAsync(breaks: true);

        Assert.Equal(0, whole.Faults);
        Assert.True(broken.Faults > 40, $"They broke only {broken.Faults} times.");
        Assert.Equal(whole.Rows, broken.Rows);
    }

    [Fact]
    public async Task Transaction_BegunOutsideTheStrategy_IsRefused()
    {
        Assert.SkipUnless(TestDatabase.IsSqlite, "The tests' strategy is SQLite's.");
        await using var database = await TestDatabase.CreateAsync(Cancellation);
        await using var context = database.Open();
        await using var transaction = await context.Database.BeginTransactionAsync(Cancellation);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Requests.CountAsync(Cancellation));

        Assert.Contains("does not support user-initiated transactions", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_WhoseResultIsNotKept_WritesNothingAndTracksNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Cancellation);
        await using var context = database.Open();

        Assert.False(await context.InTransactionAsync(async token =>
        {
            context.Add(SampleRequest.Short());
            await context.SaveChangesAsync(token);
            return false;
        }, kept => kept, Cancellation));

        Assert.Empty(context.ChangeTracker.Entries());
        Assert.Equal(0, await context.Requests.CountAsync(Cancellation));
        Assert.Equal(0, await context.Commits.CountAsync(Cancellation));
    }

    /// <returns>How often it broke, and how many rows each table has at the end.</returns>
    private static async Task<(int Faults, string Rows)> LiveAsync(bool breaks)
    {
        var connections = new BrokenConnections();
        using var issuer = new Issuer();
        using var own = issuer.NewApplication().Where(services => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(connections)));
        _ = own.Services;
        connections.IsOn = breaks;

        var customer = own.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.AcceptAsync(reference);
        agent.Type("Carrier’s claim number", "SAMPLE-CLAIM-1");
        await agent.DecideAsync("Record the claim");
        agent.Type("Its tracking number", "1Z879E930346834440");
        await agent.DecideAsync("Record the replacement");

        await ChangeAgentsAsync(own);
        await SignInOnceAsync(own, issuer);
        var expected = own.Now.AddDays(-2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string Row(string number, string item = "Sample lamp", string value = "84.50") => Lists.Row(number, item: item, value: value, expected: expected);
        Assert.Equal((2, 0, 0, 1), (await own.ImportAsync(Lists.Of(Row("MP-1"), Row("MP-2"), Row("MP-3", value: "a lot")))).Sums());
        Assert.Equal((0, 1, 1, 1), (await own.ImportAsync(Lists.Of(Row("MP-1", item: "Another lamp"), Row("MP-2"), Row("MP-3", value: "a lot")))).Sums());
        Assert.Single(await own.MailToAsync("one@example.com"));

        connections.IsOn = false;
        Assert.True((await own.AskAsync(database => new HistoryVerifier(database).VerifyAsync(Cancellation))).Holds);
        var rows = await own.AskAsync(RowsAsync) + $"\nletters {Directory.GetFiles(own.MailFolder).Length}";
        await ForgetCommitsAsync(own);
        return (connections.Faults, rows);
    }

    private static async Task ChangeAgentsAsync(MissingPackageApplication own)
    {
        var link = await AgentsPageTests.InviteAsync(own, "one@example.com");
        await RosterAsync(own, roster => roster.InviteAsync("two@example.com", AgentRole.Supervisor, Actor, Cancellation));
        var one = await IdAsync(own, "one@example.com");
        var two = await IdAsync(own, "two@example.com");
        Assert.True(await RosterAsync(own, roster => roster.JoinAsync(link[(link.LastIndexOf('/') + 1)..], one, "a long enough sentence", Cancellation)));
        Assert.False(await RosterAsync(own, roster => roster.JoinAsync(link[(link.LastIndexOf('/') + 1)..], one, "another long enough sentence", Cancellation)));
        await DoneAsync(own, roster => roster.InviteAgainAsync(two, Actor, Cancellation));
        await DoneAsync(own, roster => roster.ChangeRoleAsync(two, AgentRole.Agent, Actor, Cancellation));
        await DoneAsync(own, roster => roster.LockAsync(one, Actor, Cancellation));
        await DoneAsync(own, roster => roster.UnlockAsync(one, Actor, Cancellation));
        await DoneAsync(own, roster => roster.RemoveAsync(two, Actor, Cancellation));
        Assert.Equal(
            [AgentEventKind.Invited, AgentEventKind.InvitationSentAgain, AgentEventKind.RoleChanged, AgentEventKind.Removed],
            await own.AskAsync(database => database.AgentEvents.Where(e => e.SubjectId == two).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Cancellation)));
    }

    private static async Task SignInOnceAsync(MissingPackageApplication own, Issuer issuer)
    {
        issuer.Claims["sub"] = "subject-1";
        issuer.Claims["email"] = "person@example.com";
        issuer.Claims["email_verified"] = true;
        issuer.Claims["groups"] = "care-agents";
        using var person = await issuer.SendAsync(own);
        Assert.Equal("/admin", person.Page.Address);
    }

    private static async Task ForgetCommitsAsync(MissingPackageApplication own)
    {
        var last = await own.AskAsync(database => database.Commits.OrderByDescending(c => c.CommittedOn).Select(c => c.Id).FirstAsync(Cancellation));
        own.Time.Advance(Commit.Life + TimeSpan.FromHours(1));
        await using var scope = own.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EraseJob>().EraseAsync(Cancellation);
        Assert.False(await own.AskAsync(database => database.Commits.AnyAsync(c => c.Id == last, Cancellation)));
    }

    private static async Task<string> RowsAsync(MissingPackageContext database)
    {
        var tables = database.Model.GetEntityTypes().Select(type => type.GetTableName()!).Where(name => name != "Commits").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var rows = new List<string>();
        foreach (var table in tables)
        {
            var count = "SELECT COUNT(*) AS Value FROM " + table;
            rows.Add($"{table} {await database.Database.SqlQueryRaw<int>(count).SingleAsync(Cancellation)}");
        }

        return string.Join('\n', rows);
    }

    private static Task<string> IdAsync(MissingPackageApplication own, string email) =>
        own.AskAsync(database => database.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation));

    private static async Task DoneAsync(MissingPackageApplication own, Func<AgentRoster, Task<RosterOutcome>> change) =>
        Assert.Equal(RosterOutcome.Done, await RosterAsync(own, change));

    private static async Task<T> RosterAsync<T>(MissingPackageApplication own, Func<AgentRoster, Task<T>> change)
    {
        await using var scope = own.Services.CreateAsyncScope();
        return await change(scope.ServiceProvider.GetRequiredService<AgentRoster>());
    }
}
