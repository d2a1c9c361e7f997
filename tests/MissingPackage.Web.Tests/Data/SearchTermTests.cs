using CsCheck;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data.Searching;
using static MissingPackage.Web.Tests.Data.SampleRequest;

namespace MissingPackage.Web.Tests.Data;

/// <summary>What a request is found by: made, changed and erased in the save that changes the request.</summary>
public sealed class SearchTermTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData("Łucja Marín-O’Brien", "LUCJA MARIN OBRIEN")]
    [InlineData("  Straße, Åsa  Ødegård ", "STRASSE ASA ODEGARD")]
    [InlineData("ﬁona ÆBLE Œuvre", "FIONA AEBLE OEUVRE")]
    [InlineData("עברית لعربية é", "עברית لعربية E")]
    [InlineData("📦 %_ --", "")]
    [InlineData("a\ud83d", "A")]
    [InlineData("", "")]
    public void Words_OfAName_AreFoldedAndParted(string name, string words) => Assert.Equal(words, string.Join(' ', SearchText.Words(name)));

    [Fact]
    public void Terms_OfAName_HaveEachWordInFrontOnce() => Assert.Equal(
        "#20418, #1Z5R8, $ANA@EXAMPLE.COM, ANA MARIA LOPEZ, MARIA ANA LOPEZ, LOPEZ ANA MARIA",
        string.Join(", ", RequestSearchTerm.TextsOf("#20-418", "1Z 5r8", " ana@example.com", "Ana María López")));

    [Theory]
    [InlineData("420787459400111206206406260787", "#420787459400111206206406260787, #9400111206206406260787")]
    [InlineData("4207874512349400111206206406260787", "#4207874512349400111206206406260787, #12349400111206206406260787, #9400111206206406260787")]
    [InlineData("4201", "#4201")]
    public void Terms_OfATrackingNumber_LeaveOutTheLabelsZip(string number, string terms) =>
        Assert.Equal(terms, string.Join(", ", RequestSearchTerm.TextsOf("", number, "", "")));

    [Fact]
    public void Terms_OfAnyText_AreShortEnoughAndWholeAndInARangeOfTheirOwnBeginning() => Gen.String.Sample(
        name =>
        {
            foreach (var term in RequestSearchTerm.TextsOf(name, name, name, name))
            {
                Assert.InRange(term.Length, 1, RequestSearchTerm.MaxLength);
                Assert.True(term.IsNormalized(), "Half a character is no text.");
            }

            foreach (var range in TypedSearch.Read(name))
            {
                Assert.True(ByCodePoint(range.From, range.Until) < 0);
                Assert.True(ByCodePoint(range.From + "\U0010FFFF", range.Until) < 0);
            }
        },
        iter: 2_000);

    [Fact]
    public async Task Save_WhenTheFactsChange_ChangesTheTermsWithThem_AndErasesThemWithTheNames()
    {
        var request = Long();
        await using (var context = _database.Open())
        {
            context.Add(request);
            await context.SaveChangesAsync(Cancellation);
        }

        Assert.NotEmpty(await TermsAsync(request.Id));
        await using (var context = _database.Open())
        {
            var loaded = await context.Requests.SingleAsync(r => r.Id == request.Id, Cancellation);
            var entry = context.Entry(loaded);
            entry.ComplexProperty(r => r.Customer).Property(c => c.Name).CurrentValue = "Ana López";
            entry.ComplexProperty(r => r.Order).Property(o => o.Number).CurrentValue = "A-1";
            await context.SaveChangesAsync(Cancellation);
        }

        var changed = await TermsAsync(request.Id);
        Assert.Equal("#A1, ANA LOPEZ, LOPEZ ANA", string.Join(", ", changed.Where(t => t[0] is not ('$' or '+' or '@') && !t.StartsWith("#JJD", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        await using (var context = _database.Open())
        {
            var loaded = await context.Requests.SingleAsync(r => r.Id == request.Id, Cancellation);
            var entry = context.Entry(loaded);
            entry.ComplexProperty(r => r.Customer).Property(c => c.Name).CurrentValue = "";
            entry.ComplexProperty(r => r.Customer).Property(c => c.Email).CurrentValue = "";
            entry.ComplexProperty(r => r.Customer).Property(c => c.Phone).CurrentValue = null;
            entry.ComplexProperty(r => r.Address).Property(a => a.Line1).CurrentValue = "";
            entry.ComplexProperty(r => r.Address).Property(a => a.Line2).CurrentValue = null;
            entry.ComplexProperty(r => r.Order).Property(o => o.Number).CurrentValue = "";
            entry.ComplexProperty(r => r.Shipment).Property(s => s.TrackingNumber).CurrentValue = null;
            await context.SaveChangesAsync(Cancellation);
        }

        Assert.Empty(await TermsAsync(request.Id));
    }

    [Fact]
    public async Task Save_WhenItIsTriedAgain_MakesEachTermOnce()
    {
        var first = Short();
        await using (var context = _database.Open())
        {
            context.Add(first);
            await context.SaveChangesAsync(Cancellation);
        }

        await using (var context = _database.Open())
        {
            var twice = Short(reference: first.Reference);
            context.Add(twice);
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));
            Assert.Empty(await TermsAsync(twice.Id));
        }

        Assert.Equal(5, (await TermsAsync(first.Id)).Count);
    }

    private static int ByCodePoint(string a, string b) => a.EnumerateRunes().Select(r => r.Value).Concat([-1])
        .Zip(b.EnumerateRunes().Select(r => r.Value).Concat([-1]), (x, y) => x.CompareTo(y)).FirstOrDefault(c => c != 0);

    private async Task<List<string>> TermsAsync(Guid id)
    {
        await using var context = _database.Open();
        return await context.SearchTerms.Where(t => t.RequestId == id).Select(t => t.Term).ToListAsync(Cancellation);
    }
}
