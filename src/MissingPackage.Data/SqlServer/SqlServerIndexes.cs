using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Orders;
using MissingPackage.Data.Outbox;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.SqlServer;

/// <summary>
/// What SQL Server's indexes hold beside the keys that both providers share, so that a list is walked and narrowed inside
/// one index, and the lists of the jobs, which are a small part of their tables. EF Core writes enums that the code names
/// as literals, which is what lets SQL Server see that a filtered index holds all that is asked for.
/// </summary>
internal static class SqlServerIndexes
{
    /// <summary>What the queue's tabs and filters ask of a request.</summary>
    private static readonly string[] Narrowing =
    [
        nameof(ServiceRequest.Status), nameof(ServiceRequest.AgentIsNext), nameof(ServiceRequest.AssignedTo), nameof(ServiceRequest.TightestDueOn),
        nameof(ServiceRequest.OpenedOn), nameof(ServiceRequest.IsLate), nameof(ServiceRequest.Strength), ServiceRequestColumns.SellerKey,
    ];

    public static void Add(ModelBuilder builder)
    {
        Requests(builder.Entity<ServiceRequest>());
        builder.Entity<RequestEvent>().HasIndex(e => new { e.RequestId, e.Sequence }).IncludeProperties(e => e.Hash);
        builder.Entity<RequestDocument>(document =>
        {
            document.HasIndex(d => d.Sha256).IncludeProperties(d => d.RequestId);
            document.HasIndex([nameof(RequestDocument.ReceivedOn)], "IX_RequestDocuments_Checking")
                .HasFilter($"[State] = N'{nameof(DocumentState.Checking)}'").IncludeProperties(nameof(RequestDocument.RequestId));
        });
        builder.Entity<KnownOrder>().HasIndex(o => new { o.NumberKey, o.SellerKey }).IncludeProperties(o => o.RowHash);
        builder.Entity<OutboxMessage>(message =>
        {
            message.HasIndex(m => new { m.State, m.NextAttemptOn }).IncludeProperties(m => new { m.Recipient, m.LeasedUntil });
            message.HasIndex(m => new { m.Recipient, m.State, m.Id }).HasFilter($"[State] = N'{nameof(OutboxState.Waiting)}'");
            message.HasIndex(m => new { m.RequestId, m.Kind }).IncludeProperties(m => m.CreatedOn);
        });
    }

    private static void Requests(EntityTypeBuilder<ServiceRequest> request)
    {
        foreach (var index in request.Metadata.GetIndexes().Where(i => i.Name?.StartsWith("IX_Queue_", StringComparison.Ordinal) == true))
        {
            index.SetIncludeProperties(Narrowing.Except(index.Properties.Select(p => p.Name), StringComparer.Ordinal).ToArray()); // EF Core casts it to an array
        }

        request.HasIndex(r => new { r.OpenedOn, r.CompletedInTime }).IncludeProperties(r => new { r.Outcome, r.DocumentsDueOn });
        request.HasIndex([nameof(ServiceRequest.DocumentsDueOn)], "IX_ServiceRequests_DocumentsDue")
            .HasFilter($"[Status] IN (N'{nameof(RequestStatus.AwaitingDocuments)}', N'{nameof(RequestStatus.MoreNeeded)}')")
            .IncludeProperties(nameof(ServiceRequest.Status), nameof(ServiceRequest.IsLate), nameof(ServiceRequest.NextStepFrom), nameof(ServiceRequest.TightestDueOn));
        request.HasIndex([nameof(ServiceRequest.NextStepFrom)], "IX_ServiceRequests_WithSeller")
            .HasFilter($"[Status] = N'{nameof(RequestStatus.WithSeller)}'");
        request.HasIndex(r => r.LatestFilingOn).IncludeProperties(r => new { r.Status, r.TightestDueOn });
    }
}
