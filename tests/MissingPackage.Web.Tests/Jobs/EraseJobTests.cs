using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Jobs;

/// <summary>What is promised to be erased is erased, in time and wholly, and it is written down.</summary>
public sealed class EraseJobTests
{
    [Fact]
    public async Task Documents_WhenTheRequestEnded_StayFor29DaysAndAreErasedAfter30()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var email = Story.FreshEmail();
        var reference = await customer.BringToReviewAsync(new Story { Email = email });
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        await agent.DecideAsync("Close as found");
        var before = await application.RequestAsync(reference);

        application.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await application.EraseAsync());
        Assert.Equal(2, (await application.StoredAsync(reference)).Count);

        application.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, await application.EraseAsync());
        Assert.Equal(0, await application.EraseAsync());

        Assert.False(Directory.Exists(application.FolderOf(before.Id)));
        var request = await application.RequestAsync(reference);
        Assert.All(request.Documents, d => Assert.Equal(DocumentState.Erased, d.State));
        Assert.All(request.Documents, d => Assert.Empty(d.Pages));
        var certificates = request.Events.Where(e => e.Kind == RequestEventKind.DocumentErased).ToList();
        Assert.Equal(
            before.Documents.Select(d => (d.Kind, $"Erased 30 days after the request ended. SHA-256 {d.Sha256}")).Order(),
            certificates.Select(e => (e.Document!.Value, e.Detail!)).Order());
        Assert.All(certificates, e => Assert.Equal((ActorKind.System, application.Now), (e.ActorKind, e.OccurredOn)));

        // Both sides are told.
        await customer.OpenAsync("/return");
        customer.Type("Reference", reference);
        customer.Type("Email", email);
        await customer.PressAsync("Email me a link");
        var mail = (await application.MailToAsync(email)).Single(m => m.Subject!.StartsWith("Your way back", StringComparison.Ordinal));
        var link = mail.TextBody!.Split('\n').Select(line => line.Trim()).Single(line => line.Contains("/open/", StringComparison.Ordinal));
        await OpenLinkAsync(customer, new Uri(link).PathAndQuery);
        await customer.OpenAsync(customer.DocumentsPath);
        foreach (var list in new[] { "#id-list", "#statement-list" })
        {
            Assert.StartsWith("Erased on ", Assert.Single(customer.Page.All(list)), StringComparison.Ordinal);
        }

        agent = await application.NewAgentAsync();
        Assert.Contains("The documents have been erased.", (await agent.ReviewAsync(reference)).Text, StringComparison.Ordinal);
        Assert.Contains(before.Documents[0].Sha256, agent.Page.Text, StringComparison.Ordinal);
        foreach (var document in before.Documents)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1")).Status);
        }
    }

    [Fact]
    public async Task Documents_WhenStillInQuarantine_AreErasedToo()
    {
        await using var application = QuietApplication.And(("Intake:Clamd", "/nowhere/clamd.sock"));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        await agent.DecideAsync("Close as found");

        application.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await application.EraseAsync());

        Assert.Empty(await application.StoredAsync(reference));
        Assert.Equal(DocumentState.Erased, (await application.OnlyDocumentAsync(reference)).State);
        Assert.Equal(0, await application.FinishQuarantineAsync());
    }

    [Fact]
    public async Task Drafts_WhenSevenDaysOld_AreErased()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        await customer.AnswerOrderAsync(new Story());
        Assert.Equal(1, await application.AskAsync(database => database.ReportDrafts.CountAsync()));

        application.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await application.EraseAsync();
        Assert.Equal(1, await application.AskAsync(database => database.ReportDrafts.CountAsync()));
        application.Time.Advance(TimeSpan.FromMinutes(2));
        await application.EraseAsync();

        Assert.Equal(0, await application.AskAsync(database => database.ReportDrafts.CountAsync()));
        Assert.Equal("", (await customer.OpenAsync("/report/order")).ValueOf("Order number"));
    }

    [Fact]
    public async Task Request_WhenItsDocumentsNeverCameFor90Days_IsClosedAndErased()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());
        var due = (await application.RequestAsync(reference)).DocumentsDueOn;

        application.Time.SetUtcNow(new DateTimeOffset(due, TimeSpan.Zero).AddDays(90).AddMinutes(-1));
        Assert.Equal(0, await application.EraseAsync());
        Assert.Equal(RequestStatus.AwaitingDocuments, (await application.RequestAsync(reference)).Status);
        application.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await application.EraseAsync());
        Assert.Equal(0, await application.EraseAsync());

        var request = await application.RequestAsync(reference);
        Assert.Equal((RequestStatus.Closed, application.Now), (request.Status, request.EndedOn));
        Assert.Single(request.Events, e => e is { Kind: RequestEventKind.Abandoned, ActorKind: ActorKind.System });
        Assert.Equal(
            [$"Erased 90 days after the documents were due. SHA-256 {request.Documents[0].Sha256}"],
            request.Details(RequestEventKind.DocumentErased));
        Assert.Empty(await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Documents_WhenTheDaysAreConfigured_AreErasedByThose()
    {
        await using var application = QuietApplication.And(("Retention:DocumentDays", "2"));
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        await agent.DecideAsync("Close as found");

        application.Time.Advance(TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
        Assert.Equal(2, await application.EraseAsync());

        Assert.All((await application.RequestAsync(reference)).Details(RequestEventKind.DocumentErased),
            detail => Assert.StartsWith("Erased 2 days after the request ended. SHA-256 ", detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FederalId_WhenAnAgentErasesIt_IsGoneAtOnceAndTheCustomerIsAskedForAnother()
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var email = Story.FreshEmail();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        await customer.SendPhotoIdAsync(Files.Photo());
        await customer.SendStatementAsync(Files.Photo());
        var id = (await application.RequestAsync(reference)).Documents.Single(d => d.Kind == DocumentKind.PhotoId);
        var agent = await application.NewAgentAsync();

        // The photo ID is the first on the page; without a reason nothing happens.
        await agent.ReviewAsync(reference);
        await agent.PressAsync("Erase it now");
        Assert.Equal(["Choose why it is erased."], agent.Page.Errors);
        Assert.True(File.Exists(application.FileOf(id, "page-1")));

        await agent.ReviewAsync(reference);
        agent.Tick("Military or other federal ID");
        await agent.PressAsync("Erase it now");

        Assert.Contains("Erased. Nothing of the file is stored any more.", agent.Page.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(application.FileOf(id, "page-1"))));
        var request = await application.RequestAsync(reference);
        Assert.Equal(RequestStatus.MoreNeeded, request.Status);
        Assert.Equal(DocumentState.Erased, request.Documents.Single(d => d.Id == id.Id).State);
        var certificate = Assert.Single(request.Events, e => e.Kind == RequestEventKind.DocumentErased);
        Assert.Equal($"Erased at once: a military or federal government ID (18 U.S.C. 701). SHA-256 {id.Sha256}", certificate.Detail);
        Assert.Equal((ActorKind.Agent, MissingPackageApplication.AgentEmail), (certificate.ActorKind, certificate.ActorName));
        const string reason = "You sent a military or other federal government ID card. Copying one is against the law, so we have deleted it.";
        Assert.Single(await application.MailToAsync(email), mail => mail.TextBody!.ReplaceLineEndings(" ").Contains(reason, StringComparison.Ordinal));
        await customer.OpenAsync(customer.DocumentsPath);
        Assert.Contains(reason, customer.Page.Text, StringComparison.Ordinal);
        var erased = Assert.Single(customer.Page.All("#id-list"));
        Assert.StartsWith("Erased on ", erased, StringComparison.Ordinal);
        Assert.EndsWith("Nothing of it is stored any more. Why: at once: a military or federal government ID (18 U.S.C. 701).", erased, StringComparison.Ordinal);
        Assert.Equal(["Still to come"], customer.Page.All("#id-state"));
        Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{id.Id}/1")).Status);
    }

    [Theory]
    [InlineData("Not the document we asked for", "not the document asked for")]
    [InlineData("The customer asked for it", "you asked for it")]
    public async Task WrongFile_WhenAnAgentErasesItBeforeTheOtherIsIn_IsGoneAtOnceAndTheCustomersPageSaysWhy(string reason, string said)
    {
        await using var application = QuietApplication.And();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendPhotoIdAsync(Files.Photo());
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Tick(reason);

        await agent.PressAsync("Erase it now");

        Assert.Empty(await application.StoredAsync(reference));
        Assert.Equal(DocumentState.Erased, (await application.OnlyDocumentAsync(reference)).State);
        await customer.OpenAsync(customer.DocumentsPath);
        Assert.EndsWith($"Nothing of it is stored any more. Why: at once: {said}.", Assert.Single(customer.Page.All("#id-list")), StringComparison.Ordinal);
        Assert.Equal(["Still to come"], customer.Page.All("#id-state"));
    }

    [Fact]
    public async Task Documents_WhenTheStoreFails_AreLeftForTheNextRunWithOneCertificateEach()
    {
        TestStore? store = null;
        await using var application = QuietApplication.And().Where(services => services.Wrap<IDocumentStore>(inner => store = new TestStore(inner)));
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var stuck = (await application.RequestAsync(reference)).Documents[0];
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        await agent.DecideAsync("Close as found");
        application.Time.Advance(TimeSpan.FromDays(31));

        application.Services.GetRequiredService<IDocumentStore>();
        store!.BeforeDelete = name => name.Contains(stuck.Id.ToString("n"), StringComparison.Ordinal) ? throw new IOException("The store is away.") : Task.CompletedTask;
        Assert.Equal(1, await application.EraseAsync());
        Assert.Equal(0, await application.EraseAsync());
        Assert.Equal(DocumentState.Received, (await application.RequestAsync(reference)).Documents.Single(d => d.Id == stuck.Id).State);
        Assert.Single((await application.RequestAsync(reference)).Details(RequestEventKind.DocumentErased));

        store.BeforeDelete = _ => Task.CompletedTask;
        Assert.Equal(1, await application.EraseAsync());
        Assert.Equal(0, await application.EraseAsync());
        Assert.Equal(2, (await application.RequestAsync(reference)).Details(RequestEventKind.DocumentErased).Length);
        Assert.Empty(await application.StoredAsync(reference));
    }

    private static async Task OpenLinkAsync(Customer customer, string link)
    {
        await customer.OpenAsync(link);
        if (customer.Page.Heading == "Welcome back")
        {
            await customer.PressAsync("Open my request");
        }

        if (customer.Page.Address.StartsWith("/open/", StringComparison.Ordinal))
        {
            Assert.Fail("The link doesn’t lead to the request: " + customer.Page.Text);
        }
    }
}
