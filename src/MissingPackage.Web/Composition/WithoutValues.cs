using Microsoft.Data.SqlClient;
using MissingPackage.Application.Text;
using Serilog.Core;
using Serilog.Events;

namespace MissingPackage.Web.Composition;

/// <summary>
/// Before an entry of the log is written anywhere: SQL Server's refusals quote the value that they refuse (2601 and 2627 the
/// key that is there already, 2628 the text that is too long), which is mostly somebody's address. Their numbers say as much.
/// </summary>
public sealed class WithoutValues(ILogEventSink next) : ILogEventSink, IDisposable
{
    public void Emit(LogEvent logEvent) => next.Emit(Quotes(logEvent.Exception)
        ? new LogEvent(
            logEvent.Timestamp,
            logEvent.Level,
            new Unquoted(logEvent.Exception!),
            logEvent.MessageTemplate,
            logEvent.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
            logEvent.TraceId ?? default,
            logEvent.SpanId ?? default)
        : logEvent);

    public void Dispose() => (next as IDisposable)?.Dispose();

    private static bool Quotes(Exception? failure) => failure is SqlException || (failure?.InnerException is { } inner && Quotes(inner))
        || (failure is AggregateException several && several.InnerExceptions.Any(Quotes));

    /// <summary>What failed, by type, number and place.</summary>
    private sealed class Unquoted(Exception quoting) : Exception(Words(quoting))
    {
        public override string? StackTrace => quoting.StackTrace;

        public override string ToString() => string.Join(
            Environment.NewLine, Chain(quoting).Select(failure => $"{failure.GetType()}: {Words(failure)}{Environment.NewLine}{failure.StackTrace}"));

        private static IEnumerable<Exception> Chain(Exception? failure)
        {
            for (; failure is not null; failure = failure.InnerException)
            {
                yield return failure;
            }
        }

        private static string Words(Exception failure) => failure switch
        {
            SqlException server => $"SQL Server’s error {server.Number} of severity {server.Class}, state {server.State}",
            AggregateException => "Several failures, of which this is the first",
            _ => failure.Message,
        };
    }
}
