using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Outbox;

namespace MissingPackage.Data.Configurations;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("Outbox");
        builder.HasKey(m => m.Id);
        builder.HasIndex(m => m.Key).IsUnique();
        builder.Property(m => m.Kind).HasMaxLength(60);
        builder.Property(m => m.Promise).HasMaxLength(120);
        builder.HasIndex(m => m.Promise).IsUnique();
        builder.Property(m => m.Recipient).HasMaxLength(64);
        builder.Property(m => m.LastFailure).HasMaxLength(OutboxMessage.MaxFailure);
        builder.Property(m => m.QuietZone).HasMaxLength(60);
        // What is due; what waits before it to the same recipient; what a request was promised.
        builder.HasIndex(m => new { m.State, m.NextAttemptOn });
        builder.HasIndex(m => new { m.Recipient, m.State, m.Id });
        builder.HasIndex(m => new { m.RequestId, m.Kind });
        builder.HasIndex(m => m.Lease).HasFilter($"{nameof(OutboxMessage.Lease)} IS NOT NULL");
        // Two nodes that hold the same row: the second save is refused.
        builder.Property(m => m.Lease).IsConcurrencyToken();
    }
}
