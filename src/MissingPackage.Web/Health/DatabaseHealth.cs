using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MissingPackage.Data;

namespace MissingPackage.Web.Health;

/// <summary>Whether the database answers, and has just the migrations that this version of the application knows.</summary>
internal sealed class DatabaseHealth(MissingPackageContext database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var (pending, unknown) = await MigrationState.OfAsync(database, cancellationToken);
            return unknown > 0 ? HealthCheckResult.Unhealthy(MigrationState.Newer)
                : pending > 0 ? HealthCheckResult.Unhealthy($"Migrations are pending ({pending}): run the migrate command.")
                : HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database can’t be reached.");
        }
    }
}

/// <summary>How the database's migrations and the application's differ.</summary>
internal static class MigrationState
{
    public const string Newer = "The database is newer than this version of the application: run the version that migrated it, or restore the backup from before.";

    /// <returns>How many the database lacks, and how many it has that this version doesn't know.</returns>
    public static async Task<(int Pending, int Unknown)> OfAsync(MissingPackageContext database, CancellationToken cancellation)
    {
        var known = database.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = (await database.Database.GetAppliedMigrationsAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        return (known.Count(migration => !applied.Contains(migration)), applied.Count(migration => !known.Contains(migration)));
    }
}
