#pragma warning disable EF1001 // See Twin.cs.
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using MissingPackage.Web.Tests.Data.Tsql;

namespace MissingPackage.Web.Tests.Data;

/// <summary>
/// What every context of SQLite has in the tests: each statement is also said in SQL Server's words (<see cref="Twin"/>),
/// and work is tried again as there. EF Core then refuses a transaction that is begun outside of
/// <c>InTransactionAsync</c>, so that all tests together prove that there is none.
/// </summary>
internal static class ContextsUnderTest
{
    public static void UseSqliteAsSqlServer(this DbContextOptionsBuilder options) => options
        .AddInterceptors(SeenSaves.Instance)
        .ReplaceService<IQueryCompiler, SeenQueries>()
        .UseSqlite(sqlite => sqlite.ExecutionStrategy(dependencies => new Retries(dependencies)));

    /// <summary>Tries again what <see cref="PassingFault"/> broke, without waiting.</summary>
    private sealed class Retries(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, 6, TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => exception is PassingFault;

        protected override TimeSpan? GetNextDelay(Exception lastException) => base.GetNextDelay(lastException) is null ? null : TimeSpan.Zero;
    }
}

/// <summary>A connection that broke, and is whole again.</summary>
public sealed class PassingFault(string message) : SqliteException(message, 10);
