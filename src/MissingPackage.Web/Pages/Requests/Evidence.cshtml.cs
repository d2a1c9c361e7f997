using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Signals;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>Facts that help the claim. Nobody has to give them.</summary>
public sealed class EvidenceModel(CustomerAccess access, MissingPackageContext database, SettingsReader settings, TimeProvider time)
    : RequestPageModel(access)
{
    [BindProperty]
    public EvidenceInput Input { get; set; } = new();

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>The customer's carrier; null where it isn't one of the four.</summary>
    public Carrier? Carrier => Seen.Shipment.Carrier is { } code ? settings.Carrier(code) : null;

    /// <summary>Whether the tracking number says the label's ZIP code by itself.</summary>
    public bool KnowsLabelZip => SignalRules.LabelZipOf(Seen) is not null;

    public void OnGet() => Input = EvidenceInput.Of(Request);

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid || !Seen.CanAddEvidence)
        {
            return Page();
        }

        if (!Request.CanAddEvidence)
        {
            // Decided, but not told yet: what was typed stays until it is.
            ModelState.AddModelError("", "We are working on your request at this very moment. Please try again in a minute.");
            return Page();
        }

        if (Input.Version != Request.Version)
        {
            return Stale();
        }

        Done = Request.AddEvidence(Input.ToFacts(Request), Actor.Customer, time.GetUtcNow().UtcDateTime)
            ? "Saved. Thank you: that helps." : "That is what we have already.";
        try
        {
            await database.SaveChangesAsync(HttpContext.RequestAborted);
        }
        catch (DbUpdateConcurrencyException)
        {
            Done = null;
            database.ChangeTracker.Clear();
            await RefreshAsync();
            return Stale();
        }

        return RedirectToPage(new { reference = Request.Reference.Value });
    }

    private PageResult Stale()
    {
        ModelState.Remove("Input.Version");
        Input.Version = Request.Version;
        ModelState.AddModelError("", "Something changed on your request while you were here, so nothing was saved. What you typed is still below: press the button again if it still applies.");
        return Page();
    }
}
