using System.Net;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>What helps a claim goes the way of every document: cleaned, encrypted, shown to agents only, removable.</summary>
public sealed class SupportingDocumentTests(MissingPackageApplication application)
{
    public static TheoryData<DocumentKind> Kinds => [.. DocumentKinds.Supporting];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Post_WhenItOnlyHelps_IsReceivedShownToTheAgentAndCanBeRemoved(DocumentKind kind)
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync();
        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PressAsync("Send " + DocumentWords.NameOf(kind), Files.PhotoWithPlace());

        var section = "#" + DocumentWords.SlugOf(kind);
        Assert.Equal(customer.DocumentsPath + section, customer.Page.Address);
        Assert.Contains("phone.jpg Received. Thank you.", customer.Page.All(section + " .verdicts li"), StringComparer.Ordinal);
        Assert.Single(customer.Page.All(section + " .files li"));
        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        var document = Assert.Single(request.Documents, d => d.Kind == kind);
        Assert.Equal(DocumentState.Received, document.State);

        var agent = await application.NewAgentAsync();
        Assert.Contains(DocumentWords.TitleOf(kind), (await agent.ReviewAsync(customer.Reference)).All(".docs h2"), StringComparer.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await agent.OpenAsync($"/admin/requests/{customer.Reference}/documents/{document.Id}/1")).Status);

        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PostByHandAsync(customer.DocumentsPath + "?handler=Remove", ("document", document.Id.ToString()));
        Assert.Empty(customer.Page.All(section + " .files li"));
        Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync($"/admin/requests/{customer.Reference}/documents/{document.Id}/1")).Status);
    }

    [Fact]
    public async Task Post_WhenTheClaimIsWithTheSeller_TakesWhatHelpsAndNothingElse()
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(customer.Reference);

        Assert.False((await uploader.SendAsync(Files.Photo(), DocumentKind.Statement)).Kept);
        Assert.True((await uploader.SendAsync(Files.Photo(), DocumentKind.ProofOfValue)).Kept);
        await customer.OpenAsync(customer.DocumentsPath);
        Assert.Contains("nothing more that you have to send", customer.Page.Text, StringComparison.Ordinal);
    }
}
