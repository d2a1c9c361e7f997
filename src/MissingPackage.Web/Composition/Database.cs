using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using MissingPackage.Data;
using MissingPackage.Data.History;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;
using MissingPackage.Web.Health;
using MissingPackage.Web.Settings;
using MissingPackage.Web.Telemetry;

namespace MissingPackage.Web.Composition;

internal static class Database
{
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
        }

        // Where it is older, readiness says so; where it is newer, this version would misread it.
        await using var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>();
        if (await database.Database.CanConnectAsync() && (await MigrationState.OfAsync(database, CancellationToken.None)).Unknown > 0)
        {
            throw new StartException(MigrationState.Newer + " Nothing was changed.");
        }
    }

    public static async Task MigrateAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MissingPackageContext>().Database;
        if (database.IsSqlite())
        {
            // The folder may not exist on a fresh machine; write-ahead logging lets readers go on while one writes.
            var file = new SqliteConnectionStringBuilder(database.GetConnectionString()).DataSource;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            await database.MigrateAsync();
            await database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        }
        else
        {
            await database.MigrateAsync();
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
