using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Web.Access;
using MissingPackage.Web.Tests.Packets;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Sellers;

/// <summary>A seller who came in reaches the pages of that one hand-off, and no other; the whole site is walked in <see cref="Access.RouteTests"/>.</summary>
public sealed class SellerRoutesTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>
{
    [Fact]
    public async Task OtherHandOff_WithTheOthersCookie_StaysShut()
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
    public async Task HandOffs_OfOneSellerInOneBrowser_AreOpenSideBySideAndCloseAlone()
    {
        var (_, seller, agent) = await application.ComeInAsync();
        var first = seller.ClaimPath;
        var (accepted, _) = await application.AcceptedAsync(new Story { Email = Story.FreshEmail() });
        await agent.MaskAsync(accepted.Reference);
        await agent.HandOffAsync(accepted.Reference, seller.Email);
        await seller.ComeInAsync();
        Assert.False(first == seller.ClaimPath);
        Assert.False(IsShut(await seller.OpenAsync(first)));
        Assert.False(IsShut(await seller.OpenAsync(seller.ClaimPath)));

        await seller.PressAsync("Close it on this device");
        Assert.True(IsShut(await seller.OpenAsync(seller.ClaimPath)));
        Assert.False(IsShut(await seller.OpenAsync(first)));
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

    private static bool IsShut(WebPage page) => page.Heading == "Please open the link in our email";

    private IEnumerable<RouteEndpoint> Endpoints() => application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
}
