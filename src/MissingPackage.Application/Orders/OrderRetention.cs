using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Data.Orders;

namespace MissingPackage.Application.Orders;

/// <summary>Erases known orders, their files and the records of their imports when their time is over.</summary>
public sealed class OrderRetention(MissingPackageContext database, OrderImports imports, SettingsReader settings, TimeProvider time)
{
    // A million at once would keep every other writer waiting.
    private const int Batch = 2000;

    /// <summary>Erases what is due.</summary>
    public async Task EraseAsync(CancellationToken cancellation)
    {
        var days = settings.Get<RetentionOptions>().OrderDays;
        var now = time.GetUtcNow().UtcDateTime;
        var oldest = DateOnly.FromDateTime(now).AddDays(-days);
        while (await database.KnownOrders.Where(o => o.CountedFrom < oldest).OrderBy(o => o.Id).Take(Batch).ExecuteDeleteAsync(cancellation) == Batch)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        await imports.SweepAsync(cancellation);
        var recorded = now.AddDays(-days);
        await database.OrderImports
            .Where(i => i.CreatedOn < recorded && i.State != OrderImportState.Waiting && i.State != OrderImportState.Running)
            .ExecuteDeleteAsync(cancellation);
    }
}
