using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Data.Commits;

namespace MissingPackage.Data;

/// <summary>Transactions that survive a connection that breaks, and write exactly once.</summary>
public abstract partial class MissingPackageContext
{
    public DbSet<Commit> Commits => Set<Commit>();

    /// <summary>
    /// Does several things in one transaction. Where the connection breaks on the way, all of it is done again from its
    /// first line; where it breaks during the commit, only if that didn't happen.
    /// </summary>
    /// <param name="work">
    /// Loads what it changes and makes what it adds, each time anew: nothing is tracked when it begins. What it changes
    /// outside the database must bear being done again.
    /// </param>
    /// <param name="keeps">Whether a result is kept; where not, nothing is written.</param>
    /// <param name="cancellation">Ends it with nothing written.</param>
    /// <returns>The result of the work.</returns>
    public Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, Func<T, bool> keeps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(keeps);
        return CommitOnceAsync(
            async (commit, token) =>
            {
                ChangeTracker.Clear();
                var result = await work(token);
                if (!keeps(result))
                {
                    ChangeTracker.Clear();
                    return (result, false);
                }

                if (commit is not null)
                {
                    Commits.Add(commit);
                    await base.SaveChangesAsync(acceptAllChangesOnSuccess: true, token);
                    Entry(commit).State = EntityState.Detached;
                }

                return (result, true);
            },
            cancellation);
    }

    /// <summary>A save of its own is a transaction too.</summary>
    private async Task<int> SaveOnceAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellation)
    {
        if (Database.CurrentTransaction is not null || !Database.CreateExecutionStrategy().RetriesOnFailure || !ChangeTracker.HasChanges())
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellation);
        }

        Commit? written = null;
        try
        {
            var rows = await CommitOnceAsync(
                async (commit, token) =>
                {
                    if (written is null)
                    {
                        Commits.Add(written = commit!);
                    }

                    return (await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, token) - 1, true);
                },
                cancellation);
            if (acceptAllChangesOnSuccess)
            {
                ChangeTracker.AcceptAllChanges();
            }

            return rows;
        }
        finally
        {
            if (written is not null)
            {
                Entry(written).State = EntityState.Detached;
            }
        }
    }

    private Task<T> CommitOnceAsync<T>(Func<Commit?, CancellationToken, Task<(T Result, bool Keep)>> work, CancellationToken cancellation)
    {
        var strategy = Database.CreateExecutionStrategy();
        var id = Guid.CreateVersion7();
        T result = default!;
        var committing = false;
        return strategy.ExecuteAsync(
            this,
            async (_, _, token) =>
            {
                committing = false;
                await using var transaction = await Database.BeginTransactionAsync(token);
                (result, committing) = await work(strategy.RetriesOnFailure ? Commit.Of(id, Now()) : null, token);
                if (committing)
                {
                    await transaction.CommitAsync(token);
                }

                return result;
            },
            async (_, _, token) => new ExecutionResult<T>(committing && await Commits.AsNoTracking().AnyAsync(c => c.Id == id, token), result),
            cancellation);
    }

    // Without an application there is no clock: such a row is erased the next time that one looks.
    private DateTime Now() =>
        this.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<TimeProvider>()?.GetUtcNow().UtcDateTime
            ?? DateTime.UnixEpoch;
}
