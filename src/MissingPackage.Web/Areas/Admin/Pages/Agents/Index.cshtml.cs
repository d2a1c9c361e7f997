using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Agents;

public sealed class InviteInput
{
    public string? Email { get; set; }

    public AgentRole Role { get; set; }
}

internal sealed class InviteInputValidator : AbstractValidator<InviteInput>
{
    public InviteInputValidator()
    {
        RuleFor(i => i.Email).NotEmpty().WithMessage("Enter the email address of the person you invite.")
            .MaximumLength(Agent.MaxEmail).WithMessage("That is too long for an email address.")
            .EmailAddress().WithMessage("Enter an email address, such as name@example.com.")
            // What Identity takes as a name too.
            .Must(email => email!.Trim().All(c => char.IsAsciiLetterOrDigit(c) || "-._@+".Contains(c, StringComparison.Ordinal)))
            .WithMessage("Enter an email address of letters, digits and - . _ @ + only.");
        RuleFor(i => i.Role).IsInEnum().WithMessage("Choose a role.");
    }
}

/// <summary>Everyone who may work at the care desk, and an invitation for one more.</summary>
[FreshSignIn]
public sealed class IndexModel(AgentRoster roster, MissingPackageContext database) : PageModel
{
    [BindProperty]
    public InviteInput Input { get; set; } = new();

    public IReadOnlyList<Agent> People { get; private set; } = [];

    [TempData]
    public string? Done { get; set; }

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (ModelState.IsValid)
        {
            if (await roster.InviteAsync(Input.Email!.Trim(), Input.Role, User.Identity!.Name!, HttpContext.RequestAborted))
            {
                Done = "Invited. The email is on its way; its link works for 7 days.";
                return RedirectToPage();
            }

            ModelState.AddModelError("Input.Email", "There is an agent with this address already.");
        }

        await LoadAsync();
        return Page();
    }

    private async Task LoadAsync() =>
        People = await database.Users.AsNoTracking().OrderBy(a => a.NormalizedEmail).ToListAsync(HttpContext.RequestAborted);
}
