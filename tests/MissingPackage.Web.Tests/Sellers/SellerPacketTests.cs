using System.Net;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Packets;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Sellers;

/// <summary>The packet in the seller's hands.</summary>
public sealed class SellerPacketTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>
{
    [Fact]
    public async Task Packet_WhenHandedOff_IsReadyAndEachDownloadIsAnEvent()
    {
        var (customer, seller, _) = await application.HandOffAsync();
        Assert.Equal(1, await application.MakePacketsAsync());
        await seller.ComeInAsync();
        var link = seller.Page.Document.QuerySelector("a[href$='/packet/pdf']")!.GetAttribute("href")!;

        var head = await seller.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
        Assert.Equal(HttpStatusCode.OK, head.Status);
        Assert.Empty(head.Body);
        Assert.DoesNotContain((await application.RequestAsync(customer.Reference)).Events, e => e.Kind == RequestEventKind.PacketDownloaded);

        var packet = await seller.OpenAsync(link);
        Assert.Equal(HttpStatusCode.OK, packet.Status);
        Assert.True(packet.Body.AsSpan().StartsWith("%PDF-"u8));
        Assert.Equal($"attachment; filename={customer.Reference}-claim.pdf; filename*=UTF-8''{customer.Reference}-claim.pdf", packet.Header("Content-Disposition"));
        var entry = Assert.Single((await application.RequestAsync(customer.Reference)).Events, e => e.Kind == RequestEventKind.PacketDownloaded);
        Assert.Equal((ActorKind.Seller, "Sample Seller"), (entry.ActorKind, entry.ActorName));
        Assert.StartsWith("PDF, SHA-256 ", entry.Detail, StringComparison.Ordinal);

        // The other form is made when it is asked for.
        await seller.OpenAsync(seller.ClaimPath);
        await seller.PressAsync("Prepare the ZIP");
        Assert.Contains("The ZIP is being made.", seller.Page.Text, StringComparison.Ordinal);
        Assert.Equal(1, await application.MakePacketsAsync());
        await seller.OpenAsync(seller.ClaimPath);
        Assert.True((await seller.OpenAsync(seller.ClaimPath + "/packet/zip")).Body.AsSpan().StartsWith("PK"u8));
    }

    [Fact]
    public async Task Packet_ForAStrangerOrAfterTheEnd_IsNotHandedOut()
    {
        var (customer, seller, _) = await application.ComeInAsync();
        await application.MakePacketsAsync();
        var stranger = application.NewStranger();
        Assert.Equal("Please open the link in our email", (await stranger.OpenAsync(seller.ClaimPath + "/packet/pdf")).Heading);

        await customer.OpenAsync(customer.RequestPath + "/turned-up");
        await customer.PressAsync("It turned up: close my request");
        await seller.OpenAsync(seller.ClaimPath + "/packet/pdf");
        Assert.Equal("Stop: no claim is needed", seller.Page.Heading);
    }

    [Fact]
    public async Task HandOff_BeforeTheIdIsCovered_IsPutOff()
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(customer.Reference);

        Assert.Contains("Before it goes to the seller: cover on one page of the ID", agent.Page.Text, StringComparison.Ordinal);
        Assert.False(agent.Page.Asks("Another seller’s email"));
        var version = (await application.RequestAsync(customer.Reference)).Version;
        await agent.PostByHandAsync($"/admin/requests/{customer.Reference}?handler=HandOff",
            ("HandOff.Version", $"{version}"), ("HandOff.Choice", "other"), ("HandOff.Name", "Sample Seller"), ("HandOff.Email", "claims@example.com"), ("HandOff.Confirmed", "true"));
        Assert.Equal(["Cover on the ID first what the carrier doesn’t need: see the claim packet."], agent.Page.Errors);
        Assert.Null((await application.RequestAsync(customer.Reference)).HandedOffOn);
    }
}
