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
    public async Task Erasing_is_asked_in_view_and_keeps_what_is_filled_in_beside()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var page = await AtReviewAsync(context);
        await page.EvaluateAsync("() => document.querySelector('.sheet img').dataset.mine = 'yes'");
        await page.GetByText("Ask for a document again…").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Signed statement" }).CheckAsync();
        await page.GetByLabel("Reason", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Not signed" });
        await page.GetByText("Mailing day…").ClickAsync();
        await page.GetByLabel("Day it was handed to the carrier").FillAsync("6/29/2026");
        await page.GetByText("Erase this file…").First.ClickAsync();
        var erase = page.Locator(".erase").First;
        await erase.GetByRole(AriaRole.Button, new() { Name = "Erase it now" }).ClickAsync();
        await Assertions.Expect(erase.Locator(".err")).ToContainTextAsync("Choose why it is erased.");
        await erase.GetByLabel("Military or other federal ID").CheckAsync();
        await erase.GetByRole(AriaRole.Button, new() { Name = "Erase it now" }).ClickAsync();

        // The question has the focus and is seen, and nothing says any longer that a reason is missing.
        await Assertions.Expect(page.Locator("[data-ask]")).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Erase it for good" })).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator(".viewer .err")).ToHaveCountAsync(0);
        Assert.Empty((await page.RunAxe()).Violations);
        await page.KeepAsync("review-erase-1280");

        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Signed statement" })).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("Reason", new() { Exact = true }).Locator("option:checked")).ToHaveTextAsync("Not signed");
        await Assertions.Expect(page.GetByLabel("Day it was handed to the carrier")).ToHaveValueAsync("6/29/2026");
        await Assertions.Expect(page.GetByLabel("Day it was handed to the carrier")).ToBeVisibleAsync();
        Assert.Equal("yes", await page.EvaluateAsync<string?>("() => document.querySelector('.sheet img').dataset.mine"));
    }

    [Fact]
    public async Task The_question_begins_in_view_beside_the_documents_and_leads_back_to_the_form()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var page = await AtReviewAsync(context);
        await page.GotoAsync(page.Url + "?view=due&status=review");
        await page.Locator("body").PressAsync("d");
        var line = page.GetByLabel("Why, and what the customer can do");
        await line.FillAsync("Please call us.");
        await Assertions.Expect(page.Locator(".sheet img").First).ToBeInViewportAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Decline the request" }).ClickAsync();
        var confirm = page.GetByRole(AriaRole.Button, new() { Name = "Decline and tell the customer" });
        await Assertions.Expect(confirm).ToBeFocusedAsync();
        foreach (var seen in new[] { page.Locator("#confirm-h"), confirm, page.Locator("#c"), page.Locator(".sheet img").First })
        {
            await Assertions.Expect(seen).ToBeInViewportAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Not yet" }).ClickAsync();
        await Assertions.Expect(confirm).ToHaveCountAsync(0);
        await Assertions.Expect(line).ToHaveValueAsync("Please call us.");
        await Assertions.Expect(page.GetByLabel("Reason to decline")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Decline the request" }).ClickAsync();

        // Pressed twice, it is sent once, and the address tells where in the queue the request was.
        await confirm.DblClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Declined. The customer gets an email.");
        await Assertions.Expect(page.Locator("#errors")).ToHaveCountAsync(0);
        Assert.Contains("&at=", page.Url, StringComparison.Ordinal);
        await page.SetViewportSizeAsync(390, 844);
        await page.FitsAsync();
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
