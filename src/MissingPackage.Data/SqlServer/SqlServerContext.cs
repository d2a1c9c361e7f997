using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.SqlServer;

/// <summary>Production.</summary>
public sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : MissingPackageContext(options)
{
    /// <summary>
    /// Text is compared by code point, as SQLite and the application do: a key that the code takes for new is new to the
    /// database too, whatever collation the server has.
    /// </summary>
    public const string Collation = "Latin1_General_100_BIN2";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation(Collation);
        configurationBuilder.Properties<Enum>().UseCollation(Collation);
        configurationBuilder.Properties<RequestReference>().UseCollation(Collation);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        SqlServerIndexes.Add(builder);
    }
}

/// <summary>For <c>dotnet ef</c> only; connects to nothing.</summary>
internal sealed class SqlServerContextFactory : IDesignTimeDbContextFactory<SqlServerContext>
{
    public SqlServerContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=design").Options);
}
