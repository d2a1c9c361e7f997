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
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Kind).HasMaxLength(60);
        builder.HasIndex(m => new { m.SentOn, m.NextAttemptOn });
        // Two nodes that send the same row at once: the second save is refused.
        builder.Property(m => m.Attempts).IsConcurrencyToken();
    }
}
