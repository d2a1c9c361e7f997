using Microsoft.AspNetCore.Builder;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using MissingPackage.Data;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Tests.Data;

/// <summary>The migrations are complete, can be applied again, and are SQL that SQL Server reads.</summary>
public class MigrationTests
{
    private const string HistoryTable = "__EFMigrationsHistory";

    public static TheoryData<MigrationsSqlGenerationOptions> Scripts { get; } =
        [MigrationsSqlGenerationOptions.Default, MigrationsSqlGenerationOptions.Idempotent];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Sqlite_Model_HasNoPendingChanges()
    {
        using var context = new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=:memory:").Options);

        Assert.False(context.Database.HasPendingModelChanges(), "Add a migration for SQLite: the model has changed.");
    }

    [Fact]
    public void SqlServer_Model_HasNoPendingChanges()
    {
        using var context = OnNoServer();

        Assert.False(context.Database.HasPendingModelChanges(), "Add a migration for SQL Server: the model has changed.");
    }

    [Fact]
    public void BothProviders_Migrations_AreTheSameByName()
    {
        using var sqlite = new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=:memory:").Options);
        using var server = OnNoServer();

        Assert.Equal(Names(sqlite), Names(server));

        static string Names(MissingPackageContext context) =>
            string.Join(", ", context.Database.GetMigrations().Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public async Task Migrate_AnEmptyDatabaseTwice_IsHarmless()
    {
        await using var database = TestDatabase.NotYetMade();
        await using (var first = database.Open())
        {
            await first.Database.MigrateAsync(Cancellation);
            first.Add(SampleRequest.Short());
            await first.SaveChangesAsync(Cancellation);
        }

        await using var second = database.Open();
        await second.Database.MigrateAsync(Cancellation);

        Assert.Empty(await second.Database.GetPendingMigrationsAsync(Cancellation));
        Assert.Equal(second.Database.GetMigrations().Count(), (await second.Database.GetAppliedMigrationsAsync(Cancellation)).Count());
        Assert.Equal(1, await second.Requests.CountAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void SqlServer_Script_ParsesWithoutErrors(MigrationsSqlGenerationOptions options)
    {
        var made = new Definitions();

        Parse(MigrationScript(options)).Accept(made);

        // The whole script was read, and what it runs as text too: it makes every table and index of the model.
        using var context = OnNoServer();
        var indexes = context.Model.GetEntityTypes().SelectMany(e => e.GetIndexes()).Select(i => i.GetDatabaseName()!);
        Assert.Equal(Sorted(TablesOfTheModel().Append(HistoryTable)), Sorted(made.Tables));
        Assert.Equal(Sorted(indexes), Sorted(made.Indexes));
    }

    [Fact]
    public void SqlServer_MigrationScript_LoadsIntoAModelWithoutErrors()
    {
        var statements = Parse(MigrationScript(MigrationsSqlGenerationOptions.Default)).Batches.SelectMany(b => b.Statements).ToList();

        var leftOut = statements.Where(s => !IsDefinition(s)).ToList();
        // A model holds definitions: not the transaction around them, not EF's own book of what it has applied, and not the
        // rows that a new site starts with.
        Assert.All(leftOut, s => Assert.True(
            s is BeginTransactionStatement or CommitTransactionStatement or InsertStatement
                || TextOf(s).Contains("SET IDENTITY_INSERT", StringComparison.Ordinal) || TextOf(s).Contains(HistoryTable, StringComparison.Ordinal),
            $"A model can't take this statement; decide here what to do with it: {TextOf(s)}"));

        Assert.Equal(Sorted(TablesOfTheModel()), Sorted(Load(statements.Where(IsDefinition))));
    }

    [Fact]
    public void SqlServer_ModelAsItIsNow_LoadsIntoAModelWithoutErrors()
    {
        using var context = OnNoServer();

        var script = Parse(context.Database.GenerateCreateScript());

        Assert.Equal(Sorted(TablesOfTheModel()), Sorted(Load(script.Batches.SelectMany(b => b.Statements))));
    }

    [Fact]
    public async Task MigrateCommand_WithScript_WritesWhatSqlServerReads()
    {
        using var output = new StringWriter();
        await using var app = WebApplication.CreateBuilder().Build(); // no setting, no database

        await MigrateCommand.RunAsync(app, ["migrate", "--script", "SqlServer"], output);

        var script = output.ToString();
        var made = new Definitions();
        Parse(script).Accept(made);
        Assert.Equal(Sorted(TablesOfTheModel().Append(HistoryTable)), Sorted(made.Tables));
        // A filtered index can't be made without it, and sqlcmd begins without it.
        Assert.InRange(script.IndexOf("QUOTED_IDENTIFIER", StringComparison.Ordinal), 0, script.IndexOf("CREATE TABLE", StringComparison.Ordinal));
        Assert.Contains(MigrationScripts.SnapshotReads, script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateCommand_WithScript_MakesANewSqliteDatabase()
    {
        Assert.SkipUnless(TestDatabase.IsSqlite, "The script is SQLite's.");
        using var output = new StringWriter();
        await using var app = WebApplication.CreateBuilder().Build();
        await MigrateCommand.RunAsync(app, ["migrate", "--script"], output);

        await using var database = TestDatabase.NotYetMade();
        await using var context = database.Open();
        await context.Database.ExecuteSqlRawAsync(output.ToString().Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Cancellation);
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(Cancellation));
        Assert.Equal(0, await context.Requests.CountAsync(Cancellation));
    }

    /// <summary>Never connects: it only writes SQL.</summary>
    private static SqlServerContext OnNoServer() => new(
        new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer(new SqlConnection()).Options);

    private static string MigrationScript(MigrationsSqlGenerationOptions options)
    {
        using var context = OnNoServer();
        return context.GetService<IMigrator>().GenerateScript(options: options);
    }

    private static IEnumerable<string> TablesOfTheModel()
    {
        using var context = OnNoServer();
        return [.. context.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static TSqlScript Parse(string sql)
    {
        using var reader = new StringReader(sql);
        var script = new TSql180Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        Assert.Equal("", string.Join('\n', errors.Select(e => $"{e.Line}:{e.Column} {e.Message}")));
        return Assert.IsType<TSqlScript>(script);
    }

    private static bool IsDefinition(TSqlStatement statement) =>
        statement is CreateTableStatement or CreateIndexStatement or AlterTableAddTableElementStatement;

    /// <summary>Loads definitions into a model of SQL Server 2022 and checks it.</summary>
    /// <returns>The names of its tables.</returns>
    private static List<string> Load(IEnumerable<TSqlStatement> definitions)
    {
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var definition in definitions)
        {
            model.AddObjects(TextOf(definition));
        }

        Assert.Equal("", string.Join('\n', model.Validate().Select(m => $"{m.MessageType} {m.Prefix}{m.Number}: {m.Message}")));
        return [.. model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Select(t => t.Name.Parts[^1])];
    }

    private static string TextOf(TSqlFragment fragment) => string.Concat(fragment.ScriptTokenStream
        .Skip(fragment.FirstTokenIndex)
        .Take(fragment.LastTokenIndex - fragment.FirstTokenIndex + 1)
        .Select(token => token.Text));

    private static string Sorted(IEnumerable<string> names) => string.Join('\n', names.Order(StringComparer.Ordinal));

    /// <summary>The tables and indexes that a script makes, in the text that it executes too.</summary>
    private sealed class Definitions : TSqlFragmentVisitor
    {
        public List<string> Tables { get; } = [];

        public List<string> Indexes { get; } = [];

        public override void Visit(CreateTableStatement node) => Tables.Add(node.SchemaObjectName.BaseIdentifier.Value);

        public override void Visit(CreateIndexStatement node) => Indexes.Add(node.Name.Value);

        public override void Visit(ExecutableStringList node) =>
            Parse(string.Concat(node.Strings.Cast<StringLiteral>().Select(s => s.Value))).Accept(this);
    }
}
