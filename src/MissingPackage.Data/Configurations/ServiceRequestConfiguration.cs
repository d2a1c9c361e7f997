using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Data.Configurations;

internal sealed class ServiceRequestConfiguration : IEntityTypeConfiguration<ServiceRequest>
{
    public void Configure(EntityTypeBuilder<ServiceRequest> builder)
    {
        builder.ToTable("ServiceRequests");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Reference).HasMaxLength(RequestReference.Length)
            .HasConversion(reference => reference.Value, value => ReadReference(value));
        builder.HasIndex(r => r.Reference).IsUnique();
        builder.HasIndex(r => r.SubmissionId).IsUnique();
        ConfigureQueue(builder);
        // Reports: a range of days reads the index and not the table.
        builder.HasIndex(r => new { r.OpenedOn, r.CompletedInTime });
        builder.HasIndex(r => new { r.FirstDecisionOn, r.FirstDecisionMinutes });
        builder.HasIndex(r => new { r.EndedOn, r.Outcome });
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Property(r => r.CarrierClaimNumber).HasMaxLength(ServiceRequest.MaxClaimNumber);
        builder.Property(r => r.PoliceReportNumber).HasMaxLength(AddedEvidence.MaxPoliceReportNumber);
        builder.Property(r => r.LabelZip).HasMaxLength(AddedEvidence.ZipLength);
        // The job that warns before it.
        builder.HasIndex(r => r.LatestFilingOn).HasFilter($"{nameof(ServiceRequest.TightestDueOn)} IS NOT NULL");

        builder.ComplexProperty(r => r.Order, order =>
        {
            order.Property(o => o.Number).HasMaxLength(OrderFacts.MaxNumber);
            order.Property(o => o.Item).HasMaxLength(OrderFacts.MaxItem);
            order.Property(o => o.Seller).HasMaxLength(OrderFacts.MaxSeller);
            order.Property(o => o.SerialNumbers).HasMaxLength(OrderFacts.MaxSerialNumbers);
        });
        builder.ComplexProperty(r => r.Customer, customer =>
        {
            customer.Property(c => c.Name).HasMaxLength(CustomerFacts.MaxName);
            customer.Property(c => c.Email).HasMaxLength(CustomerFacts.MaxEmail);
            customer.Property(c => c.Phone).HasMaxLength(CustomerFacts.MaxPhone);
        });
        builder.ComplexProperty(r => r.Address, address =>
        {
            address.Property(a => a.Line1).HasMaxLength(DeliveryAddress.MaxLine);
            address.Property(a => a.Line2).HasMaxLength(DeliveryAddress.MaxLine);
            address.Property(a => a.City).HasMaxLength(DeliveryAddress.MaxCity);
            address.Property(a => a.State).HasMaxLength(2);
            address.Property(a => a.Zip).HasMaxLength(10);
        });
        builder.ComplexProperty(r => r.Shipment, shipment =>
            shipment.Property(s => s.TrackingNumber).HasMaxLength(Domain.Carriers.TrackingNumber.MaxLength));
        builder.ComplexProperty(r => r.Search, search =>
        {
            search.Property(s => s.CarrierCaseNumber).HasMaxLength(HomeSearch.MaxCaseNumber);
            search.Property(s => s.Places).HasMaxLength(400).HasConversion(new PlacesConverter(), new PlacesComparer());
        });
        builder.ComplexProperty(r => r.Resolution, resolution =>
        {
            resolution.Property(r => r.TrackingNumber).HasMaxLength(Domain.Carriers.TrackingNumber.MaxLength);
            resolution.Property(r => r.OverrideReason).HasMaxLength(Resolution.MaxReason);
        });
        builder.ComplexProperty(r => r.CarrierDecision);
        builder.Property(r => r.HandedOffTo).HasMaxLength(OrderFacts.MaxSeller);
        foreach (var other in new Expression<Func<ServiceRequest, RequestReference?>>[] { r => r.Follows, r => r.FollowedBy })
        {
            builder.Property(other).HasMaxLength(RequestReference.Length)
                .HasConversion(reference => reference!.Value, value => ReadReference(value));
        }

        builder.Property<Decision?>("LastDecision").HasConversion(new DecisionConverter(), new DecisionComparer());
        builder.HasMany(r => r.Documents).WithOne().HasForeignKey(d => d.RequestId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(r => r.Events).WithOne().HasForeignKey(e => e.RequestId).OnDelete(DeleteBehavior.Restrict);
        builder.Navigation(r => r.Documents).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.Navigation(r => r.Events).UsePropertyAccessMode(PropertyAccessMode.Field);

        foreach (var computed in new[]
        {
            nameof(ServiceRequest.Zone), nameof(ServiceRequest.Calendar), nameof(ServiceRequest.ClaimRulesOf), nameof(ServiceRequest.Filing), nameof(ServiceRequest.FirstDeadline), nameof(ServiceRequest.NextStepCount),
            nameof(ServiceRequest.MissingDocuments), nameof(ServiceRequest.StillToSend), nameof(ServiceRequest.StoredBytes),
            nameof(ServiceRequest.StandingDecision), nameof(ServiceRequest.StandingEvents),
            nameof(ServiceRequest.SignedStatement), nameof(ServiceRequest.PacketDocuments),
        })
        {
            builder.Ignore(computed);
        }
    }

    /// <summary>
    /// One index for each order of the queue, with and without a leading filter. A request is either open or ended, so each
    /// index holds only the half it is for; Id at its end makes a place in the queue unique.
    /// </summary>
    private static void ConfigureQueue(EntityTypeBuilder<ServiceRequest> builder)
    {
        const string status = nameof(ServiceRequest.Status), agent = nameof(ServiceRequest.AssignedTo), opened = nameof(ServiceRequest.OpenedOn);
        const string due = nameof(ServiceRequest.TightestDueOn), ended = nameof(ServiceRequest.EndedOn), id = nameof(ServiceRequest.Id);
        const string turn = nameof(ServiceRequest.AgentIsNext);
        const string seller = ServiceRequestColumns.SellerKey, value = ServiceRequestColumns.Value;
        builder.Property(r => r.AssignedTo).HasMaxLength(ServiceRequest.MaxAgentId);
        builder.HasOne<Agent>().WithMany().HasForeignKey(r => r.AssignedTo).OnDelete(DeleteBehavior.SetNull);
        builder.Property<decimal>(value).HasComputedColumnSql("Order_Value");
        builder.Property<string?>(seller).HasMaxLength(OrderFacts.MaxSeller);
        foreach (var columns in new string[][] { [due, id, status, turn], [opened, id], [value, id], [status, due, id], [agent, due, id], [agent, status, due, id], [agent, turn, due, id], [seller, due, id] })
        {
            builder.HasIndex(columns, $"IX_Queue_Open_{string.Join('_', columns)}").HasFilter($"{due} IS NOT NULL");
        }

        // Weak claims in the order of due: one index for each step that can be asked for, since a range can't stand before an order.
        foreach (var step in ClaimStrength.Steps)
        {
            builder.HasIndex([due, id], string.Create(CultureInfo.InvariantCulture, $"IX_Queue_Weak_{step}"))
                .HasFilter(string.Create(CultureInfo.InvariantCulture, $"{due} IS NOT NULL AND {nameof(ServiceRequest.Strength)} < {step}"));
        }

        foreach (var columns in new string[][] { [ended, id], [opened, id], [value, id], [status, ended, id], [seller, ended, id] })
        {
            builder.HasIndex(columns, $"IX_Queue_Ended_{string.Join('_', columns)}").HasFilter($"{ended} IS NOT NULL");
        }

        // Whole, because the foreign key uses it too.
        builder.HasIndex([agent, ended, id], "IX_Queue_AssignedTo_EndedOn_Id");
    }

    internal static RequestReference ReadReference(string value) =>
        RequestReference.TryParse(value, out var reference) ? reference : throw new FormatException("A stored reference is damaged.");

    // For the length of a decision's life: nobody asks for it by its parts.
    private sealed class DecisionConverter() : ValueConverter<Decision?, string?>(
        decision => JsonSerializer.Serialize(decision, JsonSerializerOptions.Default),
        json => JsonSerializer.Deserialize<Decision>(json!, JsonSerializerOptions.Default));

    // A decision is never changed, only replaced.
    private sealed class DecisionComparer() : ValueComparer<Decision?>(
        (a, b) => ReferenceEquals(a, b), decision => decision == null ? 0 : decision.Version, decision => decision);

    private sealed class PlacesConverter() : ValueConverter<IReadOnlyList<PlaceToLook>, string>(
        places => string.Join(',', places),
        text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(place => Enum.Parse<PlaceToLook>(place)).ToArray());

    private sealed class PlacesComparer() : ValueComparer<IReadOnlyList<PlaceToLook>>(
        (a, b) => a!.SequenceEqual(b!),
        places => places.Aggregate(0, (hash, place) => HashCode.Combine(hash, place)),
        places => places.ToArray());
}

internal sealed class RequestDocumentConfiguration : IEntityTypeConfiguration<RequestDocument>
{
    public void Configure(EntityTypeBuilder<RequestDocument> builder)
    {
        builder.ToTable("RequestDocuments");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.HasIndex(d => new { d.RequestId, d.UploadId }).IsUnique();
        builder.HasIndex(d => d.Sha256);
        builder.Property(d => d.MediaType).HasMaxLength(60);
        builder.Property(d => d.Sha256).HasMaxLength(RequestDocument.Sha256Length);
        builder.Property(d => d.CheckCode).HasMaxLength(RequestDocument.CheckCodeLength);
        builder.HasIndex(d => d.CheckCode).IsUnique();
        builder.ComplexProperty(d => d.Signature, signature =>
        {
            signature.Property(s => s.Wording).HasMaxLength(ScreenSignature.MaxWording);
            signature.Property(s => s.TextSha256).HasMaxLength(RequestDocument.Sha256Length);
            signature.Property(s => s.OtherName).HasMaxLength(CustomerFacts.MaxName);
            signature.Property(s => s.MissingCharacters).HasMaxLength(ScreenSignature.MaxMissing);
            signature.Property(s => s.IpAddress).HasMaxLength(ScreenSignature.MaxIpAddress);
            signature.Property(s => s.UserAgent).HasMaxLength(ScreenSignature.MaxUserAgent);
        });
        builder.Property<List<DocumentPage>>("_pages").HasColumnName("Pages").HasConversion(new PagesConverter(), new PagesComparer());
        builder.Ignore(d => d.Pages);
    }

    private sealed class PagesConverter() : ValueConverter<List<DocumentPage>, string>(
        pages => JsonSerializer.Serialize(pages, JsonSerializerOptions.Default),
        json => JsonSerializer.Deserialize<List<DocumentPage>>(json, JsonSerializerOptions.Default) ?? new());

    private sealed class PagesComparer() : ValueComparer<List<DocumentPage>>(
        (a, b) => a!.SequenceEqual(b!),
        pages => pages.Aggregate(0, (hash, page) => HashCode.Combine(hash, page)),
        pages => pages.ToList());
}

internal sealed class RequestEventConfiguration : IEntityTypeConfiguration<RequestEvent>
{
    public void Configure(EntityTypeBuilder<RequestEvent> builder)
    {
        builder.ToTable("RequestEvents");
        builder.HasKey(e => e.Id);
        // Two writers can't take the same place in a chain.
        builder.HasIndex(e => new { e.RequestId, e.Sequence }).IsUnique();
        builder.Property(e => e.PreviousHash).HasMaxLength(RequestEvent.HashLength).IsFixedLength().IsUnicode(false);
        builder.Property(e => e.Hash).HasMaxLength(RequestEvent.HashLength).IsFixedLength().IsUnicode(false);
        builder.Property(e => e.ActorName).HasMaxLength(RequestEvent.MaxActorName);
        builder.Property(e => e.Detail).HasMaxLength(RequestEvent.MaxDetail);
    }
}
