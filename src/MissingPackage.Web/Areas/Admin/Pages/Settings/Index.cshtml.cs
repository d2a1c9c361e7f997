using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Data.Settings;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>What there is to set, and who set it last.</summary>
public sealed class IndexModel(MissingPackageContext database, SettingsReader settings, TimeProvider time) : PageModel
{
    public SettingsReader Settings => settings;

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>The next closed day, or null.</summary>
    public Closure? NextClosure => settings.Get<ClosedDays>().Days.Where(day => day.Date >= Today).MinBy(day => day.Date);

    /// <summary>The latest 20 changes, latest first.</summary>
    public IReadOnlyList<SettingChange> Latest { get; private set; } = [];

    public async Task OnGetAsync() =>
        Latest = await database.SettingChanges.AsNoTracking().OrderByDescending(c => c.Id).Take(20).ToListAsync(HttpContext.RequestAborted);
}
