using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Text;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Reports;

/// <summary>
/// Asks the database for a report. It counts and sorts there, along an index of each date; no request is loaded, and at
/// most 24 rows a day come back.
/// </summary>
public sealed class ReportQueries(MissingPackageContext database, TimeProvider time)
{
    /// <summary>Longer ranges are shown by week.</summary>
    public const int MaxDaysByDay = 62;

    /// <summary>Sellers with a row of their own.</summary>
    public const int MaxSellers = 20;

    private const int MinutesADay = 24 * 60;

    public async Task<DeskReport> RunAsync(ReportRange range, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(range);
        DateTime start = range.Start, end = range.End;
        var opened = database.Requests.Where(r => r.OpenedOn >= start && r.OpenedOn < end);
        var decided = database.Requests.Where(r => r.FirstDecisionOn >= start && r.FirstDecisionOn < end);
        var ended = database.Requests.Where(r => r.EndedOn >= start && r.EndedOn < end && r.Outcome != null);

        var openedByDay = await ByDayAsync(opened.Select(r => r.OpenedOn), cancellation);
        var decidedByDay = await ByDayAsync(decided.Select(r => r.FirstDecisionOn!.Value), cancellation);
        var (inTime, notInTime, notDue) = await CompletenessAsync(opened, cancellation);
        var byWeek = range.Days > MaxDaysByDay;
        return new DeskReport
        {
            Range = range,
            ByWeek = byWeek,
            Periods = Periods(range, byWeek, openedByDay, decidedByDay),
            Times = await TimesAsync(decided, decidedByDay.Values.Sum(), cancellation),
            InTime = inTime,
            NotInTime = notInTime,
            NotDue = notDue,
            Found = await FoundAsync(range, cancellation),
            ByCarrier = await ByCarrierAsync(ended, cancellation),
            BySeller = await BySellerAsync(ended, cancellation),
        };
    }

    /// <summary>Counts by hour in UTC, and puts the hours into the desk's days: a day of theirs has 23 to 25.</summary>
    private static async Task<Dictionary<DateOnly, int>> ByDayAsync(IQueryable<DateTime> moments, CancellationToken cancellation)
    {
        var hours = await moments.GroupBy(on => new { on.Date, on.Hour })
            .Select(g => new { g.Key.Date, g.Key.Hour, Count = g.Count() }).ToListAsync(cancellation);
        return hours
            .GroupBy(h => ReportRange.Zone.DateOf(DateTime.SpecifyKind(h.Date, DateTimeKind.Utc).AddHours(h.Hour)))
            .ToDictionary(g => g.Key, g => g.Sum(h => h.Count));
    }

    private static List<PeriodCount> Periods(
        ReportRange range, bool byWeek, Dictionary<DateOnly, int> opened, Dictionary<DateOnly, int> decided) =>
        [.. Enumerable.Range(0, range.Days).Select(range.From.AddDays)
            .GroupBy(day => byWeek ? range.From.AddDays((day.DayNumber - range.From.DayNumber) / 7 * 7) : day)
            .Select(days => new PeriodCount(days.Key, days.Sum(opened.GetValueOrDefault), days.Sum(decided.GetValueOrDefault)))];

    private static async Task<DecisionTimes> TimesAsync(IQueryable<ServiceRequest> decided, int count, CancellationToken cancellation)
    {
        var minutes = decided.Select(r => r.FirstDecisionMinutes!.Value);
        var byDays = await minutes
            .GroupBy(m => m < MinutesADay ? 0 : m < 2 * MinutesADay ? 1 : m < 3 * MinutesADay ? 2 : m < 4 * MinutesADay ? 3 : m < 5 * MinutesADay ? 4 : 5)
            .Select(g => new { Days = g.Key, Count = g.Count() }).ToListAsync(cancellation);
        return new DecisionTimes(
            await AtAsync(minutes, count, 50, cancellation),
            await AtAsync(minutes, count, 90, cancellation),
            [.. Enumerable.Range(0, 6).Select(days => byDays.Find(b => b.Days == days)?.Count ?? 0)]);
    }

    /// <summary>The nearest rank: the smallest value that so many percent don't exceed. The database sorts, one row comes back.</summary>
    private static async Task<int?> AtAsync(IQueryable<int> values, int count, int percent, CancellationToken cancellation) =>
        count == 0 ? null
        : await values.OrderBy(value => value).Skip((int)((((long)count * percent) + 99) / 100) - 1).Take(1).Select(value => (int?)value).FirstOrDefaultAsync(cancellation);

    private async Task<(int InTime, int NotInTime, int NotDue)> CompletenessAsync(IQueryable<ServiceRequest> opened, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var counts = await opened
            .GroupBy(r => r.CompletedInTime == true ? 0
                : r.CompletedInTime == false ? 1
                : r.Outcome == RequestOutcome.Found || r.Outcome == RequestOutcome.Withdrawn || r.DocumentsDueOn >= now ? 2 : 1)
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        int Of(int key) => counts.Find(c => c.Key == key)?.Count ?? 0;
        return (Of(0), Of(1), Of(2));
    }

    private async Task<IReadOnlyList<(Domain.Searching.PlaceToLook, int)>> FoundAsync(ReportRange range, CancellationToken cancellation)
    {
        DateOnly from = range.From, to = range.To;
        var places = await database.FoundPackages.Where(f => f.FoundDate >= from && f.FoundDate <= to)
            .GroupBy(f => f.Place).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        return [.. places.OrderByDescending(p => p.Count).ThenBy(p => p.Key).Select(p => (p.Key, p.Count))];
    }

    private static async Task<IReadOnlyList<OutcomeCount>> ByCarrierAsync(IQueryable<ServiceRequest> ended, CancellationToken cancellation)
    {
        var counts = await ended.GroupBy(r => new { r.Shipment.Carrier, r.Outcome })
            .Select(g => new { g.Key.Carrier, g.Key.Outcome, Count = g.Count() }).ToListAsync(cancellation);
        return [.. counts.GroupBy(c => c.Carrier).OrderBy(g => g.Key is null).ThenBy(g => g.Key)
            .Select(g => new OutcomeCount(DeskReport.NameOf(g.Key), g.ToDictionary(c => c.Outcome!.Value, c => c.Count)))];
    }

    private static async Task<IReadOnlyList<OutcomeCount>> BySellerAsync(IQueryable<ServiceRequest> ended, CancellationToken cancellation)
    {
        Expression<Func<ServiceRequest, string>> seller = r => r.Order.Seller ?? "";
        var largest = await ended.GroupBy(seller).Select(g => new { Name = g.Key, Count = g.Count() })
            .OrderByDescending(s => s.Count).ThenBy(s => s.Name).Take(MaxSellers).Select(s => s.Name).ToListAsync(cancellation);
        var named = await ended.Where(r => largest.Contains(r.Order.Seller ?? "")).GroupBy(r => new { Name = r.Order.Seller ?? "", r.Outcome })
            .Select(g => new { g.Key.Name, g.Key.Outcome, Count = g.Count() }).ToListAsync(cancellation);
        var rest = await ended.Where(r => !largest.Contains(r.Order.Seller ?? "")).GroupBy(r => r.Outcome)
            .Select(g => new { Outcome = g.Key, Count = g.Count() }).ToListAsync(cancellation);
        var rows = named.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase)
            .Select(g => new OutcomeCount(g.Key.Length == 0 ? "Not named" : g.Key,
                g.GroupBy(c => c.Outcome!.Value).ToDictionary(c => c.Key, c => c.Sum(one => one.Count))))
            .OrderByDescending(row => row.Total).ThenBy(row => row.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (rest.Count > 0)
        {
            rows.Add(new OutcomeCount("All other sellers", rest.ToDictionary(c => c.Outcome!.Value, c => c.Count)));
        }

        return rows;
    }
}
