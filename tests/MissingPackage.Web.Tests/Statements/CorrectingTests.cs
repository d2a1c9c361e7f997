using System.Net;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Statements;

/// <summary>Facts that turn out to be wrong after somebody signed for them.</summary>
public sealed class CorrectingTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Correct_AfterSigning_VoidsTheStatementKeepsItAndAsksAgain()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendPhotoIdAsync(Pictures.Colored(73));
        await customer.SignAsync();
        var copy = await customer.CopyAsync(application);
        var old = (await application.RequestAsync(reference)).SignedStatement!;
        Assert.Contains("You have signed a statement already.", (await customer.OpenAsync(customer.RequestPath + "/correct")).Text, StringComparison.Ordinal);

        await customer.CorrectAsync("Order number", "SAMPLE-CORRECTED");

        Assert.Equal("Please sign once more, Sample", customer.Page.Heading);
        Assert.Contains("SAMPLE-CORRECTED", customer.Page.Fact("Order"), StringComparison.Ordinal);
        Assert.Equal(["Sign again"], customer.Page.All($"a[href='{customer.StatementPath}#sign']"));
        var request = await application.RequestAsync(reference);
        Assert.Equal((RequestStatus.MoreNeeded, DocumentState.Voided), (request.Status, request.Documents.Single(d => d.Id == old.Id).State));

        var page = await customer.OpenAsync(customer.StatementPath);
        Assert.Contains("A fact in the statement was corrected after you signed it", page.Text, StringComparison.Ordinal);
        Assert.Contains("SAMPLE-CORRECTED", page.Text, StringComparison.Ordinal);
        Assert.Equal(copy, (await customer.OpenAsync($"{customer.StatementPath}/signed/{old.Id}")).Body);
        await customer.SignAsync();

        request = await application.RequestAsync(reference);
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        Assert.Equal([DocumentState.Voided, DocumentState.Received], request.Documents.Where(d => d.Signature is not null).Select(d => d.State));
        var review = await (await application.NewAgentAsync()).ReviewAsync(reference);
        Assert.Contains("Void: a fact was corrected since", review.Text, StringComparison.Ordinal);
        Assert.Contains("→ “SAMPLE-CORRECTED”", review.Text, StringComparison.Ordinal);
        Assert.Equal(new(0, 0), await application.SweepAsync());
    }

    [Fact]
    public async Task Correct_ByAnAgent_TellsTheCustomerByEmail()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        await customer.SendPhotoIdAsync(Pictures.Colored(74));
        await customer.SignAsync();
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync($"/admin/requests/{reference}/correct");
        agent.Type("Apartment, suite or unit", "Apt 4B");

        var page = await agent.PressAsync("Save the correction");

        Assert.Contains("Corrected. The statement needs a new signature, and the customer gets an email.", page.Text, StringComparison.Ordinal);
        Assert.Single(
            await application.MailToAsync(email), mail => mail.TextBody!.Contains("A fact in your statement was corrected after you signed it", StringComparison.Ordinal));
        var entry = (await application.RequestAsync(reference)).Events.Single(e => e.Kind == RequestEventKind.FactsCorrected);
        Assert.Equal(
            (MissingPackageApplication.AgentEmail, "Address: “101 Example Street, New York, NY 10001” → “101 Example Street, Apt 4B, New York, NY 10001”"),
            (entry.ActorName, entry.Detail));
    }

    [Fact]
    public async Task Correct_NothingOrNonsense_ChangesNothingAndKeepsTheTyping()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SignAsync();
        var before = await application.RequestAsync(reference);
        await customer.OpenAsync(customer.RequestPath + "/correct");
        await customer.PressAsync("Save the correction");
        Assert.Equal(customer.RequestPath, customer.Page.Address, ignoreCase: true);
        Assert.Equal(before.Version, (await application.RequestAsync(reference)).Version);

        await customer.OpenAsync(customer.RequestPath + "/correct");
        customer.Type("Full name", "");
        customer.Type("Order number", "");
        customer.Type("ZIP Code", "ABC");
        customer.Type("Order value", "a lot");
        customer.Type("Expected delivery date", "13/45/2026");
        await customer.PressAsync("Save the correction");

        Assert.Equal("Enter your full name, as on your photo ID.", customer.Page.ErrorBeside("Full name"));
        Assert.Equal("Enter an amount in dollars and cents, such as 84.50.", customer.Page.ErrorBeside("Order value"));
        Assert.Equal(5, customer.Page.Errors.Count);
        Assert.Equal("a lot", customer.Page.ValueOf("Order value"));
        Assert.Equal(before.Version, (await application.RequestAsync(reference)).Version);
    }

    [Fact]
    public async Task Correct_WhileSomebodyElseDoes_SavesNothingAndKeepsTheTyping()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.OpenAsync(customer.RequestPath + "/correct");
        customer.Type("Item", "Walking shoes");
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync($"/admin/requests/{reference}/correct");
        agent.Type("Seller", "Another Seller");
        await agent.PressAsync("Save the correction");

        await customer.PressAsync("Save the correction");

        Assert.StartsWith("Something changed on your request while you were here", Assert.Single(customer.Page.Errors), StringComparison.Ordinal);
        Assert.Equal("Walking shoes", customer.Page.ValueOf("Item"));
        Assert.Equal("Running shoes, size 9", (await application.RequestAsync(reference)).Order.Item);
    }

    [Fact]
    public async Task Correct_AfterTheDocumentsWereAccepted_IsNotOffered()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        await customer.OpenAsync(customer.RequestPath + "/correct");
        customer.Type("Item", "Walking shoes");
        var late = customer.Submission("Save the correction");
        await (await application.NewAgentAsync()).AcceptAsync(reference);

        await customer.SendAsync(late);

        Assert.Equal((HttpStatusCode.OK, "Nothing can be corrected any more"), (customer.Page.Status, customer.Page.Heading));
        Assert.Equal("Running shoes, size 9", (await application.RequestAsync(reference)).Order.Item);
        Assert.Empty((await customer.LookAtStatusAsync()).All($"a[href='{customer.RequestPath}/correct']"));
    }
}
