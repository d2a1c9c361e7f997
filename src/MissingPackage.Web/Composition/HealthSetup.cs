using Microsoft.Extensions.Diagnostics.HealthChecks;
using MissingPackage.Web.Health;

namespace MissingPackage.Web.Composition;

internal static class HealthSetup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", HealthStatus.Unhealthy, [], Patience)
            .AddCheck<StoreHealth>("documents", HealthStatus.Unhealthy, [], Patience)
            .AddCheck<ScannerHealth>("scanner", HealthStatus.Degraded, [], Patience)
            .AddCheck<PictureHealth>("pictures", HealthStatus.Degraded, [], Patience)
            .AddCheck<MailHealth>("mail", HealthStatus.Degraded, [], Patience)
            .AddCheck<DiskHealth>("disk", HealthStatus.Degraded, [], Patience);
    }

    /// <summary>
    /// <c>/health/live</c>: the process answers; restart it where it doesn't. <c>/health/ready</c>: it can serve; 503 takes
    /// it out of the balancer. A scanner or mail server that is away is no reason: what needs them waits. Nothing that comes
    /// before a page is asked first: it needs the database.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("alive")).AllowAnonymous().ShortCircuit();
        app.MapGet("/health/ready", async (Readiness readiness, CancellationToken cancellation) =>
        {
            var report = await readiness.AskAsync(cancellation);
            return TypedResults.Json(report, statusCode: report.Status == nameof(HealthStatus.Unhealthy) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        }).AllowAnonymous().ShortCircuit();
    }
}
