using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace MissingPackage.Web.Tests.Data.Tsql;

/// <summary>Reads T-SQL as SQL Server 2022 does, as far as that can be done without one.</summary>
internal static class TsqlReader
{
    /// <returns>The script, and what is wrong with it.</returns>
    public static (TSqlScript? Script, IReadOnlyList<string> Problems) Read(string sql)
    {
        using var reader = new StringReader(sql);
        var script = new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors) as TSqlScript;
        if (errors.Count > 0 || script is null)
        {
            return (null, [.. errors.Select(e => $"{e.Line}:{e.Column} {e.Message}")]);
        }

        var rules = new Rules();
        script.Accept(rules);
        return (script, rules.Problems);
    }

    public static string TextOf(TSqlFragment fragment) => string.Concat(fragment.ScriptTokenStream
        .Skip(fragment.FirstTokenIndex)
        .Take(fragment.LastTokenIndex - fragment.FirstTokenIndex + 1)
        .Select(token => token.Text));

    /// <summary>
    /// What the grammar allows and the server refuses, each with the number of its error; of all its rules those that a
    /// query which works on SQLite may break.
    /// </summary>
    private sealed class Rules : TSqlFragmentVisitor
    {
        private static readonly HashSet<string> Aggregates = new(["AVG", "COUNT", "COUNT_BIG", "MAX", "MIN", "STDEV", "STDEVP", "STRING_AGG", "SUM", "VAR", "VARP"], StringComparer.OrdinalIgnoreCase);

        public List<string> Problems { get; } = [];

        public override void Visit(FunctionCall node)
        {
            if (Aggregates.Contains(node.FunctionName.Value) && node.Parameters.Any(p => Finds<ScalarSubquery>(p) || Finds<ExistsPredicate>(p)
                || Find<FunctionCall>(p).Any(inner => Aggregates.Contains(inner.FunctionName.Value))))
            {
                Problems.Add("130: an aggregate of an aggregate or a subquery: " + TextOf(node));
            }
        }

        public override void Visit(QuerySpecification node)
        {
            foreach (var grouping in node.GroupByClause?.GroupingSpecifications ?? [])
            {
                if (Finds<ScalarSubquery>(grouping) || Find<FunctionCall>(grouping).Any(f => Aggregates.Contains(f.FunctionName.Value)))
                {
                    Problems.Add("144: GROUP BY an aggregate or a subquery: " + TextOf(grouping));
                }
                else if (!Finds<ColumnReferenceExpression>(grouping))
                {
                    Problems.Add("164: GROUP BY without a column: " + TextOf(grouping));
                }
            }

            if (node.UniqueRowFilter == UniqueRowFilter.Distinct && node.OrderByClause is { } order)
            {
                var selected = node.SelectElements.OfType<SelectScalarExpression>()
                    .SelectMany(e => new[] { TextOf(e.Expression), e.ColumnName is null ? "" : TextOf(e.ColumnName) }).ToHashSet(StringComparer.Ordinal);
                Problems.AddRange(order.OrderByElements.Where(e => !selected.Contains(TextOf(e.Expression)))
                    .Select(e => "145: SELECT DISTINCT ordered by what isn't selected: " + TextOf(e)));
            }
        }

        // Its text would have the database's collation, and every text column has one of its own: they can't be compared (468).
        public override void Visit(OpenJsonTableReference node)
        {
            if (node.SchemaDeclarationItems.Any(item => TextOf(item).Contains("char", StringComparison.OrdinalIgnoreCase)))
            {
                Problems.Add("468: text from OPENJSON: " + TextOf(node));
            }
        }

        private static bool Finds<T>(TSqlFragment within)
            where T : TSqlFragment => Find<T>(within).Count > 0;

        private static List<T> Find<T>(TSqlFragment within)
            where T : TSqlFragment
        {
            var finder = new Finder<T>();
            within.Accept(finder);
            return finder.Found;
        }
    }

    private sealed class Finder<T> : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public List<T> Found { get; } = [];

        public override void Visit(TSqlFragment node)
        {
            if (node is T found)
            {
                Found.Add(found);
            }
        }
    }
}
