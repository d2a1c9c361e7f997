using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using MissingPackage.Data.SqlServer;

namespace MissingPackage.Web.Tests.Data.Tsql;

/// <summary>Binds statements to the tables of the model, as DacFx does it for a database project.</summary>
internal static class TsqlBinding
{
    /// <returns>Tables, columns and functions that the statements name and that aren't there.</returns>
    public static IReadOnlyList<string> Problems(IReadOnlyCollection<TsqlStatements.Statement> statements)
    {
        if (statements.Count == 0)
        {
            return [];
        }

        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        using var context = new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer(new SqlConnection()).Options);
        var schema = TsqlReader.Read(context.Database.GenerateCreateScript()).Script!;
        foreach (var table in schema.Batches.SelectMany(b => b.Statements).OfType<CreateTableStatement>())
        {
            model.AddObjects(TsqlReader.TextOf(table));
        }

        var number = 0;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Statement{++number}");
            var parameters = string.Join(", ", statement.Parameters.Select(p => $"{(p.Name.StartsWith('@') ? "" : "@")}{p.Name} {p.Type}"));
            model.AddObjects($"CREATE PROCEDURE [dbo].[{name}] {parameters} AS\nBEGIN\n{statement.Sql}\nEND");
            names[name] = statement.Sql;
        }

        return [.. model.Validate().Select(m => $"{m.Prefix}{m.Number}: {m.Message}\n{names.FirstOrDefault(n => m.Message.Contains($"[{n.Key}]", StringComparison.Ordinal)).Value}")];
    }
}
