using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Packets;
using MissingPackage.Documents;
using MissingPackage.Documents.Tests;
using MissingPackage.Documents.Tests.Pdf;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;
using MissingPackage.Web.Tests.Statements;
using SkiaSharp;

namespace MissingPackage.Web.Tests.Packets;

/// <summary>The claim packet as an agent gets it.</summary>
public sealed class PacketTests(QuietApplication application) : IClassFixture<QuietApplication>
{
    private static readonly string[] FormOfUps =
        ["Trackingnumber", "Reasonfortheclaim", "Sender", "Recipient", "Deliveryaddress", "Contents", "Serialnumbers", "Weight", "Valueclaimed", "Carrier’scasenumber"];

    [Fact]
    public async Task Pdf_SaysEveryFactOfTheForm_AndHoldsStatementAndEvidence()
    {
        var story = new Story { Name = "Nguyễn Łukasz Иван", Line2 = "Apt 4B", Seller = "Sample Seller & Søn" };
        var (customer, agent) = await application.AcceptedAsync(story);
        await agent.MaskAsync(customer.Reference);
        var answer = await agent.TakeAsync(application, customer.Reference, "pdf");

        Assert.Equal("application/pdf", answer.Header("Content-Type"));
        Assert.Equal($"attachment; filename={customer.Reference}-claim.pdf", answer.Header("Content-Disposition")!.Split("; filename*")[0]);
        await PdfTools.AssertSoundAsync(answer.Body);
        var text = PdfTools.Bare(await PdfTools.TextAsync(answer.Body));
        foreach (var fact in new[]
        {
            customer.Reference, story.OrderNumber, story.Item, story.Name, "101 Example Street", "Apt 4B", "New York, NY 10001", "1Z5R89390357567127", "$84.50",
            story.Seller, "UPS", "Wednesday, July 1, 2026", "sample@example.com", "(212) 555-0123", "Statement of non-receipt", "List of evidence",
        })
        {
            Assert.Contains(PdfTools.Bare(fact), text, StringComparison.Ordinal);
        }

        // In the order of the carrier's form.
        var cover = PdfTools.Bare(await PdfTools.TextAsync(answer.Body, page: 1));
        var places = FormOfUps
            .Select(name => cover.IndexOf(name, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);

        var documents = (await application.RequestAsync(customer.Reference)).Documents;
        Assert.All(documents, document => Assert.Contains(document.Sha256, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pdf_CarriesTheSealedStatement_AsItWasSealed()
    {
        var pdfdetach = Programs.Require("pdfdetach", "poppler-utils");
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        var packet = (await agent.TakeAsync(application, customer.Reference, "pdf")).Body;
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["packet.pdf"], packet, BehindThePages.Cancellation);
        await Programs.RunAsync(pdfdetach, "-save", "1", "-o", folder["statement.pdf"], folder["packet.pdf"]);

        var statement = await File.ReadAllBytesAsync(folder["statement.pdf"], BehindThePages.Cancellation);
        Assert.Equal(await customer.CopyAsync(application), statement);
        Assert.Contains("Signature is Valid", await PdfTools.SignatureAsync(statement), StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", await PdfTools.SignatureAsync(packet), StringComparison.Ordinal); // no broken seal on the copy
    }

    [Fact]
    public async Task Id_IsCoveredInItsOwnPixels_AndHasTheWatermark()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        var files = PacketPeople.Unzip((await agent.TakeAsync(application, customer.Reference, "zip")).Body);
        using var id = SKBitmap.Decode(files[$"{customer.Reference}-photo-id-1.jpg"]);

        Assert.Equal((1600, 1000), (id.Width, id.Height));
        for (var y = 202; y < 298; y += 3)
        {
            for (var x = 642; x < 1118; x += 3)
            {
                var pixel = id.GetPixel(x, y);
                Assert.True(pixel.Red + pixel.Green + pixel.Blue < 30, $"{x},{y} is {pixel}");
            }
        }

        // The red number has gone with it, all of it.
        Assert.DoesNotContain(true, Pixels(id, new SKRectI(0, 0, 1600, 1000)).Select(p => p.Red > p.Green + 60));

        // In each part of the rest the watermark's ink stands, and leaves most of it as it was.
        using var clean = SKBitmap.Decode(PacketPeople.PlainId.Bytes);
        foreach (var area in new[] { new SKRectI(0, 0, 800, 190), new SKRectI(800, 310, 1600, 650), new SKRectI(0, 310, 800, 650), new SKRectI(0, 650, 800, 1000), new SKRectI(800, 650, 1600, 1000) })
        {
            var (was, now) = (Pixels(clean, area).ToList(), Pixels(id, area).ToList());
            var written = was.Zip(now).Count(pair => pair.First.Red - pair.Second.Red > 40) / (double)was.Count;
            Assert.InRange(written, 0.01, 0.25);
        }
    }

    [Fact]
    public async Task Watermark_NamesSellerReferenceAndPurpose()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await using var scope = application.Services.CreateAsyncScope();
        var packets = scope.ServiceProvider.GetRequiredService<ClaimPackets>();
        Assert.Equal($"Sample Seller · {customer.Reference} · Only for a claim with UPS",
            ClaimPacket.WatermarkOf(packets.SubjectOf(await application.RequestAsync(customer.Reference))));
    }

    [Fact]
    public async Task Zip_HoldsEachFileByItself_AndNamesOnlyTheReference()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PressAsync("Send proof of value", Files.Photo("invoice of Sample Customer.jpg"));
        var answer = await agent.TakeAsync(application, customer.Reference, "zip");
        var files = PacketPeople.Unzip(answer.Body);

        Assert.Equal("application/zip", answer.Header("Content-Type"));
        Assert.Equal(
            "cover.pdf evidence.csv photo-id-1.jpg proof-of-value-1.jpg statement.pdf",
            string.Join(' ', files.Keys.Order(StringComparer.Ordinal).Select(name => name.Replace($"{customer.Reference}-", "", StringComparison.Ordinal))));
        Assert.Equal(await customer.CopyAsync(application), files[$"{customer.Reference}-statement.pdf"]);
        await PdfTools.AssertSoundAsync(files[$"{customer.Reference}-cover.pdf"]);
        var lines = Encoding.UTF8.GetString(files[$"{customer.Reference}-evidence.csv"]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.All((await application.RequestAsync(customer.Reference)).Documents, d => Assert.Contains(lines, line => line.EndsWith(d.Sha256, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Paper_WhenTheStatementWasUploaded_ItsPhotosAreIn()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Customer.PhotoOfStatement);
        await customer.SendPhotoIdAsync(PacketPeople.PlainId);
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(customer.Reference);
        await agent.MaskAsync(customer.Reference);

        var pdf = (await agent.TakeAsync(application, customer.Reference, "pdf")).Body;
        Assert.Contains("Signed on paper", await PdfTools.TextAsync(pdf), StringComparison.Ordinal);
        Assert.Equal(2, await ImagesAsync(pdf));
        var files = PacketPeople.Unzip((await agent.TakeAsync(application, customer.Reference, "zip")).Body);
        Assert.True(files.ContainsKey($"{customer.Reference}-statement-1.jpg"));
    }

    [Fact]
    public async Task Download_IsAnEvent_IsNotCached_AndIsForAgentsAlone()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        var answer = await agent.TakeAsync(application, customer.Reference, "pdf");

        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'; sandbox", answer.Header("Content-Security-Policy"));
        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal([$"PDF, SHA-256 {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(answer.Body))}"], request.Details(RequestEventKind.PacketDownloaded));
        Assert.Equal(["Page 1: 1 covered"], request.Details(RequestEventKind.IdMasked));

        await customer.OpenAsync($"/admin/requests/{customer.Reference}/packet/pdf");
        Assert.StartsWith("/admin/sign-in", customer.Page.Address, StringComparison.Ordinal);
        Assert.DoesNotContain("packet", (await customer.LookAtStatusAsync()).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync($"/admin/requests/{customer.Reference}/packet/exe")).Status);
        Assert.EndsWith("/packet", (await agent.OpenAsync($"/admin/requests/{customer.Reference}/packet/zip")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_BeforeAcceptanceOrMasking_OffersNoPacket()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var agent = await application.NewAgentAsync();
        Assert.Contains("A packet can be made once the documents are accepted.", (await agent.PacketAsync(reference)).Text, StringComparison.Ordinal);
        await agent.AcceptAsync(reference);

        Assert.Contains("One page of the ID to look at first, above.", (await agent.PacketAsync(reference)).Text, StringComparison.Ordinal);
        await agent.OpenAsync(agent.Page.Document.QuerySelector("a[href$='/mask']")!.GetAttribute("href")!);
        await agent.PressAsync("Save");
        Assert.Equal(["Mark an area, or say that there is nothing to cover."], agent.Page.Errors);
        agent.Type("Area 2, percent from the left", "90");
        agent.Type("Area 2, percent from the top", "5");
        agent.Type("Area 2, width in percent", "20");
        agent.Type("Area 2, height in percent", "5");
        await agent.PressAsync("Save");
        Assert.Equal(["Give all four numbers, from 0 to 100, of an area that lies on the page."], agent.Page.Errors);
        Assert.Equal("90", agent.Page.ValueOf("Area 2, percent from the left"));
        agent.Type("Area 2, percent from the left", "");
        agent.Type("Area 2, percent from the top", "");
        agent.Type("Area 2, width in percent", "");
        agent.Type("Area 2, height in percent", "");
        agent.Tick("There is nothing to cover on this page");
        await agent.PressAsync("Save");
        Assert.Contains("Nothing to cover", agent.Page.Text, StringComparison.Ordinal);
        Assert.NotNull(agent.Page.Button("Make the PDF"));
    }

    [Fact]
    public async Task Leaving_ShowsThePageAsItLeaves_AndIsALook()
    {
        var (customer, agent) = await application.AcceptedAsync();
        await agent.MaskAsync(customer.Reference);
        var id = (await application.RequestAsync(customer.Reference)).Documents.Single(d => d.IdType is not null);
        var picture = await agent.OpenAsync($"/admin/requests/{customer.Reference}/documents/{id.Id}/1/leaving");
        using var bitmap = SKBitmap.Decode(picture.Body);
        Assert.True(bitmap.GetPixel(880, 250) is { Red: < 12, Green: < 12, Blue: < 12 });
        Assert.Contains((await application.RequestAsync(customer.Reference)).Kinds(), kind => kind == RequestEventKind.DocumentViewed);
    }

    private static IEnumerable<SKColor> Pixels(SKBitmap bitmap, SKRectI area)
    {
        for (var y = area.Top; y < area.Bottom; y += 2)
        {
            for (var x = area.Left; x < area.Right; x += 2)
            {
                yield return bitmap.GetPixel(x, y);
            }
        }
    }

    internal static async Task<int> ImagesAsync(byte[] pdf)
    {
        var program = Programs.Require("pdfimages", "poppler-utils");
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["packet.pdf"], pdf, BehindThePages.Cancellation);
        return (await Programs.RunAsync(program, "-list", folder["packet.pdf"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("image", StringComparison.Ordinal) && line.Contains("jpeg", StringComparison.Ordinal));
    }
}
