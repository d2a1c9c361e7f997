using System.Net;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Pages;

/// <summary>The customer's next best step: an offer, one at a time, never a number.</summary>
public sealed class EvidenceTests(MissingPackageApplication application)
{
    private const string Step = "#helps h2";

    [Fact]
    public async Task Status_OffersOneThingAtATime_TheMostUsefulFirst()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.LookAtStatusAsync();
        // First what we ask for.
        Assert.Empty(customer.Page.All(Step));

        await customer.SendStatementAsync(Files.Photo());
        await customer.SendPhotoIdAsync(Files.Photo());
        await customer.LookAtStatusAsync();
        Assert.Equal(["One thing that would help: an invoice or receipt"], customer.Page.All(Step));
        Assert.DoesNotContain("of 100", customer.Page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("trength", customer.Page.Text, StringComparison.Ordinal);
        Assert.Equal($"{customer.DocumentsPath}#proof-of-value-files", customer.Page.Document.QuerySelector("#helps .btn")!.GetAttribute("href"));

        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PressAsync("Send proof of value", Files.Photo());
        await customer.LookAtStatusAsync();
        Assert.Equal(["One thing that would help: a case number from the carrier"], customer.Page.All(Step));
        Assert.Contains("Call UPS, ask them to look", customer.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_KeepsWhatWasToldAndGoesOnToTheNextThing()
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync(new Story { Value = "250" });
        await customer.OpenAsync(customer.RequestPath + "/evidence");
        customer.Type("The carrier’s case number", "  CASE-555-0100 ");
        customer.Type("Police report number", "PD-2026-100");
        customer.Type("Serial numbers", "SN-1, SN-2");
        customer.Type("ZIP Code on the label", "10001-1234");
        customer.Tick("Front door and porch");
        customer.Tick("Neighbors");
        customer.Tick("Your mailbox");
        await customer.PressAsync("Save");

        Assert.Equal(["Saved. Thank you: that helps."], customer.Page.All("[role=status]"));
        Assert.Equal("CASE-555-0100", customer.Page.ValueOf("The carrier’s case number"));
        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal(("CASE-555-0100", "PD-2026-100", "SN-1, SN-2", "10001"), (request.Search.CarrierCaseNumber, request.PoliceReportNumber, request.Order.SerialNumbers, request.LabelZip));
        Assert.Equal([PlaceToLook.FrontDoor, PlaceToLook.Neighbors, PlaceToLook.Mailbox], request.Search.Places);
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        Assert.Equal(ClaimStrength.Of(request).Score, request.Strength);
        Assert.Equal(38 + 13 + 6 + 4 + 2 + 2, request.Strength);

        await customer.PressAsync("Save");
        Assert.Equal(["That is what we have already."], customer.Page.All("[role=status]"));
        Assert.Single((await application.RequestAsync(customer.Reference)).Events, e => e.Kind == RequestEventKind.EvidenceAdded);
    }

    [Theory]
    [InlineData("The carrier’s case number", 61, "Please use at most 60 characters.")]
    [InlineData("Police report number", 61, "Please use at most 60 characters.")]
    [InlineData("Serial numbers", 401, "Please use at most 400 characters.")]
    [InlineData("ZIP Code on the label", 4, "A ZIP code has five digits, such as 10001.")]
    public async Task Post_WhenSomethingIsWrong_SaysSoBesideItAndKeepsWhatWasTyped(string label, int length, string error)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.OpenAsync(customer.RequestPath + "/evidence");
        customer.Type("Police report number", "PD-2026-100");
        customer.Type(label, new string('7', length));
        await customer.PressAsync("Save");

        Assert.Equal(error, customer.Page.ErrorBeside(label));
        Assert.Equal(new string('7', length), customer.Page.ValueOf(label));
        Assert.True(label == "Police report number" || customer.Page.ValueOf("Police report number") == "PD-2026-100");
        Assert.DoesNotContain((await application.RequestAsync(customer.Reference)).Events, e => e.Kind == RequestEventKind.EvidenceAdded);
    }

    [Fact]
    public async Task Post_WhenTheRequestChangedMeanwhile_SavesNothingAndKeepsWhatWasTyped()
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync();
        await customer.OpenAsync(customer.RequestPath + "/evidence");
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(customer.Reference);
        customer.Type("Police report number", "PD-2026-100");
        await customer.PressAsync("Save");

        Assert.Contains("nothing was saved", customer.Page.Text, StringComparison.Ordinal);
        Assert.Equal("PD-2026-100", customer.Page.ValueOf("Police report number"));
        await customer.PressAsync("Save");
        Assert.Equal("PD-2026-100", (await application.RequestAsync(customer.Reference)).PoliceReportNumber);
    }

    [Fact]
    public async Task Get_OnceTheClaimIsFiled_SaysThatNothingCanBeAdded()
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(customer.Reference);
        await agent.ReviewAsync(customer.Reference);
        agent.Type("Carrier’s claim number", "CLAIM-1");
        await agent.DecideAsync("Record the claim");

        await customer.OpenAsync(customer.RequestPath + "/evidence");
        Assert.Equal("Nothing can be added any more", customer.Page.Heading);
        Assert.False(customer.Page.Asks("Police report number"));
        await customer.LookAtStatusAsync();
        Assert.Empty(customer.Page.All(Step));
        Assert.Empty(customer.Page.All("#filing"));
    }

    [Fact]
    public async Task Get_OfSomebodyElse_IsNotFound()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        var stranger = application.NewCustomer();

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.OpenAsync(customer.RequestPath + "/evidence")).Status);
    }

    [Fact]
    public async Task Status_SaysTheCarriersDaysInWords()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.LookAtStatusAsync();
        var ups = Assert.Single(customer.Page.All("#filing"));
        Assert.Contains("The seller can file a claim with UPS from Thursday, July 2 to Sunday, August 30.", ups, StringComparison.Ordinal);
        Assert.Contains("Rules last checked Sunday, November 1, 2026.", ups, StringComparison.Ordinal);
        Assert.Equal(1 + 1 + 1 + 60, customer.Page.All("#filing .count li").Count);

        var other = application.NewCustomer();
        await other.OpenRequestAsync(new Story { Tracking = "", Carrier = "DHL Express" });
        await other.LookAtStatusAsync();
        var dhl = Assert.Single(other.Page.All("#filing"));
        Assert.Contains("with DHL Express until Tuesday, July 21, as far as we can tell.", dhl, StringComparison.Ordinal);
        Assert.Contains("We don’t know the day it was mailed", dhl, StringComparison.Ordinal);
    }
}
