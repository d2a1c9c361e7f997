using System.Text;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MissingPackage.Application.Orders;

namespace MissingPackage.Browser.Tests;

/// <summary>A list of orders from the file to the customer who is asked less: every page fits and is accessible.</summary>
public sealed class OrdersTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    private const string List =
        "Order #;E-Mail;Product name;Total;Carrier;Tracking;Shipping street;Shipping city;Shipping state;Shipping ZIP;Expected delivery\r\n"
        + "MP-1001;customer@example.com;\"=1+1; a <b>sample</b> lamp with quite a long name\";84.50;UPS;1Z5R89390357567127;101 Example Street;New York;NY;10001;2026-06-30\r\n"
        + "MP-1002;nobody;Sample lamp;a lot;UPS;;;;;;\r\n";

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_list_is_imported_and_its_customer_is_asked_less(bool phone, bool dark)
    {
        await using var context = await chromium.OpenAsync(site, phone, dark: dark);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/admin/orders");
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await LookAsync("orders");
        await page.GetByLabel("List of orders").SetInputFilesAsync(new FilePayload { Name = "orders.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(List) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the file" }).ClickAsync();
        await page.GetByText("How it is read").WaitForAsync();
        await LookAsync("orders-preview");
        await page.GetByLabel("Email").SelectOptionAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the whole list" }).ClickAsync();
        await page.GetByText("One thing to mend").WaitForAsync();
        await LookAsync("orders-preview-wrong");

        await page.GetByLabel("Email").SelectOptionAsync(new SelectOptionValue { Label = "E-Mail" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the whole list" }).ClickAsync();
        await page.GetByText("It begins as soon as no other import runs.").WaitForAsync();
        await LookAsync("orders-waiting");
        await RunAsync();
        await page.GetByText("1 row is bad. Nothing was written yet.").WaitForAsync(); // without a reload
        await LookAsync("orders-checked");
        // The second list finds the order of the first.
        await page.GetByRole(AriaRole.Button, new() { Name = "Import it", Exact = true }).ClickAsync();
        await RunAsync();
        await page.GetByText("Imported, but for 1 bad row").WaitForAsync();

        await page.GotoAsync("/report/order");
        await page.GetByLabel("Order number").FillAsync("mp 1001");
        await page.GetByLabel("Email you ordered with").FillAsync("customer@example.com");
        await LookAsync("report-order");
        await ContinueAsync();
        await page.GetByText("We found your order").WaitForAsync();
        await LookAsync("report-known");
        await page.GetByLabel("ZIP Code it was to be delivered to").FillAsync("10001");
        await ContinueAsync();
        await page.GetByLabel("Marked delivered on", new() { Exact = true }).FillAsync("Jun 30");
        await ContinueAsync();
        await page.GetByLabel("Full name").FillAsync("Sample Customer");
        await ContinueAsync();
        await page.GetByText("101 Example Street").WaitForAsync();
        await page.GetByText("1Z5R89390357567127").WaitForAsync();

        async Task ContinueAsync() => await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        async Task LookAsync(string name)
        {
            await page.FitsAsync();
            await page.KeepAsync($"{name}-{(phone ? 390 : 1280)}-{(dark ? "dark" : "light")}");
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, $"{name}: " + string.Join("; ", found.Violations.Select(v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
        }
    }

    private async Task RunAsync() =>
        Assert.True(await site.Services.GetRequiredService<OrderImportRunner>().RunNextAsync(TestContext.Current.CancellationToken));
}
