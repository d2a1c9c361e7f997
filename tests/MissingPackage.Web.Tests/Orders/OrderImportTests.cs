using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Application.Orders;
using MissingPackage.Data.Orders;

namespace MissingPackage.Web.Tests.Orders;

/// <summary>Imports on a real database: repeated, interrupted, stopped, erased.</summary>
public sealed class OrderImportTests : IDisposable
{
    // An import has the whole application's turn.
    private readonly MissingPackageApplication _application = new();

    public void Dispose() => _application.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\"Order number,Email\nMP-1,customer@example.com\n")]
    public async Task Upload_OfNoList_IsRefusedAndKeptNowhere(string content)
    {
        await Assert.ThrowsAsync<OrderFileException>(() => _application.UploadAsync(Encoding.UTF8.GetBytes(content)));

        Assert.Empty(await _application.AskAsync(database => database.OrderImports.ToListAsync()));
        Assert.Empty(FilesOfImports());
    }

    [Fact]
    public async Task Import_OfAnOrderTwice_TakesTheFirstAndSaysSo()
    {
        var import = await _application.ImportAsync(Lists.Of(Lists.Row("MP-1001"), Lists.Row("mp 1001", item: "Another lamp")));

        Assert.Equal((1, 0, 0, 1), import.Sums());
        Assert.Equal("Sample lamp", (await _application.OrderAsync("MP-1001"))!.Item);
        Assert.Equal(3, Assert.Single(await _application.ErrorsAsync(import)).Line);
    }

    [Fact]
    public async Task Import_Again_ChangesNothing_AndAChangeChangesOne()
    {
        var list = Lists.Of(Lists.Row("MP-1001"), Lists.Row("MP-1002"));
        await _application.ImportAsync(list);
        var before = await _application.AskAsync(database => database.KnownOrders.AsNoTracking().OrderBy(o => o.NumberKey).Select(o => new { o.Id, o.RowHash }).ToListAsync());

        Assert.Equal((0, 0, 2, 0), (await _application.ImportAsync(list)).Sums());
        Assert.Equal(before, await _application.AskAsync(database => database.KnownOrders.AsNoTracking().OrderBy(o => o.NumberKey).Select(o => new { o.Id, o.RowHash }).ToListAsync()));

        Assert.Equal((0, 1, 1, 0), (await _application.ImportAsync(Lists.Of(Lists.Row("MP-1001"), Lists.Row("MP-1002", email: "other@example.com")))).Sums());
        var changed = (await _application.OrderAsync("MP-1002"))!;
        Assert.Equal((before[1].Id, "OTHER@EXAMPLE.COM"), (changed.Id, changed.EmailKey));
    }

    [Fact]
    public async Task DryRun_CountsAndReports_AndWritesNothing()
    {
        var list = Lists.Of(Lists.Row("MP-1001"), Lists.Row("MP-1002", value: "free"));
        var import = await _application.ImportAsync(list, dryRun: true);

        Assert.Equal((1, 0, 0, 1), import.Sums());
        Assert.Single(await _application.ErrorsAsync(import));
        Assert.Equal(0, await _application.AskAsync(database => database.KnownOrders.CountAsync()));
        Assert.Single(FilesOfImports());

        Assert.True(await _application.WithAsync(imports => imports.BeginAsync(import.Id, dryRun: false, OrderMapping.FromJson(import.Mapping), Lists.Cancellation)));
        await _application.Services.GetRequiredService<OrderImportRunner>().RunNextAsync(Lists.Cancellation);
        import = await _application.FindAsync(import.Id);
        Assert.Equal((1, 0, 0, 1), import.Sums());
        Assert.Single(await _application.ErrorsAsync(import));
        Assert.Null(import.Sha256);
        Assert.Empty(FilesOfImports());
    }

    [Fact]
    public async Task Import_Of20000RowsWithThreeBadOnes_TakesTheRest_AndARepeatChangesNothing()
    {
        var list = Lists.Many(20_000);
        var import = await _application.ImportAsync(list);

        Assert.Equal((19_997, 0, 0, 3), import.Sums());
        Assert.Equal((20_000, import.Length), (import.RowsRead, import.BytesRead));
        Assert.Equal(new long[] { 5_001, 10_001, 15_001 }, (await _application.ErrorsAsync(import)).Select(e => e.Line).ToArray());
        Assert.Equal((0, 0, 19_997, 3), (await _application.ImportAsync(list)).Sums());
        Assert.Equal(19_997, await _application.AskAsync(database => database.KnownOrders.CountAsync()));
    }

    [Fact]
    public async Task Import_WhenTheFileBreaksOffInAQuote_KeepsWhatCameBefore()
    {
        var endless = new string('x', 200_000);
        var import = await _application.ImportAsync(Lists.Of(Lists.Row("MP-1001"), $"MP-1002,customer@example.com,\"{endless}", Lists.Row("MP-1003")));

        Assert.Equal(OrderImportState.Failed, import.State);
        Assert.StartsWith("From line 3 on the file can’t be read", import.Problem, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0, 0), import.Sums());
        Assert.NotNull(await _application.OrderAsync("MP-1001"));
    }

    [Fact]
    public async Task Import_WhenItIsInterrupted_GoesOnBehindTheLastBatch()
    {
        var list = Lists.Many(5_000);
        var upload = await _application.UploadAsync(list);
        await _application.WithAsync(imports => imports.BeginAsync(upload.Id, dryRun: false, OrderMapping.FromJson(upload.Mapping), Lists.Cancellation));
        await using (var scope = _application.Services.CreateAsyncScope())
        {
            // The process dies when half of the file has been read: nothing is given back.
            var import = await scope.ServiceProvider.GetRequiredService<OrderImports>().TakeAsync(Lists.Cancellation);
            var importer = scope.ServiceProvider.GetRequiredService<OrderImporter>();
            await Assert.ThrowsAsync<IOException>(() => importer.RunAsync(import!, new BrokenStream(list, list.Length / 2), null, Lists.Cancellation));
        }

        var half = await _application.FindAsync(upload.Id);
        Assert.Equal(OrderImportState.Running, half.State);
        Assert.InRange(half.RowsRead, 500, 2_500);
        Assert.Equal(half.Added, await _application.AskAsync(database => database.KnownOrders.LongCountAsync()));

        var runner = _application.Services.GetRequiredService<OrderImportRunner>();
        Assert.False(await runner.RunNextAsync(Lists.Cancellation)); // it may be alive
        _application.Time.Advance(OrderImports.Patience + TimeSpan.FromSeconds(1));
        Assert.True(await runner.RunNextAsync(Lists.Cancellation));
        var whole = await _application.FindAsync(upload.Id);
        Assert.Equal((OrderImportState.Done, 5_000, 3), (whole.State, whole.RowsRead, (await _application.ErrorsAsync(whole)).Count));
        Assert.Equal((4_997, 0, 0, 3), whole.Sums());
        Assert.Equal(4_997, await _application.AskAsync(database => database.KnownOrders.CountAsync()));
    }

    [Fact]
    public async Task Import_WhenStopped_SavesNothingMore_AndAnotherCanRun()
    {
        var list = Lists.Many(5_000);
        var upload = await _application.UploadAsync(list);
        await _application.WithAsync(imports => imports.BeginAsync(upload.Id, dryRun: false, OrderMapping.FromJson(upload.Mapping), Lists.Cancellation));
        await using var scope = _application.Services.CreateAsyncScope();
        var import = await scope.ServiceProvider.GetRequiredService<OrderImports>().TakeAsync(Lists.Cancellation);
        Assert.Null(await _application.WithAsync(imports => imports.TakeAsync(Lists.Cancellation)));
        await _application.WithAsync(imports => imports.StopAsync(upload.Id, Lists.Cancellation));

        Assert.False(await scope.ServiceProvider.GetRequiredService<OrderImporter>().RunAsync(import!, new MemoryStream(list), null, Lists.Cancellation));
        Assert.Equal(0, await _application.AskAsync(database => database.KnownOrders.CountAsync()));
        Assert.Equal(OrderImportState.Stopped, (await _application.FindAsync(upload.Id)).State);
        Assert.Equal((1, 0, 0, 0), (await _application.ImportAsync(Lists.Of(Lists.Row("MP-1001")))).Sums());
    }

    [Fact]
    public async Task Orders_WhenTheirTimeIsOver_AreErased_AndOlderOnesAreNotTaken()
    {
        await _application.ImportAsync(Lists.Of(Lists.Row("MP-1001", expected: "2026-06-29"), Lists.Row("MP-1002", expected: ""), Lists.Row("MP-1003", expected: "2026-01-01")));
        Assert.Null(await _application.OrderAsync("MP-1003"));
        var forgotten = await _application.UploadAsync(Lists.Of(Lists.Row("MP-1004")));

        _application.Time.Advance(TimeSpan.FromDays(119));
        await EraseAsync();
        Assert.Null(await _application.OrderAsync("MP-1001"));
        Assert.NotNull(await _application.OrderAsync("MP-1002"));
        Assert.Null((await _application.FindAsync(forgotten.Id)).Sha256);
        Assert.Empty(FilesOfImports());

        _application.Time.Advance(TimeSpan.FromDays(3));
        await EraseAsync();
        Assert.Equal(0, await _application.AskAsync(database => database.KnownOrders.CountAsync()));
        Assert.Equal(0, await _application.AskAsync(database => database.OrderImports.CountAsync()));
    }

    private async Task EraseAsync()
    {
        await using var scope = _application.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EraseJob>().EraseAsync(Lists.Cancellation);
    }

    private string[] FilesOfImports() => Path.Combine(_application.DocumentsFolder, OrderImports.Folder) is var folder && Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];

    /// <summary>A file whose reader dies in the middle.</summary>
    private sealed class BrokenStream(byte[] bytes, int end) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= end ? throw new IOException("Gone.") : await base.ReadAsync(buffer[..Math.Min(buffer.Length, 4096)], cancellationToken);
    }
}
