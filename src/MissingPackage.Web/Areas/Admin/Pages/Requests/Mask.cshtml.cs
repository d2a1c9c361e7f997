using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>An agent marks what is covered on one page of an ID before it leaves.</summary>
public sealed class MaskModel(MissingPackageContext database, TimeProvider time) : AgentRequestPageModel(database)
{
    private const string StaleText = "This request changed while you were looking at it, so nothing was saved. What you marked is still here: look at the page, then save again.";

    private readonly MissingPackageContext _database = database;

    [BindProperty]
    public MaskForm Input { get; set; } = new();

    public RequestDocument Document { get; private set; } = null!;

    public DocumentPage Sheet { get; private set; } = null!;

    public IActionResult OnGet(Guid document, int number)
    {
        if (!Find(document, number))
        {
            return NotFound();
        }

        Input = MaskForm.Of(Sheet, Request.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid document, int number)
    {
        if (!Find(document, number))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            Input.WithSpareRows();
            return Page();
        }

        if (Input.Version != Request.Version)
        {
            return Stale();
        }

        Request.MaskPage(document, number, Input.Typed, Me, time.GetUtcNow().UtcDateTime);
        try
        {
            await _database.SaveChangesAsync(HttpContext.RequestAborted);
        }
        catch (DbUpdateConcurrencyException)
        {
            await ReloadAsync();
            return Find(document, number) ? Stale() : NotFound();
        }

        TempData["Done"] = $"Page {number} is marked. The picture on its page shows it as it leaves.";
        return RedirectToPage("/Requests/Packet", new { reference = Request.Reference.Value });
    }

    private bool Find(Guid document, int number)
    {
        Document = Request.Documents.SingleOrDefault(d => d.Id == document && d.CanBeMasked)!;
        Sheet = Document?.Pages.SingleOrDefault(p => p.Number == number)!;
        return Sheet is not null;
    }

    private PageResult Stale()
    {
        ModelState.Remove("Input.Version");
        Input.Version = Request.Version;
        Input.WithSpareRows();
        ModelState.AddModelError("", StaleText);
        return Page();
    }
}
