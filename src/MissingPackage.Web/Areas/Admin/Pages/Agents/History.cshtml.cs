using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Data.Agents;

namespace MissingPackage.Web.Areas.Admin.Pages.Agents;

/// <summary>Every change to agents' accounts, latest first.</summary>
public sealed class HistoryModel(MissingPackageContext database) : PageModel
{
    private const int PageSize = 100;

    public IReadOnlyList<AgentEvent> Events { get; private set; } = [];

    /// <summary>The event before which the next page begins; null on the last.</summary>
    public long? Before { get; private set; }

    public async Task OnGetAsync(long? before)
    {
        var events = await database.AgentEvents.AsNoTracking()
            .Where(e => before == null || e.Id < before)
            .OrderByDescending(e => e.Id).Take(PageSize + 1).ToListAsync(HttpContext.RequestAborted);
        Events = [.. events.Take(PageSize)];
        Before = events.Count > PageSize ? Events[^1].Id : null;
    }
}
