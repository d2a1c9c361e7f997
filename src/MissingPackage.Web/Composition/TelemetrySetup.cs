using MissingPackage.Application.Telemetry;
using MissingPackage.Web.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MissingPackage.Web.Composition;

/// <summary>
/// Traces, metrics and logs leave over OTLP where OpenTelemetry's own <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, with its
/// other variables (protocol, headers, resource attributes); otherwise nothing of it is loaded.
/// </summary>
internal static class TelemetrySetup
{
    public const string ServiceName = "missingpackage";

    /// <summary>OpenTelemetry's setting that names the collector.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<Measurements>();
        builder.Services.AddScoped<EventCounter>();
        if (!builder.Configuration.SendsTelemetry())
        {
            return;
        }

        builder.Services.AddSingleton<QueueWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<QueueWatch>());
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : ServiceName,
                serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(), serviceInstanceId: Environment.MachineName))
            .WithTracing(traces => traces
                .AddSource(Measurements.Name)
                // Questions of the balancer are no visits.
                .AddAspNetCoreInstrumentation(web => web.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                .AddSqlClientInstrumentation()
                .AddProcessor<OnlyWhatIsKnown>())
            .WithMetrics(metrics => metrics
                .AddMeter(Measurements.Name)
                .AddMeter("System.Runtime")
                .AddAspNetCoreInstrumentation())
            .UseOtlpExporter();
        builder.Services.AddSingleton<OnlyWhatIsKnown>();
    }

    /// <summary>Whether telemetry leaves this process.</summary>
    /// <exception cref="StartException">The endpoint is set and is no address.</exception>
    public static bool SendsTelemetry(this IConfiguration configuration)
    {
        if (configuration[Endpoint] is not { Length: > 0 } endpoint)
        {
            return false;
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? true
            : throw new StartException($"{Endpoint} must be a full address, such as http://collector.example.com:4317.");
    }
}
