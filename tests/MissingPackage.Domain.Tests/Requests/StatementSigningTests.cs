using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>Signing the statement on screen, and what a corrected fact does to it.</summary>
public class StatementSigningTests
{
    private static readonly DateTime Now = At("2026-07-03 15:00");

    [Fact]
    public void SignStatement_WhenThePhotoIdIsThere_CompletesTheDocuments()
    {
        var request = CreateRequest(r => r.WithPhotoId());

        var document = request.Sign(Now);

        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        Assert.Same(document, request.SignedStatement);
        Assert.Equal((DocumentState.Received, DocumentKind.Statement, null, false), (document.State, document.Kind, document.IdType, document.Late));
        Assert.Equal([RequestEventKind.StatementSigned, RequestEventKind.DocumentsComplete], request.Events.TakeLast(2).Select(e => e.Kind));
    }

    [Fact]
    public void SignStatement_InTwoTabs_MakesOneStatement()
    {
        var request = CreateRequest();
        var first = request.Sign(Now);
        var before = RequestSnapshot.Of(request);

        Assert.Same(first, request.Sign(Now));
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void SignStatement_SameFormAfterItWasTakenBack_SignsNothing()
    {
        var (request, form) = (CreateRequest(), Guid.NewGuid());
        var first = request.Sign(Now, form);
        request.RemoveDocument(first.Id, Now);

        Assert.Same(first, request.Sign(Now, form));
        Assert.Null(request.SignedStatement);
        Assert.NotSame(first, request.Sign(Now));
    }

    [Fact]
    public void SignStatement_AfterTheDeadline_IsLateAndTaken()
    {
        var request = CreateRequest();

        Assert.True(request.Sign(At("2026-07-09 15:00")).Late);
        Assert.True(request.IsLate);
    }

    [Fact]
    public void SignStatement_WhenFull_Throws()
    {
        var request = CreateRequest();
        for (var i = 0; i < ServiceRequest.MaxFiles; i++)
        {
            request.Send(DocumentKind.PhotoId);
        }

        Assert.Throws<RequestRuleException>(() => request.Sign(Now));
    }

    [Fact]
    public void CorrectFacts_NothingDiffers_ChangesNothing()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.ReadyForReview));
        var before = RequestSnapshot.Of(request);

        Assert.False(request.CorrectFacts(CorrectedFacts.Of(request), Actor.Customer, Now));
        Assert.Equal(before, RequestSnapshot.Of(request));
    }

    [Fact]
    public void CorrectFacts_EachFact_IsWrittenDownAsItWasAndIs()
    {
        var request = CreateRequest();
        var expected = new DateOnly(2026, 6, 30);

        Assert.True(request.CorrectFacts(
            new CorrectedFacts(
                new OrderFacts("ORDER-555-0101", "Another item", null, 99.5m), "Sample Kunde",
                new DeliveryAddress("2 Sample Street", "Apt 4", "Sampleville", "NY", "00001"),
                new ShipmentFacts(CarrierCode.Usps, "9400111206206406260787", expected, expected)),
            Actor.Customer, Now));

        var entry = Assert.Single(request.Events, e => e.Kind == RequestEventKind.FactsCorrected);
        Assert.Equal(
            "Order number: “ORDER-555-0100” → “ORDER-555-0101”; Item: “A sample item” → “Another item”; Seller: “Sample Seller” → nothing; "
            + "Order value: “100.00” → “99.50”; Name: “Sample Customer” → “Sample Kunde”; "
            + "Address: “1 Sample Street, Sampleville, NY 00000” → “2 Sample Street, Apt 4, Sampleville, NY 00001”; Carrier: “UPS” → “USPS”; "
            + "Tracking number: nothing → “9400111206206406260787”; Expected: “Jul 1, 2026” → “Jun 30, 2026”; Marked delivered: “Jul 1, 2026” → “Jun 30, 2026”",
            entry.Detail);
        Assert.Equal(("Sample Kunde", "customer@example.com"), (request.Customer.Name, request.Customer.Email));
        Assert.Equal(("Another item", "2 Sample Street", CarrierCode.Usps, expected), (request.Order.Item, request.Address.Line1, request.Shipment.Carrier, request.Shipment.ExpectedDate));
    }

    [Fact]
    public void CorrectFacts_UnderReview_VoidsTheStatementAndAsksAgain()
    {
        var request = CreateRequest(r => r.WithPhotoId().Then(r => r.Sign(At("2026-07-02 15:00"))));
        var signed = request.SignedStatement!;

        Assert.True(request.Correct(At("2026-07-14 15:00"), Agent));

        Assert.Equal((RequestStatus.MoreNeeded, DocumentState.Voided), (request.Status, signed.State));
        Assert.True(signed.HasContent);
        Assert.NotEmpty(signed.Pages);
        Assert.Equal([DocumentKind.Statement], request.MissingDocuments);
        Assert.Equal([RequestEventKind.FactsCorrected, RequestEventKind.StatementVoided], request.Events.TakeLast(2).Select(e => e.Kind));
        Assert.Equal(At("2026-07-18 03:59:59.999"), request.DocumentsDueOn); // three business days from Tuesday
        Assert.Equal(request.DocumentsDueOn, request.NextStepDueOn);

        request.Sign(At("2026-07-15 15:00"));
        Assert.Equal((RequestStatus.ReadyForReview, false), (request.Status, request.IsLate));
    }

    [Fact]
    public void CorrectFacts_WhileAPhotoOfTheStatementIsBeingChecked_VoidsItTooAndKeepsIt()
    {
        var request = CreateRequest(r => r.WithPhotoId().StillChecking(DocumentKind.Statement));
        var photo = request.Documents.Single(d => d.Kind == DocumentKind.Statement);

        request.Correct(Now);
        request.FinishDocument(photo.Id, OnePage, Now);

        Assert.Equal((DocumentState.Voided, 1), (photo.State, photo.Pages.Count));
        Assert.Equal(RequestStatus.AwaitingDocuments, request.Status);
    }

    [Fact]
    public void CorrectFacts_LaterDayOrZone_MovesTheDeadlineLaterAndNeverEarlier()
    {
        var request = CreateRequest();
        var facts = CorrectedFacts.Of(request);

        request.CorrectFacts(facts with { Shipment = facts.Shipment with { ExpectedDate = new DateOnly(2026, 6, 1) } }, Actor.Customer, Now);
        Assert.Equal(At(FirstDeadline), request.DocumentsDueOn);
        Assert.Null(request.NextStepCount);

        request.CorrectFacts(facts with { Address = facts.Address with { State = "HI" } }, Actor.Customer, Now);
        Assert.Equal(At("2026-07-08 09:59:59.999"), request.DocumentsDueOn);
        Assert.Equal(request.DocumentsDueOn, request.NextStepDueOn);
    }

    [Fact]
    public void EraseDocument_Signed_ForgetsWhereItCameFromAndKeepsThatItWasIssued()
    {
        var request = CreateRequest(r => r.Then(r => r.Sign(Now, signature: RequestUploads.Signature(Now) with { OtherName = "Somebody Else" })));
        var document = request.SignedStatement!;

        request.EraseDocument(document.Id, "By a test", Agent, Now);

        Assert.Equal(("", "", null, Now), (document.Signature!.IpAddress, document.Signature.UserAgent, document.Signature.OtherName, document.Signature.SignedOn));
        Assert.NotNull(document.CheckCode);
        Assert.Null(request.SignedStatement);
    }
}
