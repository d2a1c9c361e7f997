using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>The three clocks and the strength of the claim on the desk: the review page, the queue's order and its filters.</summary>
public sealed class ClocksAndStrengthTests : IDisposable
{
    private readonly MissingPackageApplication _application = new();

    // Marked delivered in June: DHL takes a claim until July 3 and until July 1 only, as far as we can tell.
    private static readonly Story UntilJuly3 = new() { Tracking = "", Carrier = "DHL Express", Expected = "6/13/2026", MarkedDelivered = "6/13/2026" };
    private static readonly Story UntilToday = UntilJuly3 with { Expected = "6/11/2026", MarkedDelivered = "6/11/2026" };

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Queue_IsInTheOrderOfTheTightestClock()
    {
        var ups = await _application.NewCustomer().BringToReviewAsync();
        var dhl = await _application.NewCustomer().BringToReviewAsync(UntilJuly3);
        var today = await _application.NewCustomer().BringToReviewAsync(UntilToday);
        var agent = await _application.NewAgentAsync();

        // Our own decision is due on July 7 for each of them.
        Assert.Single(new[] { ups, dhl, today }.Select(r => _application.RequestAsync(r).GetAwaiter().GetResult().NextStepDueOn).Distinct());
        Assert.Equal([today, dhl, ups], await ListedAsync(agent, "/admin"));
        Assert.Contains("Last day to file", agent.Page.All(".queue tbody tr")[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Last day to file", agent.Page.All(".queue tbody tr")[2], StringComparison.Ordinal);
        Assert.Equal([today], await ListedAsync(agent, "/admin?today=true"));

        await agent.PressAsync("Take the next one");
        Assert.Equal("/admin/requests/" + today, agent.Page.Address.Split('?')[0]);
    }

    [Fact]
    public async Task Review_ShowsEachClockDayByDayWithItsSource()
    {
        var reference = await _application.NewCustomer().BringToReviewAsync(UntilJuly3);
        var agent = await _application.NewAgentAsync();
        await agent.ReviewAsync(reference);

        Assert.Equal(["Documents, the customer’s", "Earliest filing, DHL Express", "Latest filing, DHL Express"], agent.Page.All(".clocks dt"));
        var clocks = agent.Page.All(".clocks dd");
        Assert.StartsWith("Wed, Jun 17", clocks[0], StringComparison.Ordinal);
        Assert.Equal("None named.", clocks[1]);
        Assert.StartsWith("Friday, July 3 Assumed Tightest", clocks[2], StringComparison.Ordinal);
        Assert.Contains("30 days after an assumed mailing day, Wednesday, June 3.", clocks[2], StringComparison.Ordinal);
        Assert.Equal(31, agent.Page.All(".clocks .count li").Count);
        var all = Assert.Single(agent.Page.All(".clocks"));
        Assert.Contains("The carriers’ claim pages; public sources disagree; rules last checked Sunday, November 1, 2026.", all, StringComparison.Ordinal);
        Assert.Contains("Last day to file Fri, Jul 3", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mailing_WhenTheDayIsTold_MovesTheCarriersDays()
    {
        var reference = await _application.NewCustomer().BringToReviewAsync(UntilJuly3);
        var agent = await _application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Type("Day it was handed to the carrier", "6/14/2026");
        await agent.PressAsync("Save the mailing day");
        Assert.Equal("A package isn’t mailed after it was delivered.", agent.Page.ErrorBeside("Day it was handed to the carrier"));
        agent.Type("Day it was handed to the carrier", "whenever");
        await agent.PressAsync("Save the mailing day");
        Assert.NotEmpty(agent.Page.ErrorBeside("Day it was handed to the carrier"));
        Assert.Equal("whenever", agent.Page.ValueOf("Day it was handed to the carrier"));
        agent.Type("Day it was handed to the carrier", "June 10");
        await agent.PressAsync("Save the mailing day");

        Assert.Contains("The mailing day is kept", agent.Page.Text, StringComparison.Ordinal);
        Assert.StartsWith("Friday, July 10 Day by day", agent.Page.All(".clocks dd")[2], StringComparison.Ordinal);
        var request = await _application.RequestAsync(reference);
        Assert.Equal(new DateOnly(2026, 6, 10), request.MailedDate);
        Assert.Equal(request.NextStepDueOn, request.TightestDueOn);
        Assert.Equal("6/10/2026", agent.Page.ValueOf("Day it was handed to the carrier"));
    }

    [Fact]
    public async Task Settings_WhenTheClaimRulesAreEdited_OpenRequestsAreCountedAgain()
    {
        var waiting = await _application.NewCustomer().BringToReviewAsync();
        var filed = await _application.NewCustomer().BringToReviewAsync();
        var agent = await _application.NewAgentAsync();
        await agent.AcceptAsync(filed);
        await agent.ReviewAsync(filed);
        agent.Type("Carrier’s claim number", "CLAIM-1");
        await agent.DecideAsync("Record the claim");
        var before = (await _application.RequestAsync(filed)).LatestFilingOn;

        var admin = await _application.NewAgentAsync();
        await admin.OpenAsync("/admin/settings/carriers/ups");
        admin.Type("Latest, in days", "4");
        admin.Type("Last checked", "2026-06-30");
        await admin.PressAsync("Save");

        Assert.Contains("The last filing day of 1 open request moved.", admin.Page.Text, StringComparison.Ordinal);
        var request = await _application.RequestAsync(waiting);
        Assert.Equal(new DateTime(2026, 7, 6, 3, 59, 59, 999, DateTimeKind.Utc), request.LatestFilingOn);
        Assert.Equal(request.LatestFilingOn, request.TightestDueOn);
        Assert.Equal(RequestEventKind.FilingDayMoved, request.Events[^1].Kind);
        Assert.Equal(before, (await _application.RequestAsync(filed)).LatestFilingOn);

        // A node that stopped halfway leaves the rest to the job; here there is nothing left.
        await using var scope = _application.Services.CreateAsyncScope();
        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<ExtendDeadlinesJob>().ExtendAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Queue_StrengthBelow_ListsTheWeakerClaimsInTheOrderOfDue()
    {
        var bare = await _application.NewCustomer().OpenRequestAsync(new Story { Value = "20", Expected = "6/29/2026", MarkedDelivered = "6/29/2026" });
        var customer = _application.NewCustomer();
        var strong = await customer.BringToReviewAsync();
        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PressAsync("Send proof of value", Files.Photo());
        var middle = await _application.NewCustomer().BringToReviewAsync();
        var agent = await _application.NewAgentAsync();

        Assert.Equal([bare], await ListedAsync(agent, "/admin?weaker=25"));
        // The bare one is due first: its deadline comes before our own decision on the other.
        Assert.Equal([bare, middle], await ListedAsync(agent, "/admin?weaker=50"));
        Assert.Equal(new[] { bare, middle, strong }.Order(StringComparer.Ordinal), (await ListedAsync(agent, "/admin?weaker=75")).Order(StringComparer.Ordinal));
        Assert.Equal("75", agent.Page.ValueOf("Strength of the claim"));
        Assert.Equal(2, (await ListedAsync(agent, "/admin?weaker=75&status=review")).Count);
        Assert.Equal([middle, bare], await ListedAsync(agent, "/admin?weaker=50&sort=value"));
        await agent.OpenAsync("/admin?weaker=33");
        Assert.Equal(["This address says something that the queue doesn’t know, so it is left out: the strength below."], agent.Page.All(".note"));
    }

    [Fact]
    public async Task Review_ShowsTheStrengthWithReasonsAndAsksForWhatAddsMost()
    {
        var email = Story.FreshEmail();
        var customer = _application.NewCustomer();
        await customer.BringToReviewAsync(new Story { Email = email });
        var agent = await _application.NewAgentAsync();
        await agent.ReviewAsync(customer.Reference);

        Assert.Contains("Strength of the claim 40 of 100", agent.Page.All("#strength"), StringComparer.Ordinal);
        Assert.Contains("Would add most: Proof of value. UPS asks for the receipt, the invoice or the purchase order.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains("From the carrier’s claim rules.", agent.Page.Text, StringComparison.Ordinal);
        await agent.DecideAsync("Ask for it in a message…");

        var sent = (await _application.RequestAsync(customer.Reference)).Events.Single(e => e.Kind == RequestEventKind.MessageSent);
        Assert.StartsWith("One thing would help the claim most: an invoice or receipt.", sent.Detail, StringComparison.Ordinal);
        Assert.Contains("You don’t have to", sent.Detail, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(Agent agent, string address)
    {
        await agent.OpenAsync(address);
        return agent.Page.All(".queue tbody td:nth-child(2) .mono");
    }
}
