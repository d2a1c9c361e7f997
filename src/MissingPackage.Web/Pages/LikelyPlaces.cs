using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Web.Pages;

/// <summary>Where packages were found, by kind of home: for the checklist's order. Counts only.</summary>
public sealed class LikelyPlaces(MissingPackageContext database, IMemoryCache cache)
{
    /// <summary>Counts this old are still good enough to sort a list by.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The counts for both kinds of home.</summary>
    /// <param name="carrier">The carrier, where it is known; where it has found too little, all carriers count.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyDictionary<HomeKind, FoundCounts>> CountAsync(CarrierCode? carrier, CancellationToken cancellation)
    {
        var all = await ReadAsync(null, cancellation);
        if (carrier is not null)
        {
            var theirs = await ReadAsync(carrier, cancellation);
            all = all.ToDictionary(home => home.Key, home => theirs[home.Key].Total >= FoundCounts.EnoughToSort ? theirs[home.Key] : home.Value);
        }

        return all;
    }

    private async Task<IReadOnlyDictionary<HomeKind, FoundCounts>> ReadAsync(CarrierCode? carrier, CancellationToken cancellation) =>
        (await cache.GetOrCreateAsync(("found", carrier), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Life;
            var counts = await database.FoundPackages
                .Where(f => f.Home != null && (carrier == null || f.Carrier == carrier))
                .GroupBy(f => new { f.Home, f.Place })
                .Select(g => new { g.Key.Home, g.Key.Place, Count = g.Count() })
                .ToListAsync(cancellation);
            return Enum.GetValues<HomeKind>().ToDictionary(
                home => home, home => new FoundCounts(counts.Where(c => c.Home == home).ToDictionary(c => c.Place, c => c.Count)));
        }))!;
}
