using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>What is kept of a file, and what of it anybody gets to see.</summary>
public sealed class StoredContentTests(QuietApplication application) : IClassFixture<QuietApplication>
{
    [Fact]
    public async Task Pdf_WhenReceived_ShowsItsPagesAsJpegAndKeepsTheOriginalEncrypted()
    {
        RequirePoppler();
        var pdf = Files.Pdf(2);
        var (customer, document) = await SentAsync(pdf);

        Assert.Equal("application/pdf", document.MediaType);
        Assert.Equal([1, 2], document.Pages.Select(p => p.Number));
        var folder = document.Id.ToString("n");
        Assert.Equal([$"{folder}/original", $"{folder}/page-1", $"{folder}/page-2"], await application.StoredAsync(customer.Reference));
        foreach (var name in new[] { "original", "page-1", "page-2" })
        {
            var stored = await File.ReadAllBytesAsync(application.FileOf(document, name), BehindThePages.Cancellation);
            Assert.False(Files.Holds(stored, "%PDF") || Files.Holds(stored, "JFIF"), $"{name} lies in the store in plain form.");
        }

        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(customer.Reference);
        Assert.Equal(2, agent.Page.Document.QuerySelectorAll("main img").Length);
        foreach (var number in new[] { 1, 2 })
        {
            var page = await agent.OpenAsync(AddressOf(customer.Reference, document, number));
            Assert.Equal("image/jpeg", page.Response.Content.Headers.ContentType?.MediaType, StringComparer.Ordinal);
            Assert.Equal([0xFF, 0xD8, 0xFF], page.Body[..3]);
            Assert.False(Files.Holds(page.Body, "%PDF"));
            Assert.Equal("default-src 'none'; frame-ancestors 'none'; sandbox", page.Header("Content-Security-Policy"));
            Assert.Equal("no-store", page.Header("Cache-Control"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync(AddressOf(customer.Reference, document, 3))).Status);
    }

    [Fact]
    public async Task PdfOriginal_WhenAnAgentAsks_ComesAsASandboxedAttachmentOnly()
    {
        RequirePoppler();
        var pdf = Files.Pdf(1);
        var (customer, document) = await SentAsync(pdf);
        var agent = await application.NewAgentAsync();

        var answer = await agent.OpenAsync(AddressOf(customer.Reference, document, 0));

        Assert.Equal(pdf.Bytes, answer.Body);
        Assert.Equal("application/pdf", answer.Response.Content.Headers.ContentType?.MediaType, StringComparer.Ordinal);
        Assert.Equal("attachment", answer.Response.Content.Headers.ContentDisposition?.DispositionType, StringComparer.Ordinal);
        Assert.Equal($"{customer.Reference}-statement-1.pdf", answer.Response.Content.Headers.ContentDisposition?.FileName, StringComparer.Ordinal);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'; sandbox", answer.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Single((await application.RequestAsync(customer.Reference)).Events, e => e.Kind == RequestEventKind.DocumentViewed);
    }

    [Fact]
    public async Task StoredFile_WhenNoAgentAsks_IsShownToNobody()
    {
        RequirePoppler();
        var (customer, document) = await SentAsync(Files.Pdf(1));
        using var stranger = application.NewStranger();

        foreach (var visitor in new Visitor[] { customer, stranger })
        {
            foreach (var number in new[] { 0, 1 })
            {
                var page = await visitor.OpenAsync(AddressOf(customer.Reference, document, number));
                Assert.StartsWith("/admin/sign-in", page.Address, StringComparison.Ordinal);
            }
        }

        await customer.OpenAsync(customer.DocumentsPath);
        Assert.Empty(customer.Page.Document.QuerySelectorAll("main img, main embed, main iframe, main object"));
    }

    [Fact]
    public async Task Photo_WhenReceived_LeavesNothingOfItsOriginal()
    {
        var photo = Files.PhotoWithPlace();
        Assert.True(Files.Holds(photo.Bytes, Files.HiddenPlace) && Files.Holds(photo.Bytes, "Exif"));
        var (customer, document) = await SentAsync(photo);

        Assert.Equal([$"{document.Id:n}/page-1"], await application.StoredAsync(customer.Reference));
        Assert.Empty(application.InPlainForm());
        var page = await application.Services.GetRequiredService<DocumentVault>().ReadAsync(
            document.StoredName("page-1"), document.Pages[0].Sha256, BehindThePages.Cancellation);
        var agent = await application.NewAgentAsync();
        var served = await agent.OpenAsync(AddressOf(customer.Reference, document, 1));
        Assert.Equal(page, served.Body);
        foreach (var hidden in new[] { Files.HiddenPlace, "Exif", "SECRET" })
        {
            Assert.False(Files.Holds(page, hidden), $"The cleaned page holds “{hidden}”.");
        }

        // An image's original is not there to be asked for.
        Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync(AddressOf(customer.Reference, document, 0))).Status);
    }

    [Fact]
    public async Task Photo_WhenItsNameIsTelling_IsStoredWithoutIt()
    {
        var (customer, _) = await SentAsync(Files.Photo("passport of Jane Telling.jpg"));

        Assert.All(
            Directory.EnumerateFiles(Path.GetDirectoryName(application.DocumentsFolder)!, "test.db*"),
            file => Assert.False(Files.Holds(ReadShared(file), "Telling"), $"{Path.GetFileName(file)} holds the customer’s file name."));
        Assert.NotEmpty(await application.StoredAsync(customer.Reference));
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    private static string AddressOf(string reference, RequestDocument document, int number) =>
        $"/admin/requests/{reference}/documents/{document.Id}/{number}";

    private async Task<(Customer Customer, RequestDocument Document)> SentAsync(Photo file)
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(file);
        var document = await application.OnlyDocumentAsync(reference);
        Assert.Equal(DocumentState.Received, document.State);
        return (customer, document);
    }

    private void RequirePoppler() => Assert.SkipUnless(
        application.Services.GetRequiredService<DocumentIntake>().AcceptedKinds.Contains(FileKind.Pdf),
        "poppler is not installed (Debian package poppler-utils), so PDFs are not taken.");
}
