using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Messages;
using MissingPackage.Web.Pages.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>An agent corrects a fact, on the phone with the customer, say. The customer is told where that voids their signature.</summary>
public sealed class CorrectModel(MissingPackageContext database, RequestMessages messages, TimeProvider time) : PageModel
{
    [BindProperty]
    public CorrectionInput Input { get; set; } = new();

    public new ServiceRequest Request { get; private set; } = null!;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (!RequestReference.TryParse(context.RouteData.Values["reference"] as string, out var reference) || !await LoadAsync(reference))
        {
            context.Result = new NotFoundResult();
            return;
        }

        await next();
    }

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
        var changed = Request.CorrectFacts(Input.ToFacts(Request.Zone.DateOf(now)), Actor.Agent(User.Identity!.Name!), now);
        if (changed && signed)
        {
            messages.News(Request, "sign-again");
        }

        try
        {
            await database.SaveChangesAsync(HttpContext.RequestAborted);
        }
        catch (DbUpdateConcurrencyException)
        {
            database.ChangeTracker.Clear();
            await LoadAsync(Request.Reference);
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

    private async Task<bool> LoadAsync(RequestReference reference)
    {
        var found = await database.Requests
            .Include(r => r.Documents.OrderBy(d => d.Position).ThenBy(d => d.ReceivedOn))
            .Include(r => r.Events.OrderBy(e => e.Id))
            .SingleOrDefaultAsync(r => r.Reference == reference, HttpContext.RequestAborted);
        Request = found!;
        return found is not null;
    }
}
