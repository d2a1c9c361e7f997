using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Benchmarks;
using MissingPackage.Data;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Composition;
using static MissingPackage.Web.Tests.Data.SampleRequest;

namespace MissingPackage.Web.Tests.Data;

/// <summary>What the benchmarks' seeder writes is what the application would have written.</summary>
public sealed class RequestSeederTests : IAsyncLifetime
{
    private static readonly DateTime Now = At("2026-07-06 16:00");

    private TestDatabase _seeded = null!;
    private TestDatabase _fresh = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _seeded = TestDatabase.NotYetMade();
        _fresh = await TestDatabase.CreateAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _seeded.DisposeAsync();
        await _fresh.DisposeAsync();
    }

    [Fact]
    public async Task Make_SomeRequests_AreReadByTheModelAndAsItWroteThem()
    {
        Assert.SkipUnless(_seeded.Provider == DatabaseProvider.Sqlite, "The seeder writes SQLite files.");
        new RequestSeeder(new SqliteConnectionStringBuilder(_seeded.ConnectionString).DataSource).Make(200, Now);

        await using var context = _seeded.Open();
        var requests = await context.Requests.AsNoTracking().Include(r => r.Events.OrderBy(e => e.Id)).ToListAsync(Cancellation);
        var terms = (await context.SearchTerms.ToListAsync(Cancellation)).ToLookup(t => t.RequestId, t => t.Term);
        var columns = await context.Requests.Select(r => new
        {
            r.Id,
            Seller = EF.Property<string?>(r, ServiceRequestColumns.SellerKey),
            Value = EF.Property<decimal>(r, ServiceRequestColumns.Value),
        }).ToDictionaryAsync(r => r.Id, Cancellation);
        Assert.Equal(200, requests.Count);
        Assert.Equal(Enum.GetValues<RequestStatus>().Order(), requests.Select(r => r.Status).Distinct().Order());
        Assert.Equal(120, requests.Count(r => r.HasEnded));
        Assert.All(ClaimStrength.Steps, step => Assert.InRange(requests.Count(r => r.Strength < step), 20, 190));
        Assert.All(requests, request =>
        {
            Assert.Equal(RequestEventKind.Opened, request.Events[0].Kind);
            Assert.Equal(request.Events.OrderBy(e => e.OccurredOn).Select(e => e.Id), request.Events.Select(e => e.Id));
            Assert.InRange(request.Events[^1].OccurredOn, request.OpenedOn, Now);
            Assert.Equal(request.EndedOn is null, request.NextStepDueOn is not null);
            Assert.Equal(RequestSearchTerm.Of(request).Select(t => t.Term).Order(StringComparer.Ordinal), terms[request.Id].Order(StringComparer.Ordinal));
            Assert.Equal(SearchText.SellerKey(request.Order.Seller), columns[request.Id].Seller);
            Assert.Equal(request.Order.Value, columns[request.Id].Value);
            Assert.Equal(request.NextStepDueOn is null, request.TightestDueOn is null);
            Assert.InRange(request.Strength, 1, 100);
            Assert.EndsWith("@example.com", request.Customer.Email, StringComparison.Ordinal);
        });
        Assert.Equal(RequestSeeder.AgentCount + 1, await context.Users.CountAsync(Cancellation));

        // The application goes on with it: same tables and indexes, nothing dangling, another save.
        Assert.Equal(await SchemaAsync(_fresh), await SchemaAsync(_seeded));
        Assert.Equal("ok", await AskAsync(_seeded, "PRAGMA integrity_check"));
        Assert.Equal("", await AskAsync(_seeded, "PRAGMA foreign_key_check"));
        var open = await context.Requests.FirstAsync(r => r.Status == RequestStatus.ReadyForReview, Cancellation);
        open.MarkFound(null, CareAgent, Now);
        await context.SaveChangesAsync(Cancellation);
    }

    private static Task<string> SchemaAsync(TestDatabase database) => AskAsync(database, "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name)");

    private static async Task<string> AskAsync(TestDatabase database, string sql)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(Cancellation), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}
