using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MissingPackage.Data.Commits;

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

    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.Entity<Commit>().Property(c => c.CommittedOn).HasDefaultValueSql("CURRENT_TIMESTAMP");
    }

    private sealed class CentsConverter() : ValueConverter<decimal, long>(
        dollars => (long)decimal.Round(dollars * 100m),
        cents => cents / 100m);
}

/// <summary>For <c>dotnet ef</c> only.</summary>
internal sealed class SqliteContextFactory : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=design.db").Options);
}
