using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Areas.Admin.Queue;
using MissingPackage.Web.Tests.Data;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>Many agents ask for the next request at once; each of them has a connection of its own to the real database.</summary>
public sealed class TakeNextTests : IAsyncLifetime
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 7, 6, 16, 0, 0, TimeSpan.Zero));

    private TestDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task TakeNext_TwentyAgentsAtOnce_GetTwentyDifferentOnes()
    {
        var agents = await MakeAgentsAsync(20);
        await SaveAsync(25, request => SampleRequest.ReceiveBoth(request));

        // On threads of their own: SQLite's calls block, and all of them have to ask before the first one is done.
        using var ready = new Barrier(agents.Count);
        var taken = await Task.WhenAll(agents.Select(agent => Task.Factory.StartNew(
            () =>
            {
                ready.SignalAndWait(Cancellation);
                using var context = _database.Open();
                return new RequestAssignment(context, Time).TakeNextAsync(agent, Cancellation).GetAwaiter().GetResult();
            },
            Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.All(taken, reference => Assert.NotNull(reference));
        Assert.Equal(20, taken.Distinct().Count());
        await using var after = _database.Open();
        var requests = await after.Requests.Include(r => r.Events).AsNoTracking().ToListAsync(Cancellation);
        Assert.Equal(agents.Select(a => a.Id).Order(StringComparer.Ordinal), requests.Select(r => r.AssignedTo).OfType<string>().Order(StringComparer.Ordinal));
        Assert.All(requests, request => Assert.Equal(request.AssignedTo is null ? 0 : 1, request.Events.Count(e => e.Kind == RequestEventKind.Assigned)));
        Assert.All(requests.Where(r => r.AssignedTo is not null), request => Assert.Equal(
            agents.Single(a => a.Id == request.AssignedTo).UserName, request.Events.Single(e => e.Kind == RequestEventKind.Assigned).Detail));
    }

    [Fact]
    public async Task TakeNext_WhenFewerAreThereThanAsk_GivesEachOnceAndTheRestNothing()
    {
        var agents = await MakeAgentsAsync(8);
        await SaveAsync(3, request => SampleRequest.ReceiveBoth(request));

        var taken = await Task.WhenAll(agents.Select(async agent =>
        {
            await using var context = _database.Open();
            return await new RequestAssignment(context, Time).TakeNextAsync(agent, Cancellation);
        }));

        Assert.Equal(3, taken.Count(t => t is not null));
        Assert.Equal(4, taken.Distinct().Count());
    }

    [Fact]
    public async Task TakeNext_AfterTheReviews_GivesWhatTheSellerOrTheCarrierLetLapse()
    {
        var agent = (await MakeAgentsAsync(1))[0];
        var now = Time.GetUtcNow().UtcDateTime;
        await SaveAsync(1, _ => { });
        var lapsed = (await SaveAsync(1, request => ToSeller(request, now.AddDays(-20)))).Single();
        await SaveAsync(1, request => ToSeller(request, now.AddDays(-1)));
        var wrote = (await SaveAsync(1, request =>
        {
            ToSeller(request, now.AddDays(-1));
            request.WriteFromSeller("Which box?", Actor.Seller("Sample Seller"), now);
        })).Single();
        var handOff = (await SaveAsync(1, request =>
        {
            SampleRequest.ReceiveBoth(request);
            request.AcceptDocuments(SampleRequest.CareAgent, now.AddDays(-3));
        })).Single();
        var review = (await SaveAsync(1, request => SampleRequest.ReceiveBoth(request))).Single();

        // What waits for an agent, as it is due: the hand-off was due first, the seller's time is the longest.
        Assert.Equal(handOff, await TakeAsync(agent));
        Assert.Equal(review, await TakeAsync(agent));
        Assert.Equal(wrote, await TakeAsync(agent));
        Assert.Equal(lapsed, await TakeAsync(agent));
        Assert.Null(await TakeAsync(agent));
    }

    private static void ToSeller(ServiceRequest request, DateTime on)
    {
        SampleRequest.ReceiveBoth(request);
        request.AcceptDocuments(SampleRequest.CareAgent, on);
        request.HandToSeller("Sample Seller", "claims@example.com", SampleRequest.CareAgent, on);
    }

    private async Task<RequestReference?> TakeAsync(MissingPackage.Data.Agent agent)
    {
        await using var context = _database.Open();
        return await new RequestAssignment(context, Time).TakeNextAsync(agent, Cancellation);
    }

    private async Task<List<MissingPackage.Data.Agent>> MakeAgentsAsync(int count)
    {
        await using var context = _database.Open();
        var agents = Enumerable.Range(0, count).Select(n => new MissingPackage.Data.Agent { UserName = $"agent{n}@example.com", NormalizedUserName = $"AGENT{n}@EXAMPLE.COM" }).ToList();
        context.AddRange(agents);
        await context.SaveChangesAsync(Cancellation);
        return agents;
    }

    private async Task<List<RequestReference>> SaveAsync(int count, Action<ServiceRequest> tell)
    {
        await using var context = _database.Open();
        var requests = Enumerable.Range(0, count).Select(_ => SampleRequest.Short()).ToList();
        requests.ForEach(tell);
        context.Requests.AddRange(requests);
        await context.SaveChangesAsync(Cancellation);
        return requests.ConvertAll(r => r.Reference);
    }
}
