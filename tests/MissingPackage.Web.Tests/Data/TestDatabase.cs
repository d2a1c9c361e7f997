using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Tests.Data;

/// <summary>
/// A fresh database for one test, made by the real migrations and deleted after it: SQLite in a folder of its own, or
/// the server that <see cref="Variable"/> names.
/// </summary>
/// <remarks>
/// The variable holds the provider and a connection string, as in <c>SqlServer;Server=localhost;User ID=…</c>. Any
/// server that speaks SQL Server's protocol will do, if the account may create and drop databases; the database that
/// the connection string names, if any, is left alone.
/// </remarks>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string Variable = "MISSINGPACKAGE_TEST_DATABASE";

    private readonly DirectoryInfo? _folder;

    /// <summary>Whether the tests run on SQLite.</summary>
    public static bool IsSqlite => Environment.GetEnvironmentVariable(Variable) is not { } choice || string.IsNullOrWhiteSpace(choice)
        || string.Equals(choice, nameof(DatabaseProvider.Sqlite), StringComparison.OrdinalIgnoreCase);

    private TestDatabase(DatabaseProvider provider, string connectionString, DirectoryInfo? folder)
    {
        Provider = provider;
        ConnectionString = connectionString;
        _folder = folder;
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    /// <summary>What the application has to be told to use this database.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}"] = Provider.ToString(),
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}"] = ConnectionString,
    };

    /// <summary>A new database with all migrations applied.</summary>
    public static async Task<TestDatabase> CreateAsync(CancellationToken cancellation = default)
    {
        var database = NotYetMade();
        try
        {
            await using var context = database.Open();
            await context.Database.MigrateAsync(cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>The place for a database that nothing has made yet, to let the application make it.</summary>
    public static TestDatabase NotYetMade()
    {
        if (IsSqlite)
        {
            var folder = Directory.CreateTempSubdirectory("missingpackage-tests-");
            var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "test.db") };
            return new TestDatabase(DatabaseProvider.Sqlite, file.ConnectionString, folder);
        }

        var parts = Environment.GetEnvironmentVariable(Variable)!.Split(';', 2);
        if (parts.Length != 2 || !string.Equals(parts[0].Trim(), nameof(DatabaseProvider.SqlServer), StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"{Variable} must be empty, \"Sqlite\", or \"SqlServer;\" and a connection string.");
        }

        var server = new SqlConnectionStringBuilder(parts[1]) { InitialCatalog = $"MissingPackageTests_{Guid.NewGuid():n}" };
        return new TestDatabase(DatabaseProvider.SqlServer, server.ConnectionString, folder: null);
    }

    /// <summary>A context that has loaded nothing yet, as a request to the application would have.</summary>
    public MissingPackageContext Open() => Provider == DatabaseProvider.SqlServer
        ? new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>()
            .UseSqlServer(ConnectionString, server => server.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).Options)
        : new SqliteContext(ForSqlite());

    private DbContextOptions<SqliteContext> ForSqlite()
    {
        var options = new DbContextOptionsBuilder<SqliteContext>()
            .UseSqlite(ConnectionString, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));
        options.UseSqliteAsSqlServer();
        return options.Options;
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
            _folder.Delete(recursive: true);
            return;
        }

        await using var context = Open();
        await context.Database.EnsureDeletedAsync();
    }
}
