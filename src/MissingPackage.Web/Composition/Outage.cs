using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using MissingPackage.Documents.Vault;
using SQLitePCL;

namespace MissingPackage.Web.Composition;

/// <summary>
/// What fails because the database or the document store is away, busy or full for a while: trying again helps, and
/// nothing is wrong with what was asked.
/// </summary>
internal static class Outage
{
    // https://sqlite.org/rescode.html
    private static readonly int[] s_sqlite =
    [
        raw.SQLITE_BUSY, raw.SQLITE_LOCKED, raw.SQLITE_READONLY, raw.SQLITE_IOERR, raw.SQLITE_FULL, raw.SQLITE_CANTOPEN, raw.SQLITE_PROTOCOL,
    ];

    // Timeout; can't open the database; login failed; deadlock victim; Azure SQL at its limits
    // (https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues). Whatever else is of resources, hardware or the
    // connection has a severity of 17 or more.
    private static readonly int[] s_sqlServer = [-2, 4060, 18456, 1205, 10928, 10929, 49918, 49919, 49920];

    private const int OfResources = 17;

    /// <summary>Whether this, or what caused it, is such a failure.</summary>
    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        DocumentStoreAwayException or DocumentStoreFullException => true,
        SqliteException sqlite => s_sqlite.Contains(sqlite.SqliteErrorCode),
        SqlException server => server.Class >= OfResources || s_sqlServer.Contains(server.Number),
        // No connection of the pool came free in time.
        InvalidOperationException { Source: "Microsoft.Data.SqlClient", InnerException: null } => true,
        _ => Is(failure.InnerException),
    };
}
