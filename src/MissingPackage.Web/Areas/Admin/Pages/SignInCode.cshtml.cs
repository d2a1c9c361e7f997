using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Areas.Admin.Pages;

public sealed class CodeInput
{
    public string? Code { get; set; }
}

internal sealed class CodeInputValidator : AbstractValidator<CodeInput>
{
    public CodeInputValidator() =>
        RuleFor(i => i.Code).NotEmpty().WithMessage("Enter the code.").MaximumLength(20).WithMessage("That is too long for a code.");
}

/// <summary>The second step of a sign-in.</summary>
[EnableRateLimiting(RateLimits.Guessable)]
public sealed class SignInCodeModel(AgentSignIn signIn, SingleSignOn organization) : PageModel
{
    [BindProperty]
    public CodeInput Input { get; set; } = new();

    /// <summary>What the agent can go on with.</summary>
    public SecondSteps Steps { get; private set; } = SecondSteps.None;

    /// <summary>What the button for single sign-on calls it; null where it doesn't help.</summary>
    public string? SingleSignOnName => Steps.SingleSignOn ? organization.Name : null;

    public string? ReturnTo { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? returnTo)
    {
        if (await signIn.HalfwayAsync() is not { } halfway)
        {
            return RedirectToPage("/SignIn", new { returnTo });
        }

        (Steps, ReturnTo) = (halfway.Steps, returnTo);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? returnTo)
    {
        if (await signIn.HalfwayAsync() is not { } halfway)
        {
            return RedirectToPage("/SignIn", new { returnTo });
        }

        (Steps, ReturnTo) = (halfway.Steps, returnTo);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await signIn.TryCodeAsync(halfway.Agent, Input.Code!))
        {
            return Url.IsLocalUrl(returnTo) ? LocalRedirect(returnTo) : RedirectToPage("/Index");
        }

        ModelState.AddModelError("Input.Code", "That code isn’t right, or was used before. Wait for the next one and try again; after several wrong tries, you have to wait 15 minutes.");
        return Page();
    }
}
