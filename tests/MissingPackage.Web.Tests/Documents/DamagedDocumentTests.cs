using System.Net;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>A stored page that isn't what was stored is never shown, not even in part.</summary>
public sealed class DamagedDocumentTests(QuietApplication application) : IClassFixture<QuietApplication>
{
    [Theory]
    [InlineData("changed")]
    [InlineData("cut short")]
    [InlineData("gone")]
    [InlineData("another page’s")]
    [InlineData("another request’s")]
    public async Task Page_WhenItsFileIsDamaged_IsGoneAndTheOthersStillShow(string damage)
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo(), Files.Photo());
        var request = await application.RequestAsync(reference);
        var (bad, good) = (request.Documents[0], request.Documents[1]);
        var file = application.FileOf(bad, "page-1");
        switch (damage)
        {
            case "changed":
                Damage.FlipAByte(file);
                break;
            case "cut short":
                await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file, BehindThePages.Cancellation))[..100], BehindThePages.Cancellation);
                break;
            case "gone":
                File.Delete(file);
                break;
            case "another page’s":
                File.Copy(application.FileOf(good, "page-1"), file, overwrite: true);
                break;
            default:
                var other = application.NewCustomer();
                await other.OpenRequestAsync();
                await other.SendStatementAsync(Files.Photo());
                File.Copy(application.FileOf(await application.OnlyDocumentAsync(other.Reference), "page-1"), file, overwrite: true);
                break;
        }

        var agent = await application.NewAgentAsync();
        var answer = await agent.OpenAsync(AddressOf(reference, bad));

        Assert.Equal(HttpStatusCode.Gone, answer.Status);
        Assert.NotEqual("image/jpeg", answer.Response.Content.Headers.ContentType?.MediaType, StringComparer.Ordinal);
        Assert.True(answer.Body.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) < 0, "The answer holds a JPEG.");
        var whole = await agent.OpenAsync(AddressOf(reference, good));
        Assert.Equal(HttpStatusCode.OK, whole.Status);
        Assert.Equal([0xFF, 0xD8, 0xFF], whole.Body[..3]);
        Assert.Equal(HttpStatusCode.OK, (await agent.ReviewAsync(reference)).Status);
        // Only what was seen is written down as seen.
        Assert.Single((await application.RequestAsync(reference)).Events, e => e.Kind == RequestEventKind.DocumentViewed);

        // It is erased like any other (what becomes of a claim packet is in PacketLifeTests).
        await agent.ReviewAsync(reference);
        await agent.DecideAsync("Close as found");
        application.Time.Advance(TimeSpan.FromDays(31));
        await application.EraseAsync();
        Assert.All((await application.RequestAsync(reference)).Documents, d => Assert.Equal(DocumentState.Erased, d.State));
        Assert.Empty(await application.StoredAsync(reference));
    }

    private static string AddressOf(string reference, RequestDocument document) => $"/admin/requests/{reference}/documents/{document.Id}/1";
}
