using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>Several files a document: their order, another in the place of one, taking back, and the limits.</summary>
public sealed class OrderAndLimitTests(QuietApplication application) : IClassFixture<QuietApplication>
{
    [Fact]
    public async Task Files_WhenSeveralAreSent_KeepTheirOrder()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        Photo[] photos = [Files.Photo("front.jpg"), Files.Photo("back.jpg"), Files.Photo("third.jpg")];

        await customer.SendPhotoIdAsync(photos);

        var request = await application.RequestAsync(reference);
        Assert.Equal([1, 2, 3], request.Documents.Select(d => d.Position));
        Assert.Equal([.. photos.Select(Sha256)], request.Documents.Select(d => d.Sha256).ToArray());
        Assert.Equal(["Photo 1: received", "Photo 2: received", "Photo 3: received"], customer.Page.All("#id-list b"));
    }

    [Fact]
    public async Task Replace_WhenTheFileIsTheCustomers_TakesItsPlaceAndErasesTheOldBytes()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendPhotoIdAsync(Files.Photo(), Files.Photo());
        var first = (await application.RequestAsync(reference)).Documents[0];
        var better = Files.Photo();

        await customer.OpenAsync($"{customer.DocumentsPath}?replace={first.Id}");
        Assert.Contains("The next photo takes the place of the one sent on", customer.Page.Text, StringComparison.Ordinal);
        await customer.PressAsync("Send photo ID", better);

        var request = await application.RequestAsync(reference);
        var inPlace = request.Documents.Where(d => d.HasContent).ToList();
        Assert.Equal(DocumentState.Removed, request.Documents.Single(d => d.Id == first.Id).State);
        Assert.Equal([1, 2], inPlace.Select(d => d.Position));
        Assert.Equal(Sha256(better), inPlace[0].Sha256);
        Assert.Equal(
            [.. inPlace.Select(d => $"{d.Id:n}/page-1").Order(StringComparer.Ordinal)],
            await application.StoredAsync(reference));
        Assert.Single(request.Events, e => e.Kind == RequestEventKind.DocumentRemoved);
    }

    [Fact]
    public async Task Replace_WhenTheFileBelongsToTheOtherDocument_LeavesIt()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        await uploader.SendAsync(Files.Photo());
        var statement = await application.OnlyDocumentAsync(reference);

        var answer = await uploader.SendAsync(Files.Photo(), DocumentKind.PhotoId, replaces: statement.Id);

        Assert.True(answer.Kept);
        var request = await application.RequestAsync(reference);
        Assert.All(request.Documents, d => Assert.Equal(DocumentState.Received, d.State));
        Assert.True(File.Exists(application.FileOf(statement, "page-1")));
    }

    [Fact]
    public async Task Replace_WhenAnAgentHasSetTheFileAside_LeavesItsBytesUntilTheyAreErasedByRule()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var aside = (await application.RequestAsync(reference)).Documents.Single(d => d.Kind == DocumentKind.PhotoId);
        await (await application.NewAgentAsync()).AskAgainAsync(reference, "It is blurred.", "Photo ID");
        using var uploader = await Uploader.OpenAsync(application, customer);

        Assert.True((await uploader.SendAsync(Files.Photo(), DocumentKind.PhotoId, replaces: aside.Id)).Kept);

        var after = (await application.RequestAsync(reference)).Documents.Single(d => d.Id == aside.Id);
        Assert.Equal(DocumentState.SetAside, after.State);
        Assert.True(File.Exists(application.FileOf(aside, "page-1")));
    }

    [Fact]
    public async Task Replace_WhenTheFileIsAccepted_IsNotAllowed()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        await (await application.NewAgentAsync()).AcceptAsync(reference);
        var accepted = (await application.RequestAsync(reference)).Documents[0];

        var answer = await uploader.SendAsync(Files.Photo(), accepted.Kind, replaces: accepted.Id);

        Assert.Equal(new UploadAnswer(false, "This request doesn’t take documents any more."), answer);
        Assert.True(File.Exists(application.FileOf(accepted, "page-1")));
        Assert.All((await application.RequestAsync(reference)).Documents, d => Assert.Equal(DocumentState.Accepted, d.State));
    }

    [Fact]
    public async Task Replace_WhenTheFileIsAnotherCustomers_LeavesIt()
    {
        var other = application.NewCustomer();
        var otherReference = await other.OpenRequestAsync();
        await other.SendStatementAsync(Files.Photo());
        var theirs = await application.OnlyDocumentAsync(otherReference);
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);

        Assert.True((await uploader.SendAsync(Files.Photo(), replaces: theirs.Id)).Kept);

        Assert.Equal(DocumentState.Received, (await application.OnlyDocumentAsync(otherReference)).State);
        Assert.Equal([$"{theirs.Id:n}/page-1"], await application.StoredAsync(otherReference));
        Assert.Equal(DocumentState.Received, (await application.OnlyDocumentAsync(reference)).State);
    }

    [Fact]
    public async Task Replace_WhenTheNewFileIsBad_LeavesTheOldOneAsItWas()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        var id = (await application.RequestAsync(reference)).Documents.Single(d => d.Kind == DocumentKind.PhotoId);
        using var uploader = await Uploader.OpenAsync(application, customer);

        Assert.False((await uploader.SendAsync(Files.CutShort(), DocumentKind.PhotoId, replaces: id.Id)).Kept);

        var after = await application.RequestAsync(reference);
        Assert.Equal(RequestStatus.ReadyForReview, after.Status);
        Assert.Equal(DocumentState.Received, after.Documents.Single(d => d.Id == id.Id).State);
        var agent = await application.NewAgentAsync();
        Assert.True((await agent.ReviewAsync(reference)).Offers("Accept documents"));
        Assert.Equal(HttpStatusCode.OK, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{id.Id}/1")).Status);
        Assert.Equal(["Received"], (await customer.OpenAsync(customer.DocumentsPath)).All("#id-state"));
    }

    [Fact]
    public async Task Remove_WhenTheFileIsTheCustomers_ErasesItsBytesAndSaysSoInTheHistory()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Files.Photo());

        await customer.PressAsync("Remove");

        Assert.Equal(DocumentState.Removed, (await application.OnlyDocumentAsync(reference)).State);
        Assert.Empty(await application.StoredAsync(reference));
        Assert.False(Directory.Exists(application.FolderOf((await application.RequestAsync(reference)).Id)));
        Assert.Single((await application.RequestAsync(reference)).Events, e => e is { Kind: RequestEventKind.DocumentRemoved, ActorKind: ActorKind.Customer });
        Assert.Equal(["Still to come"], customer.Page.All("#statement-state"));
    }

    [Fact]
    public async Task Remove_WhenTheFileIsAnotherCustomersOrAccepted_LeavesIt()
    {
        var other = application.NewCustomer();
        var otherReference = await other.OpenRequestAsync();
        await other.SendStatementAsync(Files.Photo());
        var theirs = await application.OnlyDocumentAsync(otherReference);
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        await customer.OpenAsync(customer.DocumentsPath);

        await customer.PostByHandAsync($"{customer.DocumentsPath}?handler=Remove", ("document", theirs.Id.ToString()));
        Assert.Contains("This file isn’t part of the request.", customer.Page.Text, StringComparison.Ordinal);
        await (await application.NewAgentAsync()).AcceptAsync(reference);
        var accepted = (await application.RequestAsync(reference)).Documents[0];
        await customer.PostByHandAsync($"{customer.DocumentsPath}?handler=Remove", ("document", accepted.Id.ToString()));
        Assert.Contains("This file can’t be removed any more.", customer.Page.Text, StringComparison.Ordinal);

        Assert.True(File.Exists(application.FileOf(theirs, "page-1")));
        Assert.True(File.Exists(application.FileOf(accepted, "page-1")));
    }

    [Fact]
    public async Task Limit_WhenATwentyFirstFileComes_IsToldPlainlyAndStoresNothing()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var tiny = SmallPicture();
        await customer.SendStatementAsync([.. Enumerable.Range(0, ServiceRequest.MaxFiles).Select(
            i => new Photo($"{i}.jpg", Files.WithComment(tiny, $"{i}")))]);
        Assert.Equal(ServiceRequest.MaxFiles, (await application.StoredAsync(reference)).Count);
        using var uploader = await Uploader.OpenAsync(application, customer);

        var answer = await uploader.SendAsync(Files.Photo());

        Assert.Equal(new UploadAnswer(false, "A request holds at most 20 files."), answer);
        Assert.Equal(ServiceRequest.MaxFiles, (await application.StoredAsync(reference)).Count);
    }

    [Fact]
    public async Task Limit_WhenTheFilesAreOver60MBInAll_IsToldPlainly()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        const int fifteen = 15 * 1024 * 1024;
        for (var i = 0; i < 4; i++)
        {
            Assert.True((await uploader.SendAsync(Files.Photo(fifteen))).Kept);
        }

        var answer = await uploader.SendAsync(Files.Photo());

        Assert.Equal(new UploadAnswer(false, "A request holds at most 60 MB of files."), answer);
        Assert.Equal(4, (await application.RequestAsync(reference)).Documents.Count);
    }

    [Fact]
    public async Task Limit_WhenOneFileIsOver15MB_IsToldPlainlyAndLeavesNothing()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);

        var answer = await uploader.SendAsync(Files.Photo((15 * 1024 * 1024) + 1));

        Assert.False(answer.Kept);
        Assert.StartsWith("This file is larger than 15 MB, ", answer.Text, StringComparison.Ordinal);
        Assert.Empty((await application.RequestAsync(reference)).Documents);
        Assert.Empty(application.InPlainForm());
    }

    [Fact]
    public async Task Uploads_WhenTooManyInAMinute_AreTurnedAwayForThatRequestOnly()
    {
        await using var limited = QuietApplication.And(("RateLimits:UploadsPerMinute", "2"));
        var customer = limited.NewCustomer();
        await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(limited, customer);
        var photo = Files.Photo();
        await uploader.SendAsync(photo);
        await uploader.SendAsync(photo);

        using var third = await uploader.PostAsync(photo);
        // Another spelling of the same reference is the same request.
        using var spelled = await uploader.PostAsync(photo, address: customer.DocumentsPath.Replace(customer.Reference, customer.Reference.ToLowerInvariant(), StringComparison.Ordinal) + "/upload");

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.True(third.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.TooManyRequests, spelled.StatusCode);
        var other = limited.NewCustomer();
        await other.OpenRequestAsync();
        using var theirs = await Uploader.OpenAsync(limited, other);
        Assert.True((await theirs.SendAsync(photo)).Kept);
    }

    [Fact]
    public async Task Upload_WhenTwoFinishTheSameFileAtTheSameMoment_BothSayReceivedAndThePageStays()
    {
        TestStore? store = null;
        await using var gated = QuietApplication.And().Where(services => services.Wrap<IDocumentStore>(inner => store = new TestStore(inner)));
        var customer = gated.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(gated, customer);
        gated.Services.GetRequiredService<IDocumentStore>();
        var both = new TaskCompletionSource();
        var arrived = 0;
        store!.BeforeCreate = name =>
        {
            if (!name.EndsWith("page-1", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            if (Interlocked.Increment(ref arrived) == 2)
            {
                both.SetResult();
            }

            return Task.WhenAny(both.Task, Task.Delay(TimeSpan.FromSeconds(10)));
        };
        var photo = Files.Photo();
        var id = Guid.NewGuid();

        var answers = await Task.WhenAll(uploader.SendAsync(photo, uploadId: id), uploader.SendAsync(photo, uploadId: id));

        Assert.All(answers, answer => Assert.Equal(new UploadAnswer(true, "Received. Thank you."), answer));
        var document = await gated.OnlyDocumentAsync(reference);
        Assert.Equal([$"{document.Id:n}/page-1"], await gated.StoredAsync(reference));
        var agent = await gated.NewAgentAsync();
        Assert.Equal(HttpStatusCode.OK, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1")).Status);
    }

    private static byte[] SmallPicture()
    {
        using var bitmap = new SkiaSharp.SKBitmap(300, 300);
        bitmap.Erase(SkiaSharp.SKColors.White);
        using var image = SkiaSharp.SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }

    private static string Sha256(Photo photo) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(photo.Bytes));
}
