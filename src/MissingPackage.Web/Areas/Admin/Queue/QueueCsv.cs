using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>
/// Requests as a file for a spreadsheet, written row by row. A cell that would start a formula gets an apostrophe in front
/// (OWASP, CSV injection). Times are UTC. Without the street, the phone and the email address: a list doesn't need them.
/// </summary>
public sealed class QueueCsv(string fileName, IReadOnlyList<ServiceRequest> requests, IReadOnlyDictionary<string, string> agents) : ActionResult
{
    private static readonly (string Name, Func<ServiceRequest, IReadOnlyDictionary<string, string>, string?> Of)[] Columns =
    [
        ("Reference", (r, _) => r.Reference.Value),
        ("Status", (r, _) => DeskWords.Of(r.Status)),
        ("Late", (r, _) => r.IsLate ? "yes" : "no"),
        ("Opened", (r, _) => Time(r.OpenedOn)),
        ("Due", (r, _) => Time(r.TightestDueOn)),
        ("Ended", (r, _) => Time(r.EndedOn)),
        ("Assigned to", (r, agents) => r.AssignedTo is { } id ? agents.GetValueOrDefault(id) : null),
        ("Name", (r, _) => r.Customer.Name),
        ("State", (r, _) => r.Address.State),
        ("ZIP", (r, _) => r.Address.Zip),
        ("Order", (r, _) => r.Order.Number),
        ("Item", (r, _) => r.Order.Item),
        ("Value in USD", (r, _) => r.Order.Value.ToString("0.00", CultureInfo.InvariantCulture)),
        ("Seller", (r, _) => r.Order.Seller),
        ("Carrier", (r, _) => r.Shipment.Carrier is { } code ? CarrierDirectory.Get(code).Name : null),
        ("Tracking number", (r, _) => r.Shipment.TrackingNumber),
        ("Claim number", (r, _) => r.CarrierClaimNumber),
    ];

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        response.Headers.CacheControl = "no-store";
        // Without a byte order mark, Excel reads names in another encoding.
        var options = new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true };
        await using var csv = CsvWriter.Create(response.Body, options, leaveOpen: true);
        await csv.WriteRecordAsync([.. Columns.Select(column => column.Name)], context.HttpContext.RequestAborted);
        foreach (var request in requests)
        {
            await csv.WriteRecordAsync([.. Columns.Select(column => column.Of(request, agents) ?? "")], context.HttpContext.RequestAborted);
        }
    }

    private static string? Time(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
