using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Seals;

namespace MissingPackage.Data.Configurations;

internal sealed class KeptSealCertificateConfiguration : IEntityTypeConfiguration<KeptSealCertificate>
{
    public void Configure(EntityTypeBuilder<KeptSealCertificate> builder)
    {
        builder.ToTable("SealCertificates");
        builder.HasKey(c => c.Thumbprint);
        builder.Property(c => c.Thumbprint).HasMaxLength(64);
        builder.HasIndex(c => c.Generation).IsUnique();
    }
}
