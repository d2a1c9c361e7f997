using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;

namespace MissingPackage.Data;

/// <summary>All migrations as a script, made without a database.</summary>
public static class MigrationScripts
{
    /// <summary>
    /// Readers don't wait for writers, nor writers for readers. It can be switched on while nobody else is connected, so it
    /// is done before the first migration, and said where it couldn't be.
    /// </summary>
    public const string SnapshotReads =
        """
        IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL AND EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND is_read_committed_snapshot_on = 0)
        BEGIN TRY
            ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT;
        END TRY
        BEGIN CATCH
            PRINT N'READ_COMMITTED_SNAPSHOT is off and could not be switched on. With nobody else connected, run: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON;';
        END CATCH;
        """;

    // What filtered indexes and indexes on computed columns ask for, and sqlcmd doesn't set by itself.
    private const string SessionOptions =
        """
        SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER, XACT_ABORT ON;
        SET NUMERIC_ROUNDABORT OFF;
        """;

    /// <summary>T-SQL that brings a database of any earlier version, or an empty one, to this version; a second run changes nothing.</summary>
    public static string ForSqlServer()
    {
        using var context = new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer().Options);
        var migrations = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        return string.Join(Environment.NewLine, SessionOptions, "GO", "", SnapshotReads, "GO", "", migrations);
    }

    /// <summary>SQL that makes a new database of this version: SQLite can't ask in a script what there is already.</summary>
    public static string ForSqlite()
    {
        using var connection = new SqliteConnection();
        using var context = new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection).Options);
        return "-- For a new, empty file only. The migrate command also brings an older one up to date." + Environment.NewLine + context.GetService<IMigrator>().GenerateScript();
    }
}
