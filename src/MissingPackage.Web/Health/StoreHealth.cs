using System.Security.Cryptography;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MissingPackage.Application.Storage;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Web.Health;

/// <summary>Whether a document can be stored, read back as it was, and erased.</summary>
public sealed class StoreHealth(DocumentVault vault) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var name = $"{DocumentNames.HealthFolder}/{Guid.NewGuid():n}";
        try
        {
            try
            {
                var receipt = await vault.StoreAsync(name, RandomNumberGenerator.GetBytes(64), cancellationToken);
                await vault.ReadAsync(name, receipt.Sha256, Stream.Null, cancellationToken);
            }
            finally
            {
                // Also what arrived after nobody waited for it any more.
                await vault.EraseAsync(name, CancellationToken.None);
            }

            return HealthCheckResult.Healthy();
        }
        catch (DocumentStoreFullException)
        {
            return HealthCheckResult.Unhealthy("The document store is full: uploads are refused until there is room.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The document store doesn’t take, give back or erase a document.");
        }
    }
}
