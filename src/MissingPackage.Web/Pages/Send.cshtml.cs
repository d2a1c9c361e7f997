using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages;

/// <summary>
/// Where the code on a printed statement leads: to the upload of the request, on a device that may see it, and to the way
/// back in on any other. The signed page goes on to the seller and the carrier, so its code holds no key to anything, and
/// the answer is the same whether or not there is such a request.
/// </summary>
public sealed class SendModel(CustomerAccess access) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string reference)
    {
        if (!RequestReference.TryParse(reference, out var parsed))
        {
            return NotFound();
        }

        return await access.FindAsync(reference, HttpContext.RequestAborted) is { } request
            ? Redirect($"/requests/{request.Reference}/documents#statement")
            : RedirectToPage("/Return", new { reference = parsed.Value });
    }
}
