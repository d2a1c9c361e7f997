using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages;

/// <summary>Trades a private link for a cookie and moves on, so that no token stays in the address bar. Uses nothing up.</summary>
public sealed class OpenModel(CustomerAccess access) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string token) =>
        await access.TradeAsync(token, HttpContext.RequestAborted) is { } reference
            ? RedirectToPage("/Requests/Status", new { reference = reference.Value })
            : Page();
}
