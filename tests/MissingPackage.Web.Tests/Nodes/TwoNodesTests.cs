using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Packets;
using MissingPackage.Data.History;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.Packets;
using MissingPackage.Web.Tests.People;
using Agent = MissingPackage.Web.Tests.People.Agent;

namespace MissingPackage.Web.Tests.Nodes;

/// <summary>
/// The whole way of a request on two real processes: each request of each browser goes to either, and one of them is killed
/// again and again, between two requests and in the middle of one.
/// </summary>
public sealed class TwoNodesTests
{
    private const string Replacement = "1Z879E930346834440";

    private static readonly string Yesterday = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("M/d/yyyy", CultureInfo.InvariantCulture);

    [Fact]
    public async Task WholeWay_WhenEachRequestGoesToEitherNodeAndOneIsKilledAgainAndAgain_LosesNothingAndSignsNobodyOut()
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var site = await RunningSite.StartAsync(
            nodes: 2, seed: 20261124,
            ("Documents:Store", "AzureBlob"), ("Documents:ConnectionString", azurite.ConnectionString), ("Documents:Container", "documents"));
        var customer = site.NewCustomer();
        await ReportAsync(site, customer);
        await SendDocumentsAsync(site, customer);
        var agent = await site.NewAgentAsync();
        await ReviewAsync(site, customer, agent);
        var seller = await HandOffAsync(site, customer, agent);
        await MakeGoodAsync(site, customer, agent, seller);

        await site.AllAreThereAsync();
        await EachIsStillSignedInAsync(site, customer, agent, seller);
        await AssertTheBooksAsync(site, customer);
        Assert.All(site.Balancer.Answered, answered => Assert.True(answered > 20, $"One node answered {answered} requests only."));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{string.Join(" and ", site.Balancer.Answered)} requests answered, {site.Kills} kills, {site.Balancer.CutOff} posts cut off and sent again");
    }

    private static async Task ReportAsync(RunningSite site, Customer customer)
    {
        var story = new Story { Expected = Yesterday, MarkedDelivered = Yesterday };
        await customer.OpenAsync("/where-to-look");
        customer.Tick("Front door and porch");
        await customer.PressAsync("Still missing");
        await customer.AnswerOrderAsync(story);
        await customer.AnswerItemAsync(story);
        await site.KillTheLastAsync();
        await customer.AnswerAddressAsync(story);
        await customer.AnswerShipmentAsync(story);
        await site.AllAreThereAsync();
        await customer.AnswerDatesAsync(story);
        var check = await customer.AnswerContactAsync(story);
        Assert.Equal("/report/check", check.Address);
        Assert.Contains(story.Line1, check.Text, StringComparison.Ordinal);
        Assert.Contains(story.OrderNumber, check.Text, StringComparison.Ordinal);
        await site.KillTheLastAtTheNextPostAsync(after: TimeSpan.FromMilliseconds(15));
        await customer.SubmitAsync();
    }

    private static async Task SendDocumentsAsync(RunningSite site, Customer customer)
    {
        await site.KillTheLastAtTheNextPostAsync(after: TimeSpan.FromMilliseconds(60));
        await customer.SendPhotoIdAsync(Customer.PhotoOfId, Pictures.Colored(31)); // its front and its back
        Assert.Equal(2, (await RequestAsync(site, customer)).Documents.Count(d => d.State == DocumentState.Received));
        await site.AllAreThereAsync();
        var signed = await customer.SignAsync();
        Assert.Contains("You have signed this statement", signed.Text, StringComparison.Ordinal);
        Assert.Equal("We’re looking into it, Sample", (await customer.LookAtStatusAsync()).Heading);

        // The link in their email opens the request on another device, on whichever node.
        var phone = site.NewCustomer();
        await phone.OpenAsync(await customer.LinkInMailAsync(new Story().Email));
        Assert.Equal("We’re looking into it, Sample", (await phone.OpenAsync(customer.RequestPath)).Heading);
    }

    private static async Task ReviewAsync(RunningSite site, Customer customer, Agent agent)
    {
        await agent.OpenAsync("/admin");
        await site.KillTheLastAsync();
        await agent.PressAsync("Take the next one");
        Assert.Equal($"/admin/requests/{customer.Reference}", agent.Page.Address.Split('?')[0], ignoreCase: true);
        var request = await RequestAsync(site, customer);
        foreach (var document in request.Documents)
        {
            var picture = await agent.OpenAsync($"/admin/requests/{customer.Reference}/documents/{document.Id}/1");
            Assert.Equal([0xFF, 0xD8, 0xFF], picture.Body[..3]);
        }

        await site.AllAreThereAsync();

        // Decided on one node and taken back on another, before the customer is told.
        await agent.ReviewAsync(customer.Reference);
        await agent.PressAsync("Accept documents");
        await agent.ConfirmAsync();
        await agent.PressAsync("Undo");
        Assert.Contains("Undone. The customer was not told.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Equal("We’re looking into it, Sample", (await customer.LookAtStatusAsync()).Heading);

        await agent.ReviewAsync(customer.Reference);
        await agent.PressAsync("Accept documents");
        await site.KillTheLastAtTheNextPostAsync(after: TimeSpan.FromMilliseconds(10));
        await agent.ConfirmAsync();
        Assert.Equal(HttpStatusCode.OK, agent.Page.Status);
        Assert.Equal(RequestStatus.WithSeller, (await RequestAsync(site, customer)).Status);
    }

    private static async Task<Seller> HandOffAsync(RunningSite site, Customer customer, Agent agent)
    {
        await agent.MaskAsync(customer.Reference);
        await site.AllAreThereAsync();
        var seller = site.NewSeller("claims@example.com");
        await agent.HandOffAsync(customer.Reference, seller.Email);
        Assert.Contains("Handed to Sample Seller", agent.Page.Text, StringComparison.Ordinal);
        await site.KillTheLastAsync();
        await seller.ComeInAsync();
        Assert.StartsWith("/seller/", seller.ClaimPath, StringComparison.Ordinal);

        string? link = null;
        for (var attempt = 0; link is null; attempt++)
        {
            Assert.True(attempt < 600, $"No packet is made. {site.Output}");
            await Task.Delay(100, BehindThePages.Cancellation);
            if (attempt == 40)
            {
                await site.PassAsync(PacketMaker.LeaseLife); // the killed node was at it
            }

            link = (await seller.OpenAsync(seller.ClaimPath)).Document.QuerySelector("a[href$='/packet/pdf']")?.GetAttribute("href");
        }

        Assert.True((await seller.OpenAsync(link)).Body.AsSpan().StartsWith("%PDF-"u8));
        return seller;
    }

    private static async Task MakeGoodAsync(RunningSite site, Customer customer, Agent agent, Seller seller)
    {
        await site.AllAreThereAsync();
        await seller.OpenAsync(seller.ClaimPath);
        await site.KillTheLastAtTheNextPostAsync(after: TimeSpan.FromMilliseconds(20));
        await seller.RecordClaimAsync("SAMPLE-CLAIM-7");
        await seller.OpenAsync(seller.ClaimPath);
        Assert.Equal("SAMPLE-CLAIM-7", seller.Page.Fact("Claim"));
        Assert.Contains("UPS is deciding on claim SAMPLE-CLAIM-7", (await customer.LookAtStatusAsync()).Text, StringComparison.Ordinal);
        await site.AllAreThereAsync();
        await seller.SayStockAsync(inStock: true);
        await seller.RecordReplacementAsync(Replacement);
        Assert.Equal("This claim is closed", seller.Page.Heading);
        await agent.ReviewAsync(customer.Reference);
        Assert.Contains("Sample Seller (seller)", agent.Page.Text, StringComparison.Ordinal);
    }

    /// <summary>Several times each, so that both nodes are asked.</summary>
    private static async Task EachIsStillSignedInAsync(RunningSite site, Customer customer, Agent agent, Seller seller)
    {
        var before = site.Balancer.Answered.ToArray();
        for (var time = 0; time < 6; time++)
        {
            Assert.Equal("A replacement is on its way", (await customer.LookAtStatusAsync()).Heading);
            Assert.Equal("/admin", (await agent.OpenAsync("/admin")).Address);
            Assert.Equal("This claim is closed", (await seller.OpenAsync(seller.ClaimPath)).Heading);
        }

        Assert.All(site.Balancer.Answered.Zip(before), node => Assert.True(node.First > node.Second));
    }

    private static async Task AssertTheBooksAsync(RunningSite site, Customer customer)
    {
        var mail = await site.MailToAsync(new Story().Email);
        await using var database = site.Open();
        var request = await database.Requests.Include(r => r.Documents).Include(r => r.Events.OrderBy(e => e.Id)).AsNoTracking().SingleAsync(BehindThePages.Cancellation);
        Assert.Equal((customer.Reference, RequestStatus.Resolved, Replacement), (request.Reference.Value, request.Status, request.Resolution!.TrackingNumber));

        // Whatever was sent again after a cut counts once.
        Assert.Equal(3, request.Documents.Count);
        Assert.All(request.Documents, document => Assert.Equal(DocumentState.Accepted, document.State));
        foreach (var kind in (RequestEventKind[])[RequestEventKind.Opened, RequestEventKind.CarrierClaimFiled, RequestEventKind.Resolved])
        {
            Assert.Single(request.Events, e => e.Kind == kind);
        }

        Assert.Equal(mail.Select(m => m.MessageId).Distinct(StringComparer.Ordinal).Count(), mail.Count);
        Assert.All(await database.Outbox.AsNoTracking().ToListAsync(BehindThePages.Cancellation), m => Assert.Contains(m.State, new[] { OutboxState.Sent, OutboxState.Withdrawn }));
        Assert.Single(await database.Users.AsNoTracking().ToListAsync(BehindThePages.Cancellation));
        Assert.Single(await database.DataProtectionKeys.AsNoTracking().ToListAsync(BehindThePages.Cancellation));
        var report = await new HistoryVerifier(database).VerifyAsync(BehindThePages.Cancellation);
        Assert.True(report.Holds, string.Join(' ', report.Lines));
    }

    private static async Task<ServiceRequest> RequestAsync(RunningSite site, Customer customer)
    {
        await using var database = site.Open();
        return (await database.Requests.Include(r => r.Documents).AsNoTracking().ToListAsync(BehindThePages.Cancellation)).Single(r => r.Reference.Value == customer.Reference);
    }
}
