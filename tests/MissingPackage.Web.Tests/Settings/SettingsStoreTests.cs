using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Web.Tests.Data;

namespace MissingPackage.Web.Tests.Settings;

/// <summary>What administrators set: read by every node at once, and each change an event.</summary>
public sealed class SettingsStoreTests : IAsyncLifetime
{
    private const string Usps = "carriers/Usps";
    private const string Admin = "admin@example.com";

    private static readonly SettingKind[] Kinds =
    [
        .. CarrierDirectory.All.Select(carrier => new SettingKind($"carriers/{carrier.Code}", typeof(Carrier), carrier)),
        new(ClosedDays.Key, typeof(ClosedDays), ClosedDays.None),
        new(RetentionOptions.Key, typeof(RetentionOptions), new RetentionOptions { DocumentDays = 45 }),
    ];

    private TestDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Carrier ShippedUsps => CarrierDirectory.Get(CarrierCode.Usps);

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Read_BeforeAnyChange_IsWhatWasShipped()
    {
        var node = new Node(_database);
        await node.RefreshAsync();

        Assert.Equal(CarrierDirectory.All, node.Settings.Carriers);
        Assert.Equal(45, node.Settings.Get<RetentionOptions>().DocumentDays);
        Assert.Equal(0, node.Settings.Read<Carrier>(Usps).Version);
    }

    [Fact]
    public async Task Change_OnOneNode_HoldsAtTheNextRequestOfTheOther()
    {
        Node first = new(_database), second = new(_database);
        await second.RefreshAsync();

        Assert.Equal(SaveOutcome.Saved, await first.ChangeAsync(Usps, 0, ShippedUsps with { Phone = "(800) 555-0101" }));
        Assert.Equal("(800) 555-0101", first.Settings.Carrier(CarrierCode.Usps).Phone);
        await second.RefreshAsync();

        var read = second.Settings.Read<Carrier>(Usps);
        Assert.Equal((1, "(800) 555-0101"), (read.Version, read.Value.Phone));
        Assert.Equal(ShippedUsps.WhatToAsk, read.Value.WhatToAsk);
        Assert.Equivalent(ShippedUsps.Claim, read.Value.Claim, strict: true);
        Assert.Equal(CarrierDirectory.Get(CarrierCode.Ups), second.Settings.Carrier(CarrierCode.Ups));
    }

    [Fact]
    public async Task Change_IsOneEventWithWhoWhenFromAndTo()
    {
        var node = new Node(_database);
        await node.ChangeAsync(Usps, 0, ShippedUsps with { Phone = "(800) 555-0101" });
        await node.ChangeAsync(Usps, 1, ShippedUsps with { Phone = "(800) 555-0102" });

        await using var database = _database.Open();
        var changes = await database.SettingChanges.OrderBy(c => c.Id).ToListAsync(Cancellation);
        Assert.Equal([1, 2], changes.Select(c => c.Version));
        Assert.All(changes, c => Assert.Equal((Usps, Admin, SampleRequest.At("2026-07-01 16:00")), (c.Key, c.ChangedBy, c.ChangedOn)));
        Assert.Contains("222-1811", changes[0].From, StringComparison.Ordinal);
        Assert.Equal(changes[0].To, changes[1].From);
        Assert.Contains("555-0102", changes[1].To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_OnAVersionThatIsNoLongerTheLatest_IsRefused()
    {
        Node first = new(_database), second = new(_database);
        await first.ChangeAsync(Usps, 0, ShippedUsps with { Phone = "(800) 555-0101" });

        Assert.Equal(SaveOutcome.Stale, await second.ChangeAsync(Usps, 0, ShippedUsps with { Phone = "(800) 555-0102" }));
        await second.RefreshAsync();
        Assert.Equal("(800) 555-0101", second.Settings.Carrier(CarrierCode.Usps).Phone);
        Assert.Single(await second.SinceAsync(Usps, 0));
    }

    [Fact]
    public async Task Change_TwentyAtOnce_LetsOneThrough()
    {
        var nodes = Enumerable.Range(0, 20).Select(_ => new Node(_database)).ToList();

        var outcomes = await Task.WhenAll(nodes.Select((node, i) =>
            Task.Run(() => node.ChangeAsync(Usps, 0, ShippedUsps with { Phone = $"(800) 555-01{i:00}" }))));

        Assert.Single(outcomes, SaveOutcome.Saved);
        Assert.Equal(19, outcomes.Count(outcome => outcome == SaveOutcome.Stale));
        Assert.Single(await nodes[0].SinceAsync(Usps, 0));
    }

    [Fact]
    public async Task Change_ToWhatItIsAlready_WritesNothing()
    {
        var node = new Node(_database);

        Assert.Equal(SaveOutcome.Unchanged, await node.ChangeAsync(Usps, 0, ShippedUsps));
        Assert.Empty(await node.SinceAsync(Usps, 0));
    }

    [Fact]
    public async Task Refresh_AfterABackupWasRestored_ForgetsWhatIsGone()
    {
        var node = new Node(_database);
        await node.ChangeAsync(Usps, 0, ShippedUsps with { Phone = "(800) 555-0101" });
        await using (var database = _database.Open())
        {
            await database.Settings.ExecuteDeleteAsync(Cancellation);
        }

        await node.RefreshAsync();

        Assert.Equal(ShippedUsps, node.Settings.Carrier(CarrierCode.Usps));
    }

    [Fact]
    public async Task Refresh_WhenADocumentIsDamaged_UsesWhatWasShipped()
    {
        var node = new Node(_database);
        await node.ChangeAsync(Usps, 0, ShippedUsps with { Phone = "(800) 555-0101" });
        await using (var database = _database.Open())
        {
            await database.Settings.ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, "{ \"phone\": ").SetProperty(s => s.Version, 2), Cancellation);
        }

        await node.RefreshAsync();

        Assert.Equal((ShippedUsps, 2), (node.Settings.Carrier(CarrierCode.Usps), node.Settings.Read<Carrier>(Usps).Version));
    }

    [Fact]
    public async Task SaveChanges_WhenAChangeIsRewritten_IsRefused()
    {
        await new Node(_database).ChangeAsync(Usps, 0, ShippedUsps with { Phone = "(800) 555-0101" });
        await using var database = _database.Open();
        database.SettingChanges.Remove(await database.SettingChanges.SingleAsync(Cancellation));

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.SaveChangesAsync(Cancellation));
    }

    [Fact]
    public async Task Load_OfARequest_CountsByTheClosedDays()
    {
        var node = new Node(_database);
        await node.ChangeAsync(ClosedDays.Key, 0, new ClosedDays([new Closure(new(2026, 7, 6), "Company day")]));
        var request = SampleRequest.Short();
        await using (var database = _database.Open())
        {
            database.Add(request);
            await database.SaveChangesAsync(Cancellation);
        }

        await using var later = _database.Open();
        later.Calendar = () => node.Settings.Calendar;
        var loaded = await later.Requests.AsNoTracking().SingleAsync(r => r.Id == request.Id, Cancellation);

        Assert.Equal(new DateOnly(2026, 7, 7), request.FirstDeadline.LastDay);
        Assert.Equal(new DateOnly(2026, 7, 8), loaded.FirstDeadline.LastDay);
        Assert.Contains(loaded.FirstDeadline.Days, day => day is { Kind: DayKind.Closed, HolidayName: "Company day" });
    }

    /// <summary>One process of several on the same database.</summary>
    private sealed class Node(TestDatabase database)
    {
        private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider _time = new(new DateTimeOffset(2026, 7, 1, 16, 0, 0, TimeSpan.Zero));

        public SettingsReader Settings { get; } = new(Kinds, NullLogger<SettingsReader>.Instance);

        public async Task RefreshAsync()
        {
            await using var context = database.Open();
            await Settings.RefreshAsync(context, Cancellation);
        }

        public async Task<SaveOutcome> ChangeAsync<T>(string key, int seen, T value)
            where T : class
        {
            await using var context = database.Open();
            return await new SettingsEditor(context, Settings, _time).ChangeAsync(key, seen, value, Admin, Cancellation);
        }

        public async Task<IReadOnlyList<MissingPackage.Data.Settings.SettingChange>> SinceAsync(string key, int version)
        {
            await using var context = database.Open();
            return await new SettingsEditor(context, Settings, _time).SinceAsync(key, version, Cancellation);
        }
    }
}
