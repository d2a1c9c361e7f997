using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Agents;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Configurations;

internal sealed class AgentConfiguration : IEntityTypeConfiguration<Agent>
{
    public void Configure(EntityTypeBuilder<Agent> builder)
    {
        // A Guid as text, and every reference to it: with Identity's own 450 characters no index could hold it and more.
        builder.Property(a => a.Id).HasMaxLength(ServiceRequest.MaxAgentId);
        builder.Property(a => a.TotpSecret).HasMaxLength(500);
        builder.HasIndex(a => a.Role);
    }
}

internal sealed class RoleConfiguration : IEntityTypeConfiguration<IdentityRole>
{
    public void Configure(EntityTypeBuilder<IdentityRole> builder) => builder.Property(r => r.Id).HasMaxLength(ServiceRequest.MaxAgentId);
}

internal sealed class AgentEventConfiguration : IEntityTypeConfiguration<AgentEvent>
{
    public void Configure(EntityTypeBuilder<AgentEvent> builder)
    {
        builder.ToTable("AgentEvents");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Actor).HasMaxLength(Agent.MaxEmail);
        builder.Property(e => e.Subject).HasMaxLength(Agent.MaxEmail);
        builder.Property(e => e.SubjectId).HasMaxLength(ServiceRequest.MaxAgentId);
        builder.Property(e => e.Detail).HasMaxLength(AgentEvent.MaxDetail);
        builder.HasIndex(e => new { e.SubjectId, e.Id });
    }
}

internal sealed class AgentInvitationConfiguration : IEntityTypeConfiguration<AgentInvitation>
{
    public void Configure(EntityTypeBuilder<AgentInvitation> builder)
    {
        builder.ToTable("AgentInvitations");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.TokenHash).HasMaxLength(AgentConfigurationLengths.Hash);
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasOne<Agent>().WithMany().HasForeignKey(i => i.AgentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("AgentRecoveryCodes");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.CodeHash).HasMaxLength(AgentConfigurationLengths.Hash);
        builder.HasIndex(c => new { c.AgentId, c.CodeHash });
        builder.HasOne<Agent>().WithMany().HasForeignKey(c => c.AgentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SignInAttemptConfiguration : IEntityTypeConfiguration<SignInAttempt>
{
    public void Configure(EntityTypeBuilder<SignInAttempt> builder)
    {
        builder.ToTable("SignInAttempts");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.AccountHash).HasMaxLength(AgentConfigurationLengths.Hash);
        builder.Property(a => a.SourceHash).HasMaxLength(AgentConfigurationLengths.Hash);
        builder.HasIndex(a => new { a.SourceHash, a.AttemptedOn });
        builder.HasIndex(a => new { a.AccountHash, a.AttemptedOn });
        builder.HasIndex(a => a.AttemptedOn);
    }
}

/// <summary>Characters.</summary>
internal static class AgentConfigurationLengths
{
    public const int Hash = 64;
}
