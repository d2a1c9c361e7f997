using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Orders;
using MissingPackage.Data;
using MissingPackage.Data.Orders;
using MissingPackage.Documents.Vault;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Orders;

/// <summary>One import: which column is what, how far it is, and what was wrong. Writing orders asks for a fresh sign-in.</summary>
[FreshSignIn("Import")]
public sealed class ImportModel(MissingPackageContext database, OrderImports imports, TimeProvider time) : PageModel
{
    private const int ErrorsShown = 100;

    private readonly Dictionary<OrderField, string> _problems = [];

    public OrderImport Import { get; private set; } = null!;

    public OrderMapping Mapping { get; private set; } = new();

    /// <summary>The beginning of the file; null where it isn't kept any longer.</summary>
    public ImportPreview? Preview { get; private set; }

    /// <summary>The first errors, by line.</summary>
    public IReadOnlyList<OrderImportError> Errors { get; private set; } = [];

    /// <summary>How far it is, from 0 to 100. The file's own length is in other bytes where it isn't UTF-8.</summary>
    public long Percent => Import.Length == 0 ? 0 : Math.Min(99, Import.BytesRead * 100 / Import.Length);

    /// <summary>What came of it.</summary>
    public string Headline => Import.State switch
    {
        OrderImportState.Done when Import.DryRun => Import.Bad == 0 ? "Every row is good. Nothing was written yet." : $"{ImportWords.Count(Import.Bad, "row is", "rows are")} bad. Nothing was written yet.",
        OrderImportState.Done => Import.Bad == 0 ? "Imported" : $"Imported, but for {ImportWords.Count(Import.Bad, "bad row", "bad rows")}",
        OrderImportState.Stopped => "It was stopped. Import it again when you like: a repeat does no harm.",
        _ => "It couldn’t be read to its end",
    };

    /// <summary>What is wrong with the choice of a column, or null.</summary>
    public string? ErrorOf(OrderField field) => _problems.GetValueOrDefault(field);

    public async Task<IActionResult> OnGetAsync(Guid id) => await ShowAsync(id, chosen: null);

    public async Task<IActionResult> OnGetErrorsAsync(Guid id)
    {
        if (!await database.OrderImports.AnyAsync(i => i.Id == id, HttpContext.RequestAborted))
        {
            return NotFound();
        }

        return new ErrorsCsv(database.OrderImportErrors.AsNoTracking().Where(e => e.ImportId == id).OrderBy(e => e.Id));
    }

    public async Task<IActionResult> OnPostPreviewAsync(Guid id, [FromForm(Name = "columns")] Dictionary<OrderField, string?> columns)
    {
        var mapping = Read(columns);
        await imports.ChooseAsync(id, mapping, HttpContext.RequestAborted);
        return await ShowAsync(id, mapping);
    }

    public Task<IActionResult> OnPostCheckAsync(Guid id, [FromForm(Name = "columns")] Dictionary<OrderField, string?> columns) => BeginAsync(id, Read(columns), dryRun: true);

    public Task<IActionResult> OnPostImportAsync(Guid id, [FromForm(Name = "columns")] Dictionary<OrderField, string?> columns) => BeginAsync(id, Read(columns), dryRun: false);

    public async Task<IActionResult> OnPostStopAsync(Guid id)
    {
        await imports.StopAsync(id, HttpContext.RequestAborted);
        return RedirectToPage(new { id });
    }

    private async Task<IActionResult> BeginAsync(Guid id, OrderMapping mapping, bool dryRun)
    {
        var shown = await ShowAsync(id, mapping);
        if (Preview is null || _problems.Count > 0)
        {
            return shown;
        }

        await imports.BeginAsync(id, dryRun, mapping, HttpContext.RequestAborted);
        return RedirectToPage(new { id });
    }

    private async Task<IActionResult> ShowAsync(Guid id, OrderMapping? chosen)
    {
        var cancellation = HttpContext.RequestAborted;
        if (await database.OrderImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellation) is not { } import)
        {
            return NotFound();
        }

        Import = import;
        Mapping = chosen ?? OrderMapping.FromJson(import.Mapping);
        Errors = import.HasEnded
            ? await database.OrderImportErrors.AsNoTracking().Where(e => e.ImportId == id).OrderBy(e => e.Id).Take(ErrorsShown).ToListAsync(cancellation)
            : [];
        if (import.Sha256 is not null && (import.HasEnded || import.State == OrderImportState.Uploaded))
        {
            await PreviewAsync(chosen is not null);
        }

        return Page();
    }

    private async Task PreviewAsync(bool withProblems)
    {
        try
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            Preview = await imports.ReadAsync(Import, (file, token) => ImportPreview.ReadAsync(file, Mapping, today, token), HttpContext.RequestAborted);
        }
        catch (Exception gone) when (gone is DamagedDocumentException or OrderFileException)
        {
            return; // as good as none
        }

        foreach (var (field, problem) in withProblems ? Mapping.Problems(Preview.Headers.Count) : [])
        {
            _problems[field] = problem;
            ModelState.AddModelError($"Input.{field}", problem);
        }
    }

    private static OrderMapping Read(Dictionary<OrderField, string?> columns)
    {
        var mapping = new OrderMapping();
        foreach (var (field, text) in columns.Where(column => Enum.IsDefined(column.Key)))
        {
            mapping[field] = int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var column) ? column : null;
        }

        return mapping;
    }

    /// <summary>The errors as a file; a cell that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
    private sealed class ErrorsCsv(IOrderedQueryable<OrderImportError> errors) : ActionResult
    {
        public override async Task ExecuteResultAsync(ActionContext context)
        {
            var (response, cancellation) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
            response.ContentType = "text/csv; charset=utf-8";
            response.Headers.ContentDisposition = "attachment; filename=\"errors.csv\"";
            response.Headers.CacheControl = "no-store";
            // Without a byte order mark, Excel reads names in another encoding.
            var options = new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true };
            await using var csv = CsvWriter.Create(response.Body, options, leaveOpen: true);
            await csv.WriteRecordAsync(["Line", "Column", "What is wrong"], cancellation);
            await foreach (var error in errors.InPagesAsync((rows, last) => rows.Where(e => e.Id > last.Id), cancellation))
            {
                await csv.WriteRecordAsync([error.Line.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Column, error.Problem], cancellation);
            }
        }
    }
}
