using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>The product's main way, on a phone, from the first page to an accepted request.</summary>
public sealed class JourneyTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Customer_reports_sends_documents_and_the_agent_accepts(bool scripts)
    {
        var tag = scripts ? "js" : "plain";
        await using var context = await chromium.OpenAsync(site, phone: true, scripts);
        var customer = new Customer(await context.NewPageAsync(), scripts);
        var page = customer.Page;

        await customer.LookEverywhereAsync();
        await page.KeepAsync($"{tag}-where-to-look-390");
        await customer.ReportAsync();
        await page.KeepAsync($"{tag}-check-390");
        var reference = await customer.OpenRequestAsync();
        await page.KeepAsync($"{tag}-status-open-390");
        Assert.Contains("Monday, July 6", await page.Locator(".due").InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "Send your documents" }).ClickAsync();
        await customer.SendStatementAsync();
        await page.KeepAsync($"{tag}-documents-one-390");
        await customer.SendPhotoIdAsync();
        await page.KeepAsync($"{tag}-documents-both-390");
        await page.GotoAsync($"/requests/{reference}");
        await page.GetByText("We’re looking into it").WaitForAsync();
        await page.KeepAsync($"{tag}-status-review-390");

        await using var desk = await chromium.OpenAsync(site, phone: false, scripts);
        var agent = await desk.NewPageAsync();
        await agent.GotoAsync("/admin");
        await agent.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await agent.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await agent.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await agent.GetByRole(AriaRole.Link, new() { Name = "Unassigned" }).ClickAsync();
        await agent.KeepAsync($"{tag}-queue-1280");
        await agent.GotoAsync($"/admin/requests/{reference}");
        var photo = agent.Locator("img[alt^='Photo ID']");
        await photo.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(photo).ToHaveJSPropertyAsync("complete", true);
        Assert.Equal(1600, await photo.EvaluateAsync<int>("image => image.naturalWidth"));
        await agent.KeepAsync($"{tag}-review-1280");
        await agent.GetByRole(AriaRole.Button, new() { Name = "Accept documents" }).ClickAsync();
        await agent.GetByRole(AriaRole.Button, new() { Name = "Accept and tell the customer" }).ClickAsync();
        await agent.GetByText("Documents accepted. Hand it to the seller next.").WaitForAsync();
        site.Time.Advance(TimeSpan.FromSeconds(30));

        await page.ReloadAsync();
        await page.GetByText("Your documents are accepted").WaitForAsync();
        await page.KeepAsync($"{tag}-status-accepted-390");
    }

    [Fact]
    public async Task What_was_ticked_before_the_scripts_came_is_kept_once_they_are_here()
    {
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        var ticked = new TaskCompletionSource();
        await page.RouteAsync("**/js/**", async route =>
        {
            await ticked.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync("/where-to-look", new() { WaitUntil = WaitUntilState.Commit });
        await page.GetByText("Front door and porch").ClickAsync();
        var kept = page.WaitForResponseAsync(answer => answer.Url.Contains("handler=Keep", StringComparison.Ordinal));
        ticked.SetResult();
        Assert.Equal(204, (await kept).Status);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Front door and porch")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Words_of_a_field_that_nobody_left_are_kept_too()
    {
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/report/item");
        var kept = page.WaitForResponseAsync(answer => answer.Url.Contains("handler=Keep", StringComparison.Ordinal));
        await page.GetByLabel("Item").PressSequentiallyAsync("Running shoes");
        await kept;
        await page.GotoAsync("/help");
        await page.GotoAsync("/report/item");
        await Assertions.Expect(page.GetByLabel("Item")).ToHaveValueAsync("Running shoes");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Back_after_an_error_leads_to_the_question_and_to_no_form_that_is_sent_again(bool scripts)
    {
        await using var context = await chromium.OpenAsync(site, scripts: scripts);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/report/item");
        await page.GetByLabel("Item").FillAsync("Running shoes");
        await new Customer(page, scripts).ContinueAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.GetByLabel("Order value").FillAsync("$84.50");
        await new Customer(page, scripts).ContinueAsync();
        await page.ArrivesAtAsync("/report/order");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByLabel("Item")).ToHaveValueAsync("Running shoes");
    }

    [Fact]
    public async Task Typing_goes_on_where_it_is_when_the_scripts_come_late()
    {
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        var typed = new TaskCompletionSource();
        await page.RouteAsync("**/js/**", async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync("/report/dates", new() { WaitUntil = WaitUntilState.Commit });
        var field = page.GetByLabel("Expected delivery date", new() { Exact = true });
        await field.FocusAsync();
        await page.Keyboard.TypeAsync("Jun");
        typed.SetResult();
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose from a calendar: Expected delivery date" }).WaitForAsync();
        await Assertions.Expect(field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(" 30");
        await Assertions.Expect(field).ToHaveValueAsync("Jun 30");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Every_page_of_the_customer_fits_and_is_accessible(bool phone, bool dark)
    {
        await using var context = await chromium.OpenAsync(site, phone, dark: dark);
        var customer = new Customer(await context.NewPageAsync());
        var page = customer.Page;
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var reference = await customer.OpenRequestAsync();
        await page.GotoAsync($"/requests/{reference}/documents");
        await customer.SendStatementAsync();

        foreach (var path in new[]
        {
            "/", "/where-to-look", "/where-to-look/found", "/carriers", "/help", "/privacy", "/return", "/report/order", "/report/item", "/report/address",
            "/report/shipment", "/report/dates", "/report/contact", $"/requests/{reference}", $"/requests/{reference}/documents",
            $"/requests/{reference}/statement", $"/requests/{reference}/turned-up", "/admin/sign-in", "/no-such-page",
        })
        {
            await page.GotoAsync(path);
            await page.FitsAsync();
            await page.KeepAsync($"page{path.Replace('/', '_').Replace(reference, "ref", StringComparison.Ordinal)}-{(phone ? 390 : 1280)}-{(dark ? "dark" : "light")}");
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, $"{path}: " + string.Join("; ", found.Violations.Select(v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
        }
    }
}
