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
}
