using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>Settings and reports, on a phone and on a desktop: nothing is wider than the screen, and all of it is accessible.</summary>
public sealed class SettingsTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Every_page_of_settings_and_reports_fits_and_is_accessible(bool phone, bool dark)
    {
        await using var context = await chromium.OpenAsync(site, phone, dark: dark);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/admin");
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GotoAsync("/admin/settings/carriers/usps");
        await page.GetByLabel("Phone", new() { Exact = true }).FillAsync($"(800) 555-01{(phone ? 10 : 20) + (dark ? 1 : 0)}");
        await page.GetByLabel("Last checked").FillAsync("2026-06-30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("Saved. Customers see it from now on.").WaitForAsync();
        await page.GotoAsync("/admin/settings/closed-days");
        await page.GetByLabel("Day", new() { Exact = true }).FillAsync($"2026-12-{(phone ? 22 : 23) + (dark ? 1 : 0)}");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Company day");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close this day" }).ClickAsync();
        await page.GetByRole(AriaRole.Status).WaitForAsync();
        await page.GotoAsync("/admin/settings/sellers/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync($"Sample Seller {phone} {dark}");
        await page.GetByLabel("Email").FillAsync("claims@example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Status).WaitForAsync();

        foreach (var path in new[]
        {
            "/admin/settings", "/admin/settings/carriers/usps", "/admin/settings/closed-days", "/admin/settings/sellers",
            "/admin/settings/sellers/new", "/admin/settings/retention", "/admin/reports", "/admin/reports?from=2026-06-30&to=2026-06-01",
        })
        {
            await page.GotoAsync(path);
            await page.FitsAsync();
            await page.KeepAsync($"desk{path.Split('?')[0].Replace('/', '_')}{(path.Contains('?', StringComparison.Ordinal) ? "_wrong" : "")}-{(phone ? 390 : 1280)}-{(dark ? "dark" : "light")}");
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, $"{path}: " + string.Join("; ", found.Violations.Select(v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
        }
    }
}
