using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>The queue by keyboard and on a phone.</summary>
public sealed class QueueTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Keys_move_tick_search_and_take_and_can_be_turned_off()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var customer = new Customer(await context.NewPageAsync());
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var first = await customer.OpenRequestAsync();
        await customer.Page.GotoAsync($"/requests/{first}/documents");
        await customer.SendStatementAsync();
        await customer.SendPhotoIdAsync();
        await using var another = await chromium.OpenAsync(site);
        var second = new Customer(await another.NewPageAsync());
        await second.LookEverywhereAsync();
        await second.ReportAsync();
        await second.OpenRequestAsync();

        var page = await context.NewPageAsync();
        await page.GotoAsync("/admin");
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        var rows = page.Locator(".queue tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("kbd").First).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(0).Locator("a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(1).Locator("a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(rows.Nth(0).Locator("input")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("[data-ticked]")).ToHaveTextAsync("(1)");
        await page.GetByLabel("Tick all of this page").CheckAsync();
        await Assertions.Expect(rows.Nth(1).Locator("input")).ToBeCheckedAsync();
        await page.KeepAsync("queue-1280");
        Assert.Empty((await page.RunAxe()).Violations);
        await page.GetByText("Filter and order").ClickAsync();
        await page.KeepAsync("queue-filter-1280");
        Assert.Empty((await page.RunAxe()).Violations);

        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.GetByLabel("Find a request")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("jn?");
        await Assertions.Expect(page.GetByLabel("Find a request")).ToHaveValueAsync("jn?");
        await page.GetByLabel("Find a request").BlurAsync();
        await page.Keyboard.TypeAsync("gw"); // in one go: the second key counts for some seconds only
        await page.ArrivesAtAsync("/admin?view=waiting");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await page.KeepAsync("queue-waiting-1280");

        await page.Keyboard.PressAsync("?");
        var sheet = page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" });
        await Assertions.Expect(sheet).ToBeVisibleAsync();
        await page.KeepAsync("queue-keys-1280");
        Assert.Empty((await page.RunAxe()).Violations);
        await sheet.GetByLabel("Use single keys").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(0).Locator("a")).Not.ToBeFocusedAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Shortcuts" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("m");
        await Assertions.Expect(page.Locator("main kbd").First).ToBeHiddenAsync();
        Assert.EndsWith("/admin?view=waiting", page.Url, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Shortcuts" }).ClickAsync();
        await sheet.GetByLabel("Use single keys").CheckAsync();
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.Locator("h1").ClickAsync(new() { Force = true });
        await page.Keyboard.PressAsync("n");
        await page.ArrivesAtAsync($"/admin/requests/{first}");
        await Assertions.Expect(page.GetByText("It’s yours now.")).ToBeVisibleAsync();
        await page.KeepAsync("review-taken-1280");

        // The same keys on the page of a request.
        await page.Keyboard.PressAsync("/");
        await page.ArrivesAtAsync("/admin#find");
        await Assertions.Expect(page.GetByLabel("Find a request")).ToBeFocusedAsync();
        await page.GoBackAsync();
        await page.ArrivesAtAsync($"/admin/requests/{first}");
        await page.Locator("body").PressAsync("g");
        await page.Keyboard.PressAsync("m");
        await page.ArrivesAtAsync("/admin?view=mine");
        await page.GoBackAsync();
        await page.ArrivesAtAsync($"/admin/requests/{first}");
        await page.Locator("body").PressAsync("n");
        await Assertions.Expect(page.GetByText("Nothing to take: no request waits for a review without an agent.")).ToBeVisibleAsync();

        // What can be done with ticked ones stays in view, and what is ticked is counted again after a way back.
        await page.SetViewportSizeAsync(1280, 420);
        await page.GotoAsync("/admin?view=due");
        await page.GetByLabel("Tick " + first).CheckAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Export as CSV" })).ToBeInViewportAsync();
        await page.GotoAsync("/admin?view=mine");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByLabel("Tick " + first)).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("[data-ticked]")).ToHaveTextAsync("(1)");

        await page.SetViewportSizeAsync(390, 844);
        foreach (var view in new[] { "due", "mine", "waiting" })
        {
            await page.GotoAsync($"/admin?view={view}&late=true");
            await page.FitsAsync();
            await page.GotoAsync($"/admin?view={view}");
            await page.FitsAsync();
            await page.KeepAsync($"queue-{view}-390");
        }

        Assert.Empty((await page.RunAxe()).Violations);
    }
}
