using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Data;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Areas.Admin.Pages;

public sealed class SignInInput
{
    public string? Email { get; set; }

    public string? Password { get; set; }
}

internal sealed class SignInInputValidator : AbstractValidator<SignInInput>
{
    public SignInInputValidator()
    {
        RuleFor(i => i.Email).NotEmpty().WithMessage("Enter your email address.").MaximumLength(Agent.MaxEmail).WithMessage("That is too long for an email address.");
        RuleFor(i => i.Password).NotEmpty().WithMessage("Enter your password.").MaximumLength(200).WithMessage("That is longer than any password here.");
    }
}

[EnableRateLimiting(RateLimits.Guessable)]
public sealed class SignInModel(AgentSignIn signIn, SignInManager<Agent> identity, SingleSignOn organization) : PageModel
{
    /// <summary>The address's word for a form that was sent without a session.</summary>
    public const string SignedOutParameter = "signedOut";

    /// <summary>Its value where what was typed is put back after the sign-in.</summary>
    public const string Kept = "kept";

    [BindProperty]
    public SignInInput Input { get; set; } = new();

    /// <summary>What the button for single sign-on calls it; null where it is off.</summary>
    public string? SingleSignOnName => organization.Name;

    public string? ReturnTo { get; private set; }

    /// <summary>What became of a form that was sent after the session had ended; null where the agent comes otherwise.</summary>
    [BindProperty(Name = SignedOutParameter, SupportsGet = true)]
    public string? SignedOut { get; set; }

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    public void OnGet(string? returnTo, [FromQuery(Name = "single")] string? singleSignOn)
    {
        ReturnTo = returnTo;
        if (singleSignOn == "failed")
        {
            ModelState.AddModelError("", "That sign-in didn’t work, or it isn’t for the care desk. Try again, or ask an administrator.");
        }
    }

    public async Task<IActionResult> OnPostAsync(string? returnTo)
    {
        ReturnTo = returnTo;
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await signIn.TryPasswordAsync(Input.Email!, Input.Password!))
        {
            case PasswordOutcome.SignedIn:
                return Onward(returnTo);
            case PasswordOutcome.SecondStepNeeded:
                return RedirectToPage("/SignInCode", new { returnTo });
            default:
                // One sentence for all: which addresses are agents', and which are locked, is nobody's business.
                ModelState.AddModelError("", "Email or password isn’t right. Check both and try again; after several wrong tries, you have to wait 15 minutes.");
                return Page();
        }
    }

    /// <summary>The question that a passkey answers, for scripts.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Content(await identity.MakePasskeyRequestOptionsAsync(null), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, string? returnTo)
    {
        ReturnTo = returnTo;
        if (await signIn.TryPasskeyAsync(credential))
        {
            return Onward(returnTo);
        }

        ModelState.Clear();
        ModelState.AddModelError("", "That passkey isn’t known here. Use another one, or sign in with your password.");
        return Page();
    }

    private IActionResult Onward(string? returnTo) => Url.IsLocalUrl(returnTo) ? LocalRedirect(returnTo) : RedirectToPage("/Index");
}
