using System.ComponentModel.DataAnnotations;

namespace MissingPackage.Web.Composition;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c> (embedded, the default) or <c>SqlServer</c>.</summary>
    [EnumDataType(typeof(DatabaseProvider), ErrorMessage = "Database:Provider must be Sqlite or SqlServer.")]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>An ADO.NET connection string of that provider.</summary>
    [Required(ErrorMessage = "Database:ConnectionString is missing.")]
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether pending migrations are applied at start. By default on SQLite only: on SQL Server run <c>migrate</c>.</summary>
    public bool? MigrateAtStart { get; set; }

    /// <summary>Commands in one round trip, at most; EF Core's own choice where null.</summary>
    [Range(1, 1000, ErrorMessage = "Database:MaxBatchSize must be from 1 to 1000.")]
    public int? MaxBatchSize { get; set; }

    /// <summary>Seconds a command may take.</summary>
    [Range(1, 3600, ErrorMessage = "Database:CommandTimeout must be from 1 to 3600 seconds.")]
    public int? CommandTimeout { get; set; }

    /// <summary>
    /// On SQL Server: how often work is tried again that failed for a reason that passes, such as a broken connection, a
    /// failover or a deadlock; at once, then after up to 1, 3 and 5 seconds. SQLite waits for other writers by itself.
    /// </summary>
    [Range(0, 20, ErrorMessage = "Database:Retries must be from 0 to 20.")]
    public int Retries { get; set; } = 6;

    /// <summary>SQL Server's compatibility level that EF Core writes for, such as 150; its own choice where null.</summary>
    [Range(100, 200, ErrorMessage = "Database:CompatibilityLevel must be from 100 to 200, such as 150.")]
    public int? CompatibilityLevel { get; set; }
}
