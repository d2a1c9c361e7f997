using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>The agent's view of documents: side by side, with zoom, rotation and fit by buttons and keys.</summary>
public sealed class ViewerTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Pages_stand_side_by_side_and_answer_to_buttons_and_keys()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var customer = new Customer(await context.NewPageAsync());
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var reference = await customer.OpenRequestAsync();
        await customer.Page.GotoAsync($"/requests/{reference}/documents");
        await customer.SendStatementAsync();
        await customer.SendPhotoIdAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/admin/requests/{reference}");
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        var sheets = page.Locator("[data-sheet]");
        await Assertions.Expect(sheets).ToHaveCountAsync(2);
        var (left, right) = (await sheets.Nth(0).BoundingBoxAsync(), await sheets.Nth(1).BoundingBoxAsync());
        Assert.True(left!.X + left.Width <= right!.X, "The ID and the statement stand side by side.");
        await page.KeepAsync("viewer-1280");

        var said = page.Locator(".zoom output").First;
        await Assertions.Expect(said).ToHaveTextAsync("Fit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).First.ClickAsync();
        await Assertions.Expect(said).ToContainTextAsync("%");
        await sheets.First.FocusAsync();
        await page.Keyboard.PressAsync("r");
        Assert.Contains("rotate(90deg)", await page.Locator("[data-sheet] img").First.GetAttributeAsync("style"), StringComparison.Ordinal);
        await page.KeepAsync("viewer-turned-1280");
        await page.Keyboard.PressAsync("Shift+R");
        await page.Keyboard.PressAsync("0");
        await Assertions.Expect(said).ToHaveTextAsync("Fit");
        Assert.Empty((await page.RunAxe()).Violations);
        await page.SetViewportSizeAsync(390, 844);
        await page.FitsAsync();
        await page.KeepAsync("viewer-390");
        await page.GotoAsync("/admin?view=due");
        await page.FitsAsync();
        await page.KeepAsync("queue-390");
        Assert.Empty((await page.RunAxe()).Violations);
    }
}
