using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin.Pages.Agents;

public sealed class EditInput
{
    public AgentRole Role { get; set; }
}

/// <summary>One agent, for an administrator: role, lock, removal, and what happened to the account.</summary>
[FreshSignIn]
public sealed class EditModel(AgentRoster roster, TwoFactor twoFactor, UserManager<Agent> agents, MissingPackageContext database) : PageModel
{
    [BindProperty]
    public EditInput Input { get; set; } = new();

    public Agent Person { get; private set; } = null!;

    public int Passkeys { get; private set; }

    public SecondSteps Steps { get; private set; } = SecondSteps.None;

    public IReadOnlyList<AgentEvent> Events { get; private set; } = [];

    /// <summary>Nobody locks or removes themselves: a slip would need somebody else to mend it.</summary>
    public bool IsMe => Person.Id == agents.GetUserId(User);

    [TempData]
    public string? Done { get; set; }

    private string Actor => User.Identity!.Name!;

    private CancellationToken Aborted => HttpContext.RequestAborted;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (!await LoadAsync(context.RouteData.Values["id"] as string ?? ""))
        {
            context.Result = new NotFoundResult();
            return;
        }

        await next();
    }

    public void OnGet() => Input.Role = Person.Role;

    public Task<IActionResult> OnPostRoleAsync() => Enum.IsDefined(Input.Role)
        ? AnswerAsync(roster.ChangeRoleAsync(Person.Id, Input.Role, Actor, Aborted), $"The role is now {AgentWords.Of(Input.Role)}. It counts from the next page they open.")
        : AnswerAsync(Task.FromResult(RosterOutcome.Changed), "");

    public Task<IActionResult> OnPostLockAsync() => IsMe
        ? NotMyselfAsync()
        : AnswerAsync(roster.LockAsync(Person.Id, Actor, Aborted), "Locked. They are signed out and can’t sign in.");

    public Task<IActionResult> OnPostUnlockAsync() => AnswerAsync(roster.UnlockAsync(Person.Id, Actor, Aborted), "Unlocked. They can sign in again.");

    public Task<IActionResult> OnPostInviteAsync() =>
        AnswerAsync(roster.InviteAgainAsync(Person.Id, Actor, Aborted), "A new link is on its way. The earlier link no longer works.");

    public Task<IActionResult> OnPostResetSecondStepAsync() => AnswerAsync(
        roster.ResetSecondStepAsync(Person.Id, Actor, Aborted),
        "Their second step is removed, passkeys too, and they are signed out everywhere. They sign in with their password alone until they set up another one.");

    public Task<IActionResult> OnPostRemoveAsync() => IsMe
        ? NotMyselfAsync()
        : AnswerAsync(roster.RemoveAsync(Person.Id, Actor, Aborted), $"Removed {Person.Email}. They are signed out.", removed: true);

    private async Task<IActionResult> AnswerAsync(Task<RosterOutcome> change, string done, bool removed = false)
    {
        var id = Person.Id;
        switch (await change)
        {
            case RosterOutcome.Done:
                Done = done;
                return removed ? RedirectToPage("/Agents/Index") : RedirectToPage(new { id });
            case RosterOutcome.LastAdministrator:
                ModelState.AddModelError("", "This is the last administrator. Make somebody else an administrator first.");
                break;
            default:
                ModelState.AddModelError("", "Nothing was changed: it is so already, or somebody changed the account at the same moment. Look again.");
                break;
        }

        return await LoadAsync(id) ? Page() : NotFound();
    }

    private Task<IActionResult> NotMyselfAsync()
    {
        ModelState.AddModelError("", "You can’t do this to your own account. Ask another administrator.");
        return Task.FromResult<IActionResult>(Page());
    }

    private async Task<bool> LoadAsync(string id)
    {
        if (await database.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, Aborted) is not { } person)
        {
            return false;
        }

        Person = person;
        Passkeys = await database.UserPasskeys.CountAsync(p => p.UserId == id, Aborted);
        Steps = await twoFactor.StepsOfAsync(id, Aborted);
        Events = await database.AgentEvents.AsNoTracking().Where(e => e.SubjectId == id).OrderByDescending(e => e.Id).Take(50).ToListAsync(Aborted);
        return true;
    }
}
