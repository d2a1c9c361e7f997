using System.Security.Cryptography;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

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
        await MakeAFewAsync();
        await using var context = await chromium.OpenAsync(site, phone, dark: dark);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/admin");
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
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

    /// <summary>Some weeks of requests and finds, so that the charts have something to draw.</summary>
    private async Task MakeAFewAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>();
        var agent = Actor.Agent(Site.AgentEmail);
        for (var i = 0; i < 60; i++)
        {
            var on = site.Time.GetUtcNow().UtcDateTime.AddHours(-12 * i);
            var day = DateOnly.FromDateTime(on);
            var request = ServiceRequest.Open(
                Guid.NewGuid(), RequestReference.FromRandom(RandomNumberGenerator.GetBytes(5)), Guid.NewGuid(),
                new RequestFacts(
                    new OrderFacts($"SAMPLE-{i}", "Sample item", i % 7 == 0 ? null : $"Sample Seller with quite a long name {i % 3}", 100m),
                    new CustomerFacts("Sample Customer", "customer@example.com", null),
                    new DeliveryAddress("1 Sample Street", null, "Sampleville", "NY", "00000"),
                    new ShipmentFacts(i % 5 < 4 ? (CarrierCode)(i % 5) : null, null, day, day), HomeSearch.None),
                on);
            database.Add(request);
            database.Add(FoundPackage.Count((PlaceToLook)(i % 4), HomeKind.House, CarrierCode.Ups, on));
            if (i % 6 == 0)
            {
                request.MarkFound(null, agent, on.AddHours(1));
                continue;
            }

            foreach (var kind in DocumentKinds.Required)
            {
                var hash = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
                var file = new UploadedFile(Guid.NewGuid(), Guid.NewGuid(), kind, PhotoIdType.StateId, "image/jpeg", 1000, hash);
                request.FinishDocument(request.AttachDocument(file, on.AddHours(1)).Id, [new DocumentPage(1, 10, 10, 1000, hash)], on.AddHours(1));
            }

            if (i % 4 == 0)
            {
                request.Decline("Sample reason.", agent, on.AddHours(3 + i));
            }
            else if (i % 4 < 3)
            {
                request.AcceptDocuments(agent, on.AddHours(2 + i));
                request.RecordStock(i % 3 != 0, agent, on.AddHours(2 + i));
                request.Resolve(i % 3 == 0 ? Resolution.Refund(100m) : Resolution.Replacement(null), agent, on.AddHours(3 + i));
            }
        }

        await database.SaveChangesAsync();
    }
}
