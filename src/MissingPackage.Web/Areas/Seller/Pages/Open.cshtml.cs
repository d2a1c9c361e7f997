using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Application.Links;
using MissingPackage.Application.Site;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Seller.Pages;

/// <summary>
/// Opens a hand-off's link and moves on, so that no token stays in the address bar. It shows nothing and uses nothing up:
/// link scanners open links too.
/// </summary>
public sealed class OpenModel(SellerAccess access, SellerLinks links) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string token)
    {
        if (await links.LookUpAsync(token, HttpContext.RequestAborted) is not { } grant)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        if (await access.SignedInAsync(grant.Id, HttpContext.RequestAborted) is not null)
        {
            return LocalRedirect(SellerLinks.PathOf(grant.Id));
        }

        access.Enter(grant);
        return LocalRedirect(SellerLinks.PathOf(grant.Id) + "/code");
    }
}
