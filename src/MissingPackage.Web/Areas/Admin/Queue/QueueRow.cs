using System.Linq.Expressions;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>A request as the queue lists it, and no more of it.</summary>
public sealed record QueueRow(
    Guid Id, int Version, RequestReference Reference, RequestStatus Status, bool IsLate, string Name, string Item, string OrderNumber, decimal Value,
    CarrierCode? Carrier, string? TrackingNumber, string State, DateTime OpenedOn, DateTime? DueOn, bool IsFilingDay, DateTime? EndedOn, string? AssignedTo,
    DateTime? HandedOffOn, DateTime? SellerNewsOn)
{
    /// <summary>What is read of a request.</summary>
    public static Expression<Func<ServiceRequest, QueueRow>> Of { get; } = r => new QueueRow(
        r.Id, r.Version, r.Reference, r.Status, r.IsLate, r.Customer.Name, r.Order.Item, r.Order.Number, r.Order.Value,
        r.Shipment.Carrier, r.Shipment.TrackingNumber, r.Address.State, r.OpenedOn, r.TightestDueOn, r.TightestDueOn != r.NextStepDueOn, r.EndedOn, r.AssignedTo,
        r.HandedOffOn, r.SellerNewsOn);

    /// <summary>The zone in which its deadlines end.</summary>
    public DeliveryTimeZone Zone => DeliveryTimeZone.ForState(State);

    /// <summary>What ticking it sends: the request, and the state of it that was looked at.</summary>
    public QueuePick Pick => new(Id, Version);
}

/// <summary>One page of a list.</summary>
/// <param name="Rows">In the order of the list.</param>
/// <param name="Earlier">The key of the page before, or null.</param>
/// <param name="Later">The key of the page after, or null.</param>
public sealed record QueuePage(IReadOnlyList<QueueRow> Rows, string? Earlier, string? Later)
{
    /// <summary>Rows of a full page.</summary>
    public const int Size = 50;
}
