using MissingPackage.Application.Orders;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Text;
using MissingPackage.Data.Orders;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Web.Areas.Admin.Pages.Orders;

/// <summary>The beginning of a file, as an import would read it.</summary>
/// <param name="Headers">Its columns.</param>
/// <param name="Separator">What stands between cells, in words.</param>
/// <param name="Fields">The facts that have a column.</param>
/// <param name="Rows">Its first rows.</param>
public sealed record ImportPreview(IReadOnlyList<string> Headers, string Separator, IReadOnlyList<OrderField> Fields, IReadOnlyList<PreviewRow> Rows)
{
    private const int Shown = 5;
    private const int LongestCell = 80;

    /// <summary>Reads it.</summary>
    public static async Task<ImportPreview> ReadAsync(OrderFile file, OrderMapping mapping, DateOnly today, CancellationToken cancellation)
    {
        var fields = OrderFields.All.Where(field => mapping[field] is { } column && column < file.Headers.Count).ToList();
        var reader = new OrderRow(mapping, today);
        var rows = new List<PreviewRow>();
        try
        {
            while (rows.Count < Shown && await file.ReadAsync(cancellation))
            {
                var order = reader.Read(file);
                rows.Add(new(file.Line, [.. fields.Select(field => new PreviewCell(
                    Cut(order is null || field == OrderField.Email ? ReportAnswers.Tidy(file.Cell(mapping[field]!.Value)) : Show(order, field)),
                    reader.Problems.Where(p => p.Field == field).Select(p => p.Problem).FirstOrDefault()))],
                    reader.Problems.Where(p => p.Field is null).Select(p => p.Problem).FirstOrDefault()));
            }
        }
        catch (OrderFileException broken)
        {
            rows.Add(new(file.Line, [], broken.Message));
        }

        return new(file.Headers, file.Separator, fields, rows);
    }

    private static string Show(KnownOrder order, OrderField field) => field switch
    {
        OrderField.Number => order.Number,
        OrderField.Item => order.Item,
        OrderField.SerialNumbers => order.SerialNumbers,
        OrderField.Value => order.Value is { } value ? TypedMoney.Show(value) : null,
        OrderField.Seller => order.Seller,
        OrderField.Carrier => order.Carrier is { } code ? CarrierDirectory.Get(code).Name : "Another carrier",
        OrderField.TrackingNumber => order.TrackingNumber,
        OrderField.Line1 => order.Line1,
        OrderField.Line2 => order.Line2,
        OrderField.City => order.City,
        OrderField.State => order.State,
        OrderField.Zip => order.Zip,
        OrderField.ExpectedDate => order.ExpectedDate is { } day ? Times.LongDay(day) : null,
        _ => null,
    } ?? "";

    private static string Cut(string text) => text.Length > LongestCell ? text[..(LongestCell - 1)] + "…" : text;
}

/// <summary>One row of the preview.</summary>
public sealed record PreviewRow(long Line, IReadOnlyList<PreviewCell> Cells, string? Problem);

/// <summary>One cell of the preview, and what is wrong with it.</summary>
public sealed record PreviewCell(string Text, string? Problem);
