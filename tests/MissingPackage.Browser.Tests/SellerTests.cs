using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MimeKit;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Packets;

namespace MissingPackage.Browser.Tests;

/// <summary>The whole life of a request: report, documents, accept, hand-off, the seller's claim, and how it is made good.</summary>
public sealed partial class SellerTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    private const string Replacement = "1Z879E930346834440";

    private bool _scripts = true;

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Claim_goes_from_the_report_to_a_replacement_or_a_refund(bool inStock, bool scripts)
    {
        _scripts = scripts;
        var (tag, claims) = (inStock ? "replacement" : "refund", inStock ? "claims1@example.com" : "claims2@example.com");
        await using var home = await chromium.OpenAsync(site, phone: true, scripts);
        var customer = new Customer(await home.NewPageAsync(), scripts);
        var reference = await ReportAsync(customer);
        await using var desk = await chromium.OpenAsync(site, phone: false, scripts);
        var agent = await desk.NewPageAsync();
        await AcceptAsync(agent, reference, tag);
        await CoverAndHandOffAsync(agent, reference, claims, tag);
        await customer.Page.GotoAsync($"/requests/{reference}");
        await customer.Page.GetByText("The seller has your claim").WaitForAsync();

        // The seller: link, code, claim.
        await using var office = await chromium.OpenAsync(site, phone: true, scripts);
        var seller = await office.NewPageAsync();
        await seller.GotoAsync(await InMailAsync(claims, Link()));
        await LookAsync(seller, $"seller-{tag}-confirm");
        site.Time.Advance(TimeSpan.FromSeconds(1));
        await PressAsync(seller, "Send me a code");
        await seller.GetByLabel("Code").FillAsync(await InMailAsync(claims, Code()));
        await LookAsync(seller, $"seller-{tag}-code");
        await PressAsync(seller, "Open the claim");
        await Assertions.Expect(seller.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Claim for order SAMPLE-1001");
        await LookAsync(seller, $"seller-{tag}-claim");

        await site.Services.GetRequiredService<PacketMaker>().MakeAsync(CancellationToken.None);
        await seller.ReloadAsync();
        var download = await seller.RunAndWaitForDownloadAsync(() => seller.GetByRole(AriaRole.Link, new() { Name = "Download the PDF" }).ClickAsync());
        Assert.Equal($"{reference}-claim.pdf", download.SuggestedFilename);

        await seller.GetByLabel("Carrier’s claim number").FillAsync("SAMPLE-CLAIM-1");
        await seller.GetByLabel("Filed on").FillAsync("tomorrow");
        await seller.GetByLabel("Your message").FillAsync("Is the door number right?");
        await PressAsync(seller, "Record the claim");
        await Assertions.Expect(seller.GetByLabel("Carrier’s claim number")).ToHaveValueAsync("SAMPLE-CLAIM-1");
        await LookAsync(seller, $"seller-{tag}-mend");
        await seller.GetByLabel("Filed on").FillAsync("today");
        await PressAsync(seller, "Record the claim");
        await seller.GetByText("The claim is recorded, and the customer is told.").WaitForAsync();
        // What was typed in another form meanwhile: with scripts it is still there.
        await Assertions.Expect(seller.GetByLabel("Your message")).ToHaveValueAsync(_scripts ? "Is the door number right?" : "");
        await customer.Page.ReloadAsync();
        await customer.Page.GetByText("UPS is deciding on claim SAMPLE-CLAIM-1").WaitForAsync();

        await MakeGoodAsync(seller, inStock, tag);
        await Assertions.Expect(seller.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This claim is closed");
        await LookAsync(seller, $"seller-{tag}-closed");

        // The customer reads what, when, and the new number.
        await customer.Page.ReloadAsync();
        await customer.Page.GetByText(inStock ? "A replacement is on its way" : "Your money is on its way back").WaitForAsync();
        await customer.Page.GetByText(inStock
            ? $"shipped on Wednesday, July 1 with UPS. Its tracking number is {Replacement}."
            : "The item is out of stock, so Sample Seller refunds $84.50, sent on Wednesday, July 1.").WaitForAsync();
        await LookAsync(customer.Page, $"status-{tag}");
        if (inStock)
        {
            await customer.Page.GetByRole(AriaRole.Link, new() { Name = "It didn’t arrive either" }).ClickAsync();
            await LookAsync(customer.Page, "replacement-missing");
            await customer.Page.GetByLabel("Expected delivery date", new() { Exact = true }).FillAsync("7/1/2026");
            await customer.Page.GetByLabel("Marked delivered on", new() { Exact = true }).FillAsync("today");
            await PressAsync(customer.Page, "Open a new request");
            await customer.Page.GetByText("Your request is open").WaitForAsync();
            await customer.Page.GetByText($"It is about the replacement of request {reference}.").WaitForAsync();
        }

        await agent.GotoAsync($"/admin/requests/{reference}");
        await agent.KeepAsync($"review-{tag}-1280");
        Assert.Contains("Sample Seller (seller)", await agent.Locator(".history").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(!_scripts || (await agent.RunAxe()).Violations.Length == 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sellers_front_door_fits_and_is_accessible(bool dark)
    {
        await using var context = await chromium.OpenAsync(site, dark: dark);
        var page = await context.NewPageAsync();
        foreach (var path in new[] { "/seller", "/seller/open/nothing" })
        {
            await page.GotoAsync(path);
            await LookAsync(page, $"seller-door{path.Replace('/', '_')}-{(dark ? "dark" : "light")}");
        }
    }

    private static async Task<string> ReportAsync(Customer customer)
    {
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var reference = await customer.OpenRequestAsync();
        await customer.Page.GotoAsync($"/requests/{reference}/documents");
        await customer.SendStatementAsync();
        await customer.SendPhotoIdAsync();
        return reference;
    }

    private async Task AcceptAsync(IPage agent, string reference, string tag)
    {
        await agent.GotoAsync("/admin");
        await agent.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await agent.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await agent.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await agent.GetByRole(AriaRole.Link, new() { Name = "Unassigned" }).WaitForAsync();
        await agent.GotoAsync($"/admin/requests/{reference}");
        await PressAsync(agent, "Accept documents");
        await PressAsync(agent, "Accept and tell the customer");
        await agent.GetByText("Documents accepted. Hand it to the seller next.").WaitForAsync();
        site.Time.Advance(TimeSpan.FromSeconds(30));
        await agent.KeepAsync($"accepted-{tag}-1280");
    }

    private async Task CoverAndHandOffAsync(IPage agent, string reference, string claims, string tag)
    {
        await agent.GetByRole(AriaRole.Link, new() { Name = "Cover the ID" }).ClickAsync();
        await agent.GetByRole(AriaRole.Link, new() { Name = "page 1" }).ClickAsync();
        await agent.GetByText("There is nothing to cover on this page").ClickAsync();
        await PressAsync(agent, "Save");
        await agent.GotoAsync($"/admin/requests/{reference}");
        await agent.GetByLabel("Seller", new() { Exact = true }).SelectOptionAsync("other");
        await agent.GetByLabel("Another seller’s name").FillAsync("Sample Seller");
        await agent.GetByLabel("Another seller’s email").FillAsync(claims);
        await PressAsync(agent, "Look at it first");
        await agent.GetByText("The seller gets this email:").WaitForAsync();
        await agent.KeepAsync($"hand-off-{tag}-1280");
        Assert.True(!_scripts || (await agent.RunAxe()).Violations.Length == 0);
        await PressAsync(agent, "Hand it over");
        await agent.GetByText("Handed to Sample Seller. The link is on its way.").WaitForAsync();
        await agent.KeepAsync($"handed-off-{tag}-1280");
    }

    private async Task MakeGoodAsync(IPage seller, bool inStock, string tag)
    {
        await seller.GetByText(inStock ? "Yes, I send it again" : "No, I refund it").ClickAsync();
        await PressAsync(seller, "Continue");
        if (inStock)
        {
            await seller.GetByText("UPS", new() { Exact = true }).And(seller.Locator(".choice span")).ClickAsync();
            await seller.GetByLabel("Its tracking number").FillAsync(Replacement);
            await seller.GetByLabel("Shipped on").FillAsync("today");
            await LookAsync(seller, $"seller-{tag}-make-good");
            await PressAsync(seller, "Record the replacement");
            return;
        }

        await seller.GetByLabel("Amount", new() { Exact = true }).FillAsync("85");
        await seller.GetByLabel("Refunded on").FillAsync("today");
        await PressAsync(seller, "Record the refund");
        await Assertions.Expect(seller.GetByText("At most the order’s value, $84.50.").First).ToBeVisibleAsync();
        await seller.GetByLabel("Amount", new() { Exact = true }).FillAsync("84.50");
        await LookAsync(seller, $"seller-{tag}-make-good");
        await PressAsync(seller, "Record the refund");
    }

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>It fits a phone and a desktop, and anyone can use it.</summary>
    private async Task LookAsync(IPage page, string name)
    {
        await page.KeepBothAsync(name);
        if (!_scripts)
        {
            return; // what looks for it is a script
        }

        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{name}: " + string.Join("; ", found.Violations.Select(v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
    }

    /// <summary>What stands in the last mail to this address that has it, sending what waits first; a link as a path of the site.</summary>
    private async Task<string> InMailAsync(string address, Regex what)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            await site.Services.GetRequiredService<OutboxDispatcher>().DispatchAsync(CancellationToken.None);
            var found = Directory.Exists(site.MailFolder)
                ? Directory.GetFiles(site.MailFolder, "*.eml").Select(file => MimeMessage.Load(file)).Where(m => m.To.Mailboxes.Any(to => to.Address == address))
                    .OrderBy(m => m.Date).Select(m => what.Match(m.TextBody!)).LastOrDefault(match => match.Success)
                : null;
            if (found is not null)
            {
                return found.Groups[1].Value;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No mail to {address} has it.");
    }

    [GeneratedRegex(@"http://localhost:5080(?<found>/seller/open/\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"Your code is (?<found>\d{6})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
