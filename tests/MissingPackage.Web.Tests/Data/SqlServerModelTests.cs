using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using MissingPackage.Data.SqlServer;

namespace MissingPackage.Web.Tests.Data;

/// <summary>What SQL Server refuses of tables and that neither parser nor model of it finds.</summary>
public sealed partial class SqlServerModelTests : IDisposable
{
    private readonly SqlServerContext _context = new(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer(new SqlConnection()).Options);

    private IModel Model => _context.GetService<IDesignTimeModel>().Model;

    private IEnumerable<IIndex> Indexes => Model.GetEntityTypes().SelectMany(e => e.GetIndexes());

    public void Dispose() => _context.Dispose();

    [Fact]
    public void ForeignKeys_ReachNoTableOnTwoWays() => Assert.Empty(TwoWays(Model)); // error 1785

    [Fact]
    public void ForeignKeys_ThatReachATableOnTwoWays_AreFound()
    {
        var builder = new ModelBuilder();
        foreach (var name in "ABCD")
        {
            builder.Entity(name.ToString()).Property<int>("Id");
            builder.Entity(name.ToString()).HasKey("Id");
        }

        builder.Entity("B").Property<int>("AId");
        builder.Entity("C").Property<int?>("AId");
        builder.Entity("D").Property<int>("BId");
        builder.Entity("D").Property<int>("CId");
        builder.Entity("B").HasOne("A").WithMany().HasForeignKey("AId").OnDelete(DeleteBehavior.Cascade);
        builder.Entity("C").HasOne("A").WithMany().HasForeignKey("AId").OnDelete(DeleteBehavior.SetNull);
        builder.Entity("D").HasOne("B").WithMany().HasForeignKey("BId").OnDelete(DeleteBehavior.Cascade);
        builder.Entity("D").HasOne("C").WithMany().HasForeignKey("CId").OnDelete(DeleteBehavior.Cascade);

        Assert.Equal(["A to D"], TwoWays(builder.FinalizeModel()));
    }

    [Fact]
    public void Keys_AreShortEnough()
    {
        // Identity's own: an authenticator's credential id may be longer than a clustered key, but none is.
        var keys = Model.GetEntityTypes().Select(e => e.FindPrimaryKey()!).Where(k => k.DeclaringEntityType.GetTableName() != "AspNetUserPasskeys")
            .Select(k => (Name: k.GetName()!, Size: k.Properties.Sum(SizeOf), Most: 900))
            .Concat(Indexes.Select(i => (Name: i.GetDatabaseName()!, Size: i.Properties.Sum(SizeOf), Most: 1700)));

        Assert.All(keys, key => Assert.True(key.Size <= key.Most, $"{key.Name} has keys of up to {key.Size} bytes."));
    }

    [Fact]
    public void FilteredIndexes_AreFilteredByWhatSqlServerTakes()
    {
        var computed = Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.GetComputedColumnSql() is not null).Select(p => p.GetColumnName()).ToList();
        var filters = Indexes.Select(i => i.GetFilter()).OfType<string>().ToList();

        Assert.NotEmpty(filters);
        Assert.All(filters, filter =>
        {
            using var reader = new StringReader(filter);
            var condition = new TSql160Parser(initialQuotedIdentifiers: true).ParseBooleanExpression(reader, out var errors);
            Assert.Empty(errors);
            Assert.Equal("", string.Join(", ", NotForIndexes(condition)));
            Assert.DoesNotContain(computed, column => filter.Contains(column, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void IncludedColumns_AreNotKeysToo() => Assert.All(Indexes, index =>
        Assert.Empty((index.GetIncludeProperties() ?? []).Intersect(index.Properties.Select(p => p.Name), StringComparer.Ordinal)));

    [Fact]
    public void Text_IsComparedByCodePoint()
    {
        var text = Model.GetEntityTypes().SelectMany(e => e.GetFlattenedProperties()).Where(p => p.GetColumnType().Contains("char", StringComparison.Ordinal)).ToList();
        var compared = Indexes.SelectMany(i => i.Properties).Concat(Model.GetEntityTypes().SelectMany(e => e.GetKeys()).SelectMany(k => k.Properties)).ToHashSet();

        Assert.NotEmpty(text);
        Assert.All(text, p => Assert.True(
            p.GetCollation() == SqlServerContext.Collation || (p.GetTypeMapping().Converter is not null && !compared.Contains(p)), $"{p.DeclaringType.ShortName()}.{p.Name}"));
    }

    /// <summary>Which table's deletion reaches which other one twice; the way ends neither at a cascade nor where a key is set to null.</summary>
    private static List<string> TwoWays(IReadOnlyModel model)
    {
        var found = new List<string>();
        foreach (var start in model.GetEntityTypes())
        {
            var reached = new HashSet<IReadOnlyEntityType>();
            var waiting = new Queue<IReadOnlyEntityType>([start]);
            while (waiting.TryDequeue(out var at))
            {
                foreach (var next in at.GetReferencingForeignKeys().Where(k => k.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull).Select(k => k.DeclaringEntityType))
                {
                    if (next == start || !reached.Add(next))
                    {
                        found.Add($"{start.ShortName()} to {next.ShortName()}");
                    }
                    else
                    {
                        waiting.Enqueue(next);
                    }
                }
            }
        }

        return found;
    }

    private static IEnumerable<string> NotForIndexes(BooleanExpression condition) => condition switch
    {
        BooleanBinaryExpression { BinaryExpressionType: BooleanBinaryExpressionType.And } both => NotForIndexes(both.FirstExpression).Concat(NotForIndexes(both.SecondExpression)),
        BooleanIsNullExpression { Expression: ColumnReferenceExpression } => [],
        BooleanComparisonExpression { FirstExpression: ColumnReferenceExpression, SecondExpression: Literal } => [],
        InPredicate { Expression: ColumnReferenceExpression, Subquery: null, NotDefined: false } list when list.Values.All(value => value is Literal) => [],
        _ => [condition.GetType().Name],
    };

    /// <summary>At most, in bytes.</summary>
    private static int SizeOf(IReadOnlyProperty property)
    {
        var type = property.GetColumnType()!;
        var length = Length().Match(type) is { Success: true } match ? int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture) : 0;
        return type.Split('(')[0] switch
        {
            "nvarchar" or "nchar" when length > 0 => 2 * length,
            "varchar" or "char" or "varbinary" or "binary" when length > 0 => length,
            "uniqueidentifier" => 16,
            "datetimeoffset" => 10,
            "decimal" => 9,
            "bigint" or "datetime2" => 8,
            "int" => 4,
            "date" => 3,
            "bit" => 1,
            _ => throw new NotSupportedException($"{type} in a key: {property.Name}"),
        };
    }

    [GeneratedRegex(@"\((?<length>\d+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Length();
}
