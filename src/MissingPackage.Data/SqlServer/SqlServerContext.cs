using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MissingPackage.Data.SqlServer;

/// <summary>Production.</summary>
public sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : MissingPackageContext(options);

/// <summary>For <c>dotnet ef</c> only; connects to nothing.</summary>
internal sealed class SqlServerContextFactory : IDesignTimeDbContextFactory<SqlServerContext>
{
    public SqlServerContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=design").Options);
}
