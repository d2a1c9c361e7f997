using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Orders;
using MissingPackage.Data.Orders;
using MissingPackage.Documents.Tests;
using MissingPackage.Web.Tests.Documents;

namespace MissingPackage.Web.Tests.Orders;

/// <summary>The process killed in the middle of an import: another one goes on with it, and each order is there once.</summary>
public sealed class KilledImportTests : IDisposable
{
    private const int Rows = 20_000;

    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Import_WhenTheProcessIsKilled_GoesOnElsewhere_AndARepeatChangesNothing()
    {
        (string Key, string Value)[] settings =
        [
            ("Database:ConnectionString", $"Data Source={_folder["test.db"]}"), ("Documents:Folder", _folder["documents"]),
            ("Intake:PrivateFolder", _folder["intake"]), ("Mail:PickupFolder", _folder["mail"]), ("Site:PublicUrl", "http://localhost:5080"),
            ("Care:Phone", "(800) 555-0188"), ("Care:Hours", "Weekdays"), ("Care:Email", "care@example.com"),
        ];
        var list = Lists.Many(Rows, TimeProvider.System.GetUtcNow().AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Guid id;
        await using (var here = Here(settings))
        {
            var upload = await here.UploadAsync(list);
            id = upload.Id;
            await here.WithAsync(imports => imports.BeginAsync(id, dryRun: false, OrderMapping.FromJson(upload.Mapping), Lists.Cancellation));
        }

        await using (var process = await RunningProcess.StartAsync([.. settings, ("Jobs:Enabled", "true")]))
        {
            for (var look = 0; look < 100_000 && await RowsReadAsync() == 0; look++)
            {
                await Task.Delay(1, Lists.Cancellation);
            }

            await process.KillAsync();
        }

        await using var later = Here(settings);
        var half = await later.FindAsync(id);
        Assert.True(half is { State: OrderImportState.Running, RowsRead: > 0 and < Rows }, $"{half.State} at {half.RowsRead}");
        Assert.Equal(half.Added, await later.AskAsync(database => database.KnownOrders.LongCountAsync()));
        later.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(await later.Services.GetRequiredService<OrderImportRunner>().RunNextAsync(Lists.Cancellation));

        var whole = await later.FindAsync(id);
        Assert.Equal((Rows - 3, 0, 0, 3), whole.Sums());
        Assert.Equal((OrderImportState.Done, Rows), (whole.State, whole.RowsRead));
        Assert.Equal(3, (await later.ErrorsAsync(whole)).Count);
        Assert.Equal((0, 0, Rows - 3, 3), (await later.ImportAsync(list)).Sums());
        Assert.Equal(Rows - 3, await later.AskAsync(database => database.KnownOrders.CountAsync()));
    }

    private async Task<long> RowsReadAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_folder["test.db"]};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Lists.Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT RowsRead FROM OrderImports";
        return Convert.ToInt64(await command.ExecuteScalarAsync(Lists.Cancellation), CultureInfo.InvariantCulture);
    }

    /// <summary>The same data in this process, now: the process that is killed lives in real time.</summary>
    private static MissingPackageApplication Here((string Key, string Value)[] settings)
    {
        var application = QuietApplication.And(settings);
        application.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        return application;
    }
}
