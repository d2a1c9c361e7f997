using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using MissingPackage.Documents;

namespace MissingPackage.Browser.Tests;

/// <summary>Signing the statement by keyboard alone, by drawing, and without JavaScript; and checking the file.</summary>
public sealed class StatementTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    private const string Name = "Your full name, as your signature";

    [Fact]
    public async Task Statement_is_signed_by_keyboard_alone()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var (page, reference) = await AtStatementAsync(context);
        await page.KeepAsync("statement-1-unsigned-1280");

        await TabToAsync(page, "Input_Consent");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "Input_Name");
        await page.Keyboard.TypeAsync("Sample Customer");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByText("You have signed this statement")).ToBeVisibleAsync();
        await page.KeepAsync("statement-4-signed-1280");
        await AssertAccessibleAsync(page);

        // The copy, and the check of it by anybody.
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download your signed copy (PDF)" }).ClickAsync());
        var copy = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("%PDF"u8, copy.AsSpan(0, 4));
        await using var strangers = await chromium.OpenAsync(site);
        var stranger = await strangers.NewPageAsync();
        await stranger.GotoAsync("/statements/check");
        await AssertAccessibleAsync(stranger);
        await stranger.EvaluateAsync(
            """
            bytes => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], "statement.pdf", { type: "application/pdf" }));
              document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """,
            Convert.ToBase64String(copy));
        await Assertions.Expect(stranger.Locator("#result")).ToContainTextAsync($"We issued this file for request {reference}");
        await stranger.FitsAsync();
        await stranger.KeepAsync("statement-6-check-390");
        await AssertAccessibleAsync(stranger);

        copy[copy.Length / 2] ^= 1;
        await stranger.GetByLabel("PDF of the statement").SetInputFilesAsync(new FilePayload { Name = "changed.pdf", MimeType = "application/pdf", Buffer = copy });
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Check it" }).ClickAsync();
        await Assertions.Expect(stranger.Locator("#result")).ToContainTextAsync("Changed since it was issued");
        await stranger.KeepAsync("statement-7-changed-390");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Statement_is_signed_by_drawing(bool phone)
    {
        await using var context = await chromium.OpenAsync(site, phone);
        var (page, _) = await AtStatementAsync(context);
        await page.GetByLabel(Statement.Consent).CheckAsync();
        var sign = page.GetByRole(AriaRole.Button, new() { Name = "Sign with my drawing" });

        await sign.ClickAsync();
        await Assertions.Expect(page.Locator("#Input_Drawing-error")).ToContainTextAsync("There is no signature in the box yet");
        await page.KeepAsync($"statement-2-error-{(phone ? 390 : 1280)}");
        await AssertAccessibleAsync(page);

        await StrokeAsync(page, 0.15, 0.3);
        await StrokeAsync(page, 0.55, 0.6);
        await StrokeAsync(page, 0.2, 0.8);
        await Assertions.Expect(page.Locator("[data-said]")).ToHaveTextAsync("3 lines drawn");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-said]")).ToHaveTextAsync("2 lines drawn");
        await page.FitsAsync();
        await page.KeepAsync($"statement-3-drawn-{(phone ? 390 : 1280)}");
        var density = await page.EvaluateAsync<double>("() => document.querySelector('[data-canvas]').width / document.querySelector('[data-canvas]').clientWidth");
        Assert.InRange(density, phone ? 1.9 : 0.9, phone ? 2.1 : 1.1);

        // Untick the consent: the error elsewhere keeps the drawing.
        await page.GetByLabel(Statement.Consent).UncheckAsync();
        await sign.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Tick the box");
        await Assertions.Expect(page.Locator("[data-said]")).ToHaveTextAsync("2 lines drawn");
        await page.GetByLabel(Statement.Consent).CheckAsync();
        await sign.ClickAsync();

        await Assertions.Expect(page.GetByText("You have signed this statement")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Next: your photo ID" }).ClickAsync();
        await Assertions.Expect(page.Locator("#statement .files li")).ToContainTextAsync("Signed on screen: received");
        await page.KeepAsync($"statement-5-documents-{(phone ? 390 : 1280)}");
        await AssertAccessibleAsync(page);
    }

    [Fact]
    public async Task Drawing_can_be_cleared()
    {
        await using var context = await chromium.OpenAsync(site);
        var (page, _) = await AtStatementAsync(context);
        await StrokeAsync(page, 0.2, 0.5);
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();

        await Assertions.Expect(page.Locator("[data-said]")).ToHaveTextAsync("Empty");
        await Assertions.Expect(page.Locator("[data-drawing]")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_pen_s_pressure_is_kept_and_a_mouse_has_none()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var (page, _) = await AtStatementAsync(context);
        await StrokeAsync(page, 0.2, 0.5);
        await page.EvaluateAsync(
            """
            () => {
              const canvas = document.querySelector("[data-canvas]");
              canvas.setPointerCapture = () => {};
              const box = canvas.getBoundingClientRect();
              const send = (type, x, pressure) => canvas.dispatchEvent(new PointerEvent(type, {
                pointerId: 7, pointerType: "pen", button: 0, pressure, clientX: box.left + x * box.width, clientY: box.top + box.height / 2, bubbles: true, cancelable: true }));
              send("pointerdown", 0.2, 0.3);
              send("pointermove", 0.5, 0.8);
              send("pointerup", 0.5, 0);
            }
            """);

        var kept = await page.Locator("[data-drawing]").InputValueAsync();
        Assert.Matches(@"^\{""drawn"":\[\[\[[0-9.]+,[0-9.]+\],.*\]\],\[\[0\.2[0-9]*,0\.5[0-9]*,0\.3\],\[0\.5[0-9]*,0\.5[0-9]*,0\.8\]\]\],""aspect"":[0-9.]+\}$", kept);
    }

    [Fact]
    public async Task Statement_is_signed_without_JavaScript_and_a_correction_asks_again()
    {
        await using var context = await chromium.OpenAsync(site, phone: true, scripts: false);
        var (page, reference) = await AtStatementAsync(context, scripts: false);
        await Assertions.Expect(page.GetByText("Drawing needs JavaScript")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign with my drawing" })).ToBeHiddenAsync();
        await page.KeepAsync("statement-8-plain-390");
        await page.GetByLabel(Statement.Consent).CheckAsync();
        await page.GetByLabel(Name).FillAsync("Sample Customer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign with my typed name" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You have signed this statement")).ToBeVisibleAsync();

        await page.GotoAsync($"/requests/{reference}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Correct something" }).ClickAsync();
        await page.GetByLabel("Apartment, suite or unit").FillAsync("Apt 4B");
        await page.FitsAsync();
        await page.KeepAsync("statement-9-correct-390");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the correction" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Please sign once more")).ToBeVisibleAsync();
        await page.KeepAsync("statement-10-again-390");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign again" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-statement]")).ToContainTextAsync("Apt 4B");
        await page.KeepAsync("statement-11-again-390");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Pages_around_the_statement_fit_and_are_accessible(bool phone, bool dark)
    {
        await using var context = await chromium.OpenAsync(site, phone, dark: dark);
        var (page, reference) = await AtStatementAsync(context);
        var tag = $"{(phone ? 390 : 1280)}-{(dark ? "dark" : "light")}";
        foreach (var path in new[] { $"/requests/{reference}/statement", $"/requests/{reference}/correct", "/statements/check", "/statements/check/AAAAAAAAAAAAAAAAAAAAAA", $"/return?reference={reference}" })
        {
            await page.GotoAsync(path);
            await page.FitsAsync();
            await page.KeepAsync($"around{path.Replace('/', '_').Replace('?', '_').Replace(reference, "ref", StringComparison.Ordinal)}-{tag}");
            await AssertAccessibleAsync(page);
        }

        await page.GotoAsync($"/requests/{reference}/statement");
        await page.GetByLabel(Statement.Consent).CheckAsync();
        await page.GetByLabel(Name).FillAsync("Somebody Else");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign with my typed name" }).ClickAsync();
        await using var desk = await chromium.OpenAsync(site, phone, dark: dark);
        var agent = await desk.NewPageAsync();
        await agent.GotoAsync($"/admin/requests/{reference}");
        await agent.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await agent.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await agent.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await agent.GetByText("Signed on screen: how").ClickAsync();
        await agent.FitsAsync();
        await agent.KeepAsync($"around-review-{tag}");
        await AssertAccessibleAsync(agent);
        await agent.GotoAsync($"/admin/requests/{reference}/correct");
        await agent.FitsAsync();
        await agent.KeepAsync($"around-desk-correct-{tag}");
        await AssertAccessibleAsync(agent);
    }

    private static async Task<(IPage Page, string Reference)> AtStatementAsync(IBrowserContext context, bool scripts = true)
    {
        var customer = new Customer(await context.NewPageAsync(), scripts);
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var reference = await customer.OpenRequestAsync();
        await customer.Page.GotoAsync($"/requests/{reference}/statement");
        return (customer.Page, reference);
    }

    private static async Task TabToAsync(IPage page, string id)
    {
        for (var i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("() => document.activeElement.id") == id)
            {
                return;
            }
        }

        Assert.Fail($"Tab never reached {id}.");
    }

    private static async Task StrokeAsync(IPage page, double from, double to)
    {
        var canvas = page.Locator("[data-canvas]");
        await canvas.ScrollIntoViewIfNeededAsync();
        var box = await canvas.BoundingBoxAsync() ?? throw new InvalidOperationException("The box to sign in is not there.");
        await page.Mouse.MoveAsync((float)(box.X + (from * box.Width)), box.Y + (box.Height * 0.6f));
        await page.Mouse.DownAsync();
        for (var i = 1; i <= 30; i++)
        {
            var x = from + ((to - from) * i / 30);
            await page.Mouse.MoveAsync((float)(box.X + (x * box.Width)), (float)(box.Y + (box.Height * (0.6 - (0.35 * Math.Sin(i / 3.0))))));
        }

        await page.Mouse.UpAsync();
    }

    private static async Task AssertAccessibleAsync(IPage page)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{page.Url}: " + string.Join("; ", found.Violations.Select(v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
    }
}
