using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Access;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Configurations;

internal sealed class SellerGrantConfiguration : IEntityTypeConfiguration<SellerGrant>
{
    public void Configure(EntityTypeBuilder<SellerGrant> builder)
    {
        builder.ToTable("SellerGrants");
        builder.HasKey(g => g.Id);
        builder.Property(g => g.Id).ValueGeneratedNever();
        builder.Property(g => g.Seller).HasMaxLength(OrderFacts.MaxSeller);
        builder.Property(g => g.Email).HasMaxLength(Settings.Seller.MaxEmail);
        builder.Property(g => g.TokenHash).HasMaxLength(64);
        builder.Property(g => g.Code).HasMaxLength(SellerGrant.MaxCode);
        builder.HasIndex(g => g.TokenHash).IsUnique();
        builder.HasIndex(g => g.RequestId);
        builder.HasIndex(g => g.ExpiresOn);
        builder.HasOne<ServiceRequest>().WithMany().HasForeignKey(g => g.RequestId).OnDelete(DeleteBehavior.Cascade);
    }
}
