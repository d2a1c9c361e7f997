using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>What makes a claim stronger, as the customer is offered it and as the agent sees it.</summary>
public sealed class EvidenceTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Next_best_step_changes_once_it_is_done(bool scripts)
    {
        await using var context = await chromium.OpenAsync(site, scripts: scripts);
        var customer = new Customer(await context.NewPageAsync(), scripts);
        var page = customer.Page;
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var reference = await customer.OpenRequestAsync();
        var card = page.Locator("#helps h2");
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await page.GotoAsync($"/requests/{reference}/documents");
        await customer.SendStatementAsync();
        await customer.SendPhotoIdAsync();

        await page.GotoAsync($"/requests/{reference}");
        await Assertions.Expect(card).ToHaveTextAsync("One thing that would help: an invoice or receipt");
        await CheckAsync(page, scripts);
        await page.KeepBothAsync($"evidence-1-step-{scripts}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Send an invoice or receipt" }).ClickAsync();
        await SendAsync(page, "#proof-of-value", "Invoice or receipt", "Send proof of value", scripts);

        // The carrier was called before the request was opened: next are the photos.
        await page.GotoAsync($"/requests/{reference}");
        await Assertions.Expect(card).ToHaveTextAsync("One thing that would help: the carrier’s delivery photo");
        await page.GetByRole(AriaRole.Link, new() { Name = "Send the photo" }).ClickAsync();
        await SendAsync(page, "#delivery-photo", "Picture or screenshot", "Send delivery photo", scripts);
        await page.GotoAsync($"/requests/{reference}");
        await Assertions.Expect(card).ToHaveTextAsync("One thing that would help: a photo of the place where it should be");
        await page.GetByRole(AriaRole.Link, new() { Name = "Send the photo" }).ClickAsync();
        await SendAsync(page, "#drop-off-photo", "Photo of the place", "Send photo of the drop-off place", scripts);
        await CheckAsync(page, scripts);
        await page.KeepBothAsync($"evidence-2-documents-{scripts}");

        await page.GotoAsync($"/requests/{reference}");
        await Assertions.Expect(card).ToHaveTextAsync("One thing that would help: the places where you have looked");
        await page.GetByRole(AriaRole.Link, new() { Name = "Say where you have looked" }).ClickAsync();
        await page.GetByLabel("Neighbors").CheckAsync();
        await CheckAsync(page, scripts);
        await page.KeepBothAsync($"evidence-3-page-{scripts}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved. Thank you: that helps.");
        await Assertions.Expect(card).ToHaveTextAsync("One thing that would help: the serial number");
    }

    [Fact]
    public async Task Desk_shows_the_strength_and_the_three_clocks_and_asks_in_one_click()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = new Customer(await context.NewPageAsync());
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var reference = await customer.OpenRequestAsync();
        await customer.Page.GotoAsync($"/requests/{reference}/documents");
        await customer.SendStatementAsync();
        await customer.SendPhotoIdAsync();

        await using var desk = await chromium.OpenAsync(site, phone: false);
        var page = await desk.NewPageAsync();
        await page.GotoAsync("/admin");
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GotoAsync($"/admin/requests/{reference}");
        var strength = page.Locator("section:has(> #strength)");
        await Assertions.Expect(strength).ToContainTextAsync("Would add most: Proof of value.");
        await page.Locator("#clocks").ScrollIntoViewIfNeededAsync();
        await page.KeepAsync("evidence-desk-closed-1280");
        await strength.GetByText("What is there, what is missing").ClickAsync();
        var clocks = page.Locator("section.clocks");
        await clocks.GetByText("Day by day").Last.ClickAsync();
        await Assertions.Expect(clocks.Locator(".count li").Last).ToHaveTextAsync("60 Aug 29");
        Assert.Empty((await page.RunAxe()).Violations);
        await strength.ScrollIntoViewIfNeededAsync();
        await page.KeepAsync("evidence-desk-1280");
        await page.SetViewportSizeAsync(390, 844);
        await strength.ScrollIntoViewIfNeededAsync();
        await page.KeepAsync("evidence-desk-390");
        await page.SetViewportSizeAsync(1280, 800);

        await strength.GetByRole(AriaRole.Button, new() { Name = "Ask for it in a message…" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mailtext")).ToContainTextAsync("One thing would help the claim most: an invoice or receipt.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("The message leaves in half a minute.");
    }

    private static async Task CheckAsync(IPage page, bool scripts)
    {
        if (scripts)
        {
            Assert.Empty((await page.RunAxe()).Violations);
        }
    }

    private static async Task SendAsync(IPage page, string section, string label, string button, bool scripts)
    {
        var part = page.Locator(section);
        // The link has unfolded it.
        var field = part.GetByLabel(label).First;
        await Assertions.Expect(field).ToBeVisibleAsync();
        await field.SetInputFilesAsync(Customer.PhotoOfStatement);
        if (!scripts)
        {
            await part.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        }

        await part.Locator(".files li").First.WaitForAsync();
    }
}
