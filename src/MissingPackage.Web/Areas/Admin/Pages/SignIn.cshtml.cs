using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Data;
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
        RuleFor(i => i.Email).NotEmpty().WithMessage("Enter your email address.").MaximumLength(256).WithMessage("That is too long for an email address.");
        RuleFor(i => i.Password).NotEmpty().WithMessage("Enter your password.").MaximumLength(200).WithMessage("That is longer than any password here.");
    }
}

[EnableRateLimiting(RateLimits.Guessable)]
public sealed class SignInModel(SignInManager<Agent> signIn, ILogger<SignInModel> logger) : PageModel
{
    [BindProperty]
    public SignInInput Input { get; set; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? returnTo)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await signIn.UserManager.FindByNameAsync(Input.Email!.Trim()) is null)
        {
            // As slow as a wrong password.
            signIn.UserManager.PasswordHasher.HashPassword(new Agent(), Input.Password!);
        }

        var result = await signIn.PasswordSignInAsync(Input.Email!.Trim(), Input.Password!, isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            return Url.IsLocalUrl(returnTo) ? LocalRedirect(returnTo) : RedirectToPage("/Index");
        }

        if (result.IsLockedOut)
        {
            logger.LogWarning("An agent's account is locked after too many wrong passwords");
        }

        // One sentence for all: which addresses are agents', and which are locked, is nobody's business.
        ModelState.AddModelError("", "Email or password isn’t right. Check both and try again; after several wrong tries, an account stays closed for 15 minutes.");
        return Page();
    }
}
