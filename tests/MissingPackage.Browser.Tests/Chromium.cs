using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>Debian's Chromium, driven by Playwright. Where it isn't installed the tests are skipped, and say so.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // Far above what a page needs: several test programs share the processor, and a wait that is too short fails at random.
    private const float PatienceMilliseconds = 90_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string? Executable => Environment.GetEnvironmentVariable("MISSINGPACKAGE_CHROMIUM") ?? Places.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--short-reporting-delay"],
        });
    }

    /// <summary>A new browser, as on a fresh device.</summary>
    /// <param name="site">Where it goes.</param>
    /// <param name="phone">A phone of 390 x 844, or a desktop of 1280 x 860.</param>
    /// <param name="scripts">Whether JavaScript runs.</param>
    /// <param name="dark">Whether the person prefers dark.</param>
    public async Task<IBrowserContext> OpenAsync(Site site, bool phone = true, bool scripts = true, bool dark = false)
    {
        ArgumentNullException.ThrowIfNull(site);
        Assert.SkipWhen(_browser is null, "Chromium is not installed, so no browser test ran.");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.Address,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 860 },
            DeviceScaleFactor = phone ? 2 : 1,
            IsMobile = phone,
            HasTouch = phone,
            JavaScriptEnabled = scripts,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            IgnoreHTTPSErrors = site is HttpsSite,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

internal static class PageExtensions
{
    /// <summary>Where MISSINGPACKAGE_SCREENSHOTS names a folder, keeps a picture of the whole page there.</summary>
    public static async Task KeepAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("MISSINGPACKAGE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    /// <summary>The same on a phone and on a desktop.</summary>
    public static async Task KeepBothAsync(this IPage page, string name)
    {
        await page.FitsAsync();
        await page.KeepAsync(name + "-390");
        await page.SetViewportSizeAsync(1280, 860);
        await page.FitsAsync();
        await page.KeepAsync(name + "-1280");
        await page.SetViewportSizeAsync(390, 844);
    }

    /// <summary>Nothing may be wider than the screen.</summary>
    public static async Task FitsAsync(this IPage page)
    {
        // Before the stylesheet is there, every picture is as wide as it is.
        await page.LoadedAsync();
        var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{page.Url} is {overflow} px wider than the screen.");
    }

    /// <summary>Waits until the page is at this path, with its query and fragment, and has loaded.</summary>
    public static async Task ArrivesAtAsync(this IPage page, string path)
    {
        for (var tries = 0; tries < 1_000 && new Uri(page.Url) is var address && address.PathAndQuery + address.Fragment != path; tries++)
        {
            await Task.Delay(50);
        }

        Assert.EndsWith(path, page.Url, StringComparison.Ordinal);
        await page.LoadedAsync();
    }

    /// <summary>The page is asked, for its event of having loaded is missed now and then.</summary>
    private static async Task LoadedAsync(this IPage page)
    {
        for (var tries = 0; tries < 1_000; tries++)
        {
            try
            {
                if (await page.EvaluateAsync<string>("() => document.readyState") == "complete")
                {
                    return;
                }
            }
            catch (PlaywrightException) when (tries < 100)
            {
                // It is leaving for the next page.
            }

            await Task.Delay(50);
        }

        Assert.Fail($"{page.Url} doesn't finish loading.");
    }
}
