using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Data.Configurations;

internal sealed class FoundPackageConfiguration : IEntityTypeConfiguration<FoundPackage>
{
    public void Configure(EntityTypeBuilder<FoundPackage> builder)
    {
        builder.ToTable("FoundPackages");
        builder.HasKey(f => f.Id);
        builder.HasIndex(f => new { f.Carrier, f.Home, f.Place });
        builder.HasIndex(f => new { f.FoundDate, f.Place });
    }
}
