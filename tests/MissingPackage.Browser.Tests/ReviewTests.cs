using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>The review page as an agent uses it: by keyboard and mouse, without leaving it, on a desktop and on a phone.</summary>
public sealed class ReviewTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Decisions_are_confirmed_and_undone_by_keyboard_and_the_documents_stay()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var page = await AtReviewAsync(context);
        Assert.Empty((await page.RunAxe()).Violations);
        await page.KeepAsync("review-1280");

        // A tick is kept in the background.
        await page.RunAndWaitForResponseAsync(() => page.GetByLabel("Name matches").CheckAsync(), "**/*handler=Compare*");
        await page.EvaluateAsync("() => document.querySelector('.sheet img').dataset.mine = 'yes'");

        await page.GetByText("Note for the team…").ClickAsync();
        await page.GetByLabel("Note", new() { Exact = true }).FillAsync("Sample note, not sent yet");
        await page.GetByLabel("Note", new() { Exact = true }).BlurAsync(); // where somebody types, a key is a letter

        // One key opens a decision and decides nothing.
        await page.Locator("body").PressAsync("d");
        var line = page.GetByLabel("Why, and what the customer can do");
        await Assertions.Expect(page.GetByLabel("Reason to decline")).ToBeFocusedAsync();
        await line.FillAsync("Please call us, {name}.");
        await page.KeepAsync("review-decline-1280");
        await page.GetByRole(AriaRole.Button, new() { Name = "Decline the request" }).ClickAsync();
        var confirm = page.GetByRole(AriaRole.Button, new() { Name = "Decline and tell the customer" });
        await Assertions.Expect(confirm).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".mailtext")).ToContainTextAsync("Please call us, Sample Customer.");
        Assert.Empty((await page.RunAxe()).Violations);
        await page.KeepAsync("review-confirm-1280");
        await page.Keyboard.PressAsync("Enter");

        // Done: not on the undo button, which a second Enter would press.
        await Assertions.Expect(page.Locator(".done")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("[data-undo]")).ToContainTextAsync("The customer is told in");
        await page.KeepAsync("review-done-1280");
        Assert.Empty((await page.RunAxe()).Violations);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.GetByText("Undone. The customer was not told.").WaitForAsync();

        // The tick was kept, and what was typed elsewhere; the picture was never loaded again.
        await Assertions.Expect(page.GetByLabel("Note", new() { Exact = true })).ToHaveValueAsync("Sample note, not sent yet");
        await Assertions.Expect(page.GetByLabel("Name matches")).ToBeCheckedAsync();
        Assert.Equal("yes", await page.EvaluateAsync<string?>("() => document.querySelector('.sheet img').dataset.mine"));
        await page.Locator("body").PressAsync("a");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept and tell the customer" }).WaitForAsync();
        await Assertions.Expect(page.Locator("#confirm")).ToContainTextAsync("Not ticked: address, in date, readable, signature");

        await page.SetViewportSizeAsync(390, 844);
        await page.FitsAsync();
        await page.KeepAsync("review-confirm-390");
        Assert.Empty((await page.RunAxe()).Violations);
    }

    [Fact]
    public async Task Every_step_works_without_scripts_and_fits_a_phone()
    {
        await using var context = await chromium.OpenAsync(site, scripts: false, dark: true);
        var page = await AtReviewAsync(context, scripts: false);
        await page.FitsAsync();
        await page.KeepAsync("review-390");
        await page.GetByText("Ask for a document again…").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Signed statement" }).CheckAsync();
        await page.GetByLabel("Accept the other one meanwhile").CheckAsync();
        await page.GetByLabel("Reason", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Not signed" });
        await page.KeepAsync("review-ask-390");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask the customer" }).ClickAsync();
        await page.FitsAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask and tell the customer" }).ClickAsync();
        await page.GetByText("Asked. The customer gets an email.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.GetByText("Undone. The customer was not told.").WaitForAsync();
        await page.GotoAsync("/admin/settings/texts");
        await page.FitsAsync();
        await page.KeepAsync("texts-390");
    }

    [Fact]
    public async Task Texts_are_accessible()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/admin/settings/texts");
        await SignInAsync(page);
        Assert.Empty((await page.RunAxe()).Violations);
        await page.KeepAsync("texts-1280");
    }

    private static async Task<IPage> AtReviewAsync(IBrowserContext context, bool scripts = true)
    {
        var customer = new Customer(await context.NewPageAsync(), scripts);
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var reference = await customer.OpenRequestAsync();
        await customer.Page.GotoAsync($"/requests/{reference}/documents");
        await customer.SendStatementAsync();
        await customer.SendPhotoIdAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/admin/requests/{reference}");
        await SignInAsync(page);
        await page.Locator(".review").WaitForAsync();
        return page;
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }
}
