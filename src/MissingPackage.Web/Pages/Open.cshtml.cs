using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Application.Links;
using MissingPackage.Data;
using MissingPackage.Data.Access;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages;

/// <summary>
/// Opens a private link and moves on, so that no token stays in the address bar. A link that was asked for to come back
/// lets a browser in for longer than it lives itself, so that one takes a press of a button.
/// </summary>
public sealed class OpenModel(CustomerAccess access, CustomerLinks links, MissingPackageContext database) : PageModel
{
    /// <summary>The request that the button opens, or null if the link no longer works.</summary>
    public RequestReference? Reference { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token)
    {
        if (await links.LookUpAsync(token, HttpContext.RequestAborted) is not { } link)
        {
            return Page();
        }

        if (link.Purpose == GrantPurpose.SignIn)
        {
            Reference = link.Reference;
            return Page();
        }

        return await EnterAsync(link);
    }

    public async Task<IActionResult> OnPostAsync(string token)
    {
        if (await links.LookUpAsync(token, HttpContext.RequestAborted) is not { } link)
        {
            return Page();
        }

        return await EnterAsync(link);
    }

    private async Task<RedirectToPageResult> EnterAsync(OpenedLink link)
    {
        await access.EnterAsync(link, HttpContext.RequestAborted);
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        return RedirectToPage("/Requests/Status", new { reference = link.Reference.Value });
    }
}
