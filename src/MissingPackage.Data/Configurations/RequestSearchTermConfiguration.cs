using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Searching;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Configurations;

internal sealed class RequestSearchTermConfiguration : IEntityTypeConfiguration<RequestSearchTerm>
{
    public void Configure(EntityTypeBuilder<RequestSearchTerm> builder)
    {
        builder.ToTable("RequestSearchTerms");
        builder.HasKey(t => new { t.RequestId, t.Term });
        builder.Property(t => t.Term).HasMaxLength(RequestSearchTerm.MaxLength);
        builder.HasIndex(t => new { t.Term, t.RequestId });
        builder.HasOne<ServiceRequest>().WithMany().HasForeignKey(t => t.RequestId).OnDelete(DeleteBehavior.Cascade);
    }
}
