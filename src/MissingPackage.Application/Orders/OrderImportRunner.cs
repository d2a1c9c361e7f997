using MissingPackage.Data.Orders;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Application.Orders;

/// <summary>Runs the imports that wait, one after the other, behind the pages.</summary>
public sealed class OrderImportRunner(IServiceScopeFactory scopes, ILogger<OrderImportRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Runs the next one to its end.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RunNextAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var imports = scope.ServiceProvider.GetRequiredService<OrderImports>();
        if (await imports.TakeAsync(cancellation) is not { } import)
        {
            return false;
        }

        try
        {
            var importer = scope.ServiceProvider.GetRequiredService<OrderImporter>();
            var ended = await imports.StreamAsync(import, (content, token) => importer.RunAsync(import, content, told: null, token), cancellation);
            if (ended && !import.DryRun)
            {
                await imports.EraseFileAsync(import.Id, cancellation);
            }
        }
        catch (DamagedDocumentException)
        {
            await imports.FailAsync(import, "The file that was sent is gone or damaged. Send it again: what was imported before stays, and a repeat does no harm.", CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await imports.GiveBackAsync(import, CancellationToken.None);
            throw;
        }
        catch (Exception failure)
        {
            // Where the database is away, this fails too: the import is taken up again when it has been silent for a while.
            logger.LogError("An import of orders failed ({Failure})", failure.GetType().Name);
            await imports.FailAsync(import, "A fault of ours ended it; an administrator finds it in the log. Import the file again: a repeat does no harm.", CancellationToken.None);
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunNextAsync(stoppingToken))
                {
                    continue;
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: what escapes here stops the whole site.
                logger.LogError("An import of orders was interrupted ({Failure}); trying again", failure.GetType().Name);
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }
}
