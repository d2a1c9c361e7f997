using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Access;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Configurations;

internal sealed class CustomerGrantConfiguration : IEntityTypeConfiguration<CustomerGrant>
{
    public void Configure(EntityTypeBuilder<CustomerGrant> builder)
    {
        builder.ToTable("CustomerGrants");
        builder.HasKey(g => g.Id);
        builder.Property(g => g.Id).ValueGeneratedNever();
        builder.Property(g => g.TokenHash).HasMaxLength(64);
        builder.HasIndex(g => g.TokenHash).IsUnique();
        builder.HasIndex(g => g.RequestId);
        builder.HasIndex(g => g.ExpiresOn);
        builder.HasOne<ServiceRequest>().WithMany().HasForeignKey(g => g.RequestId).OnDelete(DeleteBehavior.Cascade);
    }
}
