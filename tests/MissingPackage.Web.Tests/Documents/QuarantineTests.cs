using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MissingPackage.Application.Uploads;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>A file that can't be judged at once is kept, encrypted and unseen, and judged later.</summary>
public sealed class QuarantineTests
{
    private static readonly UploadAnswer WeHaveIt = new(true, "We have it, and are checking it. You don’t need to send it again.");

    [Fact]
    public async Task Upload_WhenTheScannerIsDown_IsKeptEncryptedAndShownToNobody()
    {
        await using var clamd = new Clamd();
        await using var application = QuietApplication.And(("Intake:Clamd", clamd.Socket));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();

        Assert.Equal(WeHaveIt, await uploader.SendAsync(photo));

        var document = await application.OnlyDocumentAsync(reference);
        Assert.Equal(DocumentState.Checking, document.State);
        Assert.Equal([$"{document.Id:n}/original"], await application.StoredAsync(reference));
        var stored = await File.ReadAllBytesAsync(application.FileOf(document, "original"), BehindThePages.Cancellation);
        Assert.True(stored.AsSpan().IndexOf(photo.Bytes.AsSpan(0, 64)) < 0, "The original lies in the store as it came.");
        Assert.Empty(application.InPlainForm());

        await customer.OpenAsync(customer.DocumentsPath);
        Assert.Equal(["Being checked"], customer.Page.All("#statement-state"));
        Assert.Equal(["Page 1: we have it, and are checking it"], customer.Page.All("#statement-list b"));
        Assert.Empty(customer.Page.Document.QuerySelectorAll("main img"));
        var agent = await application.NewAgentAsync();
        Assert.Contains("Being checked, not shown yet", (await agent.ReviewAsync(reference)).Text, StringComparison.Ordinal);
        Assert.Empty(agent.Page.Document.QuerySelectorAll("main img"));
        foreach (var number in new[] { 0, 1 })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/{number}")).Status);
        }

        // The job can do nothing either while the scanner is down, and loses nothing.
        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await application.FinishQuarantineAsync());
        Assert.Equal(DocumentState.Checking, (await application.OnlyDocumentAsync(reference)).State);
        Assert.True(File.Exists(application.FileOf(document, "original")));
    }

    [Fact]
    public async Task Quarantine_WhenTheScannerComesBack_IsFinishedAfterTwoMinutesAndTheRequestMovesOn()
    {
        await using var clamd = new Clamd();
        await using var application = QuietApplication.And(("Intake:Clamd", clamd.Socket));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        Assert.Equal(WeHaveIt, await uploader.SendAsync(Files.Photo()));
        Assert.Equal(WeHaveIt, await uploader.SendAsync(Files.Photo(), DocumentKind.PhotoId));
        await clamd.StartAsync();

        Assert.Equal(0, await application.FinishQuarantineAsync());
        application.Time.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        Assert.Equal(2, await application.FinishQuarantineAsync());
        Assert.Equal(0, await application.FinishQuarantineAsync());

        var request = await application.RequestAsync(reference);
        Assert.All(request.Documents, d => Assert.Equal(DocumentState.Received, d.State));
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        Assert.Equal(
            [.. request.Documents.Select(d => $"{d.Id:n}/page-1").Order(StringComparer.Ordinal)],
            await application.StoredAsync(reference));
        var agent = await application.NewAgentAsync();
        var page = await agent.OpenAsync($"/admin/requests/{reference}/documents/{request.Documents[0].Id}/1");
        Assert.Equal("image/jpeg", page.Response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Quarantine_WhenTheFileIsInfected_IsRefusedAndGoneAndAskedForAgain()
    {
        await using var clamd = new Clamd();
        await using var application = QuietApplication.And(("Intake:Clamd", clamd.Socket));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var id = Guid.NewGuid();
        Assert.Equal(WeHaveIt, await uploader.SendAsync(clamd.Infected, uploadId: id));
        await clamd.StartAsync();

        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await application.FinishQuarantineAsync());

        var request = await application.RequestAsync(reference);
        Assert.Equal(DocumentState.Refused, Assert.Single(request.Documents).State);
        Assert.Equal(["Infected"], request.Details(RequestEventKind.DocumentRefused));
        Assert.Empty(await application.StoredAsync(reference));
        await customer.OpenAsync(customer.DocumentsPath);
        Assert.Equal(["Still to come"], customer.Page.All("#statement-state"));

        // The repeat of that upload is told the same, and so is one at once.
        const string infected = "Our virus scanner stopped this file, and we deleted it. Take a new photo of the document with your phone.";
        Assert.Equal(new UploadAnswer(false, infected), await uploader.SendAsync(clamd.Infected, uploadId: id));
        Assert.Equal(new UploadAnswer(false, infected), await uploader.SendAsync(clamd.Infected));
        Assert.Empty(await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Upload_WhenIntakeIsSaturated_IsKeptAndFinishedLater()
    {
        await using var application = QuietApplication.And(("Intake:Concurrency", "1"), ("Intake:MaxWait", "00:00:00"));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();
        var id = Guid.NewGuid();
        var turn = await TurnOfAsync(application);

        Assert.Equal(WeHaveIt, await uploader.SendAsync(photo, uploadId: id));
        Assert.Equal(WeHaveIt, await uploader.SendAsync(photo, uploadId: id));
        Assert.Equal(DocumentState.Checking, (await application.OnlyDocumentAsync(reference)).State);
        turn.Dispose();
        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await application.FinishQuarantineAsync());

        Assert.Equal(DocumentState.Received, (await application.OnlyDocumentAsync(reference)).State);
        Assert.Equal(new UploadAnswer(true, "Received. Thank you."), await uploader.SendAsync(photo, uploadId: id));
    }

    [Fact]
    public async Task Quarantine_WhenOtherBytesComeUnderItsId_IsNotFinishedWithThem()
    {
        await using var application = QuietApplication.And(("Intake:Concurrency", "1"), ("Intake:MaxWait", "00:00:00"));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var id = Guid.NewGuid();
        var turn = await TurnOfAsync(application);
        await uploader.SendAsync(Files.Photo(), uploadId: id);
        turn.Dispose();

        Assert.Equal(WeHaveIt, await uploader.SendAsync(Files.Photo(), uploadId: id));

        Assert.Equal(DocumentState.Checking, (await application.OnlyDocumentAsync(reference)).State);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("changed")]
    public async Task Quarantine_WhenTheOriginalIsDamaged_IsRefusedAtLastAndDoesNotKeepOthersWaiting(string damage)
    {
        await using var application = QuietApplication.And(("Intake:Concurrency", "1"), ("Intake:MaxWait", "00:00:00"));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var turn = await TurnOfAsync(application);
        await uploader.SendAsync(Files.Photo());
        application.Time.Advance(TimeSpan.FromSeconds(1));
        await uploader.SendAsync(Files.Photo(), DocumentKind.PhotoId);
        turn.Dispose();
        var document = (await application.RequestAsync(reference)).Documents.Single(d => d.Kind == DocumentKind.Statement);
        var original = application.FileOf(document, "original");
        if (damage == "gone")
        {
            File.Delete(original);
        }
        else
        {
            Damage.FlipAByte(original);
        }

        application.Time.Advance(TimeSpan.FromMinutes(3));
        await application.FinishQuarantineAsync();
        Assert.Equal(DocumentState.Received, (await application.RequestAsync(reference)).Documents.Single(d => d.Kind == DocumentKind.PhotoId).State);
        // A key that is missing for a while looks like damage: what doesn't decrypt is given up only after a day.
        application.Time.Advance(DocumentReceiver.KeyPatience);
        await application.FinishQuarantineAsync();

        var request = await application.RequestAsync(reference);
        Assert.Equal(DocumentState.Refused, request.Documents.Single(d => d.Id == document.Id).State);
        Assert.Equal(["Unreadable"], request.Details(RequestEventKind.DocumentRefused));
        Assert.False(File.Exists(original));
        Assert.Equal(0, await application.FinishQuarantineAsync());
        Assert.Equal(["Still to come"], (await customer.OpenAsync(customer.DocumentsPath)).All("#statement-state"));
    }

    [Fact]
    public async Task Upload_WhenCleaningFailsMidway_IsKeptAndFinishedLater()
    {
        TestStore? store = null;
        await using var application = QuietApplication.And().Where(services => services.Wrap<IDocumentStore>(inner => store = new TestStore(inner)));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        application.Services.GetRequiredService<IDocumentStore>();
        store!.BeforeCreate = name => name.EndsWith("page-1", StringComparison.Ordinal) ? throw new InvalidOperationException("It broke.") : Task.CompletedTask;
        var photo = Files.Photo();
        var id = Guid.NewGuid();

        Assert.Equal(WeHaveIt, await uploader.SendAsync(photo, uploadId: id));
        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await application.FinishQuarantineAsync());
        Assert.Equal(0, (await application.OnlyDocumentAsync(reference)).ChecksCutOff);
        Assert.Empty(application.InPlainForm());
        store.BeforeCreate = _ => Task.CompletedTask;
        Assert.Equal(1, await application.FinishQuarantineAsync());

        var document = await application.OnlyDocumentAsync(reference);
        Assert.Equal(DocumentState.Received, document.State);
        Assert.Equal([$"{document.Id:n}/page-1"], await application.StoredAsync(reference));
    }

    [Theory]
    [InlineData(DocumentReceiver.MaxChecksCutOff - 1, DocumentState.Received)]
    [InlineData(DocumentReceiver.MaxChecksCutOff, DocumentState.Refused)]
    public async Task Quarantine_WhenTheProcessDiedInEachCheckOfAFile_IsGivenUpAndAskedForAgain(int died, DocumentState state)
    {
        await using var application = QuietApplication.And(("Intake:Concurrency", "1"), ("Intake:MaxWait", "00:00:00"));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var turn = await TurnOfAsync(application);
        await uploader.SendAsync(Files.Photo());
        turn.Dispose();
        await application.AskAsync(async database =>
        {
            var request = await database.Requests.Include(r => r.Documents).SingleAsync(BehindThePages.Cancellation);
            for (var i = 0; i < died; i++)
            {
                request.Documents[0].BeginCheck(); // and never the end of it
            }

            return await database.SaveChangesAsync(BehindThePages.Cancellation);
        });

        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await application.FinishQuarantineAsync());

        Assert.Equal(state, (await application.OnlyDocumentAsync(reference)).State);
        if (state == DocumentState.Refused)
        {
            Assert.Equal(["Unreadable"], (await application.RequestAsync(reference)).Details(RequestEventKind.DocumentRefused));
            Assert.Empty(await application.StoredAsync(reference));
            Assert.Equal(["Still to come"], (await customer.OpenAsync(customer.DocumentsPath)).All("#statement-state"));
        }
    }

    [Fact]
    public async Task Quarantine_WhenCheckingAFileFailsForAReasonOfItsOwn_IsGivenUpAndItsSenderIsTold()
    {
        await using var clamd = new Clamd();
        await using var application = QuietApplication.And(("Intake:Clamd", clamd.Socket)).Where(services => services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var options = provider.GetRequiredService<IntakeOptions>();
            return new DocumentIntake(options, new TimeThatBreaks(options.ClamdTimeout));
        })));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);

        Assert.Equal(WeHaveIt, await uploader.SendAsync(Files.Photo()));
        application.Time.Advance(TimeSpan.FromMinutes(3));
        for (var check = 1; check <= DocumentReceiver.MaxChecksCutOff; check++)
        {
            Assert.Equal(0, await application.FinishQuarantineAsync());
            Assert.Equal((DocumentState.Checking, check), await application.OnlyDocumentAsync(reference) switch { var d => (d.State, d.ChecksCutOff) });
        }

        Assert.Equal(1, await application.FinishQuarantineAsync());

        Assert.Equal(DocumentState.Refused, (await application.OnlyDocumentAsync(reference)).State);
        Assert.Empty(await application.StoredAsync(reference));
        Assert.Equal(["Still to come"], (await customer.OpenAsync(customer.DocumentsPath)).All("#statement-state"));
        Assert.Equal(1, await application.AskAsync(database => database.Outbox.CountAsync(m => m.Kind == "document-refused", BehindThePages.Cancellation)));
    }

    /// <summary>A fault of our own in the middle of a check: the timer of a scan can't be made.</summary>
    private sealed class TimeThatBreaks(TimeSpan ofTimers) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            dueTime == ofTimers ? throw new InvalidOperationException("It broke.") : base.CreateTimer(callback, state, dueTime, period);
    }

    // Holding the one turn by hand says exactly when intake is full; a slow file only says that it may be.
    private static async Task<IDisposable> TurnOfAsync(MissingPackageApplication application) =>
        (await application.Services.GetRequiredService<DocumentIntake>()
            .TakeTurnAsync(Guid.NewGuid(), alone: true, TimeSpan.Zero, BehindThePages.Cancellation))!;
}
