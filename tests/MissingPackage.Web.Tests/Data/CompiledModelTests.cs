#pragma warning disable EF1001 // The providers' design-time services are public, but said to be EF Core's own.
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.EntityFrameworkCore.SqlServer.Design.Internal;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Site;
using MissingPackage.Data;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;
using MissingPackage.Documents.Tests;

namespace MissingPackage.Web.Tests.Data;

/// <summary>The models that are compiled beforehand (docs/decisions/0021) are those that the configurations make.</summary>
public sealed partial class CompiledModelTests
{
    /// <summary>Set to anything, the tests write the models anew instead of comparing them.</summary>
    private const string Variable = "MISSINGPACKAGE_WRITE_MODEL";

    [Fact]
    public void Sqlite_CompiledModel_IsTheOneOfTheConfigurations()
    {
        using var context = new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=:memory:").Options);
        Compare(context, "Sqlite", new SqliteDesignTimeServices());
    }

    [Fact]
    public void SqlServer_CompiledModel_IsTheOneOfTheConfigurations()
    {
        using var context = new SqlServerContext(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=nowhere").Options);
        Compare(context, "SqlServer", new SqlServerDesignTimeServices());
    }

    private static void Compare(MissingPackageContext context, string provider, IDesignTimeServices design)
    {
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(context);
        design.ConfigureDesignTimeServices(services);
        using var tools = services.BuildServiceProvider();
        using var scope = tools.CreateScope();
        var kept = Repository.PathOf($"src/MissingPackage.Data/{provider}/CompiledModel");
        using var folder = new TempFolder();
        var rewrite = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };
        if (rewrite && Directory.Exists(kept))
        {
            Directory.Delete(kept, recursive: true);
        }

        scope.ServiceProvider.GetRequiredService<ICompiledModelScaffolder>().ScaffoldModel(
            context.GetService<IDesignTimeModel>().Model,
            rewrite ? kept : folder.Path,
            new CompiledModelCodeGenerationOptions
            {
                ContextType = context.GetType(),
                ModelNamespace = $"MissingPackage.Data.{provider}.CompiledModel",
                UseNullableReferenceTypes = false,
            });
        if (rewrite)
        {
            return;
        }

        var made = Read(folder.Path);
        Assert.NotEmpty(made);
        Assert.True(
            Directory.Exists(kept) && made.SequenceEqual(Read(kept)),
            $"The model of {provider} has changed: run this test with {Variable}=1, which compiles it anew.");
        // And it is the one that is used.
        Assert.IsAssignableFrom<RuntimeModel>(context.Model);
    }

    private static List<(string Name, string Content)> Read(string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), Identity().Replace(File.ReadAllText(file).ReplaceLineEndings("\n"), "")))];

    // Each writing has one of its own.
    [GeneratedRegex("modelId: new Guid\\(\"[^\"]*\"\\)", RegexOptions.None, 1000)]
    private static partial Regex Identity();
}
