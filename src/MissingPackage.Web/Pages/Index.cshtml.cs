using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Pages;

public sealed class IndexModel(CustomerAccess access, DraftStore drafts) : PageModel
{
    /// <summary>Requests that this browser may open, latest first.</summary>
    public IReadOnlyList<RequestReference> Requests { get; private set; } = [];

    /// <summary>Whether a report was begun on this device.</summary>
    public bool HasDraft { get; private set; }

    public async Task OnGetAsync()
    {
        Requests = await access.ListAsync(HttpContext.RequestAborted);
        HasDraft = await drafts.ExistsAsync(HttpContext.RequestAborted);
    }
}
