using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using static MissingPackage.Web.Tests.Data.SampleRequest;

namespace MissingPackage.Web.Tests.Data;

/// <summary>What is saved comes back as it was, and what must not be saved is refused; on the real engine.</summary>
public sealed class RequestStorageTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Load_ARequestOfTheLongestFacts_ComesBackWhole()
    {
        var saved = await SaveAsync(Long());

        var loaded = await LoadAsync(saved.Id);

        Assert.Equal(CustomerFacts.MaxName, loaded.Customer.Name.Length);
        Assert.Equal((saved.Id, saved.Reference, saved.SubmissionId), (loaded.Id, loaded.Reference, loaded.SubmissionId));
        Assert.Equal(saved.Order, loaded.Order);
        Assert.Equal(saved.Customer, loaded.Customer);
        Assert.Equal(saved.Address, loaded.Address);
        Assert.Equal(saved.Shipment, loaded.Shipment);
        Assert.Equal(saved.Search.Places, loaded.Search.Places);
        Assert.Equal(saved.Search with { Places = [] }, loaded.Search with { Places = [] });
        AssertSameState(saved, loaded);
    }

    [Fact]
    public async Task Load_ARequestOfTheShortestFacts_ComesBackWhole()
    {
        var saved = await SaveAsync(Short());

        var loaded = await LoadAsync(saved.Id);

        Assert.Equal(saved.Order, loaded.Order);
        Assert.Equal(saved.Customer, loaded.Customer);
        Assert.Equal(saved.Address, loaded.Address);
        Assert.Equal(saved.Shipment, loaded.Shipment);
        Assert.Null(loaded.Search.Home);
        Assert.Empty(loaded.Search.Places);
        Assert.Null(loaded.Search.CarrierCaseNumber);
        Assert.Null(loaded.Resolution);
        AssertSameState(saved, loaded);
    }

    [Fact]
    public async Task Load_DocumentsAndEvents_ComeBackWithPagesAndInOrder()
    {
        var saved = Short();
        ReceiveBoth(saved);
        for (var i = 0; i < 12; i++)
        {
            var now = At("2026-07-02 16:00").AddMinutes(i);
            var document = saved.AttachDocument(File(i % 2 == 0 ? DocumentKind.PhotoId : DocumentKind.Statement), now);
            saved.FinishDocument(document.Id, CleanPages(1 + (i % 3)), now);
        }

        saved.RemoveDocument(saved.Documents[4].Id, At("2026-07-02 17:00"));
        saved.NoteView(saved.Documents[0].Id, CareAgent, At("2026-07-06 14:00"));
        saved.AskForMore([DocumentKind.PhotoId], "⚠️ נא לצלם שוב", CareAgent, At("2026-07-06 15:00"));
        await SaveAsync(saved);

        var loaded = await LoadAsync(saved.Id);

        AssertSameState(saved, loaded);
        Assert.Equal(saved.Events.Select(Written), loaded.Events.Select(Written));
        Assert.Equal(saved.Documents.Select(Written), loaded.Documents.Select(Written));
        Assert.Equal(saved.Documents.Select(d => d.Pages), loaded.Documents.Select(d => d.Pages));
    }

    [Fact]
    public async Task Load_EventsOfManySaves_ComeBackInTheOrderOfWriting()
    {
        var id = (await SaveAsync(Short())).Id;
        for (var save = 0; save < 5; save++)
        {
            await ChangeAsync(id, request =>
            {
                for (var i = 0; i < 10; i++)
                {
                    request.AddNote($"Note {save}{i}", CareAgent, At("2026-07-02 15:00"));
                }
            });
        }

        var loaded = await LoadAsync(id);

        Assert.Equal(
            string.Join(", ", Enumerable.Range(0, 50).Select(n => string.Create(CultureInfo.InvariantCulture, $"Note {n:00}"))),
            string.Join(", ", loaded.Events.Skip(1).Select(e => e.Detail)));
    }

    [Theory]
    [InlineData("1Z5R89390357567127")]
    [InlineData(null)]
    public async Task Load_AReplacement_IsTheSame(string? trackingNumber)
    {
        var resolution = Resolution.Replacement(trackingNumber);

        var loaded = await LoadAsync((await SaveAsync(Resolved(resolution))).Id);

        Assert.Equal(resolution, loaded.Resolution);
        Assert.Equal(RequestStatus.Resolved, loaded.Status);
    }

    [Theory]
    [InlineData("0.01")]
    [InlineData("12.34")]
    [InlineData("99999.99")]
    [InlineData("100000")]
    public async Task Load_ARefund_IsTheSameToTheCent(string dollars)
    {
        var resolution = Resolution.Refund(Dollars(dollars));

        var loaded = await LoadAsync((await SaveAsync(Resolved(resolution))).Id);

        Assert.Equal(resolution, loaded.Resolution);
    }

    [Fact]
    public async Task Load_AResolutionRecordedLater_IsThere()
    {
        var id = (await SaveAsync(WithSeller())).Id;
        Assert.Null((await LoadAsync(id)).Resolution);

        await ChangeAsync(id, request => request.RecordStock(false, CareAgent, At("2026-07-08 14:00")));
        await ChangeAsync(id, request => request.Resolve(Resolution.Refund(12.34m), CareAgent, At("2026-07-08 15:00")));

        Assert.Equal(Resolution.Refund(12.34m), (await LoadAsync(id)).Resolution);
    }

    [Fact]
    public async Task Load_EveryTime_IsUtc()
    {
        var saved = await SaveAsync(Resolved(Resolution.Replacement(null)));

        var loaded = await LoadAsync(saved.Id);

        Assert.All(Times(loaded), t => Assert.Equal((t.Name, DateTimeKind.Utc), (t.Name, t.Value.Kind)));
        Assert.Equal(Times(saved).Select(t => t.Value), Times(loaded).Select(t => t.Value));
        Assert.True(Times(loaded).Count > 10);
    }

    [Fact]
    public async Task Query_ByValue_ComparesAndSortsAsMoney()
    {
        foreach (var dollars in new[] { "100.00", "9.99", "0", "100000", "10.00", "99999.99", "1000.05", "0.01", "9.90" })
        {
            await SaveAsync(Short(value: Dollars(dollars)));
        }

        await using var context = _database.Open();
        var values = await context.Requests.OrderBy(r => r.Order.Value).Select(r => r.Order.Value).ToListAsync(Cancellation);
        var small = await context.Requests.CountAsync(r => r.Order.Value < 10m, Cancellation);

        Assert.Equal(
            "0.00 0.01 9.90 9.99 10.00 100.00 1000.05 99999.99 100000.00",
            string.Join(' ', values.Select(v => v.ToString("0.00", CultureInfo.InvariantCulture))));
        Assert.Equal(4, small);
    }

    [Fact]
    public async Task Query_ByDeadline_SortsByTime()
    {
        var handedOff = WithSeller();
        handedOff.HandToSeller("Sample Seller", "claims@example.com", CareAgent, At("2026-07-06 15:00"));
        var late = await SaveAsync(handedOff);
        var early = await SaveAsync(Short());
        await SaveAsync(Resolved(Resolution.Replacement(null)));

        await using var context = _database.Open();
        var due = await context.Requests.Where(r => r.NextStepDueOn > At("2026-07-01 00:00"))
            .OrderBy(r => r.NextStepDueOn).ThenBy(r => r.Id).Select(r => r.Id).ToListAsync(Cancellation);

        Assert.Equal([early.Id, late.Id], due);
    }

    [Fact]
    public async Task Save_AnyEnum_IsStoredByName()
    {
        var saved = Long();
        ReceiveBoth(saved);
        await SaveAsync(saved);

        Assert.Equal("ReadyForReview", await ReadAsync("SELECT Status FROM ServiceRequests"));
        Assert.Equal("DhlExpress", await ReadAsync("SELECT Shipment_Carrier FROM ServiceRequests"));
        Assert.Equal("Apartment", await ReadAsync("SELECT Search_Home FROM ServiceRequests"));
        Assert.StartsWith("FrontDoor,SideYard,", await ReadAsync("SELECT Search_Places FROM ServiceRequests"), StringComparison.Ordinal);
        Assert.Equal("Received", await ReadAsync("SELECT MIN(State) FROM RequestDocuments"));
        Assert.Equal("Opened", await ReadAsync("SELECT Kind FROM RequestEvents ORDER BY Id"));
        Assert.Equal("Customer", await ReadAsync("SELECT ActorKind FROM RequestEvents ORDER BY Id"));
    }

    [Fact]
    public async Task Save_ASecondRequestOfOneReference_IsRefused()
    {
        var reference = NewReference();
        await SaveAsync(Short(reference: reference));

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(Short(reference: reference)));
    }

    [Fact]
    public async Task Save_ASecondRequestOfOneDraft_IsRefused()
    {
        var draft = Guid.NewGuid();
        await SaveAsync(Short(submission: draft));

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(Short(submission: draft)));
    }

    [Fact]
    public async Task Save_OneUploadTwiceInARequest_IsRefusedByTheDatabaseToo()
    {
        var saved = Short();
        ReceiveBoth(saved);
        await SaveAsync(saved);
        await using var context = _database.Open();
        var documents = await context.Requests.SelectMany(r => r.Documents).ToListAsync(Cancellation);

        context.Entry(documents[0]).Property(d => d.UploadId).CurrentValue = documents[1].UploadId;

        var refused = await Assert.ThrowsAnyAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));
        Assert.IsNotType<DbUpdateConcurrencyException>(refused);
    }

    [Fact]
    public async Task Save_OneUploadIdInTwoRequests_IsTaken()
    {
        var upload = Guid.NewGuid();
        var (one, other) = (Short(), Short());
        one.AttachDocument(File(DocumentKind.PhotoId, upload), At("2026-07-02 15:00"));
        other.AttachDocument(File(DocumentKind.PhotoId, upload), At("2026-07-02 15:00"));

        await SaveAsync(one);
        await SaveAsync(other);

        Assert.Single((await LoadAsync(other.Id)).Documents);
    }

    [Fact]
    public async Task Save_AStaleCopy_ThrowsAndKeepsWhatTheFirstSaved()
    {
        var id = (await SaveAsync(ReadyForReview())).Id;
        await using var first = _database.Open();
        await using var second = _database.Open();
        var seenByFirst = await LoadAsync(id, first);
        var seenBySecond = await LoadAsync(id, second);

        seenByFirst.AcceptDocuments(CareAgent, At("2026-07-06 15:00"));
        await first.SaveChangesAsync(Cancellation);
        seenBySecond.Decline("Another name.", CareAgent, At("2026-07-06 15:00"));
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Cancellation));

        var loaded = await LoadAsync(id);
        Assert.Equal(RequestStatus.WithSeller, loaded.Status);
        Assert.DoesNotContain(loaded.Events, e => e.Kind == RequestEventKind.Declined);
    }

    [Fact]
    public async Task Save_TwoFilesAtOnce_RefusesTheSecondWhole()
    {
        var id = (await SaveAsync(Short())).Id;
        await using var first = _database.Open();
        await using var second = _database.Open();
        var seenByFirst = await LoadAsync(id, first);
        var seenBySecond = await LoadAsync(id, second);

        seenByFirst.AttachDocument(File(DocumentKind.PhotoId), At("2026-07-02 15:00"));
        seenBySecond.AttachDocument(File(DocumentKind.Statement), At("2026-07-02 15:00"));
        await first.SaveChangesAsync(Cancellation);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Cancellation));

        Assert.Equal([DocumentKind.PhotoId], (await LoadAsync(id)).Documents.Select(d => d.Kind));
    }

    [Fact]
    public async Task Save_ANoteOnAStaleCopy_IsTaken()
    {
        var id = (await SaveAsync(ReadyForReview())).Id;
        await using var stale = _database.Open();
        var seen = await LoadAsync(id, stale);
        await ChangeAsync(id, request => request.AcceptDocuments(CareAgent, At("2026-07-06 15:00")));

        seen.NoteView(seen.Documents[0].Id, CareAgent, At("2026-07-06 15:01"));
        await stale.SaveChangesAsync(Cancellation);

        var loaded = await LoadAsync(id);
        Assert.Equal(RequestStatus.WithSeller, loaded.Status);
        Assert.Equal(RequestEventKind.DocumentViewed, loaded.Events[^1].Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_AChangedEvent_IsRefused(bool async)
    {
        var id = (await SaveAsync(Short())).Id;
        await using var context = _database.Open();
        var request = await LoadAsync(id, context);

        context.Entry(request.Events[0]).Property(e => e.Detail).CurrentValue = "Rewritten";

        await AssertRefusedAsync(context, async);
        Assert.Null((await LoadAsync(id)).Events[0].Detail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_ADeletedEvent_IsRefused(bool async)
    {
        var id = (await SaveAsync(Short())).Id;
        await using var context = _database.Open();
        var request = await LoadAsync(id, context);

        context.Remove(request.Events[0]);

        await AssertRefusedAsync(context, async);
        Assert.Single((await LoadAsync(id)).Events);
    }

    [Fact]
    public async Task Save_ADeletedRequestWithItsHistoryNotLoaded_IsRefusedByTheDatabase()
    {
        var id = (await SaveAsync(Short())).Id;
        await using var context = _database.Open();
        context.Remove(await context.Requests.SingleAsync(r => r.Id == id, Cancellation));

        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));

        Assert.Single((await LoadAsync(id)).Events);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ServiceRequest ReadyForReview()
    {
        var request = Short(value: OrderFacts.MaxValue);
        ReceiveBoth(request);
        return request;
    }

    private static ServiceRequest WithSeller()
    {
        var request = ReadyForReview();
        request.AcceptDocuments(CareAgent, At("2026-07-06 15:00"));
        return request;
    }

    private static ServiceRequest Resolved(Resolution resolution)
    {
        var request = WithSeller();
        request.RecordCarrierClaim(new string('9', ServiceRequest.MaxClaimNumber), CareAgent, At("2026-07-07 15:00"));
        request.RecordStock(resolution.Kind == ResolutionKind.Replacement, CareAgent, At("2026-07-08 14:00"));
        request.Resolve(resolution, CareAgent, At("2026-07-08 15:00"));
        return request;
    }

    private static void AssertSameState(ServiceRequest saved, ServiceRequest loaded)
    {
        Assert.Equal(
            (saved.Status, saved.Version, saved.IsLate, saved.CarrierClaimNumber, saved.Resolution, saved.Zone),
            (loaded.Status, loaded.Version, loaded.IsLate, loaded.CarrierClaimNumber, loaded.Resolution, loaded.Zone));
        Assert.Equal(
            (saved.OpenedOn, saved.DocumentsDueOn, saved.DocumentsCompletedOn, saved.NextStepDueOn, saved.NextStepFrom, saved.EndedOn),
            (loaded.OpenedOn, loaded.DocumentsDueOn, loaded.DocumentsCompletedOn, loaded.NextStepDueOn, loaded.NextStepFrom, loaded.EndedOn));
        Assert.Equal(saved.Documents.Count, loaded.Documents.Count);
        Assert.Equal(saved.Events.Count, loaded.Events.Count);
    }

    private static object Written(RequestEvent e) =>
        (e.RequestId, e.OccurredOn, e.ActorKind, e.ActorName, e.Kind, e.Document, e.Detail);

    private static object Written(RequestDocument d) =>
        (d.Id, d.RequestId, d.UploadId, d.Kind, d.IdType, d.MediaType, (d.Length, d.Sha256, d.ReceivedOn, d.Late, d.State));

    /// <summary>Every time that a request, its documents and its events hold, by name.</summary>
    private static List<(string Name, DateTime Value)> Times(ServiceRequest request) =>
        [.. new object[] { request }.Concat(request.Documents).Concat(request.Events).SelectMany(TimesOf)];

    private static IEnumerable<(string Name, DateTime Value)> TimesOf(object thing) => thing.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(p => (p.Name, Value: p.GetValue(thing) as DateTime?))
        .Where(p => p.Value is not null)
        .Select(p => ($"{thing.GetType().Name}.{p.Name}", p.Value!.Value));

    private static decimal Dollars(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static async Task AssertRefusedAsync(MissingPackageContext context, bool async)
    {
        var refused = async
            ? await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync(Cancellation))
            : Assert.Throws<InvalidOperationException>(() => context.SaveChanges());
        Assert.Equal("History is append-only.", refused.Message);
    }

    private async Task<ServiceRequest> SaveAsync(ServiceRequest request)
    {
        await using var context = _database.Open();
        context.Add(request);
        await context.SaveChangesAsync(Cancellation);
        return request;
    }

    private async Task ChangeAsync(Guid id, Action<ServiceRequest> verb)
    {
        await using var context = _database.Open();
        verb(await LoadAsync(id, context));
        await context.SaveChangesAsync(Cancellation);
    }

    private async Task<ServiceRequest> LoadAsync(Guid id)
    {
        await using var context = _database.Open();
        return await LoadAsync(id, context);
    }

    private static Task<ServiceRequest> LoadAsync(Guid id, MissingPackageContext context) => context.Requests
        .Include(r => r.Documents.OrderBy(d => d.ReceivedOn))
        .Include(r => r.Events.OrderBy(e => e.Id))
        .SingleAsync(r => r.Id == id, Cancellation);

    private async Task<string?> ReadAsync(string sql)
    {
        await using var context = _database.Open();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await context.Database.OpenConnectionAsync(Cancellation);
        return (string?)await command.ExecuteScalarAsync(Cancellation);
    }
}
