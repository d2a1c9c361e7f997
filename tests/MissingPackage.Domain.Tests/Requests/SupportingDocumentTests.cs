using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>Documents that only help: taken while the claim isn't filed, and never in the way of those that are asked for.</summary>
public class SupportingDocumentTests
{
    private const long Megabyte = 1024 * 1024;

    public static TheoryData<DocumentKind> Kinds => [.. DocumentKinds.Supporting];

    [Fact]
    public void Kinds_AreEitherRequiredOrSupporting()
    {
        Assert.Equal(Enum.GetValues<DocumentKind>().Order(), DocumentKinds.Required.Concat(DocumentKinds.Supporting).Order());
        Assert.All(DocumentKinds.Required, kind => Assert.True(kind.IsRequired()));
        Assert.All(DocumentKinds.Supporting, kind => Assert.False(kind.IsRequired()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Receive_WhenItOnlyHelps_OwesAndChangesNothingElse(DocumentKind kind)
    {
        var request = CreateRequest(r => r.WithPhotoId());
        var due = request.NextStepDueOn;

        // Weeks after the deadline of what was asked for.
        var document = request.Receive(kind, "2026-07-29 15:00");

        Assert.Equal((DocumentState.Received, false, null), (document.State, document.Late, document.IdType));
        Assert.False(request.IsLate);
        Assert.Equal(RequestStatus.AwaitingDocuments, request.Status);
        Assert.Equal(due, request.NextStepDueOn);
        Assert.Equal([DocumentKind.Statement], request.MissingDocuments);
        Assert.Equal([DocumentKind.Statement], request.StillToSend);
    }

    [Theory]
    [InlineData(RequestStatus.AwaitingDocuments, true)]
    [InlineData(RequestStatus.MoreNeeded, true)]
    [InlineData(RequestStatus.ReadyForReview, true)]
    [InlineData(RequestStatus.WithSeller, true)]
    [InlineData(RequestStatus.CarrierClaimFiled, false)]
    [InlineData(RequestStatus.Resolved, false)]
    [InlineData(RequestStatus.Declined, false)]
    [InlineData(RequestStatus.Closed, false)]
    public void Attach_UntilTheClaimIsFiled_IsTakenAndCanBeTakenBack(RequestStatus status, bool taken)
    {
        var request = CreateRequest(r => r.ThatIs(status));
        Assert.Equal(taken, request.CanAttach(DocumentKind.DropOffPhoto));
        if (!taken)
        {
            Assert.Throws<RequestRuleException>(() => request.Send(DocumentKind.DropOffPhoto));
            return;
        }

        var document = request.Receive(DocumentKind.DropOffPhoto, "2026-07-08 15:00");
        Assert.Equal(status, request.Status);
        request.RemoveDocument(document.Id, At("2026-07-08 16:00"));

        Assert.Equal(DocumentState.Removed, document.State);
        Assert.Equal(status, request.Status);
    }

    [Fact]
    public void Attach_WhenTheRequestIsFullOfWhatHelps_StillTakesWhatIsAskedFor()
    {
        var request = CreateRequest();
        for (var i = 0; i < ServiceRequest.MaxSupportingFiles; i++)
        {
            request.Send(DocumentKind.DropOffPhoto);
        }

        Assert.Throws<RequestRuleException>(() => request.Send(DocumentKind.ProofOfValue));
        request.Receive(DocumentKind.PhotoId);
        request.Receive(DocumentKind.Statement);

        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
    }

    [Fact]
    public void Attach_WhenTheBytesThatHelpAreTooMany_IsRefused()
    {
        var request = CreateRequest();
        request.AttachDocument(File(DocumentKind.ProofOfValue, 15 * Megabyte), At("2026-07-02 15:00"));
        request.AttachDocument(File(DocumentKind.ProofOfValue, 5 * Megabyte), At("2026-07-02 15:00"));

        Assert.Throws<RequestRuleException>(() => request.AttachDocument(File(DocumentKind.DropOffPhoto, 1), At("2026-07-02 15:00")));
        request.AttachDocument(File(DocumentKind.PhotoId, 15 * Megabyte), At("2026-07-02 15:00"));
    }

    [Fact]
    public void Decide_WhenThereIsWhatHelps_LeavesItAsItIs()
    {
        var request = CreateRequest(r => r.WithBothDocuments());
        var photo = request.Receive(DocumentKind.DropOffPhoto);

        request.AskForMore([DocumentKind.PhotoId], "Too dark.", Agent, At("2026-07-06 15:00"));
        Assert.Equal(DocumentState.Received, photo.State);
        Assert.Throws<ArgumentOutOfRangeException>(() => request.AskForMore([DocumentKind.DropOffPhoto], "Too dark.", Agent, At("2026-07-06 15:00")));
        request.Receive(DocumentKind.PhotoId, "2026-07-07 15:00");
        request.AcceptDocuments(Agent, At("2026-07-08 15:00"));

        Assert.Equal(DocumentState.Received, photo.State);
    }

    [Fact]
    public void Replace_WhenItOnlyHelps_TakesThePlaceOnceItIsGood()
    {
        var request = CreateRequest(r => r.ThatIs(RequestStatus.WithSeller));
        var first = request.Receive(DocumentKind.DeliveryPhoto, "2026-07-08 15:00");
        var second = request.AttachDocument(File(DocumentKind.DeliveryPhoto) with { Replaces = first.Id }, At("2026-07-08 15:05"));
        request.FinishDocument(second.Id, OnePage, At("2026-07-08 15:06"));

        Assert.Equal((DocumentState.Removed, DocumentState.Received), (first.State, second.State));
        Assert.Equal(first.Position, second.Position);
    }
}
