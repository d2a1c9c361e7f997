using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Searching;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>
/// Finds requests, open and ended, by the beginning of an order number, a tracking number, an email address or any word of a
/// name. Each kind is a range of one index; a request that several terms find is listed once, by the first of them.
/// </summary>
[SuppressMessage("Globalization", "CA1309", Justification = "Comparisons run in the database, by code point.")]
public sealed class RequestSearch(MissingPackageContext database, QueueKeys keys)
{
    /// <summary>What a place in the results is marked with.</summary>
    public const string Order = "search";

    /// <summary>One page of results, in the order of the terms.</summary>
    /// <param name="typed">What the agent typed.</param>
    /// <param name="place">From a page before, or null for the first page.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    public async Task<QueuePage> ReadAsync(string typed, QueueCursor? place, CancellationToken cancellation)
    {
        var found = new List<RequestSearchTerm>();
        foreach (var part in Parts(typed, place))
        {
            if (found.Count <= QueuePage.Size)
            {
                found.AddRange(await part.Take(QueuePage.Size + 1 - found.Count).ToListAsync(cancellation));
            }
        }

        // Each request once, even if its terms changed between two parts.
        found = [.. found.DistinctBy(term => term.RequestId)];
        var terms = found.ToDictionary(term => term.RequestId, term => term.Term);
        var rows = terms.Count == 0 ? [] : await Rows([.. terms.Keys]).ToDictionaryAsync(row => row.Id, cancellation);
        return keys.Page(
            [.. found.Where(term => rows.ContainsKey(term.RequestId)).Select(term => rows[term.RequestId])],
            place, row => new QueueCursor(Order, false, terms[row.Id], row.Id));
    }

    /// <summary>The queries of a page, to be read one after the other until it is full.</summary>
    public IEnumerable<IQueryable<RequestSearchTerm>> Parts(string typed, QueueCursor? place)
    {
        var ranges = TypedSearch.Read(typed);
        var backwards = place?.Backwards ?? false;
        foreach (var range in backwards ? ranges.Reverse() : ranges)
        {
            var terms = In(range);
            foreach (var other in ranges)
            {
                terms = terms.Where(t => !In(other).Any(first => first.RequestId == t.RequestId && string.Compare(first.Term, t.Term) < 0));
            }

            if (place is null)
            {
                yield return Sort(terms, backwards);
            }
            else
            {
                var (term, id) = (place.Key, place.Id);
                var same = terms.Where(t => t.Term == term);
                yield return Sort(backwards ? same.Where(t => t.RequestId < id) : same.Where(t => t.RequestId > id), backwards);
                yield return Sort(backwards ? terms.Where(t => string.Compare(t.Term, term) < 0) : terms.Where(t => string.Compare(t.Term, term) > 0), backwards);
            }
        }
    }

    /// <summary>The found requests as rows.</summary>
    private IQueryable<QueueRow> Rows(IReadOnlyList<Guid> ids) => database.Requests.Where(r => ids.Contains(r.Id)).Select(QueueRow.Of);

    private static IQueryable<RequestSearchTerm> Sort(IQueryable<RequestSearchTerm> terms, bool backwards) => backwards
        ? terms.OrderByDescending(t => t.Term).ThenByDescending(t => t.RequestId)
        : terms.OrderBy(t => t.Term).ThenBy(t => t.RequestId);

    private IQueryable<RequestSearchTerm> In(TermRange range)
    {
        var (from, until) = (range.From, range.Until);
        var terms = database.SearchTerms.AsNoTracking().Where(t => string.Compare(t.Term, from) >= 0 && string.Compare(t.Term, until) < 0);
        foreach (var word in range.Words)
        {
            terms = terms.Where(t => t.Term.Contains(word));
        }

        return terms;
    }
}
