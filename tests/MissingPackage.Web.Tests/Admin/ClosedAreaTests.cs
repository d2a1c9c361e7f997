using System.Net;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>The care desk's forms, sent by whoever may not; the whole site is walked in <see cref="Access.RouteTests"/>.</summary>
public sealed class ClosedAreaTests(MissingPackageApplication application)
{
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
}
