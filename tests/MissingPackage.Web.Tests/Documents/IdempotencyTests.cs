using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>A repeat of an upload, whatever became of the first, neither doubles a file nor tells a lie.</summary>
public sealed class IdempotencyTests(QuietApplication application) : IClassFixture<QuietApplication>
{
    [Fact]
    public async Task Upload_WhenTheSameIdIsSentTwice_IsOneDocument()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();
        var id = Guid.NewGuid();

        var first = await uploader.SendAsync(photo, uploadId: id);
        var second = await uploader.SendAsync(photo, uploadId: id);

        Assert.Equal(new UploadAnswer(true, "Received. Thank you."), first);
        Assert.Equal(first, second);
        var document = await application.OnlyDocumentAsync(reference);
        Assert.Equal(id, document.UploadId);
        Assert.Equal([$"{document.Id:n}/page-1"], await application.StoredAsync(reference));
        Assert.Equal(1, (await application.RequestAsync(reference)).Events.Count(e => e.Kind == RequestEventKind.DocumentReceived));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_WhenSentThreeTimesAtOnce_IsOneDocument(bool sameId)
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        for (var round = 1; round <= 3; round++)
        {
            var photo = Files.Photo();
            var id = Guid.NewGuid();

            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => uploader.SendAsync(photo, uploadId: sameId ? id : Guid.NewGuid())));

            Assert.All(answers, answer => Assert.True(answer.Kept, answer.Text));
            var request = await application.RequestAsync(reference);
            Assert.Equal(round, request.Documents.Count);
            Assert.All(request.Documents, document => Assert.Equal(DocumentState.Received, document.State));
            Assert.Equal(
                [.. request.Documents.Select(document => $"{document.Id:n}/page-1").Order(StringComparer.Ordinal)],
                await application.StoredAsync(reference));
            Assert.Equal(round, request.Events.Count(e => e.Kind == RequestEventKind.DocumentReceived));
        }
    }

    [Fact]
    public async Task Upload_WhenTheSameBytesComeUnderAnotherId_IsOneDocument()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();

        Assert.True((await uploader.SendAsync(photo)).Kept);
        Assert.True((await uploader.SendAsync(photo)).Kept);

        await application.OnlyDocumentAsync(reference);
    }

    [Fact]
    public async Task Upload_WhenTheSameBytesAreSentForTheOtherDocument_IsASecondOne()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();

        Assert.True((await uploader.SendAsync(photo)).Kept);
        Assert.True((await uploader.SendAsync(photo, DocumentKind.PhotoId)).Kept);

        var request = await application.RequestAsync(reference);
        Assert.Equal([DocumentKind.Statement, DocumentKind.PhotoId], request.Documents.Select(d => d.Kind));
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
    }

    [Fact]
    public async Task Upload_WhenTheIdIsOfARefusedFile_SaysAgainWhatIsWrongWithIt()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.CutShort();
        var id = Guid.NewGuid();

        var first = await uploader.SendAsync(photo, uploadId: id);
        var second = await uploader.SendAsync(photo, uploadId: id);

        Assert.False(first.Kept);
        Assert.Equal("This file is damaged or cut short, so we couldn’t open it. Choose the original again, or take a photo of the document.", first.Text);
        Assert.Equal(first, second);
        Assert.Equal(DocumentState.Refused, (await application.OnlyDocumentAsync(reference)).State);
        Assert.Empty(await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Upload_WhenTheIdIsOfARefusedFileAndTheBytesAreGood_IsNotCalledDamaged()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var id = Guid.NewGuid();
        await uploader.SendAsync(Files.CutShort(), uploadId: id);

        var answer = await uploader.SendAsync(Files.Photo(), uploadId: id);

        Assert.False(answer.Kept);
        Assert.DoesNotContain("damaged", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Choose it once more", answer.Text, StringComparison.Ordinal);
        Assert.Equal(DocumentState.Refused, (await application.OnlyDocumentAsync(reference)).State);
    }

    [Fact]
    public async Task Upload_WhenTheIdIsOfARemovedFile_SaysThatItWasTakenBack()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();
        var id = Guid.NewGuid();
        await uploader.SendAsync(photo, uploadId: id);
        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PressAsync("Remove");

        var late = await uploader.SendAsync(photo, uploadId: id);
        var anew = await uploader.SendAsync(photo);

        Assert.Equal(new UploadAnswer(false, "You took this file back earlier. Choose it once more to send it anew."), late);
        Assert.True(anew.Kept);
        Assert.Equal([DocumentState.Removed, DocumentState.Received], (await application.RequestAsync(reference)).Documents.Select(d => d.State));
    }

    [Fact]
    public async Task Upload_WhenTheIdIsOfAFileThatAnAgentSetAside_DoesNotSayThatTheCustomerTookItBack()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();
        var id = Guid.NewGuid();
        await uploader.SendAsync(photo, uploadId: id);
        await uploader.SendAsync(Files.Photo(), DocumentKind.PhotoId);
        var agent = await application.NewAgentAsync();
        await agent.AskAgainAsync(reference, "The signature is missing.", "Signed statement");

        var answer = await uploader.SendAsync(photo, uploadId: id);

        Assert.False(answer.Kept);
        Assert.Equal("We have this file, and asked you for another one in its place. Send a new photo.", answer.Text);
    }

    [Fact]
    public async Task Upload_WhenTheIdIsOfAnErasedFile_SaysThatItWasErased()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();
        var id = Guid.NewGuid();
        await uploader.SendAsync(photo, uploadId: id);
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Tick("Not the document we asked for");
        await agent.EraseAsync();

        var answer = await uploader.SendAsync(photo, uploadId: id);

        Assert.Equal(new UploadAnswer(false, "We erased this file. If we still need the document, send another photo of it."), answer);
        Assert.Empty(await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Upload_WhenTheRequestHasEndedInBetween_AnswersTheRepeatWithWhatIsTrue()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();
        var id = Guid.NewGuid();
        await uploader.SendAsync(photo, uploadId: id);
        var agent = await application.NewAgentAsync();
        await agent.ReviewAsync(customer.Reference);
        await agent.DecideAsync("Close as found");

        Assert.True((await uploader.SendAsync(photo, uploadId: id)).Kept);
        Assert.Equal(new UploadAnswer(false, "This request doesn’t take documents any more."), await uploader.SendAsync(Files.Photo()));
    }
}
