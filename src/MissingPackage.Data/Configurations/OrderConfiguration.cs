using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Orders;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Configurations;

internal sealed class KnownOrderConfiguration : IEntityTypeConfiguration<KnownOrder>
{
    public void Configure(EntityTypeBuilder<KnownOrder> builder)
    {
        builder.ToTable("KnownOrders");
        builder.HasKey(o => o.Id);
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.HasIndex(o => new { o.NumberKey, o.SellerKey }).IsUnique();
        // The question of a report: both are in the index, so that a right number with another address reads no row either.
        builder.HasIndex(o => new { o.NumberKey, o.EmailKey });
        builder.HasIndex(o => o.CountedFrom);
        builder.Property(o => o.Number).HasMaxLength(OrderFacts.MaxNumber);
        builder.Property(o => o.NumberKey).HasMaxLength(KnownOrder.MaxKey);
        builder.Property(o => o.SellerKey).HasMaxLength(OrderFacts.MaxSeller);
        builder.Property(o => o.EmailKey).HasMaxLength(KnownOrder.MaxKey);
        builder.Property(o => o.Item).HasMaxLength(OrderFacts.MaxItem);
        builder.Property(o => o.SerialNumbers).HasMaxLength(OrderFacts.MaxSerialNumbers);
        builder.Property(o => o.Seller).HasMaxLength(OrderFacts.MaxSeller);
        builder.Property(o => o.TrackingNumber).HasMaxLength(TrackingNumber.MaxLength);
        builder.Property(o => o.Line1).HasMaxLength(DeliveryAddress.MaxLine);
        builder.Property(o => o.Line2).HasMaxLength(DeliveryAddress.MaxLine);
        builder.Property(o => o.City).HasMaxLength(DeliveryAddress.MaxCity);
        builder.Property(o => o.State).HasMaxLength(2);
        builder.Property(o => o.Zip).HasMaxLength(10);
        builder.Property(o => o.RowHash).HasMaxLength(KnownOrder.HashLength).IsFixedLength().IsUnicode(false);
    }
}

internal sealed class OrderImportConfiguration : IEntityTypeConfiguration<OrderImport>
{
    public void Configure(EntityTypeBuilder<OrderImport> builder)
    {
        builder.ToTable("OrderImports");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.HasIndex(i => i.Turn).IsUnique();
        builder.HasIndex(i => new { i.State, i.CreatedOn });
        builder.Property(i => i.FileName).HasMaxLength(OrderImport.MaxFileName);
        builder.Property(i => i.StartedBy).HasMaxLength(OrderImport.MaxStartedBy);
        builder.Property(i => i.Sha256).HasMaxLength(RequestDocument.Sha256Length);
        builder.Property(i => i.Mapping).HasMaxLength(OrderImport.MaxMapping);
        builder.Property(i => i.Turn).HasMaxLength(10);
        builder.Property(i => i.Problem).HasMaxLength(OrderImport.MaxProblem);
        builder.Ignore(i => i.HasEnded);
    }
}

internal sealed class OrderImportErrorConfiguration : IEntityTypeConfiguration<OrderImportError>
{
    public void Configure(EntityTypeBuilder<OrderImportError> builder)
    {
        builder.ToTable("OrderImportErrors");
        builder.HasKey(e => e.Id);
        builder.HasOne<OrderImport>().WithMany().HasForeignKey(e => e.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(e => e.Column).HasMaxLength(OrderImportError.MaxColumn);
        builder.Property(e => e.Problem).HasMaxLength(OrderImportError.MaxProblem);
    }
}
