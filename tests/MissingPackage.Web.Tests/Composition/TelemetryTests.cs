using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MissingPackage.Application.Telemetry;
using MissingPackage.Web.Tests.People;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MissingPackage.Web.Tests.Composition;

/// <summary>
/// What leaves for whoever watches the application: over OTLP to a collector inside these tests, byte by byte, and each
/// measurement by its value. Traces and log entries of one process are everybody's, so these tests run alone.
/// </summary>
[Collection(nameof(LogsTests))]
public sealed class TelemetryTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Journey_TracesMetricsAndLogs_ReachTheCollectorWithNothingOfThePerson()
    {
        await using var collector = await Collector.StartAsync();
        string link;
        string reference;
        string access;
        var story = new Story
        {
            Name = "Findme Personname",
            Email = "findme@mail.example.com",
            Phone = "(646) 555-0177",
            Line1 = "987 Findme Street",
            City = "Findme City",
            OrderNumber = "FINDME-ORDER-1",
            Item = "Findme shoes",
        };
        using (var application = Watched(collector.Address))
        {
            var customer = application.NewCustomer();
            reference = await customer.BringToReviewAsync(story);
            link = await customer.LinkInMailAsync(story.Email);
            await application.NewStranger().OpenAsync(link);
            await application.NewStranger().OpenAsync("/return?email=" + story.Email);
            access = customer.Cookies.GetAllCookies()["mp-access"]!.Value;
            var agent = await application.NewAgentAsync();
            await agent.OpenAsync("/admin?find=" + Uri.EscapeDataString(story.Name));
            await agent.AskAgainAsync(reference, "Findme reason", "Photo ID");
            var unlucky = application.NewCustomer();
            await unlucky.AnswerOrderAsync(story);
            await application.AskAsync(database => database.Database.ExecuteSqlRawAsync("DROP TABLE ReportDrafts"));
            await unlucky.OpenAsync("/report/item?order=" + story.OrderNumber);
            Assert.Equal(HttpStatusCode.InternalServerError, unlucky.Page.Status);
            await application.Services.GetRequiredService<QueueWatch>().LookAsync(Cancellation);
            application.Services.GetRequiredService<TracerProvider>().ForceFlush();
            application.Services.GetRequiredService<MeterProvider>().ForceFlush();
        }

        Assert.Contains("/requests/{reference}/documents/upload", collector.Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("GET /open/{token}", collector.Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("intake", collector.Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("error.type", collector.Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("missingpackage.request.events", collector.Sent("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("missingpackage.queue.requests", collector.Sent("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", collector.Sent("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("dotnet.gc.collections", collector.Sent("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains(" answered ", collector.Sent("/v1/logs"), StringComparison.Ordinal);
        Assert.Contains(reference, collector.Sent("/v1/logs"), StringComparison.Ordinal);
        foreach (var path in new[] { "/v1/traces", "/v1/metrics", "/v1/logs" })
        {
            Assert.Contains("missingpackage", collector.Sent(path), StringComparison.Ordinal);
            foreach (var secret in new[] { "findme", "personname", "mail.example.com", "555-0177", "5550177", link["/open/".Length..], access })
            {
                Assert.DoesNotContain(secret, collector.Sent(path), StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.DoesNotContain(reference, collector.Sent("/v1/traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journey_IsCountedAndTimed()
    {
        await using var collector = await Collector.StartAsync();
        var exported = new List<Metric>();
        using var application = Watched(collector.Address).Where(services => services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddInMemoryExporter(exported)));
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story());
        await customer.SendPhotoIdAsync(new Photo("front.jpg", Pictures.Colored(1).Bytes), new Photo("note.txt", "no"u8.ToArray()));
        await customer.SignAsync();
        var second = application.NewCustomer();
        await second.BringToReviewAsync();
        application.Time.Advance(TimeSpan.FromDays(2));
        await application.NewCustomer().OpenRequestAsync(new Story { OrderNumber = "20-002" });
        await application.Services.GetRequiredService<QueueWatch>().LookAsync(Cancellation);
        var waiting = await application.AskAsync(database => database.Outbox.CountAsync(Cancellation));
        application.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.Equal(3, Sum("missingpackage.request.events", ("event", "Opened")));
        Assert.Equal(2, Sum("missingpackage.request.events", ("event", "DocumentsComplete")));
        Assert.Equal(1, Sum("missingpackage.documents", ("document", "PhotoId"), ("verdict", "refused"), ("reason", "NotAnAcceptedType")));
        Assert.True(Sum("missingpackage.documents", ("document", "PhotoId"), ("verdict", "received")) >= 2);
        Assert.True(Count("missingpackage.intake.duration") >= 3);
        Assert.Equal(1, Count("missingpackage.pdf.duration", ("document", "statement")));
        Assert.Equal(2, Gauge("missingpackage.queue.requests", ("status", "ReadyForReview"), ("age", "1_to_3_days")));
        Assert.Equal(0, Gauge("missingpackage.queue.requests", ("status", "ReadyForReview"), ("age", "under_1_day")));
        Assert.Equal(1, Gauge("missingpackage.queue.requests", ("status", "AwaitingDocuments"), ("age", "under_1_day")));
        Assert.Equal(waiting, Gauge("missingpackage.outbox.waiting"));
        Assert.Equal(TimeSpan.FromDays(2).TotalSeconds, Points("missingpackage.outbox.lag").Single().GetGaugeLastValueDouble());
        Assert.Equal(0, Points("missingpackage.late_share").Single().GetGaugeLastValueDouble());

        // After the mail has left, nothing is late; and what is left undone for a week is overdue.
        await application.MailToAsync(new Story().Email);
        application.Time.Advance(TimeSpan.FromDays(8));
        await application.Services.GetRequiredService<QueueWatch>().LookAsync(Cancellation);
        exported.Clear();
        application.Services.GetRequiredService<MeterProvider>().ForceFlush();
        Assert.Equal(0, Points("missingpackage.outbox.lag").Single().GetGaugeLastValueDouble());
        Assert.Equal(waiting, Points("missingpackage.messages").Where(p => Has(p, ("outcome", "sent"))).Sum(p => p.GetSumLong()));
        Assert.Equal(3, Gauge("missingpackage.queue.overdue"));
        Assert.Equal(2, Gauge("missingpackage.queue.requests", ("status", "ReadyForReview"), ("age", "over_7_days")));

        List<MetricPoint> Points(string name)
        {
            var points = new List<MetricPoint>();
            foreach (var metric in exported.Where(m => m.Name == name))
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    points.Add(point);
                }
            }

            return points;
        }

        long Sum(string name, params (string, string)[] tags) => Points(name).Where(p => Has(p, tags)).Sum(p => p.GetSumLong());
        long Count(string name, params (string, string)[] tags) => Points(name).Where(p => Has(p, tags)).Sum(p => p.GetHistogramCount());
        long Gauge(string name, params (string, string)[] tags) => Points(name).Where(p => Has(p, tags)).Sum(p => p.GetGaugeLastValueLong());
    }

    [Fact]
    public async Task Documentation_NamesEveryMetricAndNoOther()
    {
        await using var collector = await Collector.StartAsync();
        using var application = Watched(collector.Address);
        var measurements = application.Services.GetRequiredService<Measurements>();
        var published = new ConcurrentBag<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published.Add(instrument.Name) };
        _ = application.Services.GetRequiredService<QueueWatch>();
        listener.Start();

        var documented = await File.ReadAllTextAsync(Documents(), Cancellation);

        Assert.NotNull(measurements);
        Assert.Equal(
            published.Where(name => name.StartsWith("missingpackage.", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Regex.Matches(documented, "missingpackage(?:\\.[a-z_]+)+", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(m => m.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

        static string Documents([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/operations.md");
    }

    [Fact]
    public void NoCollector_NothingIsLoaded()
    {
        using var application = new MissingPackageApplication();

        Assert.Null(application.Services.GetService<TracerProvider>());
        Assert.Null(application.Services.GetService<QueueWatch>());
    }

    [Theory]
    [InlineData("collector")]
    [InlineData("collector.example.com:4317")]
    [InlineData("ftp://collector.example.com")]
    public void Start_WithACollectorThatIsNoAddress_SaysWhatToWrite(string address)
    {
        using var application = MissingPackageApplication.With((Endpoint, address));

        var refused = Assert.ThrowsAny<Exception>(() => application.Services);

        Assert.Equal("OTEL_EXPORTER_OTLP_ENDPOINT must be a full address, such as http://collector.example.com:4317.", refused.GetBaseException().Message);
    }

    private static MissingPackageApplication Watched(string collector) => MissingPackageApplication.With(
        (Endpoint, collector), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("Serilog:MinimumLevel:Default", "Information"), ("Serilog:MinimumLevel:Override:Microsoft", "Warning"), ("Serilog:MinimumLevel:Override:System", "Warning"));

    private static bool Has(MetricPoint point, params (string Key, string Value)[] tags)
    {
        var held = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var tag in point.Tags)
        {
            held[tag.Key] = Convert.ToString(tag.Value, CultureInfo.InvariantCulture);
        }

        return tags.All(tag => held.TryGetValue(tag.Key, out var value) && value == tag.Value);
    }

    /// <summary>Keeps whatever is sent to it.</summary>
    private sealed class Collector(WebApplication server) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, StringBuilder> _sent = new(StringComparer.Ordinal);

        public string Address => server.Urls.Single();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
            var server = builder.Build();
            var collector = new Collector(server);
            server.MapPost("/v1/{signal}", async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                // Protobuf holds its texts as they are; whatever else the bytes mean, no text is lost.
                var text = Encoding.UTF8.GetString(body.ToArray());
                var kept = collector._sent.GetOrAdd(context.Request.Path, _ => new StringBuilder());
                lock (kept)
                {
                    kept.Append(text);
                }

                return Results.Bytes([], "application/x-protobuf");
            });
            await server.StartAsync(Cancellation);
            return collector;
        }

        public string Sent(string path)
        {
            Assert.True(_sent.TryGetValue(path, out var kept), $"Nothing was sent to {path}.");
            lock (kept)
            {
                return kept.ToString();
            }
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
