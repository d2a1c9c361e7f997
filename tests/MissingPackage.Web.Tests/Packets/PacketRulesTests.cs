using System.Text;
using MissingPackage.Documents.Tests.Pdf;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;
using SkiaSharp;

namespace MissingPackage.Web.Tests.Packets;

/// <summary>What the carriers' rules do to a packet. Each test has an application of its own: rules hold for all requests.</summary>
public sealed class PacketRulesTests
{
    [Fact]
    public async Task Id_WhenTheCarrierDoesNotAskForIt_IsNowhere()
    {
        using var application = new QuietApplication();
        var (customer, agent) = await application.AcceptedAsync();
        await ChangeAsync(agent, "ups", ("How much of the ID goes along", "None of it"));

        var pdf = (await agent.TakeAsync(application, customer.Reference, "pdf")).Body;
        Assert.Contains("Not sent: UPS doesn’t ask for it", await PdfTools.TextAsync(pdf), StringComparison.Ordinal);
        Assert.Equal(0, await PacketTests.ImagesAsync(pdf));
        var files = PacketPeople.Unzip((await agent.TakeAsync(application, customer.Reference, "zip")).Body);
        Assert.DoesNotContain(files.Keys, name => name.Contains("photo-id", StringComparison.Ordinal));
        Assert.DoesNotContain(files.Values, bytes => bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]));
    }

    [Fact]
    public async Task Id_WhenTheCarrierGetsAllOfIt_IsNotCovered()
    {
        using var application = new QuietApplication();
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await ChangeAsync(agent, "ups", ("How much of the ID goes along", "All of it"));
        var files = PacketPeople.Unzip((await agent.TakeAsync(application, customer.Reference, "zip")).Body);
        using var id = SKBitmap.Decode(files[$"{customer.Reference}-photo-id-1.jpg"]);
        Assert.True(id.GetPixel(650, 205).Green > 30);
    }

    [Fact]
    public async Task Zip_ForDhl_FitsItsLimit_HoweverLargeThePictures()
    {
        using var application = new QuietApplication();
        var story = new Story { Tracking = "3318810025", Carrier = "DHL Express" };
        var (customer, agent) = await application.AcceptedAsync(story, PacketPeople.Noise(1), PacketPeople.Noise(2));
        await agent.MaskAsync(customer.Reference);
        var stored = (await application.RequestAsync(customer.Reference)).Documents.Where(d => d.IdType is not null).Sum(d => d.Pages.Sum(p => p.Length));
        Assert.True(stored > 3_000_000, $"The pictures have {stored} bytes: too few for this test.");

        foreach (var format in new[] { "zip", "pdf" })
        {
            Assert.InRange((await agent.TakeAsync(application, customer.Reference, format)).Body.Length, 1, 3_000_000);
        }
    }

    [Fact]
    public async Task Packet_WhenItCannotFit_SaysHowLargeItIs()
    {
        using var application = new QuietApplication();
        var (customer, agent) = await application.AcceptedAsync(null, [.. Enumerable.Range(3, 5).Select(seed => PacketPeople.Noise(seed, 1200, 900))]);
        await agent.MaskAsync(customer.Reference);
        await ChangeAsync(agent, "ups", ("Size limit of the files, in MB", "0.5"));
        await agent.PacketAsync(customer.Reference);
        await agent.PressAsync("Make the ZIP");
        Assert.Equal(0, await application.MakePacketsAsync());
        Assert.Contains("With its pictures as small as they can be read, it has", (await agent.PacketAsync(customer.Reference)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cover_FollowsTheFormAsAnAdministratorSetIt()
    {
        using var application = new QuietApplication();
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await agent.OpenAsync("/admin/settings/carriers/ups");
        agent.Type("Last checked", "2026-06-01");
        agent.Type("What the claim form asks for", "Contents\nHow it smells");
        Assert.StartsWith("One of these a line: Tracking number,", Assert.Single((await agent.PressAsync("Save")).Errors), StringComparison.Ordinal);
        await ChangeAsync(agent, "ups", ("What the claim form asks for", "Contents\nTracking number"));

        var text = PdfTools.Bare(await PdfTools.TextAsync((await agent.TakeAsync(application, customer.Reference, "pdf")).Body, page: 1));
        Assert.True(text.IndexOf("ContentsRunningshoes", StringComparison.Ordinal) is > 0 and var at && text.IndexOf("Trackingnumber1Z", StringComparison.Ordinal) > at);
        Assert.DoesNotContain("sample@example.com", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packet_WhenTheCarrierIsNotKnown_IsMadeAllTheSame()
    {
        using var application = new QuietApplication();
        var story = new Story { Tracking = "", Carrier = "Another carrier, or I don’t know", Seller = "" };
        var (customer, agent) = await application.AcceptedAsync(story);
        await agent.MaskAsync(customer.Reference);
        var text = PdfTools.Bare(await PdfTools.TextAsync((await agent.TakeAsync(application, customer.Reference, "pdf")).Body, page: 1));
        Assert.Contains("TrackingnumberNotknown", text, StringComparison.Ordinal);
        Assert.Contains("Preparedforthesellertofilewiththecarrier", text, StringComparison.Ordinal);
    }

    private static async Task ChangeAsync(Agent agent, string carrier, (string Label, string Text) field)
    {
        var page = await agent.OpenAsync($"/admin/settings/carriers/{carrier}");
        if (page.Control(field.Label) is AngleSharp.Html.Dom.IHtmlSelectElement)
        {
            agent.Choose(field.Label, field.Text);
        }
        else
        {
            agent.Type(field.Label, field.Text);
        }

        agent.Type("Last checked", "2026-06-01"); // as shipped it lies in this test's future
        Assert.Empty((await agent.PressAsync("Save")).Errors);
    }
}
