using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Outbox;

namespace MissingPackage.Application.Telemetry;

/// <summary>
/// Reads once a minute what only the database knows: how many requests wait and for how long, how late they are, and
/// what the outbox holds. Every node tells the same, so whoever draws it takes the maximum over nodes, not the sum.
/// </summary>
public sealed class QueueWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>How far the late share looks back.</summary>
    private static readonly TimeSpan LateWindow = TimeSpan.FromDays(30);

    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueWatch> _logger;
    private volatile Seen? _seen;

    public QueueWatch(IServiceScopeFactory scopes, Measurements measurements, TimeProvider time, ILogger<QueueWatch> logger)
    {
        ArgumentNullException.ThrowIfNull(measurements);
        (_scopes, _time, _logger) = (scopes, time, logger);
        var meter = measurements.Meter;
        meter.CreateObservableGauge("missingpackage.queue.requests", () => _seen?.Requests ?? [], "{request}", "Open requests, by status and by the time since they were opened.");
        meter.CreateObservableGauge("missingpackage.queue.overdue", () => One(_seen?.Overdue), "{request}", "Open requests whose tightest day has passed.");
        meter.CreateObservableGauge("missingpackage.late_share", () => One(_seen?.LateShare), "1", "Of the requests opened in the last 30 days whose documents are complete, the share that came late.");
        meter.CreateObservableGauge("missingpackage.outbox.waiting", () => One(_seen?.Waiting), "{message}", "Messages that are due and have not left.");
        meter.CreateObservableGauge("missingpackage.outbox.lag", () => One(_seen?.Lag), "s", "How long the message that is due longest has been due.");
        meter.CreateObservableGauge("missingpackage.outbox.given_up", () => One(_seen?.GivenUp), "{message}", "Messages that were given up, and wait for a person.");
    }

    /// <summary>Reads the database once, for the measurements that follow.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>();
        var now = _time.GetUtcNow().UtcDateTime;
        var (day, threeDays, week) = (now.AddDays(-1), now.AddDays(-3), now.AddDays(-7));
        var open = await database.Requests.Where(r => r.TightestDueOn != null)
            .GroupBy(r => r.Status)
            .Select(g => new
            {
                Status = g.Key,
                All = g.Count(),
                OverDay = g.Count(r => r.OpenedOn <= day),
                OverThree = g.Count(r => r.OpenedOn <= threeDays),
                OverWeek = g.Count(r => r.OpenedOn <= week),
            })
            .ToListAsync(cancellation);
        var overdue = await database.Requests.CountAsync(r => r.TightestDueOn < now, cancellation);
        var lately = now - LateWindow;
        var complete = await database.Requests.Where(r => r.OpenedOn >= lately && r.CompletedInTime != null)
            .GroupBy(r => r.CompletedInTime == true).Select(g => new { InTime = g.Key, Count = g.Count() }).ToListAsync(cancellation);
        var all = complete.Sum(g => g.Count);
        var due = database.Outbox.Where(m => m.State == OutboxState.Waiting && m.NextAttemptOn <= now);
        var waiting = await due.CountAsync(cancellation);
        var first = await due.MinAsync(m => (DateTime?)m.NextAttemptOn, cancellation);
        var givenUp = await database.Outbox.CountAsync(m => m.State == OutboxState.Dead, cancellation);
        _seen = new Seen(
            [.. open.SelectMany(g => new[]
            {
                Of(g.Status.ToString(), "under_1_day", g.All - g.OverDay), Of(g.Status.ToString(), "1_to_3_days", g.OverDay - g.OverThree),
                Of(g.Status.ToString(), "3_to_7_days", g.OverThree - g.OverWeek), Of(g.Status.ToString(), "over_7_days", g.OverWeek),
            })],
            overdue, all == 0 ? 0 : (double)complete.Where(g => !g.InTime).Sum(g => g.Count) / all, waiting,
            first is { } since ? (now - since).TotalSeconds : 0, givenUp);

        static Measurement<long> Of(string status, string age, int count) => new(count, new("status", status), new("age", age));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing is told rather than something old: its absence is an alarm of its own.
                _seen = null;
                _logger.LogWarning("The queue couldn’t be measured ({Failure}); trying again", failure.GetType().Name);
            }

            await Task.Delay(Every, TimeProvider.System, stoppingToken);
        }
    }

    private static IEnumerable<Measurement<T>> One<T>(T? value)
        where T : struct => value is { } known ? [new Measurement<T>(known)] : [];

    private sealed record Seen(IReadOnlyList<Measurement<long>> Requests, long Overdue, double LateShare, long Waiting, double Lag, long GivenUp);
}
