using System.Net;
using AngleSharp.Dom;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

public sealed class ReviewTests(MissingPackageApplication application)
{
    private const string Blurred = "The photo is blurred. Please take it again in daylight.";
    private const string Changed = "This request changed while you were looking at it, so nothing was saved. What you typed is still here: look at the change, then decide again.";

    [Fact]
    public async Task Get_ShowsFactsPlacesDocumentsAndHistory()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/where-to-look");
        customer.Tick("Front door and porch");
        customer.Type("Case number they gave you", "SAMPLE-CASE-7");
        await customer.PressAsync("Still missing");
        var story = new Story { Line2 = "Apt 4B" };
        var reference = await customer.BringToReviewAsync(story);
        var agent = await application.NewAgentAsync();
        var page = await agent.ReviewAsync(reference);

        Assert.Equal("Sample Customer", page.Heading);
        Assert.Contains(reference, page.Text, StringComparison.Ordinal);
        Assert.Equal("Sample Customer", page.Fact("Name"));
        Assert.Equal("101 Example Street Apt 4B New York, NY 10001", page.Fact("Address"));
        Assert.Equal($"{story.OrderNumber}, $84.50", page.Fact("Order"));
        Assert.Equal("Running shoes, size 9", page.Fact("Item"));
        Assert.Equal("sample@example.com", page.Fact("Email"));
        Assert.Equal("(212) 555-0123", page.Fact("Phone"));
        Assert.Equal("UPS", page.Fact("Carrier"));
        Assert.Equal("1Z5R89390357567127", page.Fact("Tracking"));
        Assert.Equal("Front door and porch", page.Fact("Searched"));
        Assert.Equal("SAMPLE-CASE-7", page.Fact("Carrier’s case"));
        Assert.Equal("Tue, Jul 7, 11:59 pm ET", page.Fact("Documents due"));
        Assert.Equal(
            ["Private link emailed", "Both documents are in", "Sent a photo ID file", "Sent a signed statement file", "Private link emailed", "Opened the request"],
            page.All(".history b").ToArray());
        Assert.Equal(2, page.Document.QuerySelectorAll(".viewer img").Length);
        Assert.Contains("Driver’s license", page.All("figcaption")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_WhenTheAgentLooks_IsAnUncachedJpegAndAnEvent()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        var address = agent.Page.Document.QuerySelector(".viewer img")!.GetAttribute("src")!;
        var image = await agent.OpenAsync(address);

        Assert.Equal(HttpStatusCode.OK, image.Status);
        Assert.Equal("image/jpeg", image.Header("Content-Type"));
        Assert.Equal("no-store", image.Header("Cache-Control"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'; sandbox", image.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", image.Header("X-Content-Type-Options"));
        Assert.True(image.Body.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]));
        await agent.OpenAsync(address);
        await agent.ReviewAsync(reference);
        Assert.Equal("Viewed documents 2 times", agent.Page.All(".history > li > details > summary > b")[0]);
        Assert.Equal(2, agent.Page.All(".history b").Count(entry => entry == "Viewed the photo ID"));
        Assert.StartsWith(MissingPackageApplication.AgentEmail, agent.Page.All(".history small")[0], StringComparison.Ordinal);

        // A look is no change that a decision would trip over, and none of the customer's business.
        await agent.DecideAsync("Accept documents");
        Assert.Contains("Documents accepted. Hand it to the seller next.", agent.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("iewed", (await customer.LookAtStatusAsync()).Text, StringComparison.Ordinal);

        await customer.OpenAsync(address);
        Assert.StartsWith("/admin/sign-in", customer.Page.Address, StringComparison.Ordinal);
        Assert.Equal(2, (await application.RequestAsync(reference)).Events.Count(entry => entry.Kind == RequestEventKind.DocumentViewed));
    }

    [Fact]
    public async Task Document_WhenItBelongsToAnotherRequest_IsNotShown()
    {
        var first = await application.NewCustomer().BringToReviewAsync();
        var second = await application.NewCustomer().BringToReviewAsync();
        var document = (await application.RequestAsync(first)).Documents[0].Id;
        var agent = await application.NewAgentAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync($"/admin/requests/{second}/documents/{document}/1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync($"/admin/requests/{first}/documents/{document}/2")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync("/admin/requests/MP-0000-0000")).Status);
    }

    [Fact]
    public async Task Accept_TellsTheCustomerThatTheSellerIsNext()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync(new Story { Email = email });
        await (await application.NewAgentAsync()).AcceptAsync(reference);
        await customer.LookAtStatusAsync();

        Assert.Equal("Your documents are accepted", customer.Page.Heading);
        Assert.Contains("Next we hand everything to Sample Seller, who files a claim with UPS. There’s nothing you need to do.", customer.Page.Text, StringComparison.Ordinal);
        Assert.Contains("We hand it to the seller by Thursday, July 2", customer.Page.Text, StringComparison.Ordinal);
        Assert.Single(await application.MailToAsync(email), message => message.Subject == $"Your request {reference}: with the seller");
    }

    [Fact]
    public async Task Ask_WithoutDocumentOrReason_SaysWhatIsMissingAndKeepsTheRest()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.AskAgainAsync(reference, Blurred);
        Assert.Equal(["Tick which document you need again."], agent.Page.Errors);
        Assert.Equal(Blurred, agent.Page.ValueOf("What is wrong, and what to do"));
        Assert.True(agent.Page.Control("What is wrong, and what to do").Closest("details")!.HasAttribute("open"));

        await agent.AskAgainAsync(reference, "  ", "Photo ID");
        Assert.Equal(["Write what is wrong and what to do: the customer reads it."], agent.Page.Errors);
        Assert.Equal("checked", agent.Page.ValueOf("Photo ID"));
        await agent.AskAgainAsync(reference, new string('x', 1001), "Photo ID");
        Assert.Equal(["At most 1,000 characters."], agent.Page.Errors);
        Assert.Equal(new string('x', 1001), agent.Page.ValueOf("What is wrong, and what to do"));
        Assert.Equal(RequestStatus.ReadyForReview, (await application.RequestAsync(reference)).Status);
    }

    [Fact]
    public async Task Ask_ShowsTheCustomerTheReasonAndANewDeadline()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        own.Time.Advance(TimeSpan.FromDays(7)); // Wednesday, July 8
        var agent = await own.NewAgentAsync();
        await agent.AskAgainAsync(reference, Blurred, "Photo ID");
        Assert.Contains("Asked. The customer gets an email.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Set aside: asked again", agent.Page.Text, StringComparison.Ordinal);

        await customer.LookAtStatusAsync();
        Assert.Equal("We need one more thing, Sample", customer.Page.Heading);
        Assert.Equal($"{Blurred}From our care team", Assert.Single(customer.Page.All("blockquote.reason")));
        Assert.Contains("Your photo ID is due by Monday, July 13 11:59 pm Eastern Time (ET)", customer.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Three business days after we asked.", customer.Page.Text, StringComparison.Ordinal);
        var mail = Assert.Single(await own.MailToAsync("sample@example.com"), message => message.Subject == $"Your request {reference}: something needed");
        Assert.Contains(Blurred, mail.TextBody!, StringComparison.Ordinal);
        Assert.Contains("Monday, July 13", mail.TextBody!, StringComparison.Ordinal);

        await customer.SendPhotoIdAsync(Pictures.Colored(3));
        Assert.DoesNotContain("late", Assert.Single(customer.Page.All("#photo-id .files li")), StringComparison.Ordinal);
        await customer.LookAtStatusAsync();
        Assert.Equal("We’re looking into it, Sample", customer.Page.Heading);
    }

    [Fact]
    public async Task Decline_NeedsAReasonThatTheCustomerReads()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync(new Story { Email = email });
        var agent = await application.NewAgentAsync();
        await agent.DeclineAsync(reference, "");
        Assert.Equal(["Write why, and what the customer can do: they read it."], agent.Page.Errors);
        Assert.Equal(RequestStatus.ReadyForReview, (await application.RequestAsync(reference)).Status);

        await agent.DeclineAsync(reference, "The statement names another address. Please call us.");
        Assert.Contains("Declined. The customer gets an email.", agent.Page.Text, StringComparison.Ordinal);
        await customer.LookAtStatusAsync();
        Assert.Equal("We couldn’t accept this request", customer.Page.Heading);
        Assert.Contains("The statement names another address. Please call us.", customer.Page.Text, StringComparison.Ordinal);
        var mail = Assert.Single(await application.MailToAsync(email), message => message.Subject == $"Your request {reference}: declined");
        Assert.Contains("The statement names another address.", mail.TextBody!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_ClosesTheRequestForBoth()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        await agent.DecideAsync("Close as found");
        Assert.Contains("Closed as found.", agent.Page.Text, StringComparison.Ordinal);
        Assert.False(agent.Page.Offers("Accept documents"));

        await customer.LookAtStatusAsync();
        Assert.Equal("This request is closed", customer.Page.Heading);
        Assert.Contains("Your package turned up. Enjoy it!", customer.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("It turned up", customer.Page.All("a"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Claim_NeedsANumberAndShowsItToTheCustomer()
    {
        var customer = application.NewCustomer();
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(await customer.BringToReviewAsync());
        await agent.DecideAsync("Record the claim");
        Assert.Equal(["Enter the carrier’s number for the claim."], agent.Page.Errors);
        agent.Type("Carrier’s claim number", new string('9', 61));
        await agent.DecideAsync("Record the claim");
        Assert.Equal(["At most 60 characters."], agent.Page.Errors);
        Assert.Equal(new string('9', 61), agent.Page.ValueOf("Carrier’s claim number"));
        agent.Type("Carrier’s claim number", "SAMPLE-CLAIM-1");
        await agent.DecideAsync("Record the claim");
        Assert.Equal("SAMPLE-CLAIM-1", agent.Page.Fact("Claim"));

        await customer.LookAtStatusAsync();
        Assert.Equal("The claim is with the carrier", customer.Page.Heading);
        Assert.Contains("UPS is deciding on claim SAMPLE-CLAIM-1.", customer.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaced_WithoutANumber_SaysThatItFollows()
    {
        var customer = application.NewCustomer();
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(await customer.BringToReviewAsync());
        await agent.DecideAsync("Record the replacement");
        Assert.Contains("Resolved with a replacement.", agent.Page.Text, StringComparison.Ordinal);

        await customer.LookAtStatusAsync();
        Assert.Equal("A replacement is on its way", customer.Page.Heading);
        Assert.Contains("The tracking number follows from the seller.", customer.Page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("84.51", "At most the order’s value, $84.50.")]
    [InlineData("all of it", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("0", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("-1", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("", "Enter an amount in dollars and cents, such as 84.50.")]
    public async Task Refunded_WhenTheAmountCantBe_IsRefusedAndKept(string typed, string message)
    {
        var customer = application.NewCustomer();
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(await customer.BringToReviewAsync());
        await agent.PressAsync("Out of stock");
        agent.Type("Refund", typed);
        await agent.DecideAsync("Record the refund");
        Assert.Equal([message], agent.Page.Errors);
        Assert.Equal(typed, agent.Page.ValueOf("Refund"));
        Assert.Equal(RequestStatus.WithSeller, (await application.RequestAsync(customer.Reference)).Status);

        agent.Type("Refund", "$84.50");
        await agent.DecideAsync("Record the refund");
        await customer.LookAtStatusAsync();
        Assert.Equal("Your money is on its way back", customer.Page.Heading);
        Assert.Contains("Sample Seller refunds $84.50.", customer.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refunded_ThoughNobodySaidThatItIsOutOfStock_TakesAReasonThatTheTeamReads()
    {
        const string reason = "The seller closed down.";
        var customer = application.NewCustomer();
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(await customer.BringToReviewAsync());
        agent.Type("Refund", "80");
        await agent.PressAsync("Record the refund");
        Assert.Equal(["The seller hasn’t said that it is out of stock. Record that first, or say why it is refunded all the same."], agent.Page.Errors);

        agent.Type("Why a refund, though nobody said that it is out of stock", reason);
        await agent.DecideAsync("Record the refund");
        Assert.Contains($"Refund of $80.00. Against the rule, because: {reason}", agent.Page.Text, StringComparison.Ordinal);
        Assert.Equal(reason, (await application.RequestAsync(customer.Reference)).Resolution!.OverrideReason);
        await customer.LookAtStatusAsync();
        Assert.Contains("Sample Seller refunds $80.00. It can take", customer.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(reason, customer.Page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Note_StaysAmongAgents()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Type("Note", "Called twice, no answer.");
        await agent.PressAsync("Add note");

        Assert.Contains("Called twice, no answer.", agent.Page.All(".history p"), StringComparer.Ordinal);
        foreach (var address in new[] { customer.RequestPath, customer.DocumentsPath, customer.RequestPath + "/statement" })
        {
            Assert.DoesNotContain("Called twice", (await customer.OpenAsync(address)).Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Ask_WhenAnotherAgentAskedMeanwhile_SavesNothingShowsTheChangeAndKeepsTheReason()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var first = await application.NewAgentAsync();
        await first.ReviewAsync(reference);
        first.Tick("Photo ID");
        first.Type("What is wrong, and what to do", Blurred);
        await application.MakeAgentAsync("faster@example.com");
        await (await application.NewAgentAsync("faster@example.com")).AskAgainAsync(reference, "The page is unsigned.", "Signed statement");
        await first.DecideAsync("Ask the customer");

        Assert.Equal([Changed], first.Page.Errors);
        var change = Assert.Single(first.Page.All(".since li"));
        Assert.StartsWith("faster@example.com: Asked for the signed statement again (“The page is unsigned.”)", change, StringComparison.Ordinal);
        Assert.Equal(Blurred, first.Page.ValueOf("What is wrong, and what to do"));
        Assert.Equal("checked", first.Page.ValueOf("Photo ID"));
        Assert.Single((await application.RequestAsync(reference)).Events, entry => entry.Kind == RequestEventKind.MoreAsked);

        // Having seen the change, they decide again.
        await first.DecideAsync("Ask the customer");
        Assert.Contains("Asked. The customer gets an email.", first.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_WhenTheCustomerSentMoreMeanwhile_ShowsWhatTheySent()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        await customer.SendPhotoIdAsync(Pictures.Colored(4));
        await agent.DecideAsync("Accept documents");

        Assert.Equal([Changed], agent.Page.Errors);
        Assert.StartsWith("Customer: Sent a photo ID file", Assert.Single(agent.Page.All(".since li")), StringComparison.Ordinal);
        Assert.Equal(RequestStatus.ReadyForReview, (await application.RequestAsync(reference)).Status);
    }

    [Theory]
    [InlineData("Accept documents", "Accepted the documents")]
    [InlineData("Close as found", "Package turned up")]
    public async Task Decline_WhenTheRequestMovedOn_SavesNothingAndKeepsTheReason(string meanwhile, string change)
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var slow = await application.NewAgentAsync();
        await slow.ReviewAsync(reference);
        slow.Type("Why, and what the customer can do", "The statement names another address.");
        var fast = await application.NewAgentAsync();
        await fast.ReviewAsync(reference);
        await fast.DecideAsync(meanwhile);
        await slow.DecideAsync("Decline the request");

        Assert.Equal([Changed], slow.Page.Errors);
        Assert.Contains(change, Assert.Single(slow.Page.All(".since li")), StringComparison.Ordinal);
        Assert.Contains("The statement names another address.", slow.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain((await application.RequestAsync(reference)).Events, entry => entry.Kind == RequestEventKind.Declined);
    }

    [Fact]
    public async Task Accept_WhenTwoAgentsDecideAtOnce_CountsOneDecision()
    {
        for (var round = 0; round < 3; round++)
        {
            var customer = application.NewCustomer();
            var reference = await customer.BringToReviewAsync();
            var accepting = await application.NewAgentAsync();
            var declining = await application.NewAgentAsync();
            await accepting.ReviewAsync(reference);
            await declining.ReviewAsync(reference);
            declining.Type("Why, and what the customer can do", "The names differ.");

            await Task.WhenAll(
                Task.Run(() => accepting.DecideAsync("Accept documents")),
                Task.Run(() => declining.DecideAsync("Decline the request")));

            Assert.Single((IReadOnlyList<string>[])[accepting.Page.Errors, declining.Page.Errors], errors => errors.Count == 0);
            var request = await application.RequestAsync(reference);
            Assert.Single(request.Events, entry => entry.Kind is RequestEventKind.DocumentsAccepted or RequestEventKind.Declined);
        }
    }

    [Fact]
    public async Task Accept_WhenTheRequestIsClosed_SaysWhyNot()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        await agent.DecideAsync("Close as found");
        var version = (await application.RequestAsync(reference)).Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (handler, message) in new[]
        {
            ("Accept", "Only a request that is ready for review can be accepted."),
            ("Found", "This request has already ended."),
            ("Replaced", "A request can be resolved only after its documents were accepted."),
        })
        {
            await agent.PostByHandAsync($"/admin/requests/{reference}?handler={handler}", ($"{handler}.Version", version));
            Assert.Equal(HttpStatusCode.OK, agent.Page.Status);
            Assert.Equal([message], agent.Page.Errors);
        }

        Assert.Equal(RequestStatus.Closed, (await application.RequestAsync(reference)).Status);
    }

    [Fact]
    public async Task TurnedUp_WhenTheCustomerSaysSo_ClosesTheRequestForTheAgentToo()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        await customer.OpenAsync(customer.RequestPath + "/turned-up");
        customer.Choose("Where it was", "Neighbors");
        await customer.PressAsync("It turned up: close my request");
        Assert.Equal("This request is closed", customer.Page.Heading);

        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        Assert.Contains("Package turned up", agent.Page.All(".history b"), StringComparer.Ordinal);
        await customer.OpenAsync(customer.RequestPath + "/turned-up");
        Assert.Equal("This request has already ended", customer.Page.Heading);
    }
}
