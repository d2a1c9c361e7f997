using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Requests;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>The customer corrects a fact. A statement that was signed with the old one is void then.</summary>
public sealed class CorrectModel(CustomerAccess access, MissingPackageContext database, TimeProvider time) : RequestPageModel(access)
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
        Request.CorrectFacts(Input.ToFacts(Request.Zone.DateOf(now)), Actor.Customer, now);
        try
        {
            await database.SaveChangesAsync(HttpContext.RequestAborted);
        }
        catch (DbUpdateConcurrencyException)
        {
            database.ChangeTracker.Clear();
            await RefreshAsync();
            return Stale();
        }

        return RedirectToPage("/Requests/Status", new { reference = Request.Reference.Value });
    }

    private PageResult Stale()
    {
        ModelState.Remove("Input.Version");
        Input.Version = Request.Version;
        ModelState.AddModelError("", "Something changed on your request while you were here, so nothing was saved. What you typed is still below: press the button again if it still applies.");
        return Page();
    }
}
