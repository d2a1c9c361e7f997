using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Orders;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Data.Orders;
using MissingPackage.Documents.Vault;
using MissingPackage.Web.Documents;

namespace MissingPackage.Web.Areas.Admin.Pages.Orders;

/// <summary>
/// The imports of orders, and the form that sends a list. It binds no form, because that would write the list to disk in
/// plain form: <see cref="MultipartForm"/> checks the antiforgery token before it takes the file.
/// </summary>
[IgnoreAntiforgeryToken]
[RequestSizeLimit(OrderImports.MaxFileBytes + MultipartForm.FrameBytes)]
public sealed class IndexModel(MissingPackageContext database, OrderImports imports, SettingsReader settings, IAntiforgery antiforgery) : PageModel
{
    private const int Shown = 20;

    /// <summary>How many orders are known.</summary>
    public int Known { get; private set; }

    public int KeptDays => settings.Get<RetentionOptions>().OrderDays;

    /// <summary>The latest, latest first.</summary>
    public IReadOnlyList<OrderImport> Imports { get; private set; } = [];

    /// <summary>Why a file wasn't taken, or null.</summary>
    public string? Problem { get; private set; }

    public async Task OnGetAsync()
    {
        Known = await database.KnownOrders.CountAsync(HttpContext.RequestAborted);
        Imports = await database.OrderImports.AsNoTracking().OrderByDescending(i => i.CreatedOn).Take(Shown).ToListAsync(HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (MultipartForm.Of(HttpContext, antiforgery) is not { } form)
        {
            return BadRequest();
        }

        var sent = await form.NextFileAsync(HttpContext.RequestAborted);
        if (!await form.IsOursAsync())
        {
            return BadRequest();
        }

        if (sent is not { Name.Length: > 0 } file)
        {
            Problem = "Choose a file first, then send it.";
        }
        else
        {
            try
            {
                var import = await imports.UploadAsync(Path.GetFileName(file.Name), file.Content, User.Identity!.Name!, HttpContext.RequestAborted);
                return RedirectToPage("/Orders/Import", new { id = import.Id });
            }
            catch (OrderFileException unreadable)
            {
                Problem = unreadable.Message;
            }
            catch (DocumentStoreFullException)
            {
                Problem = "There is no room for this file on the server. Nothing was kept of it.";
            }
            catch (Exception cut) when (cut is InvalidDataException || (cut is IOException and not BadHttpRequestException))
            {
                Problem = "The file didn’t arrive whole. Please send it again.";
            }
        }

        await OnGetAsync();
        return Page();
    }
}
