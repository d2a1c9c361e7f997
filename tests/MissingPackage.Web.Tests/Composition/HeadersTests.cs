using System.Net;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Composition;

public sealed class HeadersTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Get_EveryPage_IsUncachedUnframedAndRunsOnlyOurOwn()
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync();
        var check = customer.Page;
        var reference = await customer.SubmitAsync();
        await customer.SendStatementAsync(Customer.PhotoOfStatement);
        var pages = new List<WebPage> { check, customer.Page };
        foreach (var address in new[]
        {
            "/", "/where-to-look", "/where-to-look/found", "/where-to-look/found?thanks=true", "/carriers", "/help", "/privacy", "/return", "/return?asked=true",
            "/open/nonsense", "/report/order", "/report/item", "/report/address", "/report/shipment", "/report/dates", "/report/contact", "/problem/500",
            customer.RequestPath, customer.DocumentsPath, customer.RequestPath + "/statement", customer.RequestPath + "/turned-up", customer.RequestPath + "/correct",
            "/statements/check", "/statements/check/nonsense",
            "/admin/sign-in", "/no-such-page",
        })
        {
            pages.Add(await customer.OpenAsync(address));
        }

        await customer.OpenAsync("/report/contact");
        pages.Add(await customer.PostByHandAsync("/report/contact"));
        customer.Page.Document.QuerySelectorAll("input[name=__RequestVerificationToken]").ToList().ForEach(field => field.Remove());
        pages.Add(await customer.ContinueAsync());
        Assert.Equal(HttpStatusCode.BadRequest, customer.Page.Status);
        var agent = await application.NewAgentAsync();
        pages.Add(agent.Page);
        pages.Add(await agent.ReviewAsync(reference));

        foreach (var page in pages)
        {
            AssertGuarded(page);
            Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
            Assert.Empty(page.Document.QuerySelectorAll("style, [style], script:not([src])"));
            Assert.All(page.Document.QuerySelectorAll("link[href], script[src], img[src]"), element =>
                Assert.StartsWith("/", element.GetAttribute("href") ?? element.GetAttribute("src"), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Get_StaticAssets_MayBeKeptByTheBrowser()
    {
        var visitor = application.NewStranger();
        await visitor.OpenAsync("/report/dates");
        var assets = visitor.Page.Document.QuerySelectorAll("link[rel=stylesheet], script[src]")
            .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).ToList();
        Assert.Equal(3, assets.Count);
        foreach (var asset in assets)
        {
            var answer = await visitor.OpenAsync(asset);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.DoesNotContain("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
            Assert.NotNull(answer.Header("ETag"));
            AssertGuarded(answer);
        }
    }

    private static void AssertGuarded(WebPage page)
    {
        var policy = page.Header("Content-Security-Policy");
        Assert.True(policy is not null, $"No policy on {page.Address}");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Equal("DENY", page.Header("X-Frame-Options"));
        Assert.Null(page.Header("Server"));
        Assert.Null(page.Header("X-Powered-By"));
    }
}
