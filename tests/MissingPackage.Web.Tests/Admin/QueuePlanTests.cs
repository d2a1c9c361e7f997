using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using MissingPackage.Benchmarks;
using MissingPackage.Data;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Areas.Admin.Queue;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Tests.Data;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>
/// How the database goes about each query of the queue: SQLite is asked for its plan of the very commands that the queue
/// sends. No table is read from end to end, nothing is sorted that could lie in order, and nothing is skipped by counting.
/// </summary>
public sealed class QueuePlanTests : IAsyncLifetime
{
    private const string Me = "agent-1";

    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 7, 6, 16, 0, 0, TimeSpan.Zero));
    private static readonly QueueKeys Keys = new(new EphemeralDataProtectionProvider());

    private readonly Commands _commands = new();
    private TestDatabase _database = null!;

    public static TheoryData<string> Views { get; } =
    [
        "", "view=mine", "view=unassigned", "view=waiting", "view=closed",
        "status=review", "status=seller", "status=ours", "view=mine&status=ours", "view=unassigned&status=ours", "status=ours&sort=value", "view=waiting&status=customer", "view=waiting&status=carrier", "view=closed&status=declined", "view=mine&status=review", "view=unassigned&status=review",
        "carrier=ups", "carrier=none", "view=closed&carrier=ups", "seller=Sample%20Seller", "view=closed&seller=Sample", "late=true", "today=true",
        "weaker=25", "weaker=50", "weaker=75", "view=mine&weaker=50", "view=unassigned&weaker=50", "view=waiting&weaker=25", "status=review&weaker=75",
        "weaker=50&sort=opened", "weaker=50&sort=value", "view=closed&weaker=50", "weaker=50&today=true", "weaker=50&carrier=ups",
        "agent=agent-2", "agent=none", "view=closed&agent=agent-2",
        "sort=opened", "sort=value", "view=closed&sort=opened", "view=closed&sort=value", "view=unassigned&sort=opened", "view=unassigned&sort=value",
        "status=review&sort=value", "view=waiting&status=customer&sort=opened", "from=2026-06-01&until=2026-06-30&sort=opened", "view=closed&from=2026-06-01&until=2026-06-30&sort=opened",
    ];

    public static TheoryData<string> Searches { get; } = ["MP-0000", "20-418", "9400 1112 0620 6406 2607 87", "ana@example.com", "lopez", "a", "maria lopez", "ana maria lopez"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Read_AnyViewAnyPage_SeeksInAnIndexThatLiesInOrder(string address)
    {
        await using var context = Open();
        var queue = new QueueReader(context, Keys, Time);
        var filter = Filter(address);
        foreach (var place in new[] { null, Place(filter, backwards: false), Place(filter, backwards: true) })
        {
            await queue.ReadAsync(filter, Me, place, Cancellation);
        }

        Assert.True(_commands.Seen.Count >= 5);
        await AssertPlansAsync(sorts: false);
    }

    [Fact]
    public async Task Read_OpenedBetweenInTheOrderOfDue_SeeksInAnIndex()
    {
        await using var context = Open();
        await new QueueReader(context, Keys, Time).ReadAsync(Filter("from=2026-06-01&until=2026-06-30"), Me, null, Cancellation);
        await new QueueReader(context, Keys, Time).ReadAsync(Filter("view=mine&sort=value"), Me, null, Cancellation);

        // What the range or the agent lets through is collected and sorted.
        await AssertPlansAsync(sorts: true);
    }

    [Fact]
    public async Task Read_StrengthBelow_OfAThousandRequests_ReadsTheIndexOfItsStep()
    {
        Assert.SkipUnless(_database.Provider == DatabaseProvider.Sqlite, "The plans are SQLite's.");
        await using var seeded = TestDatabase.NotYetMade();
        new RequestSeeder(new SqliteConnectionStringBuilder(seeded.ConnectionString).DataSource).Make(1_000, Time.GetUtcNow().UtcDateTime);
        await using var context = Open(seeded);
        var queue = new QueueReader(context, Keys, Time);
        foreach (var step in ClaimStrength.Steps)
        {
            _commands.Seen.Clear();
            var filter = Filter($"weaker={step}");
            var first = await queue.ReadAsync(filter, Me, null, Cancellation);
            Assert.NotEmpty(first.Rows);
            Assert.Equal(first.Rows.OrderBy(row => row.DueOn).Select(row => row.DueOn), first.Rows.Select(row => row.DueOn));
            if (first.Later is { } later)
            {
                var second = await queue.ReadAsync(filter, Me, Keys.ReadPlace(later, QueueOrder.Of(filter).Name), Cancellation);
                Assert.True(second.Rows[0].DueOn >= first.Rows[^1].DueOn);
                Assert.Empty(second.Rows.IntersectBy(first.Rows.Select(row => row.Id), row => row.Id));
            }

            foreach (var (text, parameters) in _commands.Seen)
            {
                var told = string.Join("\n", await PlanAsync(seeded, text, parameters)) + "\n" + text;
                Assert.Contains($"IX_Queue_Weak_{step}", told, StringComparison.Ordinal);
                Assert.DoesNotContain("TEMP B-TREE", told, StringComparison.Ordinal);
            }
        }

        // What the steps let through is what is stored.
        foreach (var step in ClaimStrength.Steps)
        {
            var stored = await context.Requests.Where(r => r.TightestDueOn != null && r.Strength < step).OrderBy(r => r.TightestDueOn).ThenBy(r => r.Id).Select(r => r.Id).Take(50).ToListAsync(Cancellation);
            Assert.Equal(stored, (await queue.ReadAsync(Filter($"weaker={step}"), Me, null, Cancellation)).Rows.Select(row => row.Id));
        }
    }

    [Fact]
    public async Task Count_EachTab_ReadsNoMoreThanItsCap()
    {
        await using var context = Open();
        await new QueueReader(context, Keys, Time).CountAsync(Me, Cancellation);

        Assert.Equal(5, _commands.Seen.Count);
        Assert.All(_commands.Seen, command => Assert.Contains("LIMIT", command.Text, StringComparison.Ordinal));
        await AssertPlansAsync(sorts: false);
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task Search_AnyKindAnyPage_SeeksInTheTerms(string typed)
    {
        await using var context = Open();
        context.Requests.Add(Named("Ana Maria Lopez", "ana@example.com", "20-418", "9400111206206406260787"));
        await context.SaveChangesAsync(Cancellation);
        _commands.Seen.Clear();
        var search = new RequestSearch(context, Keys);
        foreach (var place in new[] { null, new QueueCursor(RequestSearch.Order, false, "LOPEZ ANA", Guid.NewGuid()), new QueueCursor(RequestSearch.Order, true, "LOPEZ ANA", Guid.NewGuid()) })
        {
            await search.ReadAsync(typed, place, Cancellation);
        }

        await AssertPlansAsync(sorts: false);
    }

    [Fact]
    public async Task TakeNext_SeeksWhatIsFreeAndWaitsForAnAgent()
    {
        await using var context = Open();
        Assert.Null(await new RequestAssignment(context, Time).TakeNextAsync(new MissingPackage.Data.Agent { UserName = "agent@example.com" }, Cancellation));

        Assert.Equal(3, _commands.Seen.Count);
        await AssertPlansAsync(sorts: false);
        // Past the customers' requests, however many of them are more urgent.
        var (text, parameters) = _commands.Seen[0];
        Assert.Contains("(AssignedTo=? AND AgentIsNext=? AND TightestDueOn>?)", string.Join('\n', await PlanAsync(_database, text, parameters)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Read_OnSqlServer_SkipsNothingAndCountsNothing(string address)
    {
        using var context = new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=none").Options);
        var queue = new QueueReader(context, Keys, Time);
        var filter = Filter(address);
        foreach (var place in new[] { null, Place(filter, backwards: false), Place(filter, backwards: true) })
        {
            Assert.All(queue.Parts(filter, Me, place), part =>
            {
                var sql = part.Select(QueueRow.Of).Take(51).ToQueryString();
                Assert.Contains("SELECT TOP(", sql, StringComparison.Ordinal);
                Assert.DoesNotContain("OFFSET", sql, StringComparison.Ordinal);
                Assert.DoesNotContain("COUNT", sql, StringComparison.Ordinal);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void Search_OnSqlServer_ComparesTermsWithoutWildcards(string typed)
    {
        using var context = new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=none").Options);
        Assert.NotEmpty(new RequestSearch(context, Keys).Parts(typed, null));
        Assert.All(new RequestSearch(context, Keys).Parts(typed, null), part =>
        {
            var sql = part.Take(51).ToQueryString();
            Assert.Contains("[Term] >= @", sql, StringComparison.Ordinal);
            Assert.Contains("[Term] < @", sql, StringComparison.Ordinal);
            Assert.DoesNotContain("OFFSET", sql, StringComparison.Ordinal);
        });
    }

    private static ServiceRequest Named(string name, string email, string order, string tracking) => ServiceRequest.Open(
        Guid.NewGuid(), SampleRequest.NewReference(), Guid.NewGuid(),
        new RequestFacts(
            new OrderFacts(order, "A sample item", null, 84.50m), new CustomerFacts(name, email, null), new DeliveryAddress("1 Sample Street", null, "Sampleville", "NY", "00000"),
            new ShipmentFacts(null, tracking, new(2026, 7, 1), new(2026, 7, 1)), HomeSearch.None),
        SampleRequest.At("2026-07-02 14:00"));

    private static QueueFilter Filter(string address) => QueueFilter.Read(new QueryCollection(
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address).ToDictionary(p => p.Key, p => (StringValues)p.Value, StringComparer.Ordinal)));

    private static QueueCursor Place(QueueFilter filter, bool backwards) => new(
        QueueOrder.Of(filter).Name, backwards,
        filter.Sort == QueueSort.Value ? "84.50" : Time.GetUtcNow().Ticks.ToString(CultureInfo.InvariantCulture), Guid.NewGuid());

    private SqliteContext Open()
    {
        Assert.SkipUnless(_database.Provider == DatabaseProvider.Sqlite, "The plans are SQLite's.");
        return Open(_database);
    }

    private SqliteContext Open(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<SqliteContext>().UseSqlite(database.ConnectionString).AddInterceptors(_commands);
        options.UseSqliteAsSqlServer();
        return new(options.Options);
    }

    private async Task AssertPlansAsync(bool sorts)
    {
        foreach (var (text, parameters) in _commands.Seen)
        {
            var steps = await PlanAsync(_database, text, parameters);
            var told = string.Join("\n", steps.Append(text));
            Assert.True(steps.Exists(step => step.StartsWith("SEARCH ", StringComparison.Ordinal) || step.Contains("INDEX IX_Queue_", StringComparison.Ordinal)), told);
            Assert.All(steps, step => Assert.False(IsFullScan(step), told));
            Assert.True(sorts || !steps.Exists(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)), told);
            Assert.DoesNotContain("OFFSET", text, StringComparison.Ordinal);
        }
    }

    private static async Task<List<string>> PlanAsync(TestDatabase database, string text, List<(string Name, object Value)> parameters)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var explain = connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + text;
        foreach (var (name, value) in parameters)
        {
            explain.Parameters.AddWithValue(name, value);
        }

        var steps = new List<string>();
        await using var plan = await explain.ExecuteReaderAsync(Cancellation);
        while (await plan.ReadAsync(Cancellation))
        {
            steps.Add(plan.GetString(3));
        }

        return steps;
    }

    // A page of an index read in its order ends with the page; a table's own order ends nowhere.
    private static bool IsFullScan(string step) => step.StartsWith("SCAN ", StringComparison.Ordinal)
        && !step.Contains("INDEX IX_Queue_", StringComparison.Ordinal) && !step.StartsWith("SCAN (subquery", StringComparison.Ordinal)
        && step is not ("SCAN s0" or "SCAN u");

    private sealed class Commands : DbCommandInterceptor
    {
        public List<(string Text, List<(string Name, object Value)> Parameters)> Seen { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Seen.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value!))]));
            return ValueTask.FromResult(result);
        }
    }
}
