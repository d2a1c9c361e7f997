using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace MissingPackage.Data;

/// <summary>Reading many rows.</summary>
public static class Pages
{
    private const int Size = 1_000;

    /// <summary>
    /// Every row, a page after the other: no more than one page is in memory. A query that is read as a stream doesn't do
    /// that, because a result that may have to be asked for again is kept whole.
    /// </summary>
    /// <param name="rows">In the order of something unique.</param>
    /// <param name="after">What follows a row in that order.</param>
    /// <param name="cancellation">Stops before the next page.</param>
    public static async IAsyncEnumerable<T> InPagesAsync<T>(
        this IOrderedQueryable<T> rows, Func<IOrderedQueryable<T>, T, IQueryable<T>> after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(after);
        var page = await rows.Take(Size).ToListAsync(cancellation);
        while (true)
        {
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < Size)
            {
                yield break;
            }

            page = await after(rows, page[^1]).Take(Size).ToListAsync(cancellation);
        }
    }
}
