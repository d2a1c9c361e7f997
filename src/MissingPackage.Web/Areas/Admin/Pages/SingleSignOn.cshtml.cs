using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages;

/// <summary>To the organization's sign-in and back. Shows nothing itself; a link leads here, so a GET starts it.</summary>
public sealed class SingleSignOnModel(SingleSignOn organization, AgentSignIn signIn) : PageModel
{
    public IActionResult OnGet(string? returnTo, bool fresh)
    {
        if (organization.Name is null)
        {
            return NotFound();
        }

        var properties = new AuthenticationProperties
        {
            RedirectUri = Url.Page("/SingleSignOn", "Back", new { returnTo = Url.IsLocalUrl(returnTo) ? returnTo : "/admin" }),
        };
        if (fresh)
        {
            properties.Items[SingleSignOn.Fresh] = bool.TrueString;
        }

        return Challenge(properties, SingleSignOn.Scheme);
    }

    /// <summary>Back with an ID token, which the middleware has checked and put into a cookie of a few minutes.</summary>
    public async Task<IActionResult> OnGetBackAsync(string? returnTo)
    {
        var checkedToken = await HttpContext.AuthenticateAsync(IdentityConstants.ExternalScheme);
        await HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
        if (checkedToken.Principal is not { } token || await organization.AdmitAsync(token, HttpContext.RequestAborted) is not { } agent)
        {
            return RedirectToPage("/SignIn", new { single = "failed" });
        }

        await signIn.EnterAsync(agent, AgentClaims.SingleSignOn, SingleSignOn.ProvedOn(token));
        return Url.IsLocalUrl(returnTo) ? LocalRedirect(returnTo) : RedirectToPage("/Index");
    }
}
