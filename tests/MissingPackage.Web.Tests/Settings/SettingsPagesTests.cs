using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Settings;

/// <summary>The settings pages: what is typed holds at once for customers, and a stale save loses nothing.</summary>
public sealed class SettingsPagesTests : IDisposable
{
    private readonly MissingPackageApplication _application = new();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Carrier_WhenThePhoneIsChanged_CustomersReadItAtOnceEverywhere()
    {
        var admin = await _application.NewAgentAsync();
        await admin.OpenAsync("/admin/settings/carriers/usps");
        Assert.Equal("(800) 222-1811", admin.Page.ValueOf("Phone"));
        admin.Type("Last checked", "2026-06-30");
        admin.Type("Phone", "+1 800-555-0101");
        admin.Type("What to ask on the phone", "Where is it?\r\n\r\n  Who took   it? ");
        await admin.PressAsync("Save");
        Assert.Equal("Saved. Customers see it from now on.", Assert.Single(admin.Page.All(".done")));

        var customer = _application.NewCustomer();
        await customer.OpenAsync("/carriers");
        Assert.Contains("(800) 555-0101", customer.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Where is it? Who took it?", customer.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("222-1811", customer.Page.Html, StringComparison.Ordinal);
        Assert.Equal("tel:+18005550101", customer.Page.Document.QuerySelector(".tel")!.GetAttribute("href"));
        await customer.OpenAsync("/where-to-look");
        Assert.Contains("(800) 555-0101", customer.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("222-1811", customer.Page.Html, StringComparison.Ordinal);

        await admin.OpenAsync("/admin/settings");
        Assert.Contains("USPS agent@example.com", admin.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Phone: (800) 222-1811 → (800) 555-0101", admin.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Carrier_WhenSomethingIsWrong_SaysWhatBesideItAndKeepsEverything()
    {
        var admin = await _application.NewAgentAsync();
        await admin.OpenAsync("/admin/settings/carriers/ups");
        admin.Type("Phone", "911");
        admin.Type("Tracking page", "javascript:alert(1)//");
        admin.Type("What to ask on the phone", " \n ");
        admin.Type("Latest, in days", "sixty");
        admin.Type("Decision to, in business days", "3");
        admin.Type("Last checked", "2031-01-01");
        admin.Type("Who files", "<b>anyone</b>");
        await admin.PressAsync("Save");

        Assert.Equal("Enter a phone number of ten digits, such as (800) 222-1811.", admin.Page.ErrorBeside("Phone"));
        Assert.StartsWith("Enter an address that starts with https://", admin.Page.ErrorBeside("Tracking page"), StringComparison.Ordinal);
        Assert.Equal("Write from one to six questions, one a line.", admin.Page.ErrorBeside("What to ask on the phone"));
        Assert.Equal("Enter a whole number from 0 to 730.", admin.Page.ErrorBeside("Latest, in days"));
        Assert.Equal("It can’t be fewer days than the quickest decision.", admin.Page.ErrorBeside("Decision to, in business days"));
        Assert.Equal("Enter a day of the last ten years that isn’t in the future.", admin.Page.ErrorBeside("Last checked"));
        Assert.Equal("911", admin.Page.ValueOf("Phone"));
        Assert.Equal("<b>anyone</b>", admin.Page.ValueOf("Who files"));
        Assert.Empty(await _application.AskAsync(database => database.SettingChanges.ToListAsync()));
    }

    [Fact]
    public async Task Carrier_WhenTwoSaveAtOnce_TheSecondReadsWhatChangedAndKeepsTheirs()
    {
        await _application.MakeAgentAsync("second@example.com", AgentRole.Administrator);
        var first = await _application.NewAgentAsync();
        var second = await _application.NewAgentAsync("second@example.com");
        await first.OpenAsync("/admin/settings/carriers/fedex");
        await second.OpenAsync("/admin/settings/carriers/fedex");
        first.Type("Last checked", "2026-06-30");
        first.Type("Phone", "(800) 555-0101");
        await first.PressAsync("Save");
        second.Type("Last checked", "2026-06-30");
        second.Type("Documents", "Only the <i>airbill</i>");
        await second.PressAsync("Save");

        Assert.Contains("Somebody else changed this", Assert.Single(second.Page.Errors), StringComparison.Ordinal);
        Assert.Contains("agent@example.com", second.Page.All(".since")[0], StringComparison.Ordinal);
        Assert.Contains("Phone: (800) 463-3339 → (800) 555-0101", second.Page.All(".since")[0], StringComparison.Ordinal);
        Assert.Equal("Only the <i>airbill</i>", second.Page.ValueOf("Documents"));

        second.Type("Phone", "(800) 555-0101");
        await second.PressAsync("Save");
        Assert.Equal("Saved. Customers see it from now on.", Assert.Single(second.Page.All(".done")));
        await second.OpenAsync("/admin/settings");
        Assert.DoesNotContain("<i>airbill", second.Page.Html, StringComparison.Ordinal);
        Assert.Contains("Only the <i>airbill</i>", second.Page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AgentRole.Agent, false, false)]
    [InlineData(AgentRole.Supervisor, true, false)]
    [InlineData(AgentRole.Administrator, true, true)]
    public async Task Pages_OfAnotherRole_AreClosedAndNotOffered(AgentRole role, bool reports, bool settings)
    {
        await _application.MakeAgentAsync("someone@example.com", role);
        var agent = await _application.NewAgentAsync("someone@example.com");
        Assert.Equal((reports, settings), (agent.Page.All("header nav a").Contains("Reports", StringComparer.Ordinal), agent.Page.All("header nav a").Contains("Settings", StringComparer.Ordinal)));
        foreach (var (path, open) in new[]
        {
            ("/admin/reports", reports), ("/admin/reports?handler=Csv", reports), ("/admin/settings", settings), ("/admin/settings/carriers/ups", settings),
            ("/admin/settings/closed-days", settings), ("/admin/settings/sellers", settings), ("/admin/settings/sellers/new", settings), ("/admin/settings/retention", settings),
        })
        {
            await agent.OpenAsync(path);
            Assert.Equal(open ? HttpStatusCode.OK : HttpStatusCode.Forbidden, agent.Page.Status);
        }
    }

    [Fact]
    public async Task Carrier_ThatIsNoCarrier_IsNotFound()
    {
        var admin = await _application.NewAgentAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await admin.OpenAsync("/admin/settings/carriers/pigeon")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.OpenAsync("/admin/settings/sellers/0")).Status);
    }

    [Fact]
    public async Task DecisionTime_WhenChanged_IsWhatTheNextCustomerIsPromised()
    {
        var admin = await _application.NewAgentAsync();
        var customer = _application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        await admin.AcceptAsync(reference);
        await admin.OpenAsync("/admin/settings/carriers/ups");
        admin.Type("Last checked", "2026-06-30");
        admin.Type("Decision to, in business days", "9");
        await admin.PressAsync("Save");
        await admin.ReviewAsync(reference);
        admin.Type("Carrier’s claim number", "CLAIM-1");
        await admin.DecideAsync("Record the claim");

        var request = await _application.RequestAsync(reference);
        Assert.Equal((RequestStatus.CarrierClaimFiled, 9), (request.Status, request.NextStepDays));
        await customer.OpenAsync(customer.RequestPath);
        Assert.Contains("At most 9 business days after the claim", customer.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClosedDay_MovesTheDeadlinesThatRun_AndShowsOnTheStrip()
    {
        var admin = await _application.NewAgentAsync();
        var customer = _application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var before = (await _application.RequestAsync(reference)).DocumentsDueOn;

        await CloseAsync(admin, "2026-07-02", "Storm");

        Assert.Equal("Thursday, July 2, 2026 is closed. One deadline moved later.", Assert.Single(admin.Page.All(".done")));
        var request = await _application.RequestAsync(reference);
        Assert.Equal(before.AddDays(1), request.DocumentsDueOn);
        Assert.Equal(request.DocumentsDueOn, request.NextStepDueOn);
        Assert.Equal(RequestEventKind.DeadlineExtended, request.Events.OrderBy(e => e.Id).Last().Kind);
        await customer.OpenAsync(customer.RequestPath);
        Assert.Contains("On Thursday, July 2 we’re closed (Storm).", customer.Page.Text, StringComparison.Ordinal);

        // Taken off the list: nobody's promise moves, and the next request counts the day again.
        await admin.PressAsync("Remove Thursday, July 2, 2026");
        Assert.Equal(request.DocumentsDueOn, (await _application.RequestAsync(reference)).DocumentsDueOn);
        var next = _application.NewCustomer();
        Assert.Equal(before, (await _application.RequestAsync(await next.OpenRequestAsync())).DocumentsDueOn);
    }

    [Fact]
    public async Task ClosedDay_CountsForRequestsOpenedAfterIt_OnTheCheckPageToo()
    {
        var admin = await _application.NewAgentAsync();
        await CloseAsync(admin, "2026-07-02", "Storm <script>");
        var customer = _application.NewCustomer();
        var page = await customer.ReportAsync();

        Assert.Contains("Wednesday, July 8", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Html.Replace("<script type=\"module\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var reference = await customer.SubmitAsync();
        Assert.Equal(new DateOnly(2026, 7, 8), (await _application.RequestAsync(reference)).FirstDeadline.LastDay);
    }

    [Theory]
    [InlineData("", "Enter the day to close.")]
    [InlineData("2026-07-04", "Saturday, July 4, 2026 is on a weekend, which doesn’t count anyway.")]
    [InlineData("2026-07-03", "Friday, July 3, 2026 is Independence Day, which doesn’t count anyway.")]
    [InlineData("2026-05-01", "That is more than 30 days ago. Deadlines that have passed don’t move.")]
    [InlineData("2036-07-01", "That is more than 3 years ahead. Check the year.")]
    [InlineData("2026-02-30", "February 2026 has 28 days: there is no February 30.")]
    public async Task ClosedDay_ThatMakesNoSense_IsRefusedInWords(string day, string error)
    {
        var admin = await _application.NewAgentAsync();
        await CloseAsync(admin, day, "Company day");

        Assert.Equal(error, admin.Page.ErrorBeside("Day"));
        Assert.Equal(("", "Company day"), (admin.Page.ErrorBeside("Name"), admin.Page.ValueOf("Name")));
    }

    [Fact]
    public async Task ClosedDay_Twice_IsRefused()
    {
        var admin = await _application.NewAgentAsync();
        await CloseAsync(admin, "2026-12-24", "Christmas Eve");
        await CloseAsync(admin, "2026-12-24", "Again");

        Assert.Equal("Thursday, December 24, 2026 is on the list already.", admin.Page.ErrorBeside("Day"));
    }

    [Fact]
    public async Task ExtendDeadlinesJob_WhenTheNodeStoppedHalfway_FinishesIt()
    {
        var admin = await _application.NewAgentAsync();
        await CloseAsync(admin, "2026-07-06", "Storm");
        var reference = await _application.NewCustomer().OpenRequestAsync();
        var due = (await _application.RequestAsync(reference)).DocumentsDueOn;
        // As if the request had been opened before the day was closed, and nothing had moved it since.
        await _application.AskAsync(database => database.Requests.ExecuteUpdateAsync(set => set
            .SetProperty(r => r.DocumentsDueOn, due.AddDays(-1)).SetProperty(r => r.NextStepDueOn, due.AddDays(-1))));

        Assert.Equal(1, await ExtendAsync());
        Assert.Equal(due, (await _application.RequestAsync(reference)).DocumentsDueOn);
        Assert.Equal(0, await ExtendAsync());

        async Task<int> ExtendAsync()
        {
            await using var scope = _application.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ExtendDeadlinesJob>().ExtendAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Retention_WhenChanged_HoldsForTheNextErasureAndTheCustomersPages()
    {
        var admin = await _application.NewAgentAsync();
        var customer = _application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        await admin.DeclineAsync(reference, "It was at the door.");
        await admin.OpenAsync("/admin/settings/retention");
        admin.Type("Days until documents are erased", "10");
        admin.Type("Days until an unsent report is erased", "1");
        await admin.PressAsync("Save");
        Assert.Equal(["A shorter time erases for good what is older. If you mean it, tick the box."], admin.Page.Errors);
        Assert.Equal("10", admin.Page.ValueOf("Days until documents are erased"));
        admin.Tick("Yes, erase what is older than that now");
        await admin.PressAsync("Save");
        Assert.Contains("Saved. The next erasure", admin.Page.Text, StringComparison.Ordinal);

        await customer.OpenAsync("/privacy");
        Assert.Contains("didn’t send is kept for 1 day.", customer.Page.Text, StringComparison.Ordinal);
        await customer.OpenAsync(customer.RequestPath);
        Assert.Contains("Erased 10 days after your request ends.", customer.Page.Text, StringComparison.Ordinal);
        _application.Time.Advance(TimeSpan.FromDays(11));
        await using var scope = _application.Services.CreateAsyncScope();
        Assert.Equal(2, await scope.ServiceProvider.GetRequiredService<EraseJob>().EraseAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("")]
    public async Task Retention_ThatIsNoNumber_IsRefused(string days)
    {
        var admin = await _application.NewAgentAsync();
        await admin.OpenAsync("/admin/settings/retention");
        admin.Type("Days until documents are erased", days);
        await admin.PressAsync("Save");

        Assert.Equal("Enter a whole number from 0 to 3,650.", admin.Page.ErrorBeside("Days until documents are erased"));
        Assert.Equal(days, admin.Page.ValueOf("Days until documents are erased"));
    }

    [Fact]
    public async Task Seller_IsAddedFoundAndChanged_EachAsAnEvent()
    {
        var admin = await _application.NewAgentAsync();
        await AddSellerAsync(admin, "Sample  Seller <b>", "claims@example.com");
        Assert.Equal("Saved Sample Seller <b>.", Assert.Single(admin.Page.All(".done")));
        Assert.DoesNotContain("<b>.", admin.Page.Html, StringComparison.Ordinal);
        await AddSellerAsync(admin, "sample seller <B>", "other@example.com");
        Assert.Equal("There is a seller of this name already.", admin.Page.ErrorBeside("Name"));
        Assert.Equal("other@example.com", admin.Page.ValueOf("Email"));

        await admin.OpenAsync("/admin/settings/sellers?find=SAMPLE%20s");
        await admin.OpenAsync(admin.Page.Document.QuerySelector("main tbody a")!.GetAttribute("href")!);
        admin.Type("Email", "new@example.com");
        await admin.PressAsync("Save");
        await admin.OpenAsync("/admin/settings");
        Assert.Contains("Email: claims@example.com → new@example.com", admin.Page.Text, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/settings/sellers?find=%25");
        Assert.Contains("No seller’s name begins like that.", admin.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seller_WhenTwoSaveAtOnce_TheSecondReadsWhatChangedAndKeepsTheirs()
    {
        var first = await _application.NewAgentAsync();
        var second = await _application.NewAgentAsync();
        await AddSellerAsync(first, "Sample Seller", "claims@example.com");
        var address = first.Page.Document.QuerySelector("main tbody a")!.GetAttribute("href")!;
        await first.OpenAsync(address);
        await second.OpenAsync(address);
        first.Type("Email", "first@example.com");
        await first.PressAsync("Save");
        second.Type("Notes", "=cmd()");
        await second.PressAsync("Save");

        Assert.Contains("Email: claims@example.com → first@example.com", second.Page.All(".since")[0], StringComparison.Ordinal);
        Assert.Equal("=cmd()", second.Page.ValueOf("Notes"));
        Assert.Equal("first@example.com", (await _application.AskAsync(database => database.Sellers.SingleAsync())).Email);
    }

    [Fact]
    public async Task Seller_WhenTwoOfOneNameAreAddedAtOnce_OneIsRefusedBesideTheField()
    {
        var agents = new[] { await _application.NewAgentAsync(), await _application.NewAgentAsync(), await _application.NewAgentAsync(), await _application.NewAgentAsync() };
        await Task.WhenAll(agents.Select((agent, i) => AddSellerAsync(agent, "Sample Seller", $"claims{i}@example.com")));
        Assert.Single(agents, agent => agent.Page.Address == "/admin/settings/sellers");
        foreach (var refused in agents.Where(agent => agent.Page.Address != "/admin/settings/sellers"))
        {
            Assert.Equal("There is a seller of this name already.", refused.Page.ErrorBeside("Name"));
            Assert.StartsWith("claims", refused.Page.ValueOf("Email"), StringComparison.Ordinal);
        }
    }

    private static async Task CloseAsync(Visitor admin, string day, string name)
    {
        await admin.OpenAsync("/admin/settings/closed-days");
        admin.Type("Day", day);
        admin.Type("Name", name);
        await admin.PressAsync("Close this day");
    }

    private static async Task AddSellerAsync(Visitor admin, string name, string email)
    {
        await admin.OpenAsync("/admin/settings/sellers/new");
        admin.Type("Name", name);
        admin.Type("Email", email);
        await admin.PressAsync("Save");
    }
}
