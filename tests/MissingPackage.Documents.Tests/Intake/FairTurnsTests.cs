using CsCheck;
using Microsoft.Extensions.Time.Testing;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class FairTurnsTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoUsedNothing_ComesBeforeAHundredOfWhoUsedMuch()
    {
        var turns = new FairTurns(1, _time);
        var hostile = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
        var first = await TakeAsync(turns, hostile[0]);
        List<(Guid Whose, Task<IDisposable?> Turn)> waiting =
            [.. Enumerable.Range(0, 100).Select(i => (hostile[i % 6], turns.TakeAsync(hostile[i % 6], alone: false, Timeout.InfiniteTimeSpan, Cancel)))];
        _time.Advance(TimeSpan.FromSeconds(15));
        var good = turns.TakeAsync(Guid.NewGuid(), alone: false, Timeout.InfiniteTimeSpan, Cancel);

        // Each of the hostile takes its time; whoever had none yet is served before a second file of anybody.
        var before = 0;
        for (var turn = first; !good.IsCompleted; before++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            turn.Dispose();
            await Task.WhenAny([good, .. waiting.Select(one => one.Turn)]);
            turn = waiting.Find(one => one.Turn.IsCompleted) is { Turn: { } next } ? (await next)! : turn;
            waiting.RemoveAll(one => one.Turn.IsCompleted);
        }

        Assert.InRange(before, 1, 6);
        (await good)!.Dispose();
    }

    [Fact]
    public async Task OneSendersFiles_ComeInOrder()
    {
        var turns = new FairTurns(1, _time);
        var whose = Guid.NewGuid();
        var first = await TakeAsync(turns, whose);
        var second = turns.TakeAsync(whose, alone: false, Timeout.InfiniteTimeSpan, Cancel);
        var third = turns.TakeAsync(whose, alone: false, Timeout.InfiniteTimeSpan, Cancel);

        first.Dispose();

        var next = (await second)!;
        Assert.False(third.IsCompleted);
        next.Dispose();
        (await third)!.Dispose();
    }

    [Fact]
    public async Task Alone_WaitsForAllOthers_AndKeepsThemWaiting()
    {
        var turns = new FairTurns(2, _time);
        var running = await TakeAsync(turns, Guid.NewGuid());
        var alone = turns.TakeAsync(Guid.NewGuid(), alone: true, Timeout.InfiniteTimeSpan, Cancel);
        var other = turns.TakeAsync(Guid.NewGuid(), alone: false, Timeout.InfiniteTimeSpan, Cancel);
        Assert.False(alone.IsCompleted);
        Assert.False(other.IsCompleted);

        running.Dispose();
        var only = (await alone)!;
        Assert.False(other.IsCompleted);
        only.Dispose();
        (await other)!.Dispose();
    }

    [Fact]
    public async Task NoTurnInTime_IsNull_AndNoneIsLost()
    {
        var turns = new FairTurns(1, _time);
        var held = await TakeAsync(turns, Guid.NewGuid());
        Assert.Null(await turns.TakeAsync(Guid.NewGuid(), alone: false, TimeSpan.Zero, Cancel));
        var waits = turns.TakeAsync(Guid.NewGuid(), alone: false, TimeSpan.FromSeconds(10), Cancel);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await waits);
        using var cancel = new CancellationTokenSource();
        var cancelled = turns.TakeAsync(Guid.NewGuid(), alone: false, Timeout.InfiniteTimeSpan, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        held.Dispose();
        held.Dispose(); // twice is once

        var next = await TakeAsync(turns, Guid.NewGuid());
        Assert.Null(await turns.TakeAsync(Guid.NewGuid(), alone: false, TimeSpan.Zero, Cancel));
        next.Dispose();
    }

    [Fact]
    public Task HoweverTheyComeAndGo_NeverMoreAtOnce_AndAllAreServed() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 3].Array[1, 40]).SampleAsync(async given =>
        {
            var (count, senders) = given;
            var turns = new FairTurns(count, _time);
            var ids = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToArray();
            var (now, most) = (0, 0);
            await Task.WhenAll(senders.Select(async (sender, i) =>
            {
                using var turn = await turns.TakeAsync(ids[sender], alone: i % 7 == 6, TimeSpan.FromHours(1), Cancel);
                var running = Interlocked.Add(ref now, i % 7 == 6 ? count : 1);
                InterlockedMax(ref most, running);
                await Task.Yield();
                Interlocked.Add(ref now, i % 7 == 6 ? -count : -1);
            }));
            return most <= count && now == 0;
        }, iter: 200);

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // again
        }
    }

    private static async Task<IDisposable> TakeAsync(FairTurns turns, Guid whose) =>
        (await turns.TakeAsync(whose, alone: false, TimeSpan.Zero, Cancel))!;
}
