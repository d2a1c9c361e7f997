using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MissingPackage.Data;

namespace MissingPackage.Web.Composition;

/// <summary>
/// Nodes that start at the same moment prepare what all of them share one after the other: migrations, the first key of the
/// key ring, the first agent. On SQLite the turn is a lock on a file beside the database, which a process that is killed
/// gives back; on SQL Server it is the lock that EF Core takes for migrations.
/// </summary>
internal static class StartTurn
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for this process's turn.</summary>
    /// <returns>The turn; disposing gives it back.</returns>
    /// <exception cref="StartException">Another process keeps it.</exception>
    public static async Task<IAsyncDisposable> TakeTurnAsync(this WebApplication app)
    {
        var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>().Database;
        if (FileOf(database) is { } file)
        {
            await scope.DisposeAsync();
            return await LockAsync(file);
        }

        if (database.IsSqlite())
        {
            return scope; // in memory: nobody shares it
        }

        database.SetCommandTimeout(Patience);
        await database.OpenConnectionAsync();
        return new ServerTurn(await database.GetService<IHistoryRepository>().AcquireDatabaseLockAsync(), scope);
    }

    /// <summary>The file that a SQLite database lies in; null for any other.</summary>
    internal static string? FileOf(DatabaseFacade database) =>
        database.IsSqlite() && new SqliteConnectionStringBuilder(database.GetConnectionString()) is { Mode: not SqliteOpenMode.Memory } connection
            ? Path.GetFullPath(connection.DataSource)
            : null;

    private static async Task<FileStream> LockAsync(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(file + "-start", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience)
            {
                await Task.Delay(Pause);
            }
            catch (IOException kept)
            {
                throw new StartException("Another process is preparing the database of Database:ConnectionString and doesn’t come to an end. Nothing was changed.", kept);
            }
        }
    }

    private sealed class ServerTurn(IMigrationsDatabaseLock taken, AsyncServiceScope scope) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await taken.DisposeAsync();
            await scope.DisposeAsync();
        }
    }
}
