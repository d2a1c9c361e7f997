using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>Decisions are confirmed with what the customer will read, and can be taken back for half a minute.</summary>
public sealed class UndoTests
{
    private const string Reason = "The statement names another address. Please call us.";

    [Fact]
    public async Task Decline_BeforeItIsConfirmed_ShowsWhatTheCustomerWillReadAndSavesNothing()
    {
        using var own = new MissingPackageApplication();
        var (customer, agent) = await AtReviewAsync(own);
        agent.Type("Why, and what the customer can do", Reason);
        await agent.PressAsync("Decline the request");

        var confirm = Assert.Single(agent.Page.All(".confirm"));
        Assert.Contains("Decline the request?", confirm, StringComparison.Ordinal);
        Assert.Contains($"Your request {customer.Reference}: declined", confirm, StringComparison.Ordinal);
        Assert.Contains(Reason, confirm, StringComparison.Ordinal);
        Assert.Contains("We couldn’t accept this request", confirm, StringComparison.Ordinal);
        Assert.Equal(RequestStatus.ReadyForReview, (await own.RequestAsync(customer.Reference)).Status);
        Assert.Equal(Reason, agent.Page.ValueOf("Why, and what the customer can do"));

        // What was shown is what is sent.
        var shown = Assert.Single(agent.Page.All(".mailtext"));
        await agent.ConfirmAsync();
        var mail = (await own.MailToAsync("sample@example.com")).Single(message => message.Subject!.EndsWith("declined", StringComparison.Ordinal));
        Assert.Equal(WithoutLink(shown), WithoutLink(WebPage.Tidy(mail.TextBody!)));
    }

    [Fact]
    public async Task NotYet_LeadsBackToTheFilledFormAndSavesNothing()
    {
        using var own = new MissingPackageApplication();
        var (customer, agent) = await AtReviewAsync(own);
        var before = (await own.RequestAsync(customer.Reference)).Version;
        agent.Type("Why, and what the customer can do", Reason);
        agent.Choose("Reason to decline", "Another order");
        await agent.PressAsync("Decline the request");
        await agent.PressAsync("Not yet");
        Assert.Empty(agent.Page.All(".confirm"));
        Assert.Empty(agent.Page.Errors);
        Assert.Equal(Reason, agent.Page.ValueOf("Why, and what the customer can do"));
        Assert.True(agent.Page.Control("Why, and what the customer can do").Closest("details")!.HasAttribute("open"));
        await agent.PressAsync("Decline the request");
        Assert.Contains(Reason, Assert.Single(agent.Page.All(".mailtext")), StringComparison.Ordinal);

        await agent.ReviewAsync(customer.Reference);
        agent.Tick("Photo ID");
        agent.Type("What is wrong, and what to do", Reason);
        await agent.PressAsync("Ask the customer");
        await agent.PressAsync("Not yet");
        Assert.Equal("checked", agent.Page.ValueOf("Photo ID"));
        Assert.Equal(Reason, agent.Page.ValueOf("What is wrong, and what to do"));

        agent.Type("Message", Reason);
        await agent.PressAsync("Send to the customer");
        await agent.PressAsync("Not yet");
        Assert.Equal(Reason, agent.Page.ValueOf("Message"));
        Assert.True(agent.Page.Control("Message").Closest("details")!.HasAttribute("open"));
        Assert.Equal(before, (await own.RequestAsync(customer.Reference)).Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Confirm_PressedTwice_SaysWhatTheFirstPressSays(bool atOnce)
    {
        var between = new Between();
        using var own = new MissingPackageApplication().Where(services => services
            .ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(between)).ConfigureDbContext<SqlServerContext>(options => options.AddInterceptors(between)));
        var (customer, agent) = await AtReviewAsync(own);
        await agent.OpenAsync($"/admin/requests/{customer.Reference}?view=due&status=review");
        await agent.PressAsync("Accept documents");
        var first = agent.Submission("Accept and tell the customer");
        var second = agent.Submission("Accept and tell the customer");
        using var other = new Visitor(own, agent.Cookies);
        if (atOnce)
        {
            // The second one has read the request, and is about to save when the first one does.
            between.Once = async () =>
            {
                await other.SendAsync(first);
                Assert.Contains("Documents accepted. Hand it to the seller next.", other.Page.Text, StringComparison.Ordinal);
            };
        }
        else
        {
            await other.SendAsync(first);
        }

        await agent.SendAsync(second);
        Assert.Null(between.Once);
        Assert.Empty(agent.Page.Errors);
        Assert.Contains("Documents accepted. Hand it to the seller next.", agent.Page.Text, StringComparison.Ordinal);
        Assert.True(agent.Page.Offers("Undo"));
        Assert.Contains("at=", agent.Page.Address, StringComparison.Ordinal);
        Assert.Single((await own.RequestAsync(customer.Reference)).Events, e => e.Kind == RequestEventKind.DocumentsAccepted);
    }

    [Fact]
    public async Task Undo_WithinThirtySeconds_TakesTheDecisionAndItsMessageBack()
    {
        using var own = new MissingPackageApplication();
        var (customer, agent) = await AtReviewAsync(own);
        var before = await own.RequestAsync(customer.Reference);
        agent.Type("Why, and what the customer can do", Reason);
        await agent.PressAsync("Decline the request");
        await agent.ConfirmAsync();
        Assert.Contains("Declined. The customer gets an email.", agent.Page.Text, StringComparison.Ordinal);

        // The customer sees nothing of it yet, on any of their pages.
        Assert.Equal("We’re looking into it, Sample", (await customer.LookAtStatusAsync()).Heading);
        Assert.DoesNotContain("ended", (await customer.OpenAsync(customer.DocumentsPath)).Text, StringComparison.Ordinal);

        own.Time.Advance(TimeSpan.FromSeconds(29));
        await agent.PressAsync("Undo");
        Assert.Contains("Undone. The customer was not told.", agent.Page.Text, StringComparison.Ordinal);
        var after = await own.RequestAsync(customer.Reference);
        Assert.Equal((before.Status, before.NextStepDueOn, before.EndedOn), (after.Status, after.NextStepDueOn, after.EndedOn));
        Assert.Equal("Took the decision back", agent.Page.All(".history b")[0]);
        Assert.False(agent.Page.Offers("Undo"));
        own.Time.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain(await own.MailToAsync("sample@example.com"), message => message.Subject!.EndsWith("declined", StringComparison.Ordinal));

        // And it can be decided anew.
        await agent.AcceptAsync(customer.Reference);
        Assert.Equal("Your documents are accepted", (await customer.LookAtStatusAsync()).Heading);
    }

    [Fact]
    public async Task Undo_AfterThirtySeconds_IsRefusedAndTheCustomerHasBeenTold()
    {
        using var own = new MissingPackageApplication();
        var (customer, agent) = await AtReviewAsync(own);
        await agent.PressAsync("Accept documents");
        await agent.ConfirmAsync();
        own.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("Your documents are accepted", (await customer.LookAtStatusAsync()).Heading);
        await agent.PressAsync("Undo");

        Assert.Equal(["The time to undo is over and the customer has been told, so the decision stands."], agent.Page.Errors);
        Assert.Equal(RequestStatus.WithSeller, (await own.RequestAsync(customer.Reference)).Status);
        Assert.Contains(await own.MailToAsync("sample@example.com"), message => message.Subject!.EndsWith("with the seller", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Undo_WhenTheMessageHasLeft_IsRefused()
    {
        using var own = new MissingPackageApplication();
        var (customer, agent) = await AtReviewAsync(own);
        await agent.PressAsync("Accept documents");
        await agent.ConfirmAsync();
        await own.AskAsync(async database =>
        {
            database.Outbox.AsEnumerable().Last(message => message.RequestId is not null).MarkSent(own.Now);
            return await database.SaveChangesAsync();
        });
        await agent.PressAsync("Undo");

        Assert.Equal(["The email to the customer has left, so the decision stands."], agent.Page.Errors);
        Assert.Equal(RequestStatus.WithSeller, (await own.RequestAsync(customer.Reference)).Status);
    }

    [Fact]
    public async Task Undo_IsOfferedToTheAgentWhoDecidedOnly()
    {
        using var own = new MissingPackageApplication();
        var (customer, agent) = await AtReviewAsync(own);
        await agent.PressAsync("Accept documents");
        await agent.ConfirmAsync();
        Assert.True(agent.Page.Offers("Undo"));
        await own.MakeAgentAsync("other@example.com");
        var other = await own.NewAgentAsync("other@example.com");
        await other.ReviewAsync(customer.Reference);
        Assert.False(other.Page.Offers("Undo"));

        await other.PostByHandAsync($"/admin/requests/{customer.Reference}?handler=Undo");
        Assert.Equal(["Only the agent who decided can take it back."], other.Page.Errors);
        Assert.Equal(RequestStatus.WithSeller, (await own.RequestAsync(customer.Reference)).Status);
    }

    [Fact]
    public async Task Confirm_PressedTwice_CountsOnce()
    {
        using var own = new MissingPackageApplication();
        var (customer, agent) = await AtReviewAsync(own);
        await agent.PressAsync("Accept documents");
        var confirm = agent.Submission("Accept and tell the customer");
        var again = agent.Submission("Accept and tell the customer");
        await agent.SendAsync(confirm);
        await agent.SendAsync(again);

        Assert.Empty(agent.Page.Errors);
        Assert.Single((await own.RequestAsync(customer.Reference)).Events, e => e.Kind == RequestEventKind.DocumentsAccepted);
        Assert.Single(await own.MailToAsync("sample@example.com"), message => message.Subject!.EndsWith("with the seller", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_AcceptingTheOther_TellsTheCustomerBoth()
    {
        using var own = new MissingPackageApplication();
        var (customer, agent) = await AtReviewAsync(own);
        agent.Tick("Signed statement");
        agent.Tick("Accept the other one meanwhile");
        agent.Choose("Reason", "Not signed");
        agent.Type("What is wrong, and what to do", "It is about “{item}”, {name}; send it by {deadline}.");
        await agent.DecideAsync("Ask the customer");

        await customer.LookAtStatusAsync();
        Assert.Contains("or you can print it and sign it with a pen. Your photo ID is accepted; you needn’t send it again.", customer.Page.Text, StringComparison.Ordinal);
        Assert.Contains("The statement isn’t signed yet. Please sign it, and send the signed page.", customer.Page.Text, StringComparison.Ordinal);
        Assert.Contains("It is about “Running shoes, size 9”, Sample Customer; send it by Tuesday, July 7", customer.Page.Text, StringComparison.Ordinal);
        var request = await own.RequestAsync(customer.Reference);
        Assert.Equal([DocumentState.SetAside, DocumentState.Accepted], request.Documents.OrderByDescending(d => d.Kind).Select(d => d.State));
    }

    [Theory]
    [InlineData("Hello {nmae}", "There is no {nmae}.")]
    [InlineData("{deadline", null)]
    [InlineData("{{name}}", null)]
    public async Task Message_WithAPlaceholderThatDoesNotExist_IsRefusedAndKept(string typed, string? problem)
    {
        using var own = new MissingPackageApplication();
        var (_, agent) = await AtReviewAsync(own);
        agent.Type("Message", typed);
        await agent.PressAsync("Send to the customer");

        Assert.Equal(typed, agent.Page.ValueOf("Message"));
        Assert.Equal(problem is null, agent.Page.Errors.Count == 0);
        Assert.StartsWith(problem ?? "", string.Join('\n', agent.Page.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_WithBracesAndTagsInAName_IsTextAndFilledOnce()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        await customer.BringToReviewAsync(new Story { Name = "{reference} <b>Sample</b>" });
        var agent = await own.NewAgentAsync();
        await agent.ReviewAsync(customer.Reference);
        agent.Type("Message", "Hello {name}, we called you.");
        await agent.PressAsync("Send to the customer");
        Assert.Contains("Hello {reference} <b>Sample</b>, we called you.", Assert.Single(agent.Page.All(".mailtext")), StringComparison.Ordinal);
        Assert.Null(agent.Page.Document.QuerySelector(".mailtext b"));
        await agent.ConfirmAsync();

        var mail = (await own.MailToAsync("sample@example.com")).Single(message => message.Subject!.EndsWith("a message from our care team", StringComparison.Ordinal));
        Assert.Contains("Hello {reference} <b>Sample</b>, we called you.", mail.TextBody!, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Sample</b>", mail.HtmlBody!, StringComparison.Ordinal);
    }

    private static string WithoutLink(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"/open/\S+", "/open/", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));

    private static async Task<(Customer Customer, Agent Agent)> AtReviewAsync(MissingPackageApplication application)
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(customer.Reference);
        return (customer, agent);
    }

    private sealed class Between : DbTransactionInterceptor
    {
        public Func<Task>? Once { get; set; }

        // Before it begins: within it, nobody else writes.
        public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            if (Once is { } act && eventData.Context!.ChangeTracker.Entries<ServiceRequest>().Any(entry => entry.State == EntityState.Modified))
            {
                Once = null;
                await act();
            }

            return result;
        }
    }
}
