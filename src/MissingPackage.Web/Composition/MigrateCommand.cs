using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MissingPackage.Data;

namespace MissingPackage.Web.Composition;

/// <summary>
/// <c>migrate</c> applies pending migrations. <c>migrate --script [SqlServer | Sqlite]</c> writes them as a script instead,
/// for the provider that is set where none is named, and needs no database.
/// </summary>
public static class MigrateCommand
{
    public const string Name = "migrate";

    private const string Script = "--script";

    public static async Task RunAsync(WebApplication app, string[] args, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        if (!args.Contains(Script, StringComparer.Ordinal))
        {
            await app.Services.MigrateAsync(output);
            return;
        }

        var provider = args.Select(arg => Enum.TryParse<DatabaseProvider>(arg, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : (DatabaseProvider?)null).FirstOrDefault(named => named is not null)
            ?? app.Configuration.GetValue($"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}", DatabaseProvider.Sqlite);
        await output.WriteLineAsync(provider == DatabaseProvider.SqlServer ? MigrationScripts.ForSqlServer() : MigrationScripts.ForSqlite());
    }

    /// <summary>Applies pending migrations.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="output">Told what an administrator has to do by hand.</param>
    public static async Task MigrateAsync(this IServiceProvider services, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>().Database;
        if (database.IsSqlite())
        {
            await MigrateSqliteAsync(database);
        }
        else
        {
            await MigrateSqlServerAsync(database, output);
        }
    }

    private static async Task MigrateSqliteAsync(DatabaseFacade database)
    {
        // The folder may not exist on a fresh machine; write-ahead logging lets readers go on while one writes.
        var file = new SqliteConnectionStringBuilder(database.GetConnectionString()).DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await database.MigrateAsync();
        await database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
    }

    private static async Task MigrateSqlServerAsync(DatabaseFacade database, TextWriter output)
    {
        // Where there is no database yet, EF Core makes one with snapshot reads.
        if (await database.CanConnectAsync())
        {
            await database.ExecuteSqlRawAsync(MigrationScripts.SnapshotReads);
        }

        await database.MigrateAsync();
        if (!await database.SqlQueryRaw<bool>("SELECT is_read_committed_snapshot_on AS [Value] FROM sys.databases WHERE database_id = DB_ID()").SingleAsync())
        {
            await output.WriteLineAsync("READ_COMMITTED_SNAPSHOT is off: readers and writers will wait for each other. With the site stopped, run: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON");
        }
    }
}
