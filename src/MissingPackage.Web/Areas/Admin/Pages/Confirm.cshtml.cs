using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Data;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Areas.Admin.Pages;

/// <summary>A signed-in agent proves again who they are, and is led back to what they asked for.</summary>
[EnableRateLimiting(RateLimits.Guessable)]
public sealed class ConfirmModel(AgentSignIn signIn, UserManager<Agent> agents) : PageModel
{
    public ConfirmMeans Means { get; private set; } = ConfirmMeans.None;

    public string? Error { get; private set; }

    /// <summary>A page of ours.</summary>
    public string ReturnTo { get; private set; } = "/admin";

    public Task<IActionResult> OnGetAsync(string? returnTo) => ShowAsync(returnTo, error: null);

    public async Task<IActionResult> OnPostAsync(string? returnTo)
    {
        if (await agents.GetUserAsync(User) is not { } agent)
        {
            return Challenge();
        }

        return await ConfirmAnswer.Read(Request.Form).TryAsync(signIn, agent)
            ? LocalRedirect(Url.IsLocalUrl(returnTo) ? returnTo : ReturnTo)
            : await ShowAsync(returnTo, ConfirmAnswer.Wrong(agent));
    }

    private async Task<IActionResult> ShowAsync(string? returnTo, string? error)
    {
        if (await agents.GetUserAsync(User) is not { } agent)
        {
            return Challenge();
        }

        Means = await ConfirmMeans.OfAsync(HttpContext.RequestServices, agent);
        Error = error;
        ReturnTo = Url.IsLocalUrl(returnTo) ? returnTo : ReturnTo;
        return Page();
    }
}
