using System.Diagnostics;
using System.Diagnostics.Metrics;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Telemetry;

/// <summary>
/// What the application counts and times about its own work, for whoever watches it (docs/operations.md names each).
/// A tag is one of a few stable words and never anything of a person or a request.
/// </summary>
public sealed class Measurements
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "MissingPackage";

    private static readonly double[] Seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly ActivitySource Spans = new(Name);

    private readonly Counter<long> _events;
    private readonly Counter<long> _documents;
    private readonly Counter<long> _messages;
    private readonly Histogram<double> _intake;
    private readonly Histogram<double> _pdf;
    private readonly Histogram<double> _jobs;

    public Measurements(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        Meter = meters.Create(Name);
        var buckets = new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds };
        _events = Meter.CreateCounter<long>("missingpackage.request.events", "{event}", "What happened to requests, by kind.");
        _documents = Meter.CreateCounter<long>("missingpackage.documents", "{file}", "Uploaded files, by document and verdict.");
        _messages = Meter.CreateCounter<long>("missingpackage.messages", "{message}", "Emails, by kind and outcome.");
        _intake = Meter.CreateHistogram("missingpackage.intake.duration", "s", "How long the checking and cleaning of one uploaded file took.", advice: buckets);
        _pdf = Meter.CreateHistogram("missingpackage.pdf.duration", "s", "How long a document of ours took to make.", advice: buckets);
        _jobs = Meter.CreateHistogram("missingpackage.jobs.duration", "s", "How long a run of a job took, by job and outcome.", advice: buckets);
    }

    internal Meter Meter { get; }

    /// <summary>Something happened to a request, and is saved.</summary>
    public void Count(RequestEventKind kind) => _events.Add(1, new KeyValuePair<string, object?>("event", kind.ToString()));

    /// <summary>An uploaded file got its verdict.</summary>
    /// <param name="document">Which document it is of.</param>
    /// <param name="verdict"><c>received</c>, <c>waiting</c>, <c>refused</c>, <c>not_allowed</c> or <c>no_room</c>.</param>
    /// <param name="reason">Why it was refused, as a stable word; or null.</param>
    public void CountDocument(DocumentKind document, string verdict, string? reason) =>
        _documents.Add(1, new("document", document.ToString()), new("verdict", verdict), new("reason", reason ?? "none"));

    /// <summary>A message was tried; kinds are stable words (<see cref="Data.Outbox.OutboxMessage.Kind"/>), in which a number may tell repeats apart.</summary>
    /// <param name="kind">Which message.</param>
    /// <param name="outcome"><c>sent</c>, <c>refused</c> or <c>failed</c>.</param>
    public void CountMessage(string kind, string outcome) => _messages.Add(1, new("message", kind), new("outcome", outcome));

    /// <summary>A run of a job ended.</summary>
    public void CountJob(string job, bool failed, TimeSpan took) =>
        _jobs.Record(took.TotalSeconds, new("job", job), new("outcome", failed ? "failed" : "done"));

    /// <summary>Times the checking and cleaning of a file, until it is disposed.</summary>
    public Work TimeIntake() => new("intake", _intake, default);

    /// <summary>Times the making of a document, until it is disposed.</summary>
    /// <param name="document">Which: <c>statement</c> or <c>packet</c>.</param>
    public Work TimePdf(string document) => new("pdf " + document, _pdf, new("document", document));

    /// <summary>One piece of work: a span, and a time in a histogram.</summary>
    public sealed class Work : IDisposable
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly Activity? _span;
        private readonly Histogram<double> _times;
        private readonly KeyValuePair<string, object?> _tag;

        internal Work(string name, Histogram<double> times, KeyValuePair<string, object?> tag)
        {
            (_times, _tag) = (times, tag);
            _span = Spans.StartActivity(name);
        }

        public void Dispose()
        {
            var took = Stopwatch.GetElapsedTime(_began).TotalSeconds;
            if (_tag.Key is null)
            {
                _times.Record(took);
            }
            else
            {
                _times.Record(took, _tag);
            }

            _span?.Dispose();
        }
    }
}
