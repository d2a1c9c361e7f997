using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Settings;
using MissingPackage.Data;

namespace MissingPackage.Application.Jobs;

/// <summary>Finishes moving deadlines where the node that closed a day, or edited a carrier's claim rules, stopped in the middle of it.</summary>
public sealed class ExtendDeadlinesJob(
    MissingPackageContext database, SettingsReader settings, DeadlineExtension extension, TimeProvider time) : IScheduledJob
{
    /// <summary>Older changes have been finished by an earlier run.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromHours(3);

    public async Task<string> RunAsync(CancellationToken cancellationToken) =>
        $"{await ExtendAsync(cancellationToken)} deadlines moved";

    /// <summary>Extends deadlines over every closed day, where the list has changed lately, and recounts the last filing days of carriers edited lately.</summary>
    /// <returns>How many requests have another deadline now.</returns>
    public async Task<int> ExtendAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now - Recent;
        var changed = await database.SettingChanges.Where(c => c.ChangedOn >= since).Select(c => c.Key).Distinct().ToListAsync(cancellation);
        await settings.RefreshAsync(database, cancellation);
        var moved = 0;
        foreach (var carrier in settings.Carriers.Where(c => changed.Contains(SettingKind.KeyOf(c.Code))))
        {
            moved += await extension.RecountFilingAsync(carrier.Code, cancellation);
        }

        if (!changed.Contains(ClosedDays.Key))
        {
            return moved;
        }

        foreach (var closure in settings.Get<ClosedDays>().Days.Where(d => d.Date >= DateOnly.FromDateTime(now).AddDays(-ClosedDays.MaxDaysBack)))
        {
            moved += await extension.ExtendAsync(closure.Date, cancellation);
        }

        return moved;
    }
}
