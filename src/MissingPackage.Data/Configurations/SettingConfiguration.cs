using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Settings;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Configurations;

internal sealed class SettingConfiguration : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> builder)
    {
        builder.ToTable("Settings");
        builder.HasKey(s => s.Key);
        builder.Property(s => s.Key).HasMaxLength(Setting.MaxKey);
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}

internal sealed class SettingChangeConfiguration : IEntityTypeConfiguration<SettingChange>
{
    public void Configure(EntityTypeBuilder<SettingChange> builder)
    {
        builder.ToTable("SettingChanges");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Key).HasMaxLength(Setting.MaxKey);
        builder.Property(c => c.ChangedBy).HasMaxLength(SettingChange.MaxChangedBy);
        // One change a version, whatever the nodes do.
        builder.HasIndex(c => new { c.Key, c.Version }).IsUnique();
    }
}

internal sealed class SellerConfiguration : IEntityTypeConfiguration<Seller>
{
    public void Configure(EntityTypeBuilder<Seller> builder)
    {
        builder.ToTable("Sellers");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(OrderFacts.MaxSeller);
        builder.Property(s => s.NameKey).HasMaxLength(OrderFacts.MaxSeller);
        builder.HasIndex(s => s.NameKey).IsUnique();
        builder.Property(s => s.Email).HasMaxLength(Seller.MaxEmail);
        builder.Property(s => s.Notes).HasMaxLength(Seller.MaxNotes);
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
