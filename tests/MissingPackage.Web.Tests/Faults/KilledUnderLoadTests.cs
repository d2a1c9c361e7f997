using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.Nodes;
using MissingPackage.Web.Tests.People;
using Agent = MissingPackage.Web.Tests.People.Agent;

namespace MissingPackage.Web.Tests.Faults;

/// <summary>The one process there is, killed with SIGKILL while customers and agents are at work: whatever was answered is there afterwards.</summary>
public sealed class KilledUnderLoadTests
{
    private const int Kills = 3;
    private const int Customers = 4;
    private const int Agents = 2;

    private static readonly string Yesterday = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("M/d/yyyy", CultureInfo.InvariantCulture);

    /// <summary>What somebody was told.</summary>
    private sealed class Answers
    {
        public ConcurrentBag<string> Opened { get; } = [];

        public ConcurrentBag<(string Reference, DocumentState State)> Sent { get; } = [];

        public ConcurrentBag<string> Signed { get; } = [];

        public ConcurrentBag<string> Accepted { get; } = [];
    }

    [Fact]
    public async Task Process_WhenKilledUnderLoad_KeepsWhateverItAnsweredAndNothingHalfDone()
    {
        await using var site = await RunningSite.StartAsync(
            nodes: 1, seed: 7, ("RateLimits:CostlyPerMinute", "100000"), ("RateLimits:OrdersPerMinute", "100000"), ("RateLimits:PostsPerMinute", "100000"),
            ("RateLimits:GuessablePerMinute", "100000"), ("RateLimits:UploadsPerMinute", "100000"));
        var told = new Answers();
        using var over = new CancellationTokenSource();
        var people = Enumerable.Range(0, Customers).Select(_ => Task.Run(() => SendAsync(site, told, over.Token)))
            .Concat(Enumerable.Range(0, Agents).Select(_ => Task.Run(() => DecideAsync(site, told, over.Token)))).ToList();
        var random = new Random(20261124);
        while (site.Kills < Kills && !people.Exists(person => person.IsFaulted))
        {
            // Not before everybody has got somewhere since the last time.
            var before = told.Accepted.Count;
            for (var wait = 0; wait < 600 && told.Accepted.Count == before && !people.Exists(person => person.IsFaulted); wait++)
            {
                await Task.Delay(100, BehindThePages.Cancellation);
            }

#pragma warning disable CA5394 // when to kill is no secret
            await Task.Delay(random.Next(20, 300), BehindThePages.Cancellation);
#pragma warning restore CA5394
            await site.KillTheLastAsync();
            await site.AllAreThereAsync();
        }

        await over.CancelAsync();
        await Task.WhenAll(people);
        await AssertThereAsync(site, told);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{told.Opened.Count} opened, {told.Sent.Count} files, {told.Signed.Count} signed, {told.Accepted.Count} accepted; {site.Balancer.CutOff} posts cut off");
    }

    private static async Task SendAsync(RunningSite site, Answers told, CancellationToken over)
    {
        for (var number = 1; !over.IsCancellationRequested; number++)
        {
            var customer = site.NewCustomer();
            told.Opened.Add(await customer.OpenRequestAsync(new Story { Expected = Yesterday, MarkedDelivered = Yesterday, Email = Story.FreshEmail() }));
            using var uploader = await Uploader.OpenAsync(site, customer);
            var photo = Files.Photo();
            for (var (id, sent) = (Guid.NewGuid(), false); !sent;)
            {
                // As the page's script does: the same file under the same id until there is an answer.
                using var answer = await uploader.PostAsync(photo, Domain.Evidence.DocumentKind.PhotoId, id);
                if (answer.IsSuccessStatusCode)
                {
                    var note = await Uploader.ReadAsync(answer);
                    Assert.True(note.Kept, note.Text);
                    told.Sent.Add((customer.Reference, note.Text.StartsWith("Received", StringComparison.Ordinal) ? DocumentState.Received : DocumentState.Checking));
                    sent = true;
                }
            }

            await customer.SignAsync();
            Assert.Contains("You have signed this statement", customer.Page.Text, StringComparison.Ordinal);
            told.Signed.Add(customer.Reference);
        }
    }

    private static async Task DecideAsync(RunningSite site, Answers told, CancellationToken over)
    {
        var agent = await site.NewAgentAsync();
        while (!over.IsCancellationRequested)
        {
            await agent.OpenAsync("/admin");
            await agent.PressAsync("Take the next one");
            if (agent.Page.Address.Split('?')[0].Split('/') is not ["", "admin", "requests", var reference] || !agent.Page.Offers("Accept documents"))
            {
                await Task.Delay(50, BehindThePages.Cancellation);
                continue;
            }

            await agent.PressAsync("Accept documents");
            if (agent.Page.Document.QuerySelector(".confirm [data-confirm]") is not null)
            {
                await agent.ConfirmAsync();
                if (agent.Page.Text.Contains("Documents accepted. Hand it to the seller next.", StringComparison.Ordinal))
                {
                    told.Accepted.Add(reference);
                }
            }
        }
    }

    private static async Task AssertThereAsync(RunningSite site, Answers told)
    {
        await using var database = site.Open();
        var requests = await database.Requests.Include(r => r.Documents).Include(r => r.Events.OrderBy(e => e.Id)).AsNoTracking()
            .ToDictionaryAsync(r => r.Reference.Value, StringComparer.OrdinalIgnoreCase, BehindThePages.Cancellation);
        Assert.True(told.Accepted.Count >= Kills, $"{told.Accepted.Count} accepted");
        Assert.All(told.Opened, reference => Assert.True(requests.ContainsKey(reference), reference));
        Assert.Equal(told.Opened.Count, requests.Count); // and none of them twice
        Assert.All(told.Sent, sent => Assert.Single(requests[sent.Reference].Documents, d => d.Signature is null && d.State != DocumentState.Refused));
        Assert.All(told.Signed, reference => Assert.Single(requests[reference].Documents, d => d.Signature is not null));
        Assert.All(told.Accepted, reference => Assert.Equal(RequestStatus.WithSeller, requests[reference].Status));

        // Nothing half-done: what belongs into one save is there together, and the store holds what the books say.
        var promised = await database.Outbox.AsNoTracking().ToListAsync(BehindThePages.Cancellation);
        Assert.All(requests.Values, request =>
        {
            Assert.Null(HistoryChain.FirstBreak(request.Events));
            Assert.Single(request.Events, e => e.Kind == RequestEventKind.Opened);
            Assert.Single(promised, m => m.RequestId == request.Id && m.Kind == "request-opened");
            Assert.Equal(request.Events.Count(e => e.Kind == RequestEventKind.DocumentsAccepted), promised.Count(m => m.RequestId == request.Id && m.Kind == "documents-accepted"));
            Assert.All(request.Documents.SelectMany(d => d.State == DocumentState.Checking ? ["original"] : d.Pages.Select(page => $"page-{page.Number}"), (d, name) => d.StoredName(name)),
                name => Assert.True(File.Exists(Path.Combine(site.DocumentsFolder, name)), name));
        });
        var (exitCode, output) = await site.RunAsync("verify-history");
        Assert.True(exitCode == 0, output);
    }
}
