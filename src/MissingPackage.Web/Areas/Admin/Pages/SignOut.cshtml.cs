using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages;

public sealed class SignOutModel(AgentSignIn signIn) : PageModel
{
    /// <summary>What was just done.</summary>
    [TempData]
    public string? Done { get; set; }

    public IActionResult OnGet() => RedirectToPage("/Index");

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.LeaveAsync();
        Done = "You are signed out, on every device.";
        return RedirectToPage("/SignIn");
    }
}
