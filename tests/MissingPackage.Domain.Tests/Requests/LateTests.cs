using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

/// <summary>What the system notes by itself: a deadline that passed, and a customer whom email doesn't reach.</summary>
public class LateTests
{
    private static readonly DateTime After = At(FirstDeadline).AddTicks(1);

    [Fact]
    public void MarkLate_WhenTheDeadlineHasPassed_MarksOnceAndLeavesTheStatusAlone()
    {
        var request = CreateRequest(r => r.WithPhotoId());

        Assert.False(request.MarkLate(At(FirstDeadline)));
        Assert.True(request.MarkLate(After));
        Assert.False(request.MarkLate(After.AddDays(1)));

        Assert.True(request.IsLate);
        Assert.Equal((RequestStatus.AwaitingDocuments, After), (request.Status, Assert.Single(request.Events, e => e.Kind == RequestEventKind.MarkedLate).OccurredOn));
        Assert.True(request.CanAttachDocument); // an ask, not a wall
    }

    [Fact]
    public void MarkLate_WhenEverythingWasSentAndIsBeingChecked_DoesNotMark()
    {
        var request = CreateRequest(r => r.WithPhotoId().StillChecking(DocumentKind.Statement));

        Assert.Empty(request.StillToSend);
        Assert.Equal([DocumentKind.Statement], request.MissingDocuments);
        Assert.False(request.MarkLate(After));
        Assert.False(request.IsLate);
    }

    [Fact]
    public void MarkLate_WhenNobodyWaitsForDocuments_DoesNotMark()
    {
        Assert.False(CreateRequest(r => r.WithBothDocuments()).MarkLate(After));
        Assert.False(CreateRequest(r => r.Then(x => x.Withdraw(At("2026-07-03 15:00")))).MarkLate(After));
        Assert.False(CreateRequest(r => r.Opened("2026-07-20 15:00")).MarkLate(At("2026-07-21 15:00"))); // late from the start
    }

    [Fact]
    public void NoteBounce_HoweverOften_NotesTheFirstAndTripsNobody()
    {
        var request = CreateRequest();
        var version = request.Version;

        request.NoteBounce(At("2026-07-02 15:00"));
        request.NoteBounce(At("2026-07-05 15:00"));

        Assert.Equal(At("2026-07-02 15:00"), request.EmailBouncedOn);
        Assert.Single(request.Events, e => e.Kind == RequestEventKind.EmailBounced);
        Assert.Equal(version, request.Version);
    }
}
