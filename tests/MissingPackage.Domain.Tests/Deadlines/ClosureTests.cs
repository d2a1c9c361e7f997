using CsCheck;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Tests.Requests;

namespace MissingPackage.Domain.Tests.Deadlines;

/// <summary>Days on which the house is closed: deadlines go around them, and never come earlier.</summary>
public class ClosureTests
{
    private static readonly Gen<DateOnly> Days = Gen.DateOnly[Date("2026-06-01"), Date("2027-03-31")];

    private static readonly Gen<List<Closure>> Closures = Days.Select(day => new Closure(day, "Closed")).List[0, 12];

    [Fact]
    public void IsBusinessDay_OnAClosure_IsNot() => Gen.Select(Closures, Days).Sample((closures, day) =>
        BusinessCalendar.UnitedStates.With(closures).IsBusinessDay(day)
            == (BusinessCalendar.UnitedStates.IsBusinessDay(day) && !closures.Exists(closure => closure.Date == day)));

    [Fact]
    public void AddBusinessDays_WithMoreClosures_IsNeverEarlier() => Gen.Select(Closures, Closures, Days, Gen.Int[0, 20]).Sample((some, more, start, days) =>
    {
        var calendar = BusinessCalendar.UnitedStates.With(some);
        var closed = calendar.With(more);
        var end = closed.AddBusinessDays(start, days);

        Assert.True(end >= calendar.AddBusinessDays(start, days));
        Assert.Equal(days, closed.CountBusinessDays(start, end));
        Assert.True(days == 0 || closed.IsBusinessDay(end));
    });

    [Fact]
    public void Deadline_WithClosures_ShowsWhyEachDayCountsOrNot() => Gen.Select(Closures, Days).Sample((closures, start) =>
    {
        var calendar = BusinessCalendar.UnitedStates.With(closures);
        var deadline = BusinessDeadline.After(start, 3, DeliveryTimeZone.ForState("NY"), calendar);

        Assert.Equal(3, deadline.Days.Count(day => day.Kind == DayKind.Business));
        Assert.All(deadline.Days.Skip(1), day => Assert.Equal(calendar.IsBusinessDay(day.Date), day.Kind == DayKind.Business));
        Assert.All(deadline.Days.Where(day => day.Kind == DayKind.Closed), day => Assert.Contains(closures, closure => closure.Date == day.Date));
    });

    [Fact]
    public void ExtendDeadlines_WhateverTheStatus_NeverMovesOneEarlier() =>
        Gen.Select(Gen.Enum<RequestStatus>(), Closures, Closures, Gen.Int[0, 40]).Sample((status, first, second, hours) =>
        {
            var request = RequestBuilder.CreateRequest(r => r.ThatIs(status));
            var now = RequestBuilder.At("2026-07-06 15:00").AddHours(hours * 10);
            foreach (var closures in new[] { first, second })
            {
                var (documents, next, version) = (request.DocumentsDueOn, request.NextStepDueOn, request.Version);

                // The second list is not the first with more in it: closures get removed too.
                request.CountBy(BusinessCalendar.UnitedStates.With(closures));
                var moved = request.ExtendDeadlines(now);

                Assert.True(request.DocumentsDueOn >= documents);
                Assert.True(request.NextStepDueOn is null || request.NextStepDueOn >= next);
                Assert.True(documents >= now || request.DocumentsDueOn == documents, "What has passed is history.");
                Assert.Equal(moved, (documents, next) != (request.DocumentsDueOn, request.NextStepDueOn));
                Assert.Equal(moved ? version + 1 : version, request.Version);
                Assert.True(request.NextStepCount is not { } count || count.DueOn == request.NextStepDueOn);
                Assert.False(request.ExtendDeadlines(now), "Twice is once.");
            }
        });

    [Theory]
    [InlineData(RequestStatus.AwaitingDocuments, "2026-07-07", "2026-07-09 03:59:59.999")]
    [InlineData(RequestStatus.ReadyForReview, "2026-07-07", "2026-07-10 03:59:59.999")]
    [InlineData(RequestStatus.WithSeller, "2026-07-07", "2026-07-09 03:59:59.999")]
    public void ExtendDeadlines_OverAClosureInside_MovesADayLater(RequestStatus status, string closed, string due)
    {
        var request = RequestBuilder.CreateRequest(r => r.ThatIs(status));

        request.CountBy(BusinessCalendar.UnitedStates.With([new Closure(Date(closed), "Company day")]));

        Assert.True(request.ExtendDeadlines(RequestBuilder.At("2026-07-06 16:00")));
        Assert.Equal(RequestBuilder.At(due), request.NextStepDueOn);
        Assert.Equal(RequestEventKind.DeadlineExtended, request.Events[^1].Kind);
        Assert.Contains(request.NextStepCount!.Days, day => day is { Kind: DayKind.Closed, HolidayName: "Company day" });
    }

    [Fact]
    public void ExtendDeadlines_WhenTheClosureIsTakenBack_KeepsThePromise()
    {
        var request = RequestBuilder.CreateRequest();
        request.CountBy(BusinessCalendar.UnitedStates.With([new Closure(Date("2026-07-06"), "Company day")]));
        request.ExtendDeadlines(request.OpenedOn);
        var promised = request.NextStepDueOn;

        request.CountBy(BusinessCalendar.UnitedStates);

        Assert.False(request.ExtendDeadlines(request.OpenedOn));
        Assert.Equal(promised, request.NextStepDueOn);
        Assert.Null(request.NextStepCount);
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", provider: null);
}
