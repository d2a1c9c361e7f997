using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Account;

[FreshSignIn(ToLook = true)]
public sealed class PasswordModel(UserManager<Agent> agents, AgentSignIn signIn, MissingPackageContext database, TimeProvider time)
    : AccountPageModel(agents, database, time)
{
    [BindProperty]
    public NewPassword Input { get; set; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        Me.PasswordHash = Agents.PasswordHasher.HashPassword(Me, Input.Password!);
        Note(AgentEventKind.PasswordChanged);
        if (!(await Agents.UpdateSecurityStampAsync(Me)).Succeeded)
        {
            return Changed();
        }

        await signIn.StayAsync(Me);
        return Finish("Your password is changed. Your other devices are signed out.");
    }
}
