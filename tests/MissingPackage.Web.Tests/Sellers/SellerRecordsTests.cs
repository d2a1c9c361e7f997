using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Sellers;

/// <summary>What a seller records, what the customer and the agents learn of it, and what is refused.</summary>
public sealed class SellerRecordsTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>
{
    private const string Replacement = "1Z879E930346834440";

    [Fact]
    public async Task Claim_FromFiledToReplaced_ReachesTheCustomer()
    {
        var email = Story.FreshEmail();
        var (customer, seller, agent) = await application.ComeInAsync(new Story { Email = email });
        await seller.RecordClaimAsync("SAMPLE-CLAIM-7");
        Assert.Contains("The claim is recorded, and the customer is told.", seller.Page.Text, StringComparison.Ordinal);
        Assert.Equal("SAMPLE-CLAIM-7", seller.Page.Fact("Claim"));
        Assert.Contains("UPS is deciding on claim SAMPLE-CLAIM-7", (await customer.LookAtStatusAsync()).Text, StringComparison.Ordinal);

        seller.Tick("Paid");
        seller.Type("Amount the carrier pays", "$84.50");
        seller.Type("Decided on", "today");
        await seller.PressAsync("Record the decision");
        Assert.Equal("Paid, $84.50, Wednesday, July 1, 2026", seller.Page.Fact("Decision"));
        Assert.Contains("The carrier has decided", (await customer.LookAtStatusAsync()).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("UPS decides on the claim", customer.Page.Text, StringComparison.Ordinal);
        Assert.StartsWith("Now: Made good", customer.Page.All(".line .now").Single(), StringComparison.Ordinal);

        await seller.SayStockAsync(inStock: true);
        await seller.RecordReplacementAsync($"shipped today, {Replacement}");
        Assert.Equal("This claim is closed", seller.Page.Heading);
        Assert.Contains("The replacement is recorded, and the customer is told.", seller.Page.Text, StringComparison.Ordinal);

        var status = await customer.LookAtStatusAsync();
        Assert.Equal("A replacement is on its way", status.Heading);
        Assert.Contains($"shipped on Wednesday, July 1 with UPS. Its tracking number is {Replacement}.", status.Text, StringComparison.Ordinal);
        Assert.Equal($"https://www.ups.com/track?tracknum={Replacement}", status.Document.QuerySelector("a[rel=noreferrer]")!.GetAttribute("href"));
        var mail = await application.MailToAsync(email);
        var handed = Assert.Single(mail, m => m.Subject == $"Your request {customer.Reference}: with Sample Seller now");
        Assert.Contains("The seller files the claim with UPS by ", handed.TextBody!, StringComparison.Ordinal);
        Assert.Contains(mail, m => m.TextBody!.Contains("UPS knows it as SAMPLE-CLAIM-7.", StringComparison.Ordinal));
        var resolved = Assert.Single(mail, m => m.Subject!.EndsWith("replacement sent", StringComparison.Ordinal));
        Assert.Contains("It was shipped on Wednesday, July 1 with UPS.", resolved.TextBody!, StringComparison.Ordinal);
        Assert.Contains($"Its tracking number is {Replacement}.", resolved.TextBody!, StringComparison.Ordinal);

        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal((CarrierCode.Ups, Replacement, new DateOnly(2026, 7, 1)), (request.Resolution!.Carrier, request.Resolution.TrackingNumber, request.Resolution.MadeOn));
        Assert.Null(HistoryChain.FirstBreak(request.Events));
        await agent.ReviewAsync(customer.Reference);
        Assert.Contains("Sample Seller (seller)", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_OutOfStock_IsRefunded()
    {
        var email = Story.FreshEmail();
        var (customer, seller, _) = await application.ComeInAsync(new Story { Email = email });
        await application.NewStranger().OpenAsync(await customer.LinkInMailAsync(email)); // from then on our mails name the item
        await seller.SayStockAsync(inStock: false);
        await seller.RecordRefundAsync("84.51");
        Assert.Equal("At most the order’s value, $84.50.", seller.Page.ErrorBeside("Amount"));
        Assert.Equal("84.51", seller.Page.ValueOf("Amount"));

        // It can't be taken back, so a slip of the finger is asked about.
        await seller.RecordRefundAsync("8.45");
        Assert.Equal("The order’s value is $84.50. If you refunded only $8.45, tick the box below.", seller.Page.ErrorBeside("Amount"));
        Assert.True(seller.Page.Asks("Yes, only that part of the order’s value was refunded"));

        await seller.RecordRefundAsync("$84.50");
        Assert.Equal("This claim is closed", seller.Page.Heading);
        Assert.Contains("The item is out of stock, so Sample Seller refunds $84.50, sent on Wednesday, July 1.", (await customer.LookAtStatusAsync()).Text, StringComparison.Ordinal);
        Assert.Contains(await application.MailToAsync(email), m => m.TextBody!.Contains("“Running shoes, size 9” is out of stock, so Sample Seller refunds you $84.50. The money was sent on Wednesday, July 1.", StringComparison.Ordinal));
        Assert.Contains(await application.MailToAsync("care@example.com"), m => m.Subject!.Contains($"{customer.Reference}: the seller recorded a refund", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refund_OfAPart_IsRecordedOnceItIsConfirmed()
    {
        var (customer, seller, _) = await application.ComeInAsync();
        await seller.SayStockAsync(inStock: false);
        await seller.RecordRefundAsync("40");
        seller.Tick("Yes, only that part of the order’s value was refunded");
        await seller.PressAsync("Record the refund");
        Assert.Equal("This claim is closed", seller.Page.Heading);
        Assert.Equal(40m, (await application.RequestAsync(customer.Reference)).Resolution!.RefundAmount);
    }

    [Theory]
    [InlineData("Denied", "50", "A denied claim pays nothing. Clear the amount, or choose “Paid” or “Paid in part”.")]
    [InlineData("Paid in part", "", "Enter how much the carrier pays.")]
    [InlineData("Paid in part", "99999", "That is more than the order’s value, $84.50. Check it, or choose “Paid”.")]
    public async Task Decision_WhoseAmountDoesNotFitIt_IsAskedAboutAndKept(string verdict, string amount, string problem)
    {
        var (customer, seller, _) = await application.ComeInAsync();
        await seller.RecordClaimAsync("SAMPLE-CLAIM-12");
        seller.Tick(verdict);
        seller.Type("Amount the carrier pays", amount);
        seller.Type("Decided on", "today");
        await seller.PressAsync("Record the decision");

        Assert.Equal(problem, seller.Page.ErrorBeside("Amount the carrier pays"));
        Assert.Equal(amount, seller.Page.ValueOf("Amount the carrier pays"));
        Assert.Null((await application.RequestAsync(customer.Reference)).CarrierDecision);
    }

    [Fact]
    public async Task Claim_WithWhatCannotBe_IsRefusedBesideTheFieldAndKeepsWhatWasTyped()
    {
        var (customer, seller, _) = await application.ComeInAsync();
        var long300 = new string('9', 300);
        await seller.RecordClaimAsync(long300, "tomorrow");
        Assert.Equal("At most 60 characters: enter the number alone.", seller.Page.ErrorBeside("Carrier’s claim number"));
        Assert.Equal(long300, seller.Page.ValueOf("Carrier’s claim number"));
        Assert.Equal("tomorrow", seller.Page.ValueOf("Filed on"));

        foreach (var (day, problem) in new[] { ("7/2/2026", "7/2/2026 is still to come."), ("6/30/2026", "6/30/2026 is before the package was marked delivered (7/1/2026). Check the month and the year.") })
        {
            await seller.RecordClaimAsync("SAMPLE-CLAIM-8", day);
            Assert.Equal(problem, seller.Page.ErrorBeside("Filed on"));
            Assert.Equal("SAMPLE-CLAIM-8", seller.Page.ValueOf("Carrier’s claim number"));
        }

        await seller.SayStockAsync(inStock: true);
        foreach (var (number, carrier, problem) in new[]
        {
            ("1Z5R89390357567127", "UPS", "That is the number of the package that is missing. Enter the replacement’s."),
            (Replacement, "FedEx", "This looks like a number of UPS. Check it, or choose the other carrier."),
            ("HELLO", "UPS", "This doesn’t look like a number of UPS. Check it, or choose “Another carrier”."),
            ("", "UPS", "Enter the replacement’s tracking number."),
        })
        {
            await seller.RecordReplacementAsync(number, carrier);
            Assert.Equal(problem, seller.Page.ErrorBeside("Its tracking number"));
            Assert.Equal(number, seller.Page.ValueOf("Its tracking number"));
        }

        Assert.Equal(RequestStatus.WithSeller, (await application.RequestAsync(customer.Reference)).Status);
    }

    [Fact]
    public async Task Resolve_Twice_CountsOnce()
    {
        var (customer, seller, _) = await application.ComeInAsync();
        await seller.SayStockAsync(inStock: true);
        var path = seller.ClaimPath;
        var version = (await application.RequestAsync(customer.Reference)).Version;
        (string, string)[] Fields(string tracking) =>
            [("Shipped.Version", $"{version}"), ("Shipped.Carrier", "ups"), ("Shipped.Tracking", tracking), ("Shipped.ShippedOn", "today")];

        await seller.PostByHandAsync(path + "?handler=Shipped", Fields(Replacement));
        Assert.Contains("The replacement is recorded", seller.Page.Text, StringComparison.Ordinal);
        await seller.PostByHandAsync(path + "?handler=Shipped", Fields(Replacement));
        Assert.Contains("The replacement is recorded", seller.Page.Text, StringComparison.Ordinal);
        await seller.PostByHandAsync(path + "?handler=Shipped", Fields("1Z12345E0205271688"));
        Assert.Equal("This claim is closed", seller.Page.Heading);
        await seller.PostByHandAsync(path + "?handler=Refund", ("Refund.Version", $"{version}"), ("Refund.Amount", "10"), ("Refund.RefundedOn", "today"));

        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal(Replacement, request.Resolution!.TrackingNumber);
        Assert.Single(request.Events, e => e.Kind == RequestEventKind.Resolved);
        Assert.Equal(1, await application.AskAsync(database => database.Outbox.CountAsync(m => m.RequestId == request.Id && m.Kind == "resolved")));
    }

    [Fact]
    public async Task Refund_ByHandThoughItIsInStock_IsRefused()
    {
        var (customer, seller, _) = await application.ComeInAsync();
        var version = (await application.RequestAsync(customer.Reference)).Version;
        await seller.PostByHandAsync(seller.ClaimPath + "?handler=Refund", ("Refund.Version", $"{version}"), ("Refund.Amount", "84.50"), ("Refund.RefundedOn", "today"));

        Assert.Contains("A refund is for an item that is out of stock", Assert.Single(seller.Page.Errors), StringComparison.Ordinal);
        Assert.Equal(RequestStatus.WithSeller, (await application.RequestAsync(customer.Reference)).Status);
    }

    [Fact]
    public async Task Claim_WhenAnAgentWasFaster_KeepsWhatWasTyped()
    {
        var (customer, seller, agent) = await application.ComeInAsync();
        await agent.ReviewAsync(customer.Reference);
        await agent.PressAsync("Out of stock");

        await seller.RecordClaimAsync("SAMPLE-CLAIM-9");
        Assert.StartsWith("This claim changed while you were looking at it", Assert.Single(seller.Page.Errors), StringComparison.Ordinal);
        Assert.Equal("SAMPLE-CLAIM-9", seller.Page.ValueOf("Carrier’s claim number"));

        await seller.PressAsync("Record the claim");
        Assert.Equal(RequestStatus.CarrierClaimFiled, (await application.RequestAsync(customer.Reference)).Status);
    }

    [Fact]
    public async Task Messages_BetweenSellerAndTeam_AreAnAgentsToAnswer()
    {
        var (customer, seller, agent) = await application.ComeInAsync();
        seller.Type("Your message", "Which box was it?\nThe small one?");
        await seller.PressAsync("Send it");
        Assert.Contains("Your message is with our care team.", seller.Page.Text, StringComparison.Ordinal);
        var told = Assert.Single(await application.MailToAsync("care@example.com"), m => m.Subject == $"{customer.Reference}: the seller wrote you a message");
        Assert.DoesNotContain("Which box", told.TextBody!, StringComparison.Ordinal);
        Assert.True((await application.RequestAsync(customer.Reference)).AgentIsNext);

        await agent.OpenAsync("/admin?status=handoff");
        Assert.Contains("Seller wrote", agent.Page.Text, StringComparison.Ordinal);
        await agent.ReviewAsync(customer.Reference);
        Assert.Contains("Which box was it? The small one?", agent.Page.Text, StringComparison.Ordinal);
        agent.Type("Message to the seller", "The small one.");
        await agent.PressAsync("Send to the seller");
        Assert.False((await application.RequestAsync(customer.Reference)).AgentIsNext);

        Assert.Contains(await seller.LettersAsync(), letter => letter.TextBody!.Contains("> The small one.", StringComparison.Ordinal));
        Assert.Contains("The small one.", (await seller.OpenAsync(seller.ClaimPath)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Which box", (await customer.LookAtStatusAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It turned up: close my request", "The package turned up.")]
    [InlineData("Withdraw my request", "The customer withdrew the request.")]
    public async Task Claim_WhenItTurnedUpOrWasWithdrawn_IsToBeStopped(string button, string why)
    {
        var (customer, seller, _) = await application.ComeInAsync();
        await seller.RecordClaimAsync("SAMPLE-CLAIM-10");
        await customer.OpenAsync(customer.RequestPath + "/turned-up");
        application.Time.Advance(TimeSpan.FromSeconds(1));
        await customer.PressAsync(button);

        var letter = Assert.Single(await seller.LettersAsync(), m => m.Subject!.EndsWith("please withdraw the claim", StringComparison.Ordinal));
        Assert.Contains(why, letter.TextBody!, StringComparison.Ordinal);
        await seller.ComeInAsync();
        Assert.Equal("Please withdraw the claim", seller.Page.Heading);
        Assert.Contains("SAMPLE-CLAIM-10", seller.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sample Customer", seller.Page.Text, StringComparison.Ordinal);

        // What has ended so is never paid.
        var version = (await application.RequestAsync(customer.Reference)).Version;
        await seller.PostByHandAsync(seller.ClaimPath + "?handler=Stock", ("Stock.Version", $"{version}"), ("Stock.InStock", "false"));
        await seller.PostByHandAsync(seller.ClaimPath + "?handler=Refund", ("Refund.Version", $"{version}"), ("Refund.Amount", "1"), ("Refund.RefundedOn", "today"));
        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal((RequestStatus.Closed, null), (request.Status, request.Resolution));
    }

    [Fact]
    public async Task Found_ByAnAgentAndUndone_TellsTheSellerNothing()
    {
        await using var own = QuietApplication.And();
        var (customer, seller, agent) = await own.ComeInAsync();
        await agent.ReviewAsync(customer.Reference);
        await agent.PressAsync("Close as found");
        await agent.ConfirmAsync();
        await agent.PressAsync("Undo");
        Assert.Contains("Undone. The customer was not told.", agent.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await seller.LettersAsync(), m => m.Subject!.Contains("stop", StringComparison.Ordinal));

        await agent.ReviewAsync(customer.Reference);
        await agent.DecideAsync("Close as found");
        Assert.Contains(await seller.LettersAsync(), m => m.Subject!.EndsWith("stop, no claim is needed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replacement_ThatGoesMissingToo_IsReportedInOneStep()
    {
        var email = Story.FreshEmail();
        var (customer, seller, agent) = await application.ComeInAsync(new Story { Email = email });
        await seller.SayStockAsync(inStock: true);
        await seller.RecordReplacementAsync(Replacement);
        var earlier = customer.Reference;
        await customer.LookAtStatusAsync();
        await customer.OpenAsync(customer.RequestPath + "/replacement");
        Assert.Equal(Replacement, customer.Page.Fact("Tracking"));
        customer.Type("Expected delivery date", "yesterdayish");
        customer.Type("Marked delivered on", "7/1/2026");
        await customer.PressAsync("Open a new request");
        Assert.Equal("yesterdayish", customer.Page.ValueOf("Expected delivery date"));
        customer.Type("Expected delivery date", "7/1/2026");
        await customer.PressAsync("Open a new request");

        var next = Assert.Single(customer.Page.All(".ref b"));
        Assert.NotEqual(earlier, next, StringComparer.Ordinal);
        Assert.Equal("Your request is open, Sample", customer.Page.Heading);
        Assert.Equal(Replacement, customer.Page.Fact("Tracking"));
        Assert.Contains($"It is about the replacement of request {earlier}.", customer.Page.Text, StringComparison.Ordinal);
        Assert.Contains(await application.MailToAsync(email), m => m.Subject == $"Your request {next}: two documents to send");

        // Once: the second time it leads there.
        await customer.OpenAsync($"/requests/{earlier}");
        Assert.Contains($"request {next} is about it", customer.Page.Text, StringComparison.Ordinal);
        await customer.OpenAsync($"/requests/{earlier}/replacement");
        Assert.Equal("There is no replacement to report", customer.Page.Heading);
        await agent.ReviewAsync(next);
        Assert.Contains(earlier, agent.Page.Fact("Before it"), StringComparison.Ordinal);
        await agent.ReviewAsync(earlier);
        Assert.Contains(next, agent.Page.Fact("After it"), StringComparison.Ordinal);
    }
}
