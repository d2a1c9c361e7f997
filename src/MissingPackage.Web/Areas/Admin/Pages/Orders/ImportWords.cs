using System.Globalization;
using MissingPackage.Data.Orders;

namespace MissingPackage.Web.Areas.Admin.Pages.Orders;

/// <summary>Imports in words.</summary>
internal static class ImportWords
{
    public static string Of(OrderImport import) => import.State switch
    {
        OrderImportState.Uploaded => "Not begun",
        OrderImportState.Waiting => "Waiting",
        OrderImportState.Running => import.DryRun ? "Being checked" : "Being imported",
        OrderImportState.Done => import.DryRun ? "Checked" : "Imported",
        OrderImportState.Stopped => "Stopped",
        _ => "Failed",
    };

    public static string Color(OrderImportState state) => state switch
    {
        OrderImportState.Done => "go",
        OrderImportState.Failed or OrderImportState.Stopped => "stop",
        _ => "wait",
    };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";
}
