using System.ComponentModel.DataAnnotations;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace MissingPackage.Web.Composition;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Section <c>Database</c>: where everything but the documents is kept.</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c>, embedded, for one node, or <c>SqlServer</c>.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>An ADO.NET connection string of that provider. A SQLite file's path is relative to the application's folder.</summary>
    [Required(ErrorMessage = "Database:ConnectionString is missing: set it to Data Source=/var/lib/missingpackage/missingpackage.db for SQLite, or to Server=sql.example.com;Database=MissingPackage;User ID=…;Password=… for SQL Server.")]
    [DataType(DataType.Password)]
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether pending migrations are applied at start. By default on SQLite only: on SQL Server run <c>migrate</c>.</summary>
    public bool? MigrateAtStart { get; set; }

    /// <summary>Commands in one round trip, at most; EF Core's own choice where it isn't set.</summary>
    [Range(1, 1000, ErrorMessage = "Database:MaxBatchSize must be from 1 to 1000.")]
    public int? MaxBatchSize { get; set; }

    /// <summary>Seconds a command may take; the provider's own 30 where it isn't set.</summary>
    [Range(1, 3600, ErrorMessage = "Database:CommandTimeout must be from 1 to 3600 seconds.")]
    public int? CommandTimeout { get; set; }

    /// <summary>
    /// On SQL Server: how often work is tried again that failed for a reason that passes, such as a broken connection, a
    /// failover or a deadlock; at once, then after up to 1, 3 and 5 seconds. SQLite waits for other writers by itself.
    /// </summary>
    [Range(0, 20, ErrorMessage = "Database:Retries must be from 0 to 20.")]
    public int Retries { get; set; } = 6;

    /// <summary>SQL Server's compatibility level that EF Core writes for, such as 150; its own choice where it isn't set.</summary>
    [Range(100, 200, ErrorMessage = "Database:CompatibilityLevel must be from 100 to 200, such as 150.")]
    public int? CompatibilityLevel { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // A connection string may hold a password: no sentence shows it.
        if (ConnectionString.Length > 0 && (Provider == DatabaseProvider.SqlServer ? WrongForSqlServer() : WrongForSqlite()) is { } wrong)
        {
            yield return new(wrong);
        }
    }

    private string? WrongForSqlServer()
    {
        try
        {
            var connection = new SqlConnectionStringBuilder(ConnectionString);
            return IsFile(connection.DataSource) ? "Database:ConnectionString names a SQLite file, but Database:Provider is SqlServer: set one of them to the other’s."
                : connection.DataSource.Length == 0 ? "Database:ConnectionString names no server: it needs Server=…, such as Server=sql.example.com."
                : connection.InitialCatalog.Length == 0 && connection.AttachDBFilename.Length == 0 ? "Database:ConnectionString names no database: it needs Database=…, such as Database=MissingPackage."
                : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or KeyNotFoundException)
        {
            return "Database:ConnectionString can’t be read as one of SQL Server, such as Server=sql.example.com;Database=MissingPackage;User ID=app;Password=…; a value with ; or = stands in quotation marks.";
        }
    }

    private string? WrongForSqlite()
    {
        try
        {
            return new SqliteConnectionStringBuilder(ConnectionString) is { DataSource.Length: 0 }
                ? "Database:ConnectionString names no file: it needs Data Source=…, such as Data Source=/var/lib/missingpackage/missingpackage.db."
                : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            return "Database:ConnectionString can’t be read as one of SQLite, such as Data Source=/var/lib/missingpackage/missingpackage.db; is it one of SQL Server? Then set Database:Provider to SqlServer.";
        }
    }

    private static bool IsFile(string source) =>
        source.Contains('/', StringComparison.Ordinal) || source == ":memory:"
        || source.EndsWith(".db", StringComparison.OrdinalIgnoreCase) || source.EndsWith(".sqlite", StringComparison.OrdinalIgnoreCase);
}
