using FluentValidation;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Requests;

/// <summary>The facts that a statement names, as typed: the report's own questions on one page. Customers and agents use it.</summary>
public sealed class CorrectionInput
{
    /// <summary>The version that was looked at.</summary>
    public int Version { get; set; }

    public string? Name { get; set; }

    public OrderInput Order { get; set; } = new();

    public ItemInput Item { get; set; } = new();

    public AddressInput Address { get; set; } = new();

    public ShipmentInput Shipment { get; set; } = new();

    public DatesInput Dates { get; set; } = new();

    /// <summary>The facts as they are now.</summary>
    public static CorrectionInput Of(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new CorrectionInput
        {
            Version = request.Version,
            Name = request.Customer.Name,
            Order = new() { OrderNumber = request.Order.Number, Seller = request.Order.Seller },
            Item = new()
            {
                Item = request.Order.Item,
                Value = TypedMoney.Show(request.Order.Value).TrimStart('$'),
                SerialNumbers = request.Order.SerialNumbers,
            },
            Address = new()
            {
                Line1 = request.Address.Line1,
                Line2 = request.Address.Line2,
                City = request.Address.City,
                State = request.Address.State,
                Zip = request.Address.Zip,
            },
            Shipment = new()
            {
                TrackingNumber = request.Shipment.TrackingNumber,
                Carrier = request.Shipment.Carrier is { } code ? CarrierChoice.Of(code) : CarrierChoice.NotListed,
            },
            Dates = new()
            {
                Expected = TypedDate.Show(request.Shipment.ExpectedDate),
                MarkedDelivered = TypedDate.Show(request.Shipment.MarkedDeliveredDate),
                CameEarly = true,
            },
        };
    }

    /// <summary>The facts. Call it only after the validator has passed.</summary>
    /// <param name="today">Today at the delivery address.</param>
    public CorrectedFacts ToFacts(DateOnly today) => new(
        Item.ToOrder(Order),
        ReportAnswers.Tidy(Name),
        Address.ToAddress(),
        new ShipmentFacts(
            Shipment.CarrierCode,
            TrackingNumber.Recognise(Shipment.TrackingNumber)?.Value,
            TypedDate.Read(Dates.Expected, today).Date!.Value,
            TypedDate.Read(Dates.MarkedDelivered, today).Date!.Value));
}

internal sealed class CorrectionInputValidator : AbstractValidator<CorrectionInput>
{
    public CorrectionInputValidator(
        IValidator<OrderInput> order, IValidator<ItemInput> item, IValidator<AddressInput> address,
        IValidator<ShipmentInput> shipment, IValidator<DatesInput> dates)
    {
        RuleFor(i => i.Name).PersonName();
        RuleFor(i => i.Order).SetValidator(order);
        RuleFor(i => i.Item).SetValidator(item);
        RuleFor(i => i.Address).SetValidator(address);
        RuleFor(i => i.Shipment).SetValidator(shipment);
        RuleFor(i => i.Dates).SetValidator(dates);
    }
}
