namespace MissingPackage.Web.Pages.Report;

/// <summary>The questions of the report, in order.</summary>
public enum ReportStep
{
    Order,
    Item,
    Address,
    Shipment,
    Dates,
    Contact,
    Check,

    /// <summary>Behind the first one, where the order is known: is it this one? It has no number.</summary>
    Known,
}
