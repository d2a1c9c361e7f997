using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Areas.Admin.Pages.Reports;
using MissingPackage.Web.Tests.Data;

namespace MissingPackage.Web.Tests.Reports;

/// <summary>A report's figures, counted by the database, are those that counting by hand gives.</summary>
public sealed class ReportQueriesTests : IAsyncLifetime
{
    private static readonly ReportRange July = new(new(2026, 7, 1), new(2026, 7, 31));

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 8, 15, 16, 0, 0, TimeSpan.Zero));
    private TestDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Run_OnNothing_IsAllZeroAndDashes()
    {
        var report = await RunAsync(July);

        Assert.Equal((0, 0, 31), (report.Opened, report.Decided, report.Periods.Count));
        Assert.Equal((null, null), (report.Times.Median, report.Times.Ninetieth));
        Assert.Null(report.InTimeShare);
        Assert.Null(report.FoundShare);
        Assert.Empty(report.ByCarrier);
        Assert.Empty(report.BySeller);
    }

    [Fact]
    public async Task Run_OnAnything_CountsAsByHand()
    {
        var requests = await MakeAsync(120);
        var now = _time.GetUtcNow().UtcDateTime;

        foreach (var range in new[] { July, new ReportRange(new(2026, 7, 10), new(2026, 7, 10)), new ReportRange(new(2026, 1, 1), new(2026, 8, 15)) })
        {
            var report = await RunAsync(range);

            var opened = requests.Where(r => range.From <= Day(r.OpenedOn) && Day(r.OpenedOn) <= range.To).ToList();
            var decided = requests.Where(r => r.FirstDecisionOn is { } on && range.From <= Day(on) && Day(on) <= range.To).ToList();
            var ended = requests.Where(r => r.EndedOn is { } on && range.From <= Day(on) && Day(on) <= range.To).ToList();
            Assert.Equal((opened.Count, decided.Count), (report.Opened, report.Decided));
            Assert.All(report.Periods.Where(_ => !report.ByWeek), period => Assert.Equal(opened.Count(r => Day(r.OpenedOn) == period.From), period.Opened));
            Assert.Equal(range.Days > ReportQueries.MaxDaysByDay, report.ByWeek);
            Assert.Equal(opened.Count(r => r.CompletedInTime == true), report.InTime);
            Assert.Equal(
                opened.Count(r => r.CompletedInTime == false
                    || (r.CompletedInTime is null && r.Outcome is not (RequestOutcome.Found or RequestOutcome.Withdrawn) && r.DocumentsDueOn < now)),
                report.NotInTime);
            Assert.Equal(opened.Count, report.InTime + report.NotInTime + report.NotDue);

            var minutes = decided.Select(r => r.FirstDecisionMinutes!.Value).Order().ToList();
            Assert.Equal(Rank(minutes, 0.5), report.Times.Median);
            Assert.Equal(Rank(minutes, 0.9), report.Times.Ninetieth);
            Assert.Equal(Enumerable.Range(0, 6).Select(d => minutes.Count(m => Math.Min(5, m / 1440) == d)), report.Times.ByDays);

            Assert.Equal(ended.Count, report.ByCarrier.Sum(row => row.Total));
            Assert.Equal(ended.Count, report.BySeller.Sum(row => row.Total));
            foreach (var carrier in ended.GroupBy(r => r.Shipment.Carrier))
            {
                var row = report.ByCarrier.Single(row => row.Name == (carrier.Key is { } code ? CarrierDirectory.Get(code).Name : "Another, or not known"));
                Assert.All(Enum.GetValues<RequestOutcome>(), outcome => Assert.Equal(carrier.Count(r => r.Outcome == outcome), row.Ended.GetValueOrDefault(outcome)));
            }

            Assert.True(report.BySeller.Count <= ReportQueries.MaxSellers + 1);
            var largest = ended.GroupBy(r => r.Order.Seller ?? "Not named", StringComparer.Ordinal).MaxBy(g => g.Count());
            Assert.Equal(largest?.Count(), report.BySeller.Count == 0 ? null : report.BySeller.Where(row => row.Name != "All other sellers").Max(row => row.Total));
        }
    }

    [Fact]
    public async Task Run_AtTheEdgesOfADay_GoesByEasternTime()
    {
        await using (var database = _database.Open())
        {
            foreach (var opened in new[] { "2026-07-01 03:59:59", "2026-07-01 04:00", "2026-08-01 03:59:59", "2026-08-01 04:00" })
            {
                database.Add(Open(opened, null, null));
            }

            await database.SaveChangesAsync(Cancellation);
        }

        var report = await RunAsync(July);

        Assert.Equal((2, 1, 1), (report.Opened, report.Periods[0].Opened, report.Periods[^1].Opened));
    }

    [Fact]
    public async Task Run_OnFinds_CountsThemByPlace()
    {
        await using (var database = _database.Open())
        {
            foreach (var (place, day) in new[]
            {
                (PlaceToLook.Neighbors, "2026-07-02"), (PlaceToLook.Neighbors, "2026-07-03"), (PlaceToLook.SideYard, "2026-07-31"), (PlaceToLook.Garage, "2026-08-01"),
            })
            {
                database.Add(FoundPackage.Count(place, HomeKind.House, CarrierCode.Ups, SampleRequest.At(day + " 12:00")));
            }

            database.Add(Open("2026-07-05 12:00", null, null));
            await database.SaveChangesAsync(Cancellation);
        }

        var report = await RunAsync(July);

        Assert.Equal([(PlaceToLook.Neighbors, 2), (PlaceToLook.SideYard, 1)], report.Found);
        Assert.Equal(0.75m, report.FoundShare);
    }

    [Fact]
    public async Task Run_ByDay_ReadsAnIndexAndNotTheTable()
    {
        Assert.SkipUnless(TestDatabase.IsSqlite, "The plans are SQLite's.");
        await MakeAsync(5);
        await using var database = _database.Open();

        foreach (var column in new[] { "OpenedOn", "FirstDecisionOn", "EndedOn" })
        {
            var plan = string.Join('\n', await PlanAsync(database, $"""SELECT COUNT(*) FROM "ServiceRequests" WHERE "{column}" >= '2026-07-01' AND "{column}" < '2026-08-01'"""));
            Assert.StartsWith("SEARCH ServiceRequests USING COVERING INDEX", plan, StringComparison.Ordinal);
            Assert.Contains($"({column}>? AND {column}<?)", plan, StringComparison.Ordinal);
        }
    }

    private static async Task<List<string>> PlanAsync(MissingPackage.Data.MissingPackageContext database, string sql)
    {
        var connection = database.Database.GetDbConnection();
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own text
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancellation))
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }

    private async Task<DeskReport> RunAsync(ReportRange range)
    {
        await using var database = _database.Open();
        return await new ReportQueries(database, _time).RunAsync(range, Cancellation);
    }

    /// <summary>Requests that went every way, some time in June, July and August; the same ones each time.</summary>
    private async Task<IReadOnlyList<ServiceRequest>> MakeAsync(int count)
    {
        var chance = new Random(20260701);
        var requests = new List<ServiceRequest>();
        for (var i = 0; i < count; i++)
        {
            var on = SampleRequest.At("2026-06-20 00:00").AddMinutes(chance.Next(55 * 24 * 60));
            CarrierCode? carrier = chance.Next(5) is var n and < 4 ? (CarrierCode)n : null;
            var request = Open(on.ToString("yyyy-MM-dd HH:mm", null), carrier, chance.Next(30) is var s and > 0 ? $"Seller {s / 2}" : null);
            requests.Add(request);
            DateTime Later(int hours) => on = on.AddMinutes(1 + chance.Next(hours * 60));
            switch (chance.Next(8))
            {
                case 0:
                    break;
                case 1:
                    request.MarkFound(null, Actor.Customer, Later(48));
                    break;
                case 2:
                    request.Abandon(Later(400));
                    break;
                case 3:
                    request.Withdraw(Later(48));
                    break;
                default:
                    foreach (var kind in DocumentKinds.Required)
                    {
                        var now = Later(120);
                        request.FinishDocument(request.AttachDocument(SampleRequest.File(kind), now).Id, SampleRequest.CleanPages(1), now);
                    }

                    Decide(request, chance, Later);
                    break;
            }
        }

        await using var database = _database.Open();
        database.AddRange(requests);
        await database.SaveChangesAsync(Cancellation);
        return requests;
    }

    private static void Decide(ServiceRequest request, Random chance, Func<int, DateTime> later)
    {
        switch (chance.Next(4))
        {
            case 0:
                break;
            case 1:
                request.Decline("No.", SampleRequest.CareAgent, later(200));
                break;
            case 2:
                request.AskForMore([DocumentKind.PhotoId], "Too dark.", SampleRequest.CareAgent, later(200));
                break;
            default:
                request.AcceptDocuments(SampleRequest.CareAgent, later(200));
                var inStock = chance.Next(2) == 1;
                request.RecordStock(inStock, SampleRequest.CareAgent, request.FirstDecisionOn!.Value);
                request.Resolve(inStock ? Resolution.Replacement(null) : Resolution.Refund(1), SampleRequest.CareAgent, later(100));
                break;
        }
    }

    private static ServiceRequest Open(string opened, CarrierCode? carrier, string? seller) => ServiceRequest.Open(
        Guid.NewGuid(), SampleRequest.NewReference(), Guid.NewGuid(),
        new RequestFacts(
            new OrderFacts("ORDER-555-0100", "A sample item", seller, 100m),
            new CustomerFacts("Sample Customer", "customer@example.com", null),
            new DeliveryAddress("1 Sample Street", null, "Sampleville", "NY", "00000"),
            new ShipmentFacts(carrier, null, DateOnly.FromDateTime(SampleRequest.At(opened)), DateOnly.FromDateTime(SampleRequest.At(opened))),
            HomeSearch.None),
        SampleRequest.At(opened));

    private static DateOnly Day(DateTime utc) => ReportRange.Zone.DateOf(utc);

    private static int? Rank(List<int> sorted, double share) => sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(sorted.Count * share) - 1];
}
