using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Jobs;

namespace MissingPackage.Data.Configurations;

internal sealed class JobRunConfiguration : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.ToTable("JobRuns");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Job).HasMaxLength(60);
        builder.Property(r => r.Node).HasMaxLength(100);
        builder.Property(r => r.Outcome).HasMaxLength(JobRun.MaxOutcome);
        builder.HasIndex(r => new { r.Job, r.Id });
    }
}
