using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Data.History;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Data;

/// <summary>The chain of a history: kept whole by every writer, and broken by whoever goes around the application.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task Verify_OfOrdinaryHistories_Holds()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        await (await own.NewAgentAsync()).AcceptAsync(reference);
        await own.NewCustomer().OpenRequestAsync();
        var report = await VerifyAsync(own);

        Assert.True(report.Holds);
        Assert.Equal(2, report.Requests);
        Assert.Equal(await own.AskAsync(database => database.Set<RequestEvent>().LongCountAsync()), report.Rows);
        Assert.Equal(Enumerable.Range(1, 100).Take((await own.RequestAsync(reference)).Events.Count), (await own.RequestAsync(reference)).Events.Select(e => e.Sequence));
    }

    [Theory]
    [InlineData("UPDATE RequestEvents SET Detail = 'Somebody else' WHERE Sequence = 2", 2, "Its content was changed")]
    [InlineData("UPDATE RequestEvents SET ActorName = 'other@example.com' WHERE Sequence = 3", 3, "Its content was changed")]
    [InlineData("UPDATE RequestEvents SET Kind = 'NoSuchThing' WHERE Sequence = 3", 3, "Its content was changed")]
    [InlineData("UPDATE RequestEvents SET OccurredOn = '2026-07-01 16:00:01' WHERE Sequence = 1", 1, "Its content was changed")]
    [InlineData("DELETE FROM RequestEvents WHERE Sequence = 2", 2, "A row is missing")]
    [InlineData("DELETE FROM RequestEvents WHERE Sequence = 1", 1, "A row is missing")]
    [InlineData("DELETE FROM RequestEvents", 1, "There is no history at all")]
    [InlineData("UPDATE RequestEvents SET Sequence = Sequence + 100 WHERE Sequence > 2", 3, "A row is missing")]
    [InlineData("UPDATE RequestEvents SET Hash = PreviousHash WHERE Sequence = 2", 2, "Its content was changed")]
    [InlineData("UPDATE RequestEvents SET PreviousHash = Hash WHERE Sequence = 4", 4, "It doesn’t follow the row before it")]
    public async Task Verify_WhenRowsWereTamperedWith_NamesTheFirst(string tamper, int row, string reason)
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        await own.AskAsync(database => database.Database.ExecuteSqlRawAsync(tamper));
        var report = await VerifyAsync(own);

        var altered = Assert.Single(report.Altered);
        Assert.Equal((reference, row, reason), (altered.Reference!.Value, altered.Break.Sequence, altered.Break.Reason));
        Assert.False(report.Holds);
        Assert.Equal([$"ALTERED {reference}, row {row}: {reason}.", $"{report.Rows} rows of 1 requests: 1 altered."], report.Lines, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Job_WhenARowWasTamperedWith_FailsAndNamesIt()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        Assert.EndsWith("every chain holds.", await RunJobAsync(own), StringComparison.Ordinal);

        await own.AskAsync(database => database.Database.ExecuteSqlRawAsync("UPDATE RequestEvents SET Detail = 'Somebody else' WHERE Sequence = 2"));
        var failure = await Assert.ThrowsAsync<HistoryAlteredException>(() => RunJobAsync(own));

        Assert.StartsWith($"ALTERED {reference}, row 2: Its content was changed.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody else", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReviewPage_WhenTheHistoryWasAltered_SaysSo()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        await own.AskAsync(database => database.Database.ExecuteSqlRawAsync("UPDATE RequestEvents SET Detail = 'Somebody else' WHERE Sequence = 2"));
        var agent = await own.NewAgentAsync();
        await agent.ReviewAsync(reference);
        Assert.Contains("This history was altered outside the application, from row 2 on", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_OfManyWritersAtOnce_MakesOneChain()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var before = (await own.RequestAsync(reference)).Events.Count;
        using var start = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var note = 0; note < 5; note++)
            {
                await own.AskAsync(async database =>
                {
                    Assert.True(RequestReference.TryParse(reference, out var parsed));
                    var request = await database.Requests.SingleAsync(r => r.Reference == parsed);
                    request.AddNote($"Note {note} of {writer}", Actor.Agent($"agent{writer}@example.com"), own.Now);
                    if (note == 0)
                    {
                        start.SignalAndWait(TimeSpan.FromMinutes(2));
                    }

                    return await database.SaveChangesAsync();
                });
            }
        })));

        var history = (await own.RequestAsync(reference)).Events.OrderBy(e => e.Sequence).ToList();
        Assert.Equal(before + 40, history.Count);
        Assert.Null(HistoryChain.FirstBreak(history));
        Assert.True((await VerifyAsync(own)).Holds);
    }

    private static async Task<string> RunJobAsync(MissingPackageApplication application)
    {
        await using var scope = application.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<VerifyHistoryJob>().VerifyAsync(CancellationToken.None);
    }

    private static Task<HistoryReport> VerifyAsync(MissingPackageApplication application) =>
        application.AskAsync(database => new HistoryVerifier(database).VerifyAsync(CancellationToken.None));
}
