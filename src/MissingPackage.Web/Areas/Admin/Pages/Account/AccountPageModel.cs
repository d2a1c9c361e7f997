using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MissingPackage.Data;
using MissingPackage.Data.Agents;

namespace MissingPackage.Web.Areas.Admin.Pages.Account;

/// <summary>A page about the account of whoever looks at it.</summary>
public abstract class AccountPageModel(UserManager<Agent> agents, MissingPackageContext database, TimeProvider time) : PageModel
{
    /// <summary>The agent who is signed in.</summary>
    public Agent Me { get; private set; } = null!;

    /// <summary>What was just done, or null.</summary>
    [TempData]
    public string? Done { get; set; }

    protected UserManager<Agent> Agents => agents;

    protected MissingPackageContext Database => database;

    protected CancellationToken Aborted => HttpContext.RequestAborted;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (await agents.GetUserAsync(User) is not { } me)
        {
            context.Result = Challenge();
            return;
        }

        Me = me;
        await next();
    }

    /// <summary>Adds to the history of agents; the next save writes it.</summary>
    protected void Note(AgentEventKind kind, string? detail = null) =>
        database.AgentEvents.Add(AgentEvent.Of(kind, Me.Email!, Me, time.GetUtcNow().UtcDateTime, detail));

    protected RedirectToPageResult Finish(string done)
    {
        Done = done;
        return RedirectToPage("/Account/Index");
    }

    /// <summary>Shows the page again because the account changed meanwhile.</summary>
    protected IActionResult Changed()
    {
        ModelState.AddModelError("", "Your account was changed elsewhere at the same moment, so nothing was saved. Please try again.");
        return Page();
    }
}
