using MissingPackage.Documents;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Application.Statements;

/// <summary>The statement that a request's facts make.</summary>
internal static class StatementText
{
    /// <summary>Words the statement of a request as it is now.</summary>
    public static Statement Of(ServiceRequest request, StatementOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);

        // The search and the call come before a request is opened; on which day is not asked.
        var opened = request.Zone.DateOf(request.OpenedOn);
        return new Statement(
            new StatementFacts(
                request.Reference.Value,
                request.Customer.Name,
                request.Order.Number,
                request.Order.Item,
                request.Order.Value,
                request.Order.Seller,
                request.Shipment.Carrier is { } code ? CarrierDirectory.Get(code).Name : null,
                request.Shipment.TrackingNumber,
                [.. request.Address.Lines],
                request.Shipment.ExpectedDate,
                request.Shipment.MarkedDeliveredDate,
                [.. request.Search.Places.Select(SearchChecklist.TitleOf)],
                SearchedOn: opened,
                CarrierAskedOn: request.Search.CarrierCaseNumber is null ? null : opened,
                request.Search.CarrierCaseNumber),
            options);
    }
}
