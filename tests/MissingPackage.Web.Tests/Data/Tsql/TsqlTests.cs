using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Data.Orders;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Data.Tsql;

/// <summary>The net that every statement of the tests goes through holds what it should.</summary>
public sealed class TsqlTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statements_OfACustomersWay_AreSeenInTsql()
    {
        Assert.SkipUnless(TestDatabase.IsSqlite, "On SQL Server the server itself reads them.");
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        await (await own.NewAgentAsync()).AcceptAsync(reference);

        var all = TsqlStatements.All.Select(s => s.Sql).ToList();
        Assert.True(all.Count > 45, $"Only {all.Count} statements.");
        Assert.Contains(all, sql => sql.StartsWith("SELECT TOP(", StringComparison.Ordinal));
        Assert.Contains(all, sql => sql.StartsWith("UPDATE [", StringComparison.Ordinal) || sql.Contains("\nUPDATE [ServiceRequests] SET", StringComparison.Ordinal));
        Assert.Contains(all, sql => sql.Contains("INSERT INTO [RequestEvents]", StringComparison.Ordinal) || sql.Contains("MERGE [RequestEvents]", StringComparison.Ordinal));
        Assert.Contains(all, sql => sql.StartsWith("DELETE FROM [", StringComparison.Ordinal));
        // The files of a request are a statement of their own.
        Assert.Contains(all, sql => sql.Contains("INNER JOIN [RequestDocuments]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT [r].[Id] FROM [ServiceRequests] AS [r] LIMIT 1", "Incorrect syntax")]
    [InlineData("SELECT MAX((SELECT COUNT(*) FROM [Outbox] AS [o])) FROM [ServiceRequests] AS [r]", "130: ")]
    [InlineData("SELECT COUNT(*) FROM [ServiceRequests] AS [r] GROUP BY (SELECT COUNT(*) FROM [Outbox] AS [o])", "144: ")]
    [InlineData("SELECT COUNT(*) FROM [ServiceRequests] AS [r] GROUP BY 1 + 1", "164: ")]
    [InlineData("SELECT DISTINCT [r].[Id] FROM [ServiceRequests] AS [r] ORDER BY [r].[OpenedOn]", "145: ")]
    [InlineData("SELECT [s].[Id] FROM (SELECT [r].[Id] FROM [ServiceRequests] AS [r] ORDER BY [r].[Id]) AS [s]", "The ORDER BY clause is not valid")]
    [InlineData("SELECT [r].[Id] FROM [ServiceRequests] AS [r] WHERE [r].[Reference] IN (SELECT [v].[value] FROM OPENJSON(@list) WITH ([value] nvarchar(12) '$') AS [v])", "468: ")]
    public void Read_OfWhatSqlServerRefuses_SaysSo(string sql, string problem) =>
        Assert.Contains(problem, string.Join('\n', TsqlReader.Read(sql).Problems), StringComparison.Ordinal);

    [Fact]
    public void Problems_OfWhatIsNotThere_NamesIt()
    {
        var problems = string.Join('\n', TsqlBinding.Problems(
        [
            new("SELECT [r].[Id] FROM [ServiceRequests] AS [r] WHERE [r].[Status] = @status", [("@status", "nvarchar(40)")]),
            new("SELECT [r].[NoSuchColumn] FROM [ServiceRequests] AS [r]", []),
            new("DELETE FROM [t] FROM [NoSuchTable] AS [t]", []),
        ]));

        Assert.Contains("NoSuchColumn", problems, StringComparison.Ordinal);
        Assert.Contains("NoSuchTable", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("Statement1]", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_ThatOnlySqliteUnderstands_FailsWhoeverAsks()
    {
        Assert.SkipUnless(TestDatabase.IsSqlite, "On SQL Server the server itself refuses it.");
        await using var database = await TestDatabase.CreateAsync(Cancellation);
        await using var context = database.Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => context.Sellers.Where(s => EF.Functions.Glob(s.Name, "*ample")).ToListAsync(Cancellation));

        Assert.True(TsqlStatements.Forgive("Glob"));
    }

    [Fact]
    public async Task Query_WithMoreValuesThanAServerTakes_IsSentInAnotherWay()
    {
        await using var database = await TestDatabase.CreateAsync(Cancellation);
        await using var context = database.Open();
        var many = Enumerable.Range(0, 3_000).Select(_ => Guid.NewGuid()).ToList();

        Assert.Empty(await context.Set<KnownOrder>().Where(o => many.Contains(o.Id)).ToListAsync(Cancellation));
    }

    /// <summary>Text that is sent as it stands goes past all of this.</summary>
    [Fact]
    public void Source_SendsSqlTextFromFewPlaces()
    {
        var source = SourceFolder();
        var found = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal) && !file.Contains("CompiledModel", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => line.Contains("ExecuteSql", StringComparison.Ordinal) || line.Contains("FromSql", StringComparison.Ordinal)
                || line.Contains("SqlQuery", StringComparison.Ordinal) || line.Contains("CommandText", StringComparison.Ordinal)).Select(_ => Path.GetFileName(file)))
            .Order(StringComparer.Ordinal);

        // The rows of histories are read in words both have, and seen by all of this; migrating asks which provider it has.
        Assert.Equal(["Database.cs", "Database.cs", "HistoryVerifier.cs", "MigrateCommand.cs", "MigrateCommand.cs"], found, StringComparer.Ordinal);
    }

    private static string SourceFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MissingPackage.sln")))
            {
                return Path.Combine(folder.FullName, "src");
            }
        }

        throw new DirectoryNotFoundException("The sources aren’t here.");
    }
}
