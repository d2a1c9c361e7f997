using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Telemetry;
using MissingPackage.Data;
using MissingPackage.Data.History;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;
using MissingPackage.Web.Health;

namespace MissingPackage.Web.Composition;

internal static class Database
{
    // A person waits for the page meanwhile.
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(5);

    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.Read<DatabaseOptions>(DatabaseOptions.Section);
        if (settings.Provider == DatabaseProvider.SqlServer)
        {
            builder.Services.AddDbContext<SqlServerContext>(UseSqlServer);
            builder.Services.AddScoped(WithRules<SqlServerContext>);
        }
        else
        {
            builder.Services.AddDbContext<SqliteContext>(UseSqlite);
            builder.Services.AddScoped(WithRules<SqliteContext>);
        }
    }

    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (settings.MigrateAtStart ?? settings.Provider == DatabaseProvider.Sqlite)
        {
            await app.MigrateAsync();
            return;
        }

        // Where it is older, readiness says so.
        if (await app.OpenAsync(PendingAsync) == All)
        {
            throw new StartException("The database of Database:ConnectionString isn’t there or is empty: run the migrate command first. Nothing was changed.");
        }
    }

    /// <summary>Applies pending migrations, and makes the database where there is none.</summary>
    /// <exception cref="StartException">It can't be opened, or is newer than this version of the application.</exception>
    public static Task MigrateAsync(this WebApplication app) => app.OpenAsync(async context =>
    {
        var database = context.Database;
        if (!database.IsSqlite())
        {
            if (await PendingAsync(context) > 0)
            {
                await MigrateCommand.MigrateSqlServerAsync(database);
            }

            await MigrateCommand.TellOfSnapshotReadsAsync(database, Console.Out);
            return 0;
        }

        await using var turn = await app.TakeTurnAsync();
        if (StartTurn.FileOf(database) is { } file && !File.Exists(file))
        {
            if (await app.HasDocumentsAsync())
            {
                throw new StartException(
                    "There is no database at Database:ConnectionString, and the store of Documents holds documents: a new database would have no keys to open them. "
                    + "Is it the right path? If it is, restore the database from a backup, or name another place for documents. Nothing was changed.");
            }

            await File.Create(file).DisposeAsync();
        }

        if (await PendingAsync(context) is > 0 and var pending)
        {
            if (pending != All)
            {
                // The version before still starts with this database: not so any more once it is migrated.
                app.OpenKeys();
            }

            // EF Core's own lock for migrations is a row, and a process that is killed leaves it for ever: every later start
            // would wait for it. Whose turn it is knows that nobody else is migrating.
            await database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"");
            await database.MigrateAsync();
        }

        // Write-ahead logging lets readers go on while one writes.
        return await database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
    });

    private const int All = int.MaxValue;

    /// <returns>How many migrations the database lacks, or <see cref="All"/>.</returns>
    /// <exception cref="StartException">It has some that this version of the application doesn't know, and would misread.</exception>
    private static async Task<int> PendingAsync(MissingPackageContext database)
    {
        var (pending, unknown) = await MigrationState.OfAsync(database, CancellationToken.None);
        return unknown > 0 ? throw new StartException(MigrationState.Newer + " Nothing was changed.")
            : pending == database.Database.GetMigrations().Count() ? All
            : pending;
    }

    private static async Task<int> OpenAsync(this WebApplication app, Func<MissingPackageContext, Task<int>> use)
    {
        try
        {
            await using var scope = app.Services.CreateAsyncScope();
            return await use(scope.ServiceProvider.GetRequiredService<MissingPackageContext>());
        }
        catch (Exception closed) when (closed is DbException or RetryLimitExceededException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            var why = (closed as RetryLimitExceededException)?.InnerException ?? closed;
            throw new StartException($"The database of Database:ConnectionString can’t be opened: {why.Message.TrimEnd('.')}. Nothing was changed.", closed);
        }
    }

    private static MissingPackageContext WithRules<TContext>(IServiceProvider services)
        where TContext : MissingPackageContext
    {
        var context = services.GetRequiredService<TContext>();
        var reader = services.GetRequiredService<SettingsReader>();
        context.Calendar = () => reader.Calendar;
        context.ClaimRules = code => reader.Carrier(code).Claim;
        return context;
    }

    /// <summary>Verifies every history and writes what it found, without anything of a person.</summary>
    /// <returns>Whether every chain holds.</returns>
    public static async Task<bool> VerifyHistoryAsync(this IServiceProvider services, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        try
        {
            var report = await new HistoryVerifier(scope.ServiceProvider.GetRequiredService<MissingPackageContext>()).VerifyAsync(CancellationToken.None);
            foreach (var line in report.Lines)
            {
                await output.WriteLineAsync(line);
            }

            return report.Holds;
        }
        catch (InvalidDataException unreadable)
        {
            await output.WriteLineAsync("ALTERED: " + unreadable.Message);
            return false;
        }
    }

    // Two writers of one history at once are routine: the second goes behind the first. What fails for good is an exception.
    private static void QuietRepeats(DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings.Log(
        (CoreEventId.SaveChangesFailed, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug)));

    private static void UseSqlite(IServiceProvider services, DbContextOptionsBuilder options)
    {
        var settings = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var root = services.GetRequiredService<IHostEnvironment>().ContentRootPath;
        var connection = new SqliteConnectionStringBuilder(settings.ConnectionString);
        connection.DataSource = Path.Combine(root, connection.DataSource);
        if (connection.Mode == SqliteOpenMode.ReadWriteCreate)
        {
            // Only the start makes a file: one that is away for a while must not come back empty.
            connection.Mode = SqliteOpenMode.ReadWrite;
        }

        // The wait for a transaction to begin goes by this one.
        connection.DefaultTimeout = settings.CommandTimeout ?? connection.DefaultTimeout;
        QuietRepeats(options);
        options.AddInterceptors(services.GetRequiredService<EventCounter>());
        options.UseSqlite(connection.ConnectionString, sqlite =>
        {
            sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery);
            if (settings.MaxBatchSize is { } size)
            {
                sqlite.MaxBatchSize(size);
            }

            if (settings.CommandTimeout is { } seconds)
            {
                sqlite.CommandTimeout(seconds);
            }
        });
    }

    private static void UseSqlServer(IServiceProvider services, DbContextOptionsBuilder options)
    {
        var settings = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        QuietRepeats(options);
        options.AddInterceptors(services.GetRequiredService<EventCounter>());
        options.UseSqlServer(settings.ConnectionString, server =>
        {
            if (settings.Retries > 0)
            {
                server.EnableRetryOnFailure(settings.Retries, LongestRetryDelay, errorNumbersToAdd: null);
            }

            server.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery);
            if (settings.MaxBatchSize is { } size)
            {
                server.MaxBatchSize(size);
            }

            if (settings.CommandTimeout is { } seconds)
            {
                server.CommandTimeout(seconds);
            }

            if (settings.CompatibilityLevel is { } level)
            {
                server.UseCompatibilityLevel(level);
            }
        });
    }
}
