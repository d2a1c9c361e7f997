using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>The care desk is closed to everybody who isn't signed in.</summary>
public sealed class ClosedAreaTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Get_WhenNotSignedIn_LeadsEveryPageToTheSignIn()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var document = (await application.RequestAsync(reference)).Documents[0].Id;
        var routes = AdminRoutes();
        Assert.Contains("/admin/requests/{reference}/documents/{document:guid}/{number:int}", routes, StringComparer.Ordinal);
        Assert.True(routes.Count >= 4);
        foreach (var route in routes)
        {
            var address = route
                .Replace("{reference}", reference, StringComparison.Ordinal)
                .Replace("{document:guid}", document.ToString(), StringComparison.Ordinal)
                .Replace("{number:int}", "1", StringComparison.Ordinal)
                .Replace("{format:regex(^(pdf|zip)$)}", "pdf", StringComparison.Ordinal)
                .Replace("{id}", "1", StringComparison.Ordinal);
            await customer.OpenAsync(address);
            Assert.StartsWith("/admin/sign-in?returnTo=", customer.Page.Address, StringComparison.Ordinal);
            Assert.Equal("Sign in to the care desk", customer.Page.Heading);
            Assert.DoesNotContain("Sample Customer", customer.Page.Html, StringComparison.Ordinal);
            Assert.Equal(2, customer.Trail.Count);
        }
    }

    [Fact]
    public async Task Post_WhenACustomerSendsAnAgentsForm_ChangesNothing()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var before = await application.RequestAsync(reference);
        foreach (var handler in new[] { "Accept", "Ask", "Decline", "Found", "Claim", "Replaced", "Refunded", "Message", "Note", "Undo", "Assign", "Compare" })
        {
            await customer.OpenAsync("/return");
            await customer.PostByHandAsync($"/admin/requests/{reference}?handler={handler}",
                ($"{handler}.Version", before.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Ask.PhotoId", "true"), ("Ask.Line", "mine"),
                ($"{handler}.Confirmed", "true"), ("Decline.Line", "mine"), ("Claim.Number", "mine"), ("Refunded.Amount", "1"), ("Note.Text", "mine"));
            Assert.StartsWith("/admin/sign-in", customer.Page.Address, StringComparison.Ordinal);
        }

        await customer.PostByHandAsync("/admin/sign-out");
        Assert.StartsWith("/admin/sign-in", customer.Page.Address, StringComparison.Ordinal);
        var after = await application.RequestAsync(reference);
        Assert.Equal(RequestStatus.ReadyForReview, after.Status);
        Assert.Equal(before.Events.Count, after.Events.Count);
    }

    [Fact]
    public async Task Post_WhenTheFormsTokenIsMissing_ChangesNothing()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Page.Document.QuerySelectorAll("input[name=__RequestVerificationToken]").ToList().ForEach(field => field.Remove());
        await agent.DecideAsync("Accept documents");

        Assert.Equal(HttpStatusCode.BadRequest, agent.Page.Status);
        Assert.Equal(RequestStatus.ReadyForReview, (await application.RequestAsync(reference)).Status);
    }

    [Fact]
    public void Pages_OpenToEverybody_AreThoseThatLeadIn() => Assert.Equal(
        ["/Invitation", "/SignIn", "/SignInCode", "/SingleSignOn"],
        AdminPages().Where(page => page.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(page => page.Metadata.GetMetadata<PageActionDescriptor>()!.ViewEnginePath)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray());

    private List<string> AdminRoutes() =>
        AdminPages().Where(page => page.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'))
            .Distinct(StringComparer.Ordinal).ToList();

    private IEnumerable<RouteEndpoint> AdminPages() =>
        application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<PageActionDescriptor>() is { AreaName: "Admin" });
}
