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
            await app.MigrateAsync();
            return;
        }

        var provider = args.Select(arg => Enum.TryParse<DatabaseProvider>(arg, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : (DatabaseProvider?)null).FirstOrDefault(named => named is not null)
            ?? app.Configuration.GetValue($"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}", DatabaseProvider.Sqlite);
        await output.WriteLineAsync(provider == DatabaseProvider.SqlServer ? MigrationScripts.ForSqlServer() : MigrationScripts.ForSqlite());
    }

    /// <summary>Applies pending migrations to SQL Server.</summary>
    internal static async Task MigrateSqlServerAsync(DatabaseFacade database)
    {
        // Where there is no database yet, EF Core makes one with snapshot reads.
        if (await database.CanConnectAsync())
        {
            await database.ExecuteSqlRawAsync(MigrationScripts.SnapshotReads);
        }

        await database.MigrateAsync();
    }

    /// <summary>Tells an administrator what only they can do, with the site stopped; nothing where all is well.</summary>
    internal static async Task TellOfSnapshotReadsAsync(DatabaseFacade database, TextWriter output)
    {
        if (!await database.SqlQueryRaw<bool>("SELECT is_read_committed_snapshot_on AS [Value] FROM sys.databases WHERE database_id = DB_ID()").SingleAsync())
        {
            await output.WriteLineAsync("READ_COMMITTED_SNAPSHOT is off: readers and writers will wait for each other. With the site stopped, run: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON");
        }
    }
}
