using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Application.Uploads;

/// <summary>
/// Files that got no verdict while their sender waited. This process goes on with them at once, in fair turns by request; the
/// job hands over what a crash, a scanner that was down or another node left.
/// </summary>
public sealed class Quarantine(
    IServiceScopeFactory scopes, DocumentIntake intake, IHostApplicationLifetime lifetime, ILogger<Quarantine> logger, bool finishesByItself = true)
{
    /// <summary>Files that this process has in hand at once; further ones are the job's.</summary>
    private const int MaxFiles = 2000;

    private readonly ConcurrentDictionary<Guid, Lazy<Task<Verdict?>>> _inHand = new();

    /// <summary>Goes on with a file behind the scenes.</summary>
    /// <param name="requestId">Its request.</param>
    /// <param name="documentId">The file.</param>
    public void GoOnWith(Guid requestId, Guid documentId)
    {
        if (finishesByItself)
        {
            _ = FinishAsync(requestId, documentId, alone: false);
        }
    }

    /// <summary>Finishes a file when its turn comes. Once, however often it is asked for meanwhile.</summary>
    /// <param name="requestId">Its request, whose turn it takes.</param>
    /// <param name="documentId">The file.</param>
    /// <param name="alone">Whether nothing else may be looked at meanwhile: a check of it was cut off before.</param>
    /// <returns>The verdict; null where there was nothing to finish, or it failed and is tried again later.</returns>
    public Task<Verdict?> FinishAsync(Guid requestId, Guid documentId, bool alone) => _inHand.Count >= MaxFiles
        ? Task.FromResult<Verdict?>(null)
        : _inHand.GetOrAdd(documentId, _ => new(() => Task.Run(() => FinishInTurnAsync(requestId, documentId, alone)))).Value;

    private async Task<Verdict?> FinishInTurnAsync(Guid requestId, Guid documentId, bool alone)
    {
        try
        {
            using var turn = await intake.TakeTurnAsync(requestId, alone, Timeout.InfiniteTimeSpan, lifetime.ApplicationStopping);
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<DocumentReceiver>().FinishLaterAsync(requestId, documentId, lifetime.ApplicationStopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One bad file must not keep the others waiting; it is tried again by the job.
            logger.LogError("Document {DocumentId} couldn’t be finished ({Failure})", documentId, failure.GetType().Name);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null; // the application stops: the file stays where it is
        }
        finally
        {
            _inHand.TryRemove(documentId, out _);
        }
    }
}
