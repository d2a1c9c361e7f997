using MissingPackage.Data;
using MissingPackage.Data.History;

namespace MissingPackage.Application.Jobs;

/// <summary>Walks the chains of all histories. A row altered outside the application makes the run a failed one, which administrators see.</summary>
public sealed class VerifyHistoryJob(MissingPackageContext database, ILogger<VerifyHistoryJob> logger) : IScheduledJob
{
    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        await VerifyAsync(cancellationToken);

    /// <returns>What was found, in words.</returns>
    /// <exception cref="HistoryAlteredException">A chain is broken.</exception>
    public async Task<string> VerifyAsync(CancellationToken cancellation)
    {
        var report = await new HistoryVerifier(database).VerifyAsync(cancellation);
        if (report.Holds)
        {
            return report.Lines.Last();
        }

        foreach (var line in report.Lines)
        {
            logger.LogCritical("The history doesn’t hold: {Finding}", line);
        }

        throw new HistoryAlteredException(string.Join(' ', report.Lines.Take(5).Append(report.Lines.Last()).Distinct(StringComparer.Ordinal)));
    }
}

/// <summary>Rows of a history were changed or removed outside the application.</summary>
/// <param name="findings">Which, without anything of a person.</param>
public sealed class HistoryAlteredException(string findings) : Exception(findings);
