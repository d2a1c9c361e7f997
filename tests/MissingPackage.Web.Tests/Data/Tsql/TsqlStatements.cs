using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace MissingPackage.Web.Tests.Data.Tsql;

/// <summary>SQL Server can't run what a test has the application send.</summary>
public sealed class NotTsqlException(string message) : Exception(message);

/// <summary>
/// Every statement that the tests of this run have had EF Core send, in T-SQL. Each is parsed at once; after the last test
/// all of them are bound to the tables (<see cref="TsqlBinding"/>).
/// </summary>
public sealed class TsqlStatements : IAsyncDisposable
{
    /// <summary>SQL Server's own limit; EF Core itself keeps a few for other things.</summary>
    private const int MaxParameters = 2_098;

    private static readonly ConcurrentDictionary<string, Statement> Seen = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Refused = new(StringComparer.Ordinal);

    /// <param name="Sql">T-SQL.</param>
    /// <param name="Parameters">Name and type of each.</param>
    public sealed record Statement(string Sql, IReadOnlyList<(string Name, string Type)> Parameters);

    /// <summary>Distinct ones, up to now.</summary>
    public static IReadOnlyCollection<Statement> All => [.. Seen.Values];

    /// <exception cref="NotTsqlException">SQL Server would refuse it.</exception>
    internal static void Add(DbCommand command, string origin)
    {
        if (Seen.ContainsKey(command.CommandText))
        {
            return;
        }

        var problems = TsqlReader.Read(command.CommandText).Problems.ToList();
        if (command.Parameters.Count > MaxParameters)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"8003: {command.Parameters.Count} parameters"));
        }

        if (problems.Count > 0)
        {
            var message = $"SQL Server refuses this: {string.Join("; ", problems)}\n{command.CommandText}\nIt comes from {origin}";
            // Where somebody catches it, the run fails all the same.
            Refused[command.CommandText] = message;
            throw new NotTsqlException(message);
        }

        Seen[command.CommandText] = new(command.CommandText, [.. command.Parameters.Cast<SqlParameter>().Select(p => (p.ParameterName, TypeOf(p)))]);
    }

    public ValueTask DisposeAsync()
    {
        Assert.Equal("", string.Join("\n\n", Refused.Values));
        Assert.Equal("", string.Join("\n\n", TsqlBinding.Problems(All)));
        return ValueTask.CompletedTask;
    }

    private static string TypeOf(SqlParameter parameter) => parameter.SqlDbType switch
    {
        System.Data.SqlDbType.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({parameter.Precision}, {parameter.Scale})"),
        System.Data.SqlDbType.NVarChar or System.Data.SqlDbType.VarChar or System.Data.SqlDbType.VarBinary or System.Data.SqlDbType.Char or System.Data.SqlDbType.NChar or System.Data.SqlDbType.Binary =>
            $"{parameter.SqlDbType}({(parameter.Size is > 0 and <= 4000 ? parameter.Size.ToString(CultureInfo.InvariantCulture) : "max")})",
        var type => type.ToString(),
    };
}
