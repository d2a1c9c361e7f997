using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Pages;

public sealed class ReturnInput
{
    public string? Reference { get; set; }

    public string? Email { get; set; }
}

internal sealed class ReturnInputValidator : AbstractValidator<ReturnInput>
{
    public ReturnInputValidator()
    {
        RuleFor(i => i.Reference)
            .NotEmpty().WithMessage("Enter the reference of your request, such as MP-7K4M-29QX.")
            .MaximumLength(60).WithMessage("A reference is shorter: it looks like MP-7K4M-29QX.")
            .Must(typed => RequestReference.TryParse(typed, out _))
            .WithMessage("That isn’t a whole reference. It looks like MP-7K4M-29QX; check each letter and digit.");
        RuleFor(i => i.Email)
            .NotEmpty().WithMessage("Enter the email address you gave us.")
            .MaximumLength(CustomerFacts.MaxEmail).WithMessage("That is too long for an email address.")
            .Must(typed => typed!.Contains('@', StringComparison.Ordinal)).WithMessage("Enter an email address such as name@example.com.");
    }
}

/// <summary>The way back: reference and email lead to a link by email. The answer tells nothing about what exists.</summary>
[EnableRateLimiting(RateLimits.Guessable)]
public sealed class ReturnModel(
    MissingPackageContext database, CustomerAccess access, DraftStore drafts, ReturnLinks links) : PageModel
{
    [BindProperty]
    public ReturnInput Input { get; set; } = new();

    /// <summary>Whether a link was asked for.</summary>
    public bool Asked { get; private set; }

    public void OnGet(bool asked = false, string? reference = null)
    {
        Asked = asked;
        Input.Reference = RequestReference.TryParse(reference, out var parsed) ? parsed.Value : null;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid || !RequestReference.TryParse(Input.Reference, out var reference))
        {
            return Page();
        }

        // The same row whatever was typed: neither the answer nor its time tells what exists.
        links.Ask(reference, Input.Email!);
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        return RedirectToPage(new { asked = true });
    }

    /// <summary>Forgets this device's requests.</summary>
    public async Task<IActionResult> OnPostForgetAsync()
    {
        ModelState.Clear();
        await access.ForgetAllAsync(HttpContext.RequestAborted);
        await drafts.DiscardAsync(HttpContext.RequestAborted);
        await database.SaveChangesAsync(HttpContext.RequestAborted);
        return RedirectToPage("/Index");
    }
}
