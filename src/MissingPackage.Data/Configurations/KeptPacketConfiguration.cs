using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Packets;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Configurations;

internal sealed class KeptPacketConfiguration : IEntityTypeConfiguration<KeptPacket>
{
    public void Configure(EntityTypeBuilder<KeptPacket> builder)
    {
        builder.ToTable("ClaimPackets");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Key).HasMaxLength(RequestDocument.Sha256Length);
        builder.Property(p => p.Sha256).HasMaxLength(RequestDocument.Sha256Length);
        builder.Property(p => p.MissingCharacters).HasMaxLength(KeptPacket.MaxMissing);
        builder.Property(p => p.Failure).HasMaxLength(KeptPacket.MaxFailure);
        builder.HasIndex(p => new { p.RequestId, p.Format }).IsUnique();
        builder.HasIndex(p => new { p.State, p.RequestedOn });
        builder.HasOne<ServiceRequest>().WithMany().HasForeignKey(p => p.RequestId).OnDelete(DeleteBehavior.Cascade);
    }
}
