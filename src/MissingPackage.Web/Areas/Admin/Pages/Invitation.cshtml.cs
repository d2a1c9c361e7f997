using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Data;
using MissingPackage.Web.Access;
using MissingPackage.Web.Areas.Admin.Pages.Account;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Areas.Admin.Pages;

/// <summary>
/// Where an invitation leads. Opening the link moves its token from the address into a cookie and changes nothing: mail
/// scanners open links too. Choosing a password uses it up.
/// </summary>
[EnableRateLimiting(RateLimits.Guessable)]
public sealed class InvitationModel(AgentRoster roster, AgentSignIn signIn, SiteCookies cookies, IDataProtectionProvider protection) : PageModel
{
    private const string CookieName = "mp-invitation";

    private readonly IDataProtector _protector = protection.CreateProtector("MissingPackage.AgentInvitation.v1");

    [BindProperty]
    public NewPassword Input { get; set; } = new();

    /// <summary>Whom the invitation invites; null where it no longer works.</summary>
    public Agent? Invited { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (token is null)
        {
            Invited = await roster.InvitedAsync(TokenOfCookie(), HttpContext.RequestAborted);
            return Page();
        }

        cookies.Write(HttpContext, CookieName, _protector.Protect(token), life: null);
        return RedirectToPage(new { token = (string?)null });
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var token = TokenOfCookie();
        Invited = await roster.InvitedAsync(token, HttpContext.RequestAborted);
        if (Invited is null || !ModelState.IsValid)
        {
            return Page();
        }

        if (!await roster.JoinAsync(token!, Invited.Id, Input.Password!, HttpContext.RequestAborted))
        {
            Invited = null;
            return Page();
        }

        cookies.Delete(HttpContext, CookieName);
        return await signIn.TryPasswordAsync(Invited.Email!, Input.Password!) switch
        {
            PasswordOutcome.SignedIn => RedirectToPage("/Index"),
            PasswordOutcome.SecondStepNeeded => RedirectToPage("/SignInCode"),
            _ => RedirectToPage("/SignIn"),
        };
    }

    private string? TokenOfCookie()
    {
        try
        {
            return cookies.Read(HttpContext, CookieName) is { } cookie ? _protector.Unprotect(cookie) : null;
        }
        catch (CryptographicException)
        {
            return null; // forged
        }
    }
}
