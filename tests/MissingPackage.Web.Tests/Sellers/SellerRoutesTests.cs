using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Web.Access;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Sellers;

/// <summary>A seller who came in reaches the pages of that one hand-off, and nothing else of anybody.</summary>
public sealed partial class SellerRoutesTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>
{
    // Words that stand on every page which shows something of a request, and nowhere else.
    private static readonly string[] Theirs = ["Zacharias", "Unmistakable Lane", "Harpsichord"];

    [Fact]
    public async Task EveryRoute_WithASellersCookies_ShowsNothingButThisHandOff()
    {
        var (customer, seller, _) = await application.ComeInAsync(TheirStory());
        var (other, otherSeller, _) = await application.ComeInAsync(TheirStory());
        var own = seller.ClaimPath;
        Assert.Contains("Zacharias", (await seller.OpenAsync(own)).Html, StringComparison.Ordinal);
        var before = (await VersionAsync(customer), await VersionAsync(other));
        var routes = Routes();
        Assert.True(routes.Count > 60, $"Only {routes.Count} routes.");

        var reached = new List<string>();
        foreach (var route in routes)
        {
            foreach (var (request, handOff) in new[] { (customer, own), (other, otherSeller.ClaimPath) })
            {
                var address = Fill(route, request.Reference, (await application.RequestAsync(request.Reference)).Documents[0].Id, handOff.Split('/')[^1]);
                var page = await seller.OpenAsync(address);
                if (handOff == own && route.StartsWith("/seller/{handOff:guid}", StringComparison.Ordinal))
                {
                    reached.Add(route);
                    continue;
                }

                Assert.True(!Theirs.Any(word => page.Html.Contains(word, StringComparison.Ordinal)), $"GET {address} shows something of a request.");
                Assert.True(page.Response.Content.Headers.ContentType?.MediaType is null or "text/html" or "text/plain" or "image/svg+xml" or "text/css" or "text/javascript" or "image/png"
                    || page.Status == HttpStatusCode.NotFound || address.StartsWith("/health/", StringComparison.Ordinal), $"GET {address} gives a {page.Response.Content.Headers.ContentType}.");
                if (route.Contains("{reference}", StringComparison.Ordinal))
                {
                    Assert.True(page.Status == HttpStatusCode.NotFound || page.Address.StartsWith("/admin/sign-in", StringComparison.Ordinal)
                        || page.Address.StartsWith("/return", StringComparison.Ordinal), $"GET {address} answers {page.Status} at {page.Address}.");
                }

                // With a form's token of their own, and of no use: another hand-off, the desk and customers' pages stay as they are.
                await seller.OpenAsync(own);
                page = await seller.PostByHandAsync(address);
                Assert.True(!Theirs.Any(word => page.Html.Contains(word, StringComparison.Ordinal)) || page.Address.StartsWith(own, StringComparison.Ordinal), $"POST {address} shows something of a request.");
            }
        }

        Assert.NotEmpty(reached);
        Assert.Equal(before, (await VersionAsync(customer), await VersionAsync(other)));
    }

    [Fact]
    public async Task OtherHandOff_WithTheOthersCookieUnderItsOwnPath_StaysShut()
    {
        var (_, seller, _) = await application.ComeInAsync();
        var (other, otherSeller, _) = await application.ComeInAsync();
        var stolen = seller.Cookies.GetAllCookies().Single(cookie => cookie.Name == SellerAccess.SessionCookie);

        // The cookie says for which hand-off it is; sending it elsewhere helps nothing.
        otherSeller.Cookies.GetAllCookies().Single(cookie => cookie.Name == SellerAccess.SessionCookie).Value = stolen.Value;
        await otherSeller.OpenAsync(otherSeller.ClaimPath);
        Assert.Equal("Please open the link in our email", otherSeller.Page.Heading);

        // Nor does the cookie of the first step stand in for the second.
        var third = application.NewSeller(otherSeller.Email);
        await third.OpenAsync(await third.LinkInMailAsync());
        var step = third.Cookies.GetAllCookies().Single(cookie => cookie.Name == SellerAccess.LinkCookie);
        third.Cookies.Add(new Cookie(SellerAccess.SessionCookie, step.Value, step.Path, step.Domain));
        await third.OpenAsync(otherSeller.ClaimPath);
        Assert.Equal("Please open the link in our email", third.Page.Heading);
        Assert.DoesNotContain(other.Reference, third.Page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandOff_ForAnAgentACustomerAndAStranger_IsShut()
    {
        var (customer, seller, agent) = await application.ComeInAsync();
        foreach (var visitor in new Visitor[] { agent, customer, application.NewStranger() })
        {
            await visitor.OpenAsync(seller.ClaimPath);
            Assert.Equal("Please open the link in our email", visitor.Page.Heading);
            await visitor.OpenAsync(seller.ClaimPath + "/code");
            Assert.Equal("Please open the link in our email", visitor.Page.Heading);
        }
    }

    [Fact]
    public void Area_ClosedUntilOpened_IsOpenWhereItLeadsInOnly()
    {
        var pages = Endpoints().Where(page => page.Metadata.GetMetadata<PageActionDescriptor>() is { AreaName: "Seller" }).ToList();
        Assert.All(pages, page => Assert.Contains(page.Metadata.GetOrderedMetadata<IAuthorizeData>(), data => data.Policy == "Seller"));
        Assert.Equal(["/Code", "/Index", "/Open"], pages.Where(page => page.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(page => page.Metadata.GetMetadata<PageActionDescriptor>()!.ViewEnginePath).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray());
        Assert.All(pages.Where(page => page.Metadata.GetMetadata<IAllowAnonymous>() is null),
            page => Assert.StartsWith("seller/{handOff:guid}", page.RoutePattern.RawText, StringComparison.Ordinal));
    }

    private static Story TheirStory() => new() { Name = "Zacharias Sample", Line1 = "7 Unmistakable Lane", Item = "Harpsichord", Email = Story.FreshEmail() };

    private static string Fill(string route, string reference, Guid document, string handOff) => Parameter().Replace(route, part => part.Groups["name"].Value switch
    {
        "reference" => reference,
        "document" => document.ToString(),
        "handOff" => handOff,
        "number" => "1",
        "format" => "pdf",
        _ => "1",
    });

    private async Task<string> VersionAsync(Customer customer)
    {
        var request = await application.RequestAsync(customer.Reference);
        return string.Create(CultureInfo.InvariantCulture, $"{request.Version} {request.Status} {request.Documents.Count}");
    }

    private List<string> Routes() => Endpoints()
        .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'))
        .Where(route => !route.Contains('.', StringComparison.Ordinal)) // style sheets and scripts
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

    private IEnumerable<RouteEndpoint> Endpoints() => application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
