using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Data.Sqlite;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Tests.Data;
using MissingPackage.Web.Tests.Documents;

namespace MissingPackage.Web.Tests.Jobs;

/// <summary>The jobs that watch the clock, over months: each promise kept once, at its time, by day.</summary>
public sealed class JobTests : IAsyncLifetime
{
    private readonly MissingPackageApplication _application = QuietApplication.And();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    // Expected Wednesday, July 1, 2026, due Tuesday, July 7: halfway is Sunday, July 5, at 5 in the morning, so the evening before.
    [InlineData("NY", "2026-07-01", "2026-07-02 14:00", "documents-halfway 2026-07-04 19:00, documents-last-day 2026-07-06 19:00, documents-late 2026-07-08 00:00")]
    // Over Thanksgiving.
    [InlineData("IL", "2026-11-24", "2026-11-25 16:00", "documents-halfway 2026-11-27 19:00, documents-last-day 2026-11-29 19:00, documents-late 2026-12-01 00:00")]
    // Over the night in which clocks go forward, and the one in which they go back.
    [InlineData("CA", "2027-03-11", "2027-03-11 20:00", "documents-halfway 2027-03-13 19:00, documents-last-day 2027-03-15 19:00, documents-late 2027-03-17 00:00")]
    [InlineData("NY", "2026-10-29", "2026-10-30 14:00", "documents-halfway 2026-11-01 17:00, documents-last-day 2026-11-02 19:00, documents-late 2026-11-04 00:00")]
    // Opened in the morning of the last day: one reminder in the afternoon.
    [InlineData("HI", "2026-07-01", "2026-07-07 20:00", "documents-halfway 2026-07-07 17:00, documents-late 2026-07-08 00:00")]
    // Opened after the deadline: late from the start, and told so then.
    [InlineData("NY", "2026-07-01", "2026-07-20 14:00", "")]
    public async Task Documents_HourByHour_AreRemindedOfByDayAndOnce(string state, string expected, string opened, string promised)
    {
        var request = await OpenAsync(state, expected, opened);
        var seen = new List<string>();
        SetTime(SampleRequest.At(opened));
        for (var hour = 0; hour < 24 * 8; hour++)
        {
            await RunAllAsync();
            seen.AddRange((await NewsAsync(seen.Count)).Select(kind => $"{kind} {request.Zone.ToLocal(Now):yyyy-MM-dd HH:mm}"));
            _application.Time.Advance(TimeSpan.FromHours(1));
        }

        await RunEveryAsync(TimeSpan.FromHours(20), days: 80); // and nothing more in the months after
        Assert.Empty(await NewsAsync(seen.Count));

        // Jobs look once an hour here: the hour in which a promise falls due is what counts.
        Assert.Equal(promised, string.Join(", ", seen.Select(line => line[..^2] + "00")));
        var at = Assert.Single(await _application.AskAsync(database => database.Requests.AsNoTracking().ToListAsync()));
        Assert.True(at.IsLate);
    }

    [Fact]
    public async Task Documents_WhenTheyCome_AreNotAskedForAnyMore()
    {
        var request = await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00");
        await ChangeAsync(request, r => SampleRequest.ReceiveBoth(r));
        await RunFromAsync("2026-07-02 15:00", days: 10);

        Assert.Empty(await NewsAsync(0));
        Assert.False((await _application.AskAsync(database => database.Requests.AsNoTracking().SingleAsync())).IsLate);
    }

    [Fact]
    public async Task Documents_WhileTheyAreBeingChecked_AreNeitherRemindedOfNorLate()
    {
        var request = await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00");
        await ChangeAsync(request, r =>
        {
            r.AttachDocument(SampleRequest.File(DocumentKind.PhotoId), SampleRequest.At("2026-07-03 14:00"));
            r.AttachDocument(SampleRequest.File(DocumentKind.Statement), SampleRequest.At("2026-07-03 14:00"));
        });
        await RunFromAsync("2026-07-03 15:00", days: 10);

        Assert.Empty(await NewsAsync(0));
    }

    [Fact]
    public async Task Documents_AskedForAgain_AreRemindedOfForTheNewDeadline()
    {
        var request = await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00");
        await ChangeAsync(request, r =>
        {
            SampleRequest.ReceiveBoth(r);
            r.AskForMore([DocumentKind.PhotoId], "Blurred.", SampleRequest.CareAgent, SampleRequest.At("2026-07-20 14:00"));
        });
        await RunFromAsync("2026-07-20 14:00", days: 10);

        Assert.Equal(["documents-halfway", "documents-last-day", "documents-late"], await NewsAsync(0));
    }

    [Theory]
    [InlineData(3, "documents-last-day")] // both reminders fell into the downtime, and the deadline is ahead
    [InlineData(7, "documents-late")] // the deadline too
    public async Task Documents_AfterADowntime_AreSpokenOfOnceAndNotOnceForEachMissedDay(int days, string kind)
    {
        await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00");
        SetTime(SampleRequest.At("2026-07-04 14:00").AddDays(days));

        for (var round = 0; round < 20; round++)
        {
            await RunAllAsync();
            _application.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal([kind], await NewsAsync(0));
    }

    [Fact]
    public async Task Documents_WhenTheClockJumpsAheadAndBack_AreSpokenOfOnce()
    {
        await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00");
        foreach (var now in new[] { "2026-07-05 18:00", "2026-07-07 18:00", "2026-07-05 18:00", "2026-07-08 18:00", "2026-07-06 18:00", "2026-07-09 18:00" })
        {
            // A fake clock only goes ahead; each jump is a node of its own with another idea of the time.
            await RunAllAsync(SampleRequest.At(now));
        }

        Assert.Equal(["documents-halfway", "documents-last-day", "documents-late"], (await NewsAsync(0)).Order(StringComparer.Ordinal).ToList());
    }

    [Theory]
    // Accepted on Friday, July 3, 2026, which is Independence Day observed: 2 business days are over after Tuesday, 5 after Friday.
    [InlineData("2026-07-03 14:00", "seller-silent-2 2026-07-08, seller-silent-5 2026-07-11")]
    [InlineData("2026-12-23 15:00", "seller-silent-2 2026-12-29, seller-silent-5 2027-01-01")]
    public async Task Seller_WhenSilent_IsAskedAgainAfter2And5BusinessDays(string accepted, string promised)
    {
        var request = await WithSellerAsync(accepted);
        var seen = new List<string>();
        SetTime(SampleRequest.At(accepted));
        for (var quarter = 0; quarter < 4 * 20; quarter++)
        {
            await RunAllAsync();
            seen.AddRange((await NewsAsync(seen.Count)).Select(kind => $"{kind} {request.Zone.ToLocal(Now):yyyy-MM-dd}"));
            _application.Time.Advance(TimeSpan.FromHours(6));
        }

        Assert.Equal(promised, string.Join(", ", seen.Where(line => line.StartsWith("seller", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Seller_WhenHandedOffAndSilent_IsAskedAndTheTeamIsToldAtLast()
    {
        var request = await WithSellerAsync("2026-07-03 14:00");
        await HandOffAsync(request, "2026-07-06 14:00");
        await RunFromAsync("2026-07-06 15:00", days: 20);

        // The seller's days count from the hand-off, and each link in a reminder works for 14 days of its own.
        Assert.Equal(["seller-hand-off", "seller-reminder-2", "seller-reminder-5", "seller-silent-5"], await NewsAsync(0));
        var grants = await _application.AskAsync(database => database.SellerGrants.Where(g => g.RequestId == request.Id).Select(g => g.ExpiresOn - g.CreatedOn).ToListAsync());
        Assert.Equal(3, grants.Count);
        Assert.All(grants, life => Assert.Equal(TimeSpan.FromDays(14), life));
    }

    [Fact]
    public async Task Seller_WhenTheHandOffWasTakenBack_IsNotWrittenTo()
    {
        var request = await WithSellerAsync("2026-07-03 14:00");
        await HandOffAsync(request, "2026-07-06 14:00");
        await ChangeAsync(request, r => r.RevokeHandOff(SampleRequest.CareAgent, SampleRequest.At("2026-07-06 16:00")));
        await RunFromAsync("2026-07-06 17:00", days: 20);

        Assert.Equal(["seller-hand-off", "seller-silent-2", "seller-silent-5"], await NewsAsync(0));
    }

    [Fact]
    public async Task Seller_WhenTheClaimIsFiled_IsLeftAlone()
    {
        var request = await WithSellerAsync("2026-07-03 14:00");
        await ChangeAsync(request, r => r.RecordCarrierClaim("SAMPLE-CLAIM-1", SampleRequest.CareAgent, SampleRequest.At("2026-07-06 14:00")));
        await RunFromAsync("2026-07-06 15:00", days: 80);

        Assert.Empty(await NewsAsync(0));
    }

    [Fact]
    public async Task Seller_AfterAWeekOfDowntime_IsAskedOnce()
    {
        await WithSellerAsync("2026-07-03 14:00");
        await RunFromAsync("2026-07-20 14:00", days: 1);

        Assert.Equal(["seller-silent-5"], await NewsAsync(0));
    }

    [Theory]
    [InlineData(CarrierCode.Ups, "2026-08-21")] // 60 days after July 1 is Sunday, August 30
    [InlineData(CarrierCode.Usps, "2026-08-13")] // 60 days after a mailing ten days before: Thursday, August 20
    [InlineData(CarrierCode.DhlExpress, "2026-07-14")] // Tuesday, July 21
    public async Task FilingDay_WhenNear_IsWarnedOfOnce5BusinessDaysBefore(CarrierCode carrier, string expectedDay)
    {
        var request = await WithSellerAsync("2026-07-03 14:00", carrier);
        SetTime(SampleRequest.At("2026-07-03 14:00"));
        string? warned = null;
        for (var quarter = 0; quarter < 4 * 90; quarter++)
        {
            var count = await RunAsync<FilingDayJob>(job => job.WarnAsync(Cancellation));
            if (count > 0)
            {
                Assert.Null(warned);
                warned = $"{request.Zone.ToLocal(Now):yyyy-MM-dd}";
            }

            _application.Time.Advance(TimeSpan.FromHours(6));
        }

        Assert.Equal(expectedDay, warned);
    }

    [Fact]
    public async Task FilingDay_WhenTheSellerHasIt_TellsTheSellerToo()
    {
        var request = await WithSellerAsync("2026-07-03 14:00");
        await HandOffAsync(request, "2026-07-06 14:00");
        SetTime(SampleRequest.At("2026-08-24 16:00"));
        Assert.Equal(1, await RunAsync<FilingDayJob>(job => job.WarnAsync(Cancellation)));
        Assert.Equal(0, await RunAsync<FilingDayJob>(job => job.WarnAsync(Cancellation)));

        Assert.Equal(["seller-hand-off", "filing-day-near", "seller-filing-day"], await NewsAsync(0));
        var mail = (await _application.MailToAsync("claims@example.com")).Single(m => m.Subject!.Contains("takes the claim until", StringComparison.Ordinal));
        Assert.Equal("Order ORDER-555-0100: UPS takes the claim until Sunday, August 30, 2026", mail.Subject);
        Assert.Contains("/seller/open/", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Seller_WhenTheClaimChangesWhileTheJobRuns_IsWrittenToByTheNextRun(bool filingDay)
    {
        var meanwhile = new Meanwhile();
        _application.Where(services => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(meanwhile)));
        var request = await WithSellerAsync("2026-07-03 14:00");
        await HandOffAsync(request, "2026-07-06 14:00");
        SetTime(SampleRequest.At(filingDay ? "2026-08-24 16:00" : "2026-07-15 16:00"));
        // Handed off to another address: what was looked up before is nobody's any more.
        meanwhile.Do = () => ChangeAsync(request, r => r.HandToSeller("Sample Seller", "other@example.com", SampleRequest.CareAgent, Now));

        Assert.Equal(0, await RunOnceAsync());
        Assert.Null(meanwhile.Do);
        Assert.DoesNotContain(await NewsAsync(0), kind => kind is "seller-filing-day" || kind.StartsWith("seller-reminder", StringComparison.Ordinal));

        Task<int> RunOnceAsync() => filingDay ? RunAsync<FilingDayJob>(job => job.WarnAsync(Cancellation)) : RunAsync<AskSellerJob>(job => job.AskAsync(Cancellation));
    }

    [Fact]
    public async Task Jobs_OnTwoNodesAtOnce_KeepEachPromiseOnce()
    {
        for (var number = 0; number < 30; number++)
        {
            await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00");
            await WithSellerAsync("2026-07-03 14:00");
        }

        foreach (var now in new[] { "2026-07-05 18:00", "2026-07-07 18:00", "2026-07-08 18:00", "2026-07-14 18:00", "2026-08-26 18:00" })
        {
            SetTime(SampleRequest.At(now));
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => RunAllAsync(), Cancellation)));
        }

        var kinds = await NewsAsync(0);
        Assert.Equal(
            ["documents-halfway 30", "documents-last-day 30", "documents-late 30", "filing-day-near 30", "seller-silent-2 30", "seller-silent-5 30"],
            kinds.GroupBy(kind => kind, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal).ToList());
    }

    [Fact]
    public async Task Job_WhenOneRequestFails_HandlesTheOthersAndSaysSo()
    {
        var broken = await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00");
        await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00");
        await _application.AskAsync(database => database.Requests.Where(r => r.Id == broken.Id)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.Address.State, "XX")));
        SetTime(SampleRequest.At("2026-07-09 14:00"));

        var failure = await Assert.ThrowsAsync<JobIncompleteException>(() => RunAsync<MarkLateJob>(job => job.MarkAsync(Cancellation)));

        Assert.Equal("1 done, 1 failed: ArgumentException.", failure.Message);
        Assert.Equal(["documents-late"], await NewsAsync(0));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private DateTime Now => _application.Now;

    private void SetTime(DateTime utc) => _application.Time.SetUtcNow(new DateTimeOffset(utc));

    private async Task<ServiceRequest> OpenAsync(string state, string expected, string opened, CarrierCode? carrier = null)
    {
        var day = DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);
        var request = ServiceRequest.Open(
            Guid.NewGuid(), SampleRequest.NewReference(), Guid.NewGuid(),
            new RequestFacts(
                new OrderFacts("ORDER-555-0100", "A sample item", "Sample Seller", 100m), new CustomerFacts("Sample Customer", "customer@example.com", null),
                new DeliveryAddress("1 Sample Street", null, "Sampleville", state, "00000"), new ShipmentFacts(carrier, null, day, day), HomeSearch.None),
            SampleRequest.At(opened));
        return await _application.AskAsync(async database =>
        {
            database.Requests.Add(request);
            await database.SaveChangesAsync(Cancellation);
            return request;
        });
    }

    private async Task<ServiceRequest> WithSellerAsync(string accepted, CarrierCode? carrier = CarrierCode.Ups)
    {
        var request = await OpenAsync("NY", "2026-07-01", "2026-07-02 14:00", carrier);
        await ChangeAsync(request, r =>
        {
            SampleRequest.ReceiveBoth(r);
            r.AcceptDocuments(SampleRequest.CareAgent, SampleRequest.At(accepted));
        });
        return request;
    }

    private async Task HandOffAsync(ServiceRequest request, string on)
    {
        SetTime(SampleRequest.At(on));
        await using var scope = _application.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>();
        var found = await database.Requests.SingleAsync(r => r.Id == request.Id);
        found.HandToSeller("Sample Seller", "claims@example.com", SampleRequest.CareAgent, SampleRequest.At(on));
        scope.ServiceProvider.GetRequiredService<SellerMessages>().HandOff(found, "claims@example.com");
        await database.SaveChangesAsync();
    }

    private Task<int> ChangeAsync(ServiceRequest request, Action<ServiceRequest> verb) => _application.AskAsync(async database =>
    {
        verb(await database.Requests.Include(r => r.Documents).Include(r => r.Events).SingleAsync(r => r.Id == request.Id));
        return await database.SaveChangesAsync(Cancellation);
    });

    private async Task RunFromAsync(string from, int days)
    {
        SetTime(SampleRequest.At(from));
        await RunEveryAsync(TimeSpan.FromHours(4), days);
    }

    private async Task RunEveryAsync(TimeSpan step, int days)
    {
        for (var end = Now.AddDays(days); Now < end;)
        {
            await RunAllAsync();
            _application.Time.Advance(step);
        }
    }

    private async Task RunAllAsync(DateTime? now = null)
    {
        await RunAsync<RemindJob>(job => job.RemindAsync(Cancellation), now);
        await RunAsync<MarkLateJob>(job => job.MarkAsync(Cancellation), now);
        await RunAsync<AskSellerJob>(job => job.AskAsync(Cancellation), now);
        await RunAsync<FilingDayJob>(job => job.WarnAsync(Cancellation), now);
    }

    private async Task<int> RunAsync<TJob>(Func<TJob, Task<int>> run, DateTime? now = null)
        where TJob : notnull
    {
        await using var scope = _application.Services.CreateAsyncScope();
        return await run(now is null
            ? scope.ServiceProvider.GetRequiredService<TJob>()
            : ActivatorUtilities.CreateInstance<TJob>(scope.ServiceProvider, new AnotherClock(now.Value)));
    }

    /// <summary>The kinds of the messages after so many.</summary>
    private Task<List<string>> NewsAsync(int after) =>
        _application.AskAsync(database => database.Outbox.OrderBy(m => m.Id).Skip(after).Select(m => m.Kind).ToListAsync());

    /// <summary>Somebody does something once, between a job's question whom to write to and its work on the first request.</summary>
    private sealed class Meanwhile : DbCommandInterceptor
    {
        private bool _asked;

        public Func<Task>? Do { get; set; }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Do is { } once && _asked)
            {
                Do = null;
                await once();
            }

            _asked |= Do is not null && command.CommandText.Contains("SellerGrants", StringComparison.Ordinal);
            return result;
        }
    }

    private sealed class AnotherClock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now);
    }
}
