using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using MissingPackage.Data.Searching;

namespace MissingPackage.Data.SqlServer;

/// <summary>Production.</summary>
public sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : MissingPackageContext(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        // Ranges of terms are compared by code point, as SQLite does.
        builder.Entity<RequestSearchTerm>().Property(t => t.Term).UseCollation("Latin1_General_100_BIN2");
    }
}

/// <summary>For <c>dotnet ef</c> only; connects to nothing.</summary>
internal sealed class SqlServerContextFactory : IDesignTimeDbContextFactory<SqlServerContext>
{
    public SqlServerContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=design").Options);
}
