using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Data.Access;
using MissingPackage.Data.Agents;
using MissingPackage.Data.Drafts;
using MissingPackage.Data.History;
using MissingPackage.Data.Jobs;
using MissingPackage.Data.Orders;
using MissingPackage.Data.Outbox;
using MissingPackage.Data.Packets;
using MissingPackage.Data.Reviewing;
using MissingPackage.Data.Seals;
using MissingPackage.Data.Searching;
using MissingPackage.Data.Settings;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Data;

/// <summary>
/// The one model; <see cref="Sqlite.SqliteContext"/> and <see cref="SqlServer.SqlServerContext"/> only choose the
/// provider and hold its migrations. Every <see cref="DateTime"/> is UTC, every enum is stored by name.
/// </summary>
public abstract partial class MissingPackageContext(DbContextOptions options) : IdentityDbContext<Agent>(options), IDataProtectionKeyContext
{
    public DbSet<ServiceRequest> Requests => Set<ServiceRequest>();

    public DbSet<RequestSearchTerm> SearchTerms => Set<RequestSearchTerm>();

    public DbSet<CustomerGrant> CustomerGrants => Set<CustomerGrant>();

    public DbSet<SellerGrant> SellerGrants => Set<SellerGrant>();

    public DbSet<ReportDraft> ReportDrafts => Set<ReportDraft>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<ReviewTick> ReviewTicks => Set<ReviewTick>();

    public DbSet<CannedText> CannedTexts => Set<CannedText>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<FoundPackage> FoundPackages => Set<FoundPackage>();

    public DbSet<Setting> Settings => Set<Setting>();

    public DbSet<SettingChange> SettingChanges => Set<SettingChange>();

    public DbSet<Seller> Sellers => Set<Seller>();

    public DbSet<KnownOrder> KnownOrders => Set<KnownOrder>();

    public DbSet<OrderImport> OrderImports => Set<OrderImport>();

    public DbSet<OrderImportError> OrderImportErrors => Set<OrderImportError>();

    public DbSet<AgentEvent> AgentEvents => Set<AgentEvent>();

    public DbSet<AgentInvitation> AgentInvitations => Set<AgentInvitation>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();
    public DbSet<KeptSealCertificate> SealCertificates => Set<KeptSealCertificate>();

    public DbSet<KeptPacket> Packets => Set<KeptPacket>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Says which days count, for every request that is loaded here; the federal holidays alone unless it is told more.</summary>
    public Func<BusinessCalendar> Calendar { get; set; } = () => BusinessCalendar.UnitedStates;

    /// <summary>Carriers' claim rules, for every request that is loaded here; as shipped unless it is told otherwise.</summary>
    public Func<CarrierCode, ClaimRules> ClaimRules { get; set; } = code => CarrierDirectory.Get(code).Claim;

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
        optionsBuilder.AddInterceptors(RulesInterceptor.Instance);
        if (optionsBuilder.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is null)
        {
            optionsBuilder.UseApplicationServiceProvider(NoApplication);
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        KeepHistoryAppendOnly();
        KeepSearchTermsInStep();
        var history = new HistoryWriter(this);
        for (var attempt = 1; ; attempt++)
        {
            var chained = history.Chain();
            try
            {
                return base.SaveChanges(acceptAllChangesOnSuccess);
            }
            catch (DbUpdateException refused)
                when (chained && refused is not DbUpdateConcurrencyException && attempt < HistoryWriter.MaxAttempts && history.HasMoved())
            {
                // Somebody else's row took the place: go behind it.
            }
        }
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        KeepHistoryAppendOnly();
        KeepSearchTermsInStep();
        var history = new HistoryWriter(this);
        for (var attempt = 1; ; attempt++)
        {
            var chained = await history.ChainAsync(cancellationToken);
            try
            {
                return await SaveOnceAsync(acceptAllChangesOnSuccess, cancellationToken);
            }
            catch (DbUpdateException refused) when (chained && refused is not DbUpdateConcurrencyException && attempt < HistoryWriter.MaxAttempts)
            {
                if (!await history.HasMovedAsync(cancellationToken))
                {
                    throw;
                }

                // Somebody else's row took the place: go behind it.
            }
        }
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
        if (ChangeTracker.Entries().Any(e => e.Entity is RequestEvent or SettingChange && e.State is EntityState.Modified or EntityState.Deleted))
        {
            throw new InvalidOperationException("History is append-only.");
        }

        if (ChangeTracker.Entries<AgentEvent>().Any(e => e.State is EntityState.Modified or EntityState.Deleted))
        {
            throw new InvalidOperationException("The history of agents is append-only.");
        }
    }

    /// <summary>What finds a request changes in the save that changes the request.</summary>
    private void KeepSearchTermsInStep()
    {
        foreach (var entry in ChangeTracker.Entries<ServiceRequest>().Where(e => e.State is EntityState.Added or EntityState.Modified).ToList())
        {
            var customer = entry.ComplexProperty(r => r.Customer);
            var (order, shipment) = (entry.ComplexProperty(r => r.Order), entry.ComplexProperty(r => r.Shipment));
            var address = entry.ComplexProperty(r => r.Address);
            if (entry.State == EntityState.Modified && !customer.Property(c => c.Name).IsModified && !customer.Property(c => c.Email).IsModified
                && !customer.Property(c => c.Phone).IsModified && !address.Property(a => a.Line1).IsModified
                && !address.Property(a => a.Line2).IsModified && !address.Property(a => a.Zip).IsModified
                && !order.Property(o => o.Number).IsModified && !order.Property(o => o.Seller).IsModified && !shipment.Property(s => s.TrackingNumber).IsModified)
            {
                continue;
            }

            if (entry.State == EntityState.Modified)
            {
                SearchTerms.Where(term => term.RequestId == entry.Entity.Id).Load();
            }

            // A save that failed is tried again with the terms it had.
            var current = RequestSearchTerm.Of(entry.Entity);
            var tracked = SearchTerms.Local.Where(term => term.RequestId == entry.Entity.Id).ToList();
            SearchTerms.RemoveRange(tracked.ExceptBy(current.Select(term => term.Term), term => term.Term, StringComparer.Ordinal));
            SearchTerms.AddRange(current.ExceptBy(tracked.Select(term => term.Term), term => term.Term, StringComparer.Ordinal));
            entry.Property<string?>(ServiceRequestColumns.SellerKey).CurrentValue = SearchText.SellerKey(entry.Entity.Order.Seller);
        }
    }
}
