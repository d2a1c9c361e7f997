using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;

namespace MissingPackage.Web.Tests.Messages;

/// <summary>Each promise once, in order, by one node at a time, and until it is kept or taken back.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly SmtpServer _server = new();
    private readonly MissingPackageApplication _application;

    public OutboxTests() => _application = MissingPackageApplication.With(_server.Settings);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_WhenAPromiseIsMadeTwice_IsRefused()
    {
        await _application.WriteAsync(outbox => outbox.AddSample().Once("sample-promise"));

        await Assert.ThrowsAsync<DbUpdateException>(() => _application.WriteAsync(outbox => outbox.AddSample().Once("sample-promise")));
        await _application.WriteAsync(outbox => outbox.AddSample());
        await _application.WriteAsync(outbox => outbox.AddSample()); // without a promise, as often as it is wanted
        await _application.DispatchAsync();

        Assert.Equal(3, _server.Deliveries.Count);
    }

    [Fact]
    public async Task Dispatch_WhenAMessageToSomebodyIsPutOff_KeepsTheirLaterOnesBackAndSendsEverybodyElses()
    {
        _server.OnRecipient = to => to == "slow@example.com" && _server.Deliveries.Count < 2 ? "450 later" : null;
        await _application.WriteAsync(outbox =>
        {
            outbox.AddSample("slow@example.com", by: "first");
            outbox.AddSample("SLOW@example.com", by: "second");
            outbox.AddSample("quick@example.com", by: "one");
            outbox.AddSample("quick@example.com", by: "two");
        });

        await _application.DispatchAsync();
        Assert.Equal(["quick@example.com", "quick@example.com"], _server.Deliveries.Select(d => d.To).ToList());

        _application.Time.Advance(TimeSpan.FromMinutes(2));
        await _application.DispatchAsync();
        Assert.Equal(["one", "two", "first", "second"], _server.Deliveries.Select(InviterOf).ToList());
    }

    [Fact]
    public async Task Dispatch_ByFourNodesAtOnce_SendsEachMessageOnceAndInOrder()
    {
        await _application.WriteAsync(outbox =>
        {
            for (var number = 0; number < 240; number++)
            {
                outbox.AddSample($"sample{number % 60}@example.com", by: $"{number:000}");
            }
        });

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _application.DispatchAsync(), Cancellation)));
        await _application.DispatchAsync(); // what the last node looked for while another one held it

        Assert.All(reports, report => Assert.False(report.Unavailable));
        Assert.Equal(240, _server.Deliveries.Count);
        Assert.Equal(240, _server.Deliveries.Select(d => d.Message.MessageId).Distinct(StringComparer.Ordinal).Count());
        foreach (var ofOne in _server.Deliveries.GroupBy(d => d.To, StringComparer.Ordinal))
        {
            var order = ofOne.Select(InviterOf).ToList();
            Assert.Equal(order.Order(StringComparer.Ordinal).ToList(), order);
        }
    }

    [Fact]
    public async Task Dispatch_WhenANodeDiedWithMessagesInHand_SendsThemWhenItsLeaseRunsOut()
    {
        await _application.WriteAsync(outbox => outbox.AddSample());
        var life = _application.Services.GetRequiredService<OutboxDispatcher>().LeaseLife;
        await LeaseAsync(_application.Now + life);

        await _application.DispatchAsync();
        Assert.Empty(_server.Deliveries);

        _application.Time.Advance(life + TimeSpan.FromSeconds(1));
        await _application.DispatchAsync();
        Assert.Single(_server.Deliveries);
    }

    [Fact]
    public async Task Dispatch_WhenTheClockWasSetBackByADay_DoesNotWaitForTheOldLease()
    {
        await _application.WriteAsync(outbox => outbox.AddSample());
        await LeaseAsync(_application.Now.AddDays(1));

        await _application.DispatchAsync();

        Assert.Single(_server.Deliveries);
    }

    [Fact]
    public async Task Withdraw_WhileAMessageIsKeptBack_TakesItBackForGood()
    {
        await _application.WriteAsync(outbox => outbox.AddSample().NotBefore(_application.Now.AddSeconds(30)));
        _application.Time.Advance(TimeSpan.FromSeconds(29));
        await _application.DispatchAsync();
        Assert.Empty(_server.Deliveries);

        Assert.True(await WithdrawAsync());
        _application.Time.Advance(TimeSpan.FromMinutes(5));
        await _application.DispatchAsync();

        Assert.Empty(_server.Deliveries);
        var row = Assert.Single(await _application.OutboxAsync());
        Assert.Equal((OutboxState.Withdrawn, "", ""), (row.State, row.Content, row.Recipient));
    }

    [Fact]
    public async Task Withdraw_WhenAMessageHasLeftOrIsJustLeaving_IsTooLate()
    {
        await _application.WriteAsync(outbox => outbox.AddSample().NotBefore(_application.Now.AddSeconds(30)));
        await LeaseAsync(_application.Now.AddMinutes(5));
        Assert.False(await WithdrawAsync());

        _application.Time.Advance(TimeSpan.FromMinutes(6));
        await _application.DispatchAsync();
        Assert.False(await WithdrawAsync());
        Assert.Single(_server.Deliveries);
    }

    [Fact]
    public async Task Dispatch_AtNightInTheRecipientsZone_WaitsForTheMorning()
    {
        _application.Time.SetUtcNow(new DateTimeOffset(2026, 7, 2, 3, 0, 0, TimeSpan.Zero)); // 11 pm in New York, 5 pm in Honolulu
        await _application.WriteAsync(outbox =>
        {
            outbox.AddSample("east@example.com").NotAtNight("America/New_York");
            outbox.AddSample("west@example.com").NotAtNight("Pacific/Honolulu");
        });

        await _application.DispatchAsync();
        Assert.Equal(["west@example.com"], _server.Deliveries.Select(d => d.To).ToList());

        _application.Time.SetUtcNow(new DateTimeOffset(2026, 7, 2, 11, 59, 0, TimeSpan.Zero));
        await _application.DispatchAsync();
        Assert.Single(_server.Deliveries);
        _application.Time.Advance(TimeSpan.FromMinutes(1));
        await _application.DispatchAsync();
        Assert.Equal(2, _server.Deliveries.Count);
    }

    [Fact]
    public async Task Dispatch_WhenATemplateThrows_SetsThatMessageAsideAndSendsTheRest()
    {
        await _application.WriteAsync(outbox =>
        {
            outbox.Add("broken", new Letter("", "sample@example.com", new RequestOpened(null!, "")), requestId: null);
            outbox.AddSample();
        });

        await _application.DispatchAsync();

        Assert.Single(_server.Deliveries);
        var broken = (await _application.OutboxAsync())[0];
        Assert.Equal((OutboxState.Dead, "Its template fails (NullReferenceException)."), (broken.State, broken.LastFailure));
        Assert.NotEmpty(broken.Content); // to be sent again once it is mended
    }

    [Fact]
    public async Task Dispatch_When10000AreDueAtOnce_SendsEachOnce()
    {
        const int Count = 10_000;
        await _application.WriteAsync(outbox =>
        {
            for (var number = 0; number < Count; number++)
            {
                outbox.AddSample($"sample{number}@example.com");
            }
        });

        var report = await _application.DispatchAsync();

        Assert.Equal(new DispatchReport(Count, Unavailable: false), report);
        Assert.Equal(Count, _server.Deliveries.Select(d => d.To).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Count, _server.Deliveries.Count);
        Assert.Equal(Count / 50, _server.Connections); // one connection carries a batch
        Assert.Equal(Count, await _application.AskAsync(database => database.Outbox.CountAsync(m => m.State == OutboxState.Sent && m.Content == "" && m.Recipient == "")));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>Who invites, by which the samples differ.</summary>
    private static string InviterOf(Delivery delivery) => delivery.Message.TextBody!.ReplaceLineEndings("\n").Split(" invites")[0].Split('\n')[^1];

    private Task<int> LeaseAsync(DateTime until) => _application.AskAsync(database => database.Outbox.ExecuteUpdateAsync(
        m => m.SetProperty(x => x.Lease, Guid.NewGuid()).SetProperty(x => x.LeasedUntil, until)));

    private Task<bool> WithdrawAsync() => _application.AskAsync(async (MissingPackageContext database) =>
    {
        var withdrawn = (await database.Outbox.SingleAsync()).TryWithdraw();
        await database.SaveChangesAsync();
        return withdrawn;
    });
}
