using System.Globalization;
using MissingPackage.Application.Mail.Messages;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace MissingPackage.Web.Composition;

internal static class Logs
{
    /// <summary>The trace at the end is what a problem page shows as its reference.</summary>
    private const string Template = "[{Timestamp:HH:mm:ss} {Level:u3}] {Message:lj} {TraceId}{NewLine}{Exception}";

    public static void AddLogs(this WebApplicationBuilder builder) =>
        builder.Services.AddSerilog(logger =>
        {
            logger
                .ReadFrom.Configuration(builder.Configuration)
                .Enrich.FromLogContext()
                .Enrich.With<WithoutAddress>()
                .WriteTo.Sink(new WithoutValues(LoggerSinkConfiguration.CreateSink(to =>
                {
                    to.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture);
                    if (builder.Configuration.SendsTelemetry())
                    {
                        to.OpenTelemetry(
                            collector => collector.ResourceAttributes["service.name"] = TelemetrySetup.ServiceName,
                            name => builder.Configuration[name]);
                    }
                })));
        });

    /// <summary>
    /// One line a request, with the route and not the address: an address may hold a private token.
    /// The only thing of a person in it is the request's reference, which is no secret.
    /// </summary>
    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.MessageTemplate = "{RequestMethod} {Route} {Reference} answered {StatusCode} in {Elapsed:0} ms";
        options.IncludeQueryInRequestPath = false;
        options.GetMessageTemplateProperties = (context, _, elapsed, status) =>
        [
            new("RequestMethod", new ScalarValue(context.Request.Method)),
            new("Route", new ScalarValue(RouteOf(context))),
            new("Reference", new ScalarValue(ReferenceOf(context))),
            new("StatusCode", new ScalarValue(HasGone(context) ? StatusCodes.Status499ClientClosedRequest : status)),
            new("Elapsed", new ScalarValue(elapsed)),
        ];
        options.GetLevel = (context, _, exception) =>
            exception is OperationCanceledException && HasGone(context) ? LogEventLevel.Debug
            : exception is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
            : RouteOf(context) is null ? LogEventLevel.Debug
            : LogEventLevel.Information;
    });

    /// <summary>Whether the browser left before it had its answer, as on a quick click to the next page: no error of ours.</summary>
    private static bool HasGone(HttpContext context) => context.RequestAborted.IsCancellationRequested;

    /// <summary>Takes away what the host adds to every entry: the address, which may hold a private token.</summary>
    private sealed class WithoutAddress : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
    }

    /// <summary>The route with its holes, such as <c>/requests/{reference}</c>; null where no page answers.</summary>
    private static string? RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route ? "/" + route.TrimStart('/') : null;

    private static string ReferenceOf(HttpContext context) =>
        Domain.Requests.RequestReference.TryParse(context.GetRouteValue("reference") as string, out var reference) ? reference.Value : "-";
}
