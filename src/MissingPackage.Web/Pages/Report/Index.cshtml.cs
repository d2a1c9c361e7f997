using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace MissingPackage.Web.Pages.Report;

/// <summary>Leads to the first question that is still open.</summary>
public sealed class IndexModel(DraftStore drafts, ReportProgress progress) : PageModel
{
    public async Task<IActionResult> OnGetAsync() =>
        RedirectToPage($"/Report/{progress.FirstOpen(await drafts.LoadAsync(HttpContext.RequestAborted))}");
}
