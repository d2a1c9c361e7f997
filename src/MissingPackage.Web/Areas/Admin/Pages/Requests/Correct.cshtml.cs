using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Requests;
using MissingPackage.Data;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Pages.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>An agent corrects a fact, on the phone with the customer, say. The customer is told where that voids their signature.</summary>
public sealed class CorrectModel(MissingPackageContext database, RequestMessages messages, TimeProvider time) : AgentRequestPageModel(database)
{
    [BindProperty]
    public CorrectionInput Input { get; set; } = new();

    public void OnGet() => Input = CorrectionInput.Of(Request);

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid || !Request.CanCorrectFacts)
        {
            return Page();
        }

        if (Input.Version != Request.Version)
        {
            return Stale();
        }

        var now = time.GetUtcNow().UtcDateTime;
        var signed = Request.Documents.Any(d => d.Kind == DocumentKind.Statement && d.IsWithUs);
        var changed = Request.CorrectFacts(Input.ToFacts(Request.Zone.DateOf(now)), Me, now);
        if (changed && signed)
        {
            messages.News(Request, "sign-again");
        }

        try
        {
            await Database.SaveChangesAsync(HttpContext.RequestAborted);
        }
        catch (DbUpdateConcurrencyException)
        {
            await ReloadAsync();
            return Stale();
        }

        TempData["Done"] = !changed ? "Nothing was different, so nothing was changed."
            : signed ? "Corrected. The statement needs a new signature, and the customer gets an email."
            : "Corrected.";
        return RedirectToPage("/Requests/Review", new { reference = Request.Reference.Value });
    }

    private PageResult Stale()
    {
        ModelState.Remove("Input.Version");
        Input.Version = Request.Version;
        ModelState.AddModelError("", "This request changed while you were looking at it, so nothing was saved. What you typed is still here: look at the request, then save again.");
        return Page();
    }
}
