using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MissingPackage.Data.Sqlite;

/// <summary>The embedded default.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : MissingPackageContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        base.ConfigureConventions(configurationBuilder);
        // SQLite has no decimal: as text it neither sorts nor compares, as whole cents it does both.
        configurationBuilder.Properties<decimal>().HaveConversion<CentsConverter>();
    }

    internal sealed class CentsConverter() : ValueConverter<decimal, long>(
        dollars => (long)decimal.Round(dollars * 100m),
        cents => cents / 100m);
}

/// <summary>For <c>dotnet ef</c> only.</summary>
internal sealed class SqliteContextFactory : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=design.db").Options);
}
