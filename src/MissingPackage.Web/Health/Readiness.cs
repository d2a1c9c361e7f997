using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MissingPackage.Web.Health;

/// <summary>
/// What <c>/health/ready</c> says: one word for each part this node needs, and what to do where it isn't well. It names
/// no host, no path and no secret: anybody may ask. Asked often, it looks once in <see cref="Life"/>.
/// </summary>
public sealed class Readiness(HealthCheckService checks, TimeProvider time) : IDisposable
{
    /// <summary>How long an answer holds.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private (ReadinessReport Report, DateTimeOffset At)? _last;

    /// <summary>Looks, or says again what it saw a moment ago.</summary>
    public async Task<ReadinessReport> AskAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_last is { } last && time.GetUtcNow() - last.At < Life && time.GetUtcNow() >= last.At)
            {
                return last.Report;
            }

            // Not with the asker's token: one who hangs up must not leave half an answer for the next.
            var report = ReadinessReport.Of(await checks.CheckHealthAsync(CancellationToken.None));
            _last = (report, time.GetUtcNow());
            return report;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}

/// <summary>The answer.</summary>
/// <param name="Status"><c>Healthy</c>; <c>Degraded</c> where it works with something missing; <c>Unhealthy</c> where it can't serve.</param>
/// <param name="Parts">Each part by name.</param>
public sealed record ReadinessReport(string Status, IReadOnlyDictionary<string, ReadinessPart> Parts)
{
    internal static ReadinessReport Of(HealthReport report) => new(report.Status.ToString(), report.Entries.ToDictionary(
        entry => entry.Key,
        // An exception's own words may hold an address or an account.
        entry => new ReadinessPart(entry.Value.Status.ToString(), entry.Value.Exception is null ? entry.Value.Description : "It didn’t answer in time, or couldn’t be looked at."),
        StringComparer.Ordinal));
}

/// <summary>One part.</summary>
/// <param name="Status">As in <see cref="ReadinessReport.Status"/>.</param>
/// <param name="Note">What is wrong and what to do, or null where all is well.</param>
public sealed record ReadinessPart(string Status, string? Note);
