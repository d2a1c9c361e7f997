using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using static MissingPackage.Domain.Tests.Requests.RequestBuilder;

namespace MissingPackage.Domain.Tests.Requests;

public class HistoryChainTests
{
    [Fact]
    public void FirstBreak_WhenEachRowFollowsTheOneBefore_IsNone()
    {
        var history = Chained();

        Assert.Null(HistoryChain.FirstBreak(history));
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(e => e.Sequence));
        Assert.Equal(history.Select(e => e.Hash).Prepend(HistoryChain.Beginning).SkipLast(1), history.Select(e => e.PreviousHash), StringComparer.Ordinal);
        Assert.All(history, e => Assert.Matches("^[0-9a-f]{64}$", e.Hash));
    }

    [Fact]
    public void FirstBreak_WhenARowIsMissing_NamesIt()
    {
        var history = Chained();

        Assert.Equal(new HistoryBreak(3, "A row is missing"), HistoryChain.FirstBreak(history.Where(e => e.Sequence != 3)));
        Assert.Equal(new HistoryBreak(1, "A row is missing"), HistoryChain.FirstBreak(history.Skip(1)));
        Assert.Equal(new HistoryBreak(1, "There is no history at all"), HistoryChain.FirstBreak([]));
    }

    [Fact]
    public void FirstBreak_WhenARowIsAnotherRequests_NamesIt()
    {
        var (one, other) = (Chained(), Chained());
        Assert.Equal(new HistoryBreak(2, "It doesn’t follow the row before it"), HistoryChain.FirstBreak([one[0], other[1], .. one.Skip(2)]));
    }

    [Fact]
    public void HashOf_OfRowsThatWouldReadAlikeInOneLine_Differs()
    {
        var request = CreateRequest();
        request.AddNote("a", Actor.Agent("b1:c"), At("2026-07-06 15:00"));
        request.AddNote("c1:a", Actor.Agent("b"), At("2026-07-06 15:00"));
        request.AddNote("-", Actor.Agent("b"), At("2026-07-06 15:00"));
        foreach (var entry in request.Events)
        {
            entry.ChainBehind(0, HistoryChain.Beginning);
        }

        Assert.Equal(4, request.Events.Select(e => e.Hash).Distinct(StringComparer.Ordinal).Count());
    }

    // The stored hashes of a running site must hold after every change of this code.
    [Fact]
    public void HashOf_IsTheSameForEver()
    {
        var request = ServiceRequest.Open(
            new Guid("11111111-2222-3333-4444-555555555555"), RequestReference.FromRandom([1, 2, 3, 4, 5]), Guid.NewGuid(),
            new RequestFacts(
                new OrderFacts("SAMPLE-1", "A sample item", null, 1m), new CustomerFacts("Sample Customer", "customer@example.com", null),
                new DeliveryAddress("1 Sample Street", null, "Sampleville", "NY", "00000"),
                new ShipmentFacts(null, null, new DateOnly(2026, 7, 1), new DateOnly(2026, 7, 1)), MissingPackage.Domain.Searching.HomeSearch.None),
            At("2026-07-02 14:00"));
        var opened = Assert.Single(request.Events);
        opened.ChainBehind(0, HistoryChain.Beginning);

        var fields = new[] { "1", new string('0', 64), "11111111222233334444555555555555", "1", "639185976000000000", "Customer", null, "Opened", null, null };
        var written = string.Concat(fields.Select(f => f is null ? "-:" : $"{f.Length}:{f}"));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(written))), opened.Hash);
    }

    private static List<RequestEvent> Chained()
    {
        var request = CreateRequest(r => r.WithBothDocuments().AskedAgainFor(DocumentKind.PhotoId));
        var (sequence, hash) = (0, HistoryChain.Beginning);
        foreach (var entry in request.Events)
        {
            entry.ChainBehind(sequence, hash);
            (sequence, hash) = (entry.Sequence, entry.Hash);
        }

        return [.. request.Events];
    }
}
