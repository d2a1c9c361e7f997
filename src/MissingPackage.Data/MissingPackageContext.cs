using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Data.Access;
using MissingPackage.Data.Drafts;
using MissingPackage.Data.Outbox;
using MissingPackage.Data.Seals;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Data;

/// <summary>
/// The one model; <see cref="Sqlite.SqliteContext"/> and <see cref="SqlServer.SqlServerContext"/> only choose the
/// provider and hold its migrations. Every <see cref="DateTime"/> is UTC, every enum is stored by name.
/// </summary>
public abstract class MissingPackageContext(DbContextOptions options) : IdentityDbContext<Agent>(options), IDataProtectionKeyContext
{
    public DbSet<ServiceRequest> Requests => Set<ServiceRequest>();

    public DbSet<CustomerGrant> CustomerGrants => Set<CustomerGrant>();

    public DbSet<ReportDraft> ReportDrafts => Set<ReportDraft>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<FoundPackage> FoundPackages => Set<FoundPackage>();

    public DbSet<KeptSealCertificate> SealCertificates => Set<KeptSealCertificate>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Identity reads its schema version from the application's services. Where there is no application (migrations,
    /// tools), these stand in, so that the model is the same everywhere.
    /// </summary>
    private static readonly IServiceProvider NoApplication = new ServiceCollection()
        .Configure<IdentityOptions>(UseSchema)
        .BuildServiceProvider();

    /// <summary>The version of Identity's tables (the one with passkeys).</summary>
    public static void UseSchema(IdentityOptions identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
    }

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        if (optionsBuilder.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is null)
        {
            optionsBuilder.UseApplicationServiceProvider(NoApplication);
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        KeepHistoryAppendOnly();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        KeepHistoryAppendOnly();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<decimal>().HavePrecision(12, 2);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(MissingPackageContext).Assembly);
    }

    private void KeepHistoryAppendOnly()
    {
        if (ChangeTracker.Entries<RequestEvent>().Any(e => e.State is EntityState.Modified or EntityState.Deleted))
        {
            throw new InvalidOperationException("A request's history is append-only.");
        }
    }
}
