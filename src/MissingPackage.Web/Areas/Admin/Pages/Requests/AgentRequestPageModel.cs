using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>An agent's page of one request: it is loaded, with its files and history, before any handler runs.</summary>
public abstract class AgentRequestPageModel(MissingPackageContext database) : PageModel
{
    protected MissingPackageContext Database => database;

    public new ServiceRequest Request { get; private set; } = null!;

    /// <summary>The agent's sign-in name.</summary>
    public string MyName => User.Identity!.Name!;

    protected Actor Me => Actor.Agent(MyName);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (!RequestReference.TryParse(context.RouteData.Values["reference"] as string, out var reference) || !await LoadAsync(reference))
        {
            context.Result = new NotFoundResult();
            return;
        }

        await next();
    }

    /// <summary>Reads the request anew, after somebody else changed it; what was tracked is forgotten.</summary>
    protected Task ReloadAsync()
    {
        database.ChangeTracker.Clear();
        return LoadAsync(Request.Reference);
    }

    /// <summary>Reads what else a page shows of the request; after every load.</summary>
    protected virtual Task LoadedAsync() => Task.CompletedTask;

    private async Task<bool> LoadAsync(RequestReference reference)
    {
        var found = await database.Requests
            .Include(r => r.Documents.OrderBy(d => d.Position).ThenBy(d => d.ReceivedOn))
            .Include(r => r.Events.OrderBy(e => e.Sequence))
            .SingleOrDefaultAsync(r => r.Reference == reference, HttpContext.RequestAborted);
        Request = found!;
        if (found is not null)
        {
            await LoadedAsync();
        }

        return found is not null;
    }
}
