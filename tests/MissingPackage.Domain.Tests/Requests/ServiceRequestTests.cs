using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

public class ServiceRequestTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void Open_AnyFacts_KeepsThemAndAwaitsDocuments()
    {
        var facts = new RequestFacts(
            new OrderFacts("ORDER-555-0100", "A sample item", null, 12.34m),
            new CustomerFacts("Sample Customer", "customer@example.com", null),
            new DeliveryAddress("1 Sample Street", "Unit 2", "Sampleville", "HI", "00000-0000"),
            new ShipmentFacts(CarrierCode.Usps, "9400111206206406260787", new(2026, 7, 1), new(2026, 7, 2)),
            new HomeSearch(HomeKind.House, [PlaceToLook.SideYard, PlaceToLook.Neighbors], "CASE-555-0100"));
        var (id, submission, reference) = (Guid.NewGuid(), Guid.NewGuid(), RequestReference.FromRandom([5, 4, 3, 2, 1]));

        var request = ServiceRequest.Open(id, reference, submission, facts, At("2026-07-02 14:00"));

        Assert.Equal((id, reference, submission), (request.Id, request.Reference, request.SubmissionId));
        Assert.Equal(facts, new(request.Order, request.Customer, request.Address, request.Shipment, request.Search));
        Assert.Equal(RequestStatus.AwaitingDocuments, request.Status);
        Assert.Equal(At("2026-07-02 14:00"), request.OpenedOn);
        Assert.Equal("Pacific/Honolulu", request.Zone.Id);
        Assert.Equal([DocumentKind.PhotoId, DocumentKind.Statement], request.MissingDocuments);
        Assert.Empty(request.Documents);
        Assert.Equal(1, request.Version);
        Assert.Null(request.DocumentsCompletedOn);
        Assert.Null(request.CarrierClaimNumber);
        Assert.Null(request.Resolution);
        Assert.Null(request.EndedOn);
    }

    // The history: who, when, what.

    [Fact]
    public void Events_OfARequestThatWasRefunded_TellItInOrder()
    {
        var request = CreateRequest(r => r
            .Opened("2026-07-02 14:00")
            .WithPhotoId(on: "2026-07-02 15:00")
            .WithStatement(on: "2026-07-02 15:30")
            .AskedAgainFor(DocumentKind.PhotoId, on: "2026-07-06 15:00")
            .WithPhotoId(on: "2026-07-06 16:00")
            .Accepted(on: "2026-07-06 17:00")
            .WithCarrierClaim(on: "2026-07-07 15:00")
            .Refunded(on: "2026-07-20 15:00"));

        Assert.Equal(
            """
            2026-07-02 14:00 Customer: Opened
            2026-07-02 15:00 Customer: DocumentReceived PhotoId
            2026-07-02 15:30 Customer: DocumentReceived Statement
            2026-07-02 15:30 System: DocumentsComplete
            2026-07-06 15:00 Agent agent@example.com: MoreAsked PhotoId “The photo is too dark to read.”
            2026-07-06 16:00 Customer: DocumentReceived PhotoId
            2026-07-06 16:00 System: DocumentsComplete
            2026-07-06 17:00 Agent agent@example.com: DocumentsAccepted
            2026-07-07 15:00 Agent agent@example.com: CarrierClaimFiled “CLAIM-555-0100”
            2026-07-20 15:00 Agent agent@example.com: StockAnswered “Out of stock”
            2026-07-20 15:00 Agent agent@example.com: Resolved “Refund of $100.00”
            """,
            History(request));
        Assert.All(request.Events, e => Assert.Equal(request.Id, e.RequestId));
    }

    [Fact]
    public void Events_OfEveryOtherVerb_NameWhoAndWhen()
    {
        var declined = CreateRequest(r => r
            .Then(x => x.NoteLinkSent(At("2026-07-02 14:01")))
            .WithPhotoId(on: "2026-07-02 15:00")
            .Then(x => x.RemoveDocument(x.Documents[0].Id, At("2026-07-02 15:10")))
            .StillChecking(DocumentKind.PhotoId, on: "2026-07-02 15:20")
            .Then(x => x.RefuseDocument(x.Documents[1].Id, "Unreadable", At("2026-07-02 15:21")))
            .WithBothDocuments(on: "2026-07-02 16:00")
            .Then(x => x.NoteView(x.Documents[3].Id, Agent, At("2026-07-06 14:00")))
            .Then(x => x.AddNote("Called the customer.", Agent, At("2026-07-06 14:30")))
            .Declined(on: "2026-07-06 15:00"));
        var found = CreateRequest(r => r.Found(on: "2026-07-02 20:00"));
        var foundByAgent = CreateRequest(r => r.Then(x => x.MarkFound(null, Agent, At("2026-07-02 20:00"))));
        var withdrawn = CreateRequest(r => r.Then(x => x.Withdraw(At("2026-07-02 21:00"))));

        Assert.Equal(
            """
            2026-07-02 14:00 Customer: Opened
            2026-07-02 14:01 System: LinkSent
            2026-07-02 15:00 Customer: DocumentReceived PhotoId
            2026-07-02 15:10 Customer: DocumentRemoved PhotoId
            2026-07-02 15:21 System: DocumentRefused PhotoId “Unreadable”
            2026-07-02 16:00 Customer: DocumentReceived PhotoId
            2026-07-02 16:00 Customer: DocumentReceived Statement
            2026-07-02 16:00 System: DocumentsComplete
            2026-07-06 14:00 Agent agent@example.com: DocumentViewed Statement
            2026-07-06 14:30 Agent agent@example.com: NoteAdded “Called the customer.”
            2026-07-06 15:00 Agent agent@example.com: Declined “The name on the ID is another one.”
            """,
            History(declined));
        Assert.Equal("2026-07-02 20:00 Customer: Found “Neighbors”", Told(found.Events[^1]));
        Assert.Equal("2026-07-02 20:00 Agent agent@example.com: Found", Told(foundByAgent.Events[^1]));
        Assert.Equal("2026-07-02 21:00 Customer: Withdrawn", Told(withdrawn.Events[^1]));
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1000)]
    [InlineData(5000, 1000)]
    public void AddNote_AnyLength_KeepsAtMostAThousandCharacters(int length, int kept)
    {
        var request = CreateRequest();

        request.AddNote(new string('n', length), Agent, At("2026-07-02 15:00"));

        Assert.Equal(new string('n', kept), request.Events[^1].Detail);
    }

    [Fact]
    public void AddNote_WithAnEmojiAcrossTheLimit_LeavesItOutWhole()
    {
        var request = CreateRequest();

        request.AddNote(new string('n', 999) + "📦", Agent, At("2026-07-02 15:00"));

        Assert.Equal(new string('n', 999), request.Events[^1].Detail);
    }

    // Deadlines. All dates are in New York unless the test says otherwise; 3 July 2026 is a holiday.

    [Theory]
    [InlineData("2026-07-01", "NY", "2026-07-08 03:59:59.999")]
    [InlineData("2026-07-01", "HI", "2026-07-08 09:59:59.999")]
    [InlineData("2026-07-20", "NY", "2026-07-24 03:59:59.999")]
    [InlineData("2026-11-24", "CA", "2026-12-01 07:59:59.999")]
    public void Open_ExpectedDate_GivesThreeBusinessDays(string expected, string state, string due)
    {
        var request = CreateRequest(r => r.Expected(expected).To(state).Opened("2026-07-02 14:00"));

        Assert.Equal(At(due), request.DocumentsDueOn);
        Assert.Equal(At(due), request.NextStepDueOn);
        Assert.Equal(At("2026-07-02 14:00"), request.NextStepFrom);
        Assert.Equal(At(due), request.NextStepCount!.DueOn);
        Assert.Equal(DateTimeKind.Utc, request.DocumentsDueOn.Kind);
    }

    [Fact]
    public void FinishDocument_TheLastOneMissing_StartsTheReview()
    {
        var request = CreateRequest(r => r.WithPhotoId(on: "2026-07-02 15:00"));
        Assert.Equal(At(FirstDeadline), request.NextStepDueOn);

        request.Receive(DocumentKind.Statement, on: "2026-07-02 15:30");

        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        Assert.Equal(At("2026-07-02 15:30"), request.DocumentsCompletedOn);
        Assert.Equal(At("2026-07-02 15:30"), request.NextStepFrom);
        Assert.Equal(At("2026-07-09 03:59:59.999"), request.NextStepDueOn);
        Assert.Equal(request.NextStepDueOn, request.NextStepCount!.DueOn);
        Assert.Equal(At(FirstDeadline), request.DocumentsDueOn);
    }

    [Fact]
    public void AcceptDocuments_WhenReady_GivesUsABusinessDayToHandItOver()
    {
        var request = CreateRequest(r => r.WithBothDocuments().Accepted(on: "2026-07-06 15:00"));

        Assert.Equal(At("2026-07-08 03:59:59.999"), request.NextStepDueOn);
        Assert.Equal(request.NextStepDueOn, request.NextStepCount!.DueOn);
        Assert.True(request.AgentIsNext);
        Assert.All(request.Documents, d => Assert.Equal(DocumentState.Accepted, d.State));
    }

    [Theory]
    [InlineData(CarrierCode.Usps, "2026-07-17 03:59:59.999")]
    [InlineData(CarrierCode.Ups, "2026-07-29 03:59:59.999")]
    [InlineData(CarrierCode.FedEx, "2026-07-17 03:59:59.999")]
    [InlineData(CarrierCode.DhlExpress, "2026-07-22 03:59:59.999")]
    [InlineData(null, "2026-07-29 03:59:59.999")]
    public void RecordCarrierClaim_WithSeller_GivesTheCarrierWhatItsRulesName(CarrierCode? carrier, string due)
    {
        var request = CreateRequest(r => r.CarriedBy(carrier).ThatIs(RequestStatus.WithSeller));

        request.RecordCarrierClaim("CLAIM-555-0100", Agent, At("2026-07-07 15:00"));

        Assert.Equal("CLAIM-555-0100", request.CarrierClaimNumber);
        Assert.Equal(At(due), request.NextStepDueOn);
        Assert.Equal(request.NextStepDueOn, request.NextStepCount!.DueOn);
    }

    [Fact]
    public void AskForMore_AfterTheFirstDeadlineCouldBeMet_MovesItLater()
    {
        var request = CreateRequest(r => r.WithBothDocuments().AskedAgainFor(DocumentKind.PhotoId, on: "2026-07-06 15:00"));

        Assert.Equal(At("2026-07-10 03:59:59.999"), request.DocumentsDueOn);
        Assert.Equal(request.DocumentsDueOn, request.NextStepDueOn);
        Assert.Equal(request.DocumentsDueOn, request.NextStepCount!.DueOn);
        Assert.Equal(At(FirstDeadline), request.FirstDeadline.DueOn);
    }

    [Fact]
    public void AskForMore_LongBeforeTheFirstDeadline_DoesNotMoveItEarlier()
    {
        var request = CreateRequest(r => r.Expected("2026-07-20").WithBothDocuments()
            .AskedAgainFor(DocumentKind.PhotoId, on: "2026-07-06 15:00"));

        Assert.Equal(At("2026-07-24 03:59:59.999"), request.DocumentsDueOn);
        Assert.Equal(request.DocumentsDueOn, request.NextStepDueOn);
        Assert.Equal(request.DocumentsDueOn, request.NextStepCount!.DueOn);
    }

    [Fact]
    public void AskForMore_Twice_CountsFromTheLaterOne()
    {
        var request = CreateRequest(r => r.WithBothDocuments()
            .AskedAgainFor(DocumentKind.PhotoId, on: "2026-07-06 15:00")
            .AskedAgainFor(DocumentKind.Statement, on: "2026-07-08 15:00"));

        Assert.Equal(At("2026-07-14 03:59:59.999"), request.DocumentsDueOn);
        Assert.Equal([DocumentKind.PhotoId, DocumentKind.Statement], request.MissingDocuments);
    }

    [Theory]
    // Half an hour before midnight in New York and in Hawaii, half an hour after it in Puerto Rico.
    [InlineData("NY", "2026-07-07 03:30", "2026-07-10 03:59:59.999")]
    [InlineData("PR", "2026-07-07 04:30", "2026-07-11 03:59:59.999")]
    [InlineData("HI", "2026-07-07 09:30", "2026-07-10 09:59:59.999")]
    public void AskForMore_LateInTheEvening_CountsFromTheDayAtTheAddress(string state, string asked, string due)
    {
        var request = CreateRequest(r => r.To(state).WithBothDocuments().AskedAgainFor(DocumentKind.PhotoId, on: asked));

        Assert.Equal(At(due), request.DocumentsDueOn);
    }

    [Fact]
    public void RemoveDocument_WhenReady_GoesBackToTheDocumentsDeadline()
    {
        var request = CreateRequest(r => r.WithBothDocuments(on: "2026-07-02 15:00"));

        request.RemoveDocument(request.Documents[0].Id, At("2026-07-02 18:00"));

        Assert.Equal(RequestStatus.AwaitingDocuments, request.Status);
        Assert.Equal([DocumentKind.PhotoId], request.MissingDocuments);
        Assert.Equal(At(FirstDeadline), request.NextStepDueOn);
        Assert.Equal(At("2026-07-02 15:00"), request.DocumentsCompletedOn);
    }

    [Fact]
    public void RemoveDocument_OneOfTwoOfAKind_StaysReady()
    {
        var request = CreateRequest(r => r.WithBothDocuments().WithPhotoId());

        request.RemoveDocument(request.Documents[0].Id, At("2026-07-02 18:00"));

        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
    }

    [Theory]
    [InlineData(RequestStatus.Resolved, "2026-07-20 15:00")]
    [InlineData(RequestStatus.Declined, "2026-07-06 15:00")]
    [InlineData(RequestStatus.Closed, "2026-07-07 15:00")]
    public void Ended_AnyWay_HasNoNextStep(RequestStatus status, string on)
    {
        var request = CreateRequest(r => r.ThatIs(status));

        Assert.True(request.HasEnded);
        Assert.Equal(At(on), request.EndedOn);
        Assert.Null(request.NextStepDueOn);
        Assert.Null(request.NextStepFrom);
        Assert.Null(request.NextStepCount);
    }

    // Lateness.

    [Theory]
    [InlineData("2026-07-08 03:59:59.999", false)]
    [InlineData("2026-07-08 04:00:00.000", true)]
    [InlineData("2026-09-01 12:00:00.000", true)]
    public void Open_AroundTheDeadline_IsLateAfterItsLastMillisecond(string opened, bool late)
    {
        var request = CreateRequest(r => r.Opened(opened));

        Assert.Equal(late, request.IsLate);
        Assert.Equal(At(FirstDeadline), request.NextStepDueOn);
    }

    [Theory]
    [InlineData("2026-07-08 03:59:59.999", false)]
    [InlineData("2026-07-08 04:00:00.000", true)]
    public void AttachDocument_AroundTheDeadline_IsLateAfterItAndStillTaken(string on, bool late)
    {
        var request = CreateRequest();

        var document = request.Send(DocumentKind.PhotoId, on);

        Assert.Equal(late, document.Late);
        Assert.Equal(late, request.IsLate);
        Assert.Equal(At(on), document.ReceivedOn);
    }

    [Fact]
    public void FinishDocument_AfterTheDeadlineOfAFileThatCameInTime_IsNotLate()
    {
        var request = CreateRequest(r => r.WithPhotoId());
        var statement = request.Send(DocumentKind.Statement, "2026-07-08 03:59");

        request.FinishDocument(statement.Id, OnePage, At("2026-07-08 09:00"));

        Assert.False(statement.Late);
        Assert.False(request.IsLate);
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
    }

    [Fact]
    public void AttachDocument_InTheNewTimeAfterALateAsk_IsNotLate()
    {
        var request = CreateRequest(r => r.WithBothDocuments().AskedAgainFor(DocumentKind.PhotoId, on: "2026-07-20 15:00"));

        var inTime = request.Send(DocumentKind.PhotoId, "2026-07-24 03:59:59.999");
        Assert.False(inTime.Late);
        Assert.False(request.IsLate);

        var late = request.Send(DocumentKind.PhotoId, "2026-07-24 04:00");
        Assert.True(late.Late);
        Assert.True(request.IsLate);
    }

    [Fact]
    public void AskForMore_OfALateRequest_StaysMarkedLate()
    {
        var request = CreateRequest(r => r.WithBothDocuments(on: "2026-07-15 15:00")
            .AskedAgainFor(DocumentKind.PhotoId, on: "2026-07-16 15:00").WithPhotoId(on: "2026-07-16 16:00"));

        Assert.True(request.IsLate);
        Assert.Equal([true, true, false], request.Documents.Select(d => d.Late));
    }

    // Files.

    [Fact]
    public void AttachDocument_AFile_IsBeingCheckedAndNotYetCounted()
    {
        var request = CreateRequest();
        var file = File(DocumentKind.PhotoId, length: 1234);

        var document = request.AttachDocument(file, At("2026-07-02 15:00"));

        Assert.Equal([document], request.Documents);
        Assert.Equal(
            (file.Id, request.Id, file.UploadId, file.Kind, file.IdType, file.MediaType, file.Length, file.Sha256),
            (document.Id, document.RequestId, document.UploadId, document.Kind, document.IdType, document.MediaType, document.Length, document.Sha256));
        Assert.Equal(DocumentState.Checking, document.State);
        Assert.False(document.IsUsable);
        Assert.True(document.HasContent);
        Assert.Empty(document.Pages);
        Assert.Equal(1234, request.StoredBytes);
        Assert.Equal(2, request.MissingDocuments.Count());
        Assert.Equal(RequestStatus.AwaitingDocuments, request.Status);
    }

    [Fact]
    public void AttachDocument_AStatementWithAnIdType_ForgetsTheType() =>
        Assert.Null(CreateRequest().Send(DocumentKind.Statement).IdType);

    [Fact]
    public void AttachDocument_TheSameUploadTwice_IsOneDocument()
    {
        var request = CreateRequest();
        var upload = Guid.NewGuid();
        var first = request.AttachDocument(File(DocumentKind.PhotoId, upload: upload), At("2026-07-02 15:00"));
        var before = RequestSnapshot.Of(request);

        var second = request.AttachDocument(File(DocumentKind.PhotoId, upload: upload), At("2026-07-09 15:00"));

        Assert.Same(first, second);
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AttachDocument_TheSameBytesTwice_IsOneDocument(bool checkedBetween)
    {
        var request = CreateRequest();
        var first = request.AttachDocument(File(DocumentKind.PhotoId, bytes: "photo"), At("2026-07-02 15:00"));
        if (checkedBetween)
        {
            request.FinishDocument(first.Id, OnePage, At("2026-07-02 15:01"));
        }

        var before = RequestSnapshot.Of(request);

        var second = request.AttachDocument(File(DocumentKind.PhotoId, bytes: "photo"), At("2026-07-09 15:00"));

        Assert.Same(first, second);
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void AttachDocument_TheSameUploadAfterTheEnd_StillAnswersWithTheFirst()
    {
        var upload = Guid.NewGuid();
        var request = CreateRequest();
        var first = request.AttachDocument(File(DocumentKind.PhotoId, upload: upload), At("2026-07-02 15:00"));
        request.Withdraw(At("2026-07-02 15:01"));

        Assert.Same(first, request.AttachDocument(File(DocumentKind.PhotoId, upload: upload), At("2026-07-02 15:02")));
    }

    [Fact]
    public void AttachDocument_TheSameBytesAsAnotherKind_IsAnotherDocument()
    {
        var request = CreateRequest();

        var photo = request.AttachDocument(File(DocumentKind.PhotoId, bytes: "scan"), At("2026-07-02 15:00"));
        var statement = request.AttachDocument(File(DocumentKind.Statement, bytes: "scan"), At("2026-07-02 15:00"));

        Assert.NotSame(photo, statement);
    }

    [Theory]
    [InlineData(DocumentState.Removed)]
    [InlineData(DocumentState.Refused)]
    [InlineData(DocumentState.SetAside)]
    public void AttachDocument_TheBytesOfAFileThatNoLongerCounts_IsANewDocument(DocumentState state)
    {
        var request = CreateRequest(r => r.WithStatement());
        var first = request.AttachDocument(File(DocumentKind.PhotoId, bytes: "photo"), At("2026-07-02 15:00"));
        switch (state)
        {
            case DocumentState.Removed:
                request.RemoveDocument(first.Id, At("2026-07-02 15:01"));
                break;
            case DocumentState.Refused:
                request.RefuseDocument(first.Id, "Unreadable", At("2026-07-02 15:01"));
                break;
            default:
                request.FinishDocument(first.Id, OnePage, At("2026-07-02 15:01"));
                request.AskForMore([DocumentKind.PhotoId], "Too dark.", Agent, At("2026-07-02 15:02"));
                break;
        }

        Assert.Equal(state, first.State);
        var second = request.AttachDocument(File(DocumentKind.PhotoId, bytes: "photo"), At("2026-07-02 16:00"));

        Assert.NotSame(first, second);
        Assert.Equal(DocumentState.Checking, second.State);
    }

    [Fact]
    public void AttachDocument_TheTwentyFirstFile_Throws()
    {
        var request = CreateRequest();
        for (var i = 0; i < ServiceRequest.MaxFiles; i++)
        {
            request.Send(DocumentKind.PhotoId);
        }

        var before = RequestSnapshot.Of(request);

        var rule = Assert.Throws<RequestRuleException>(() => request.Send(DocumentKind.Statement));

        Assert.Equal("A request holds at most 20 files.", rule.Message);
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void AttachDocument_MoreThanSixtyMegabytes_Throws()
    {
        var request = CreateRequest();
        for (var i = 0; i < 4; i++)
        {
            request.AttachDocument(File(DocumentKind.PhotoId, 15 * Megabyte), At("2026-07-02 15:00"));
        }

        Assert.Equal(ServiceRequest.MaxBytes, request.StoredBytes);
        var before = RequestSnapshot.Of(request);

        var rule = Assert.Throws<RequestRuleException>(
            () => request.AttachDocument(File(DocumentKind.Statement, 1), At("2026-07-02 15:00")));

        Assert.Equal("A request holds at most 60 MB of files.", rule.Message);
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void AttachDocument_AfterFilesWereTakenBackOrRefused_HasRoomAgain()
    {
        var request = CreateRequest();
        for (var i = 0; i < ServiceRequest.MaxFiles; i++)
        {
            request.AttachDocument(File(DocumentKind.PhotoId, 3 * Megabyte), At("2026-07-02 15:00"));
        }

        request.RemoveDocument(request.Documents[0].Id, At("2026-07-02 15:01"));
        request.RefuseDocument(request.Documents[1].Id, "Unreadable", At("2026-07-02 15:01"));

        Assert.Equal(54 * Megabyte, request.StoredBytes);
        request.AttachDocument(File(DocumentKind.Statement, 3 * Megabyte), At("2026-07-02 15:02"));
        request.AttachDocument(File(DocumentKind.Statement, 3 * Megabyte), At("2026-07-02 15:02"));
        Assert.Throws<RequestRuleException>(() => request.AttachDocument(File(DocumentKind.Statement, 1), At("2026-07-02 15:03")));
    }

    [Fact]
    public void AttachDocument_AfterFortyInVain_Throws()
    {
        var request = CreateRequest();
        for (var i = 0; i < ServiceRequest.MaxDiscardedFiles; i++)
        {
            request.RequireRoomFor(DocumentKind.PhotoId);
            var file = request.AttachDocument(File(DocumentKind.PhotoId), At("2026-07-02 15:00"));
            if (i % 2 == 0)
            {
                request.RefuseDocument(file.Id, "Unreadable", At("2026-07-02 15:00"));
            }
            else
            {
                request.RemoveDocument(file.Id, At("2026-07-02 15:00"));
            }
        }

        Assert.StartsWith(
            "So many files", Assert.Throws<RequestRuleException>(() => request.RequireRoomFor(DocumentKind.PhotoId)).Message, StringComparison.Ordinal);
        Assert.Throws<RequestRuleException>(() => request.AttachDocument(File(DocumentKind.PhotoId), At("2026-07-02 15:00")));
    }

    [Fact]
    public void AttachDocument_AfterAFileWasSetAside_CountsItStill()
    {
        var request = CreateRequest(r => r.WithStatement());
        for (var i = 0; i < ServiceRequest.MaxFiles - 1; i++)
        {
            request.Receive(DocumentKind.PhotoId);
        }

        request.AskForMore([DocumentKind.PhotoId], "Too dark.", Agent, At("2026-07-06 15:00"));

        Assert.Throws<RequestRuleException>(() => request.Send(DocumentKind.PhotoId));
    }

    [Fact]
    public void FinishDocument_WithPages_KeepsThemInOrder()
    {
        var request = CreateRequest();
        var document = request.Send(DocumentKind.PhotoId);
        var pages = Enumerable.Range(1, 3).Select(n => OnePage[0] with { Number = n }).ToList();

        request.FinishDocument(document.Id, pages, At("2026-07-02 15:01"));

        Assert.Equal(pages, document.Pages);
        Assert.Equal(DocumentState.Received, document.State);
        Assert.Equal([DocumentKind.Statement], request.MissingDocuments);
    }

    [Fact]
    public void FinishDocument_Twice_IsOnce()
    {
        var request = CreateRequest(r => r.WithPhotoId());
        var before = RequestSnapshot.Of(request);

        request.FinishDocument(request.Documents[0].Id, OnePage, At("2026-07-02 16:00"));

        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void FinishDocument_WithoutPages_Throws()
    {
        var request = CreateRequest(r => r.StillChecking(DocumentKind.PhotoId));
        var before = RequestSnapshot.Of(request);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => request.FinishDocument(request.Documents[0].Id, [], At("2026-07-02 16:00")));

        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void FinishDocument_TakenBackMeanwhile_StaysTakenBack()
    {
        var request = CreateRequest(r => r.StillChecking(DocumentKind.PhotoId));
        request.RemoveDocument(request.Documents[0].Id, At("2026-07-02 15:01"));
        var before = RequestSnapshot.Of(request);

        request.FinishDocument(request.Documents[0].Id, OnePage, At("2026-07-02 15:02"));
        request.RefuseDocument(request.Documents[0].Id, "Unreadable", At("2026-07-02 15:02"));

        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void FinishDocument_SecondOfOneKind_DoesNotStartTheReview()
    {
        var request = CreateRequest(r => r.WithPhotoId().WithPhotoId());

        Assert.Equal(RequestStatus.AwaitingDocuments, request.Status);
        Assert.Equal([DocumentKind.Statement], request.MissingDocuments);
    }

    [Fact]
    public void RefuseDocument_BeingChecked_HoldsNoBytesAndDoesNotCount()
    {
        var request = CreateRequest(r => r.WithStatement().StillChecking(DocumentKind.PhotoId));

        request.RefuseDocument(request.Documents[1].Id, "Unreadable", At("2026-07-02 16:00"));

        Assert.Equal(DocumentState.Refused, request.Documents[1].State);
        Assert.False(request.Documents[1].HasContent);
        Assert.Equal(request.Documents[0].Length, request.StoredBytes);
        Assert.Equal([DocumentKind.PhotoId], request.MissingDocuments);
    }

    [Fact]
    public void RefuseDocument_ReceivedAlready_ChangesNothing()
    {
        var request = CreateRequest(r => r.WithPhotoId());
        var before = RequestSnapshot.Of(request);

        request.RefuseDocument(request.Documents[0].Id, "Unreadable", At("2026-07-02 16:00"));

        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void RemoveDocument_Twice_Throws()
    {
        var request = CreateRequest(r => r.WithPhotoId());
        request.RemoveDocument(request.Documents[0].Id, At("2026-07-02 16:00"));

        Assert.Equal(DocumentState.Removed, request.Documents[0].State);
        Assert.Equal(0, request.StoredBytes);
        Assert.Throws<RequestRuleException>(() => request.RemoveDocument(request.Documents[0].Id, At("2026-07-02 16:01")));
    }

    [Fact]
    public void RemoveDocument_SetAside_Throws()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.MoreNeeded));
        var setAside = request.Documents.Single(d => d.State == DocumentState.SetAside);

        Assert.Throws<RequestRuleException>(() => request.RemoveDocument(setAside.Id, At("2026-07-06 16:00")));
    }

    [Fact]
    public void EachVerbOnAFile_OfAnotherRequest_Throws()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        var other = CreateRequest(r => r.WithPhotoId()).Documents[0].Id;
        var before = RequestSnapshot.Of(request);
        var now = At("2026-07-02 16:00");

        Assert.Throws<RequestRuleException>(() => request.FinishDocument(other, OnePage, now));
        Assert.Throws<RequestRuleException>(() => request.RefuseDocument(other, "Unreadable", now));
        Assert.Throws<RequestRuleException>(() => request.RemoveDocument(other, now));
        Assert.Throws<RequestRuleException>(() => request.NoteView(other, Agent, now));
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    // The agent's verbs.

    [Fact]
    public void AskForMore_OneKind_SetsAsideWhatWasSentOfItAndNoMore()
    {
        var request = CreateRequest(r => r.WithBothDocuments().WithPhotoId().StillChecking(DocumentKind.PhotoId)
            .StillChecking(DocumentKind.PhotoId).Then(x => x.RemoveDocument(x.Documents[^1].Id, At("2026-07-02 16:00"))));

        request.AskForMore([DocumentKind.PhotoId], "Too dark.", Agent, At("2026-07-06 15:00"));

        Assert.Equal(
            [DocumentState.SetAside, DocumentState.Received, DocumentState.SetAside, DocumentState.SetAside, DocumentState.Removed],
            request.Documents.Select(d => d.State));
        Assert.Equal([DocumentKind.PhotoId], request.MissingDocuments);
    }

    [Fact]
    public void AskForMore_BothKinds_IsOneEventEach()
    {
        var request = CreateRequest(r => r.WithBothDocuments());

        request.AskForMore([DocumentKind.PhotoId, DocumentKind.Statement], "Too dark.", Agent, At("2026-07-06 15:00"));

        Assert.Equal([DocumentKind.PhotoId, DocumentKind.Statement], request.MissingDocuments);
        Assert.Equal(
            [DocumentKind.PhotoId, DocumentKind.Statement],
            request.Events.Where(e => e.Kind == RequestEventKind.MoreAsked).Select(e => e.Document!.Value));
    }

    [Fact]
    public void AskForMore_ReplacedInTime_IsReadyAgain()
    {
        var request = CreateRequest(r => r.WithBothDocuments(on: "2026-07-02 15:00")
            .AskedAgainFor(DocumentKind.Statement, on: "2026-07-06 15:00").WithStatement(on: "2026-07-07 15:00"));

        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        Assert.Equal(At("2026-07-02 15:00"), request.DocumentsCompletedOn);
        Assert.Equal(At("2026-07-11 03:59:59.999"), request.NextStepDueOn);
    }

    [Fact]
    public void AgentsVerbs_WithoutWhatTheyNeed_ThrowAndChangeNothing()
    {
        var now = At("2026-07-06 16:00");
        var ready = CreateRequest(r => r.ThatIs(RequestStatus.ReadyForReview));
        var withSeller = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller));
        var (readyBefore, withSellerBefore) = (RequestSnapshot.Of(ready), RequestSnapshot.Of(withSeller));

        Assert.Throws<ArgumentException>(() => ready.AskForMore([DocumentKind.PhotoId], " ", Agent, now));
        Assert.Throws<ArgumentOutOfRangeException>(() => ready.AskForMore([], "Too dark.", Agent, now));
        Assert.Throws<ArgumentException>(() => ready.Decline("", Agent, now));
        Assert.Throws<ArgumentException>(() => withSeller.RecordCarrierClaim(" ", Agent, now));
        Assert.Throws<ArgumentOutOfRangeException>(() => withSeller.RecordCarrierClaim(new string('1', 61), Agent, now));
        Assert.Throws<ArgumentNullException>(() => withSeller.Resolve(null!, Agent, now));

        Assert.Equal(readyBefore, RequestSnapshot.Of(ready));
        Assert.Equal(withSellerBefore, RequestSnapshot.Of(withSeller));
    }

    [Theory]
    [InlineData("0.01")]
    [InlineData("100.00")]
    public void Resolve_WithARefundUpToTheOrdersValue_IsResolved(string dollars)
    {
        var request = CreateRequest(r => r.Worth(100m).ThatIs(RequestStatus.WithSeller).OutOfStock());
        var refund = Resolution.Refund(decimal.Parse(dollars, provider: null));

        request.Resolve(refund, Agent, At("2026-07-08 15:00"));

        Assert.Equal(refund, request.Resolution);
        Assert.Equal(At("2026-07-08 15:00"), request.EndedOn);
    }

    [Fact]
    public void Resolve_WithARefundAboveTheOrdersValue_ThrowsAndChangesNothing()
    {
        var request = CreateRequest(r => r.Worth(100m).ThatIs(RequestStatus.CarrierClaimFiled).OutOfStock());
        var before = RequestSnapshot.Of(request);

        Assert.Throws<RequestRuleException>(() => request.Resolve(Resolution.Refund(100.01m), Agent, At("2026-07-08 15:00")));

        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void Resolve_WithAReplacement_KeepsItsTrackingNumber()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller));

        request.Resolve(Resolution.Replacement("1Z5R89390357567127"), Agent, At("2026-07-08 15:00"));

        Assert.Equal(Resolution.Replacement("1Z5R89390357567127"), request.Resolution);
    }

    [Theory]
    [InlineData(PlaceToLook.SideYard, "Side yard and shrubbery")]
    [InlineData(PlaceToLook.SomewhereElse, "Somewhere else")]
    [InlineData(null, null)]
    public void MarkFound_AnyPlace_SaysWhereInTheHistory(PlaceToLook? where, string? detail)
    {
        var request = CreateRequest();

        request.MarkFound(where, Actor.Customer, At("2026-07-02 16:00"));

        Assert.Equal(RequestStatus.Closed, request.Status);
        Assert.Equal(detail, request.Events[^1].Detail);
    }

    private static string History(ServiceRequest request) => string.Join('\n', request.Events.Select(Told));

    /// <summary>One line of the history as a person would read it.</summary>
    private static string Told(RequestEvent e)
    {
        var actor = e.ActorName is null ? e.ActorKind.ToString() : $"{e.ActorKind} {e.ActorName}";
        var document = e.Document is { } kind ? $" {kind}" : "";
        var detail = e.Detail is { } text ? $" “{text}”" : "";
        return $"{e.OccurredOn.ToString("yyyy-MM-dd HH:mm", provider: null)} {actor}: {e.Kind}{document}{detail}";
    }
}
