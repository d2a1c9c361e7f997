using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Orders;
using MissingPackage.Documents.Tests;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Tests.Orders;

/// <summary><c>import-orders</c>: what it prints, and how it ends.</summary>
public sealed class ImportOrdersCommandTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Command_WithGoodRows_EndsWithZero_AndSaysHowItReadThem()
    {
        var (code, text) = await RunAsync(Lists.Of(Lists.Row("MP-8001")));

        Assert.Equal(0, code);
        Assert.Contains("Order number: “Order number”", text, StringComparison.Ordinal);
        Assert.Contains("Imported: 1 rows, 1 new, 0 changed, 0 unchanged, 0 too old, 0 bad.", text, StringComparison.Ordinal);
        Assert.NotNull(await application.OrderAsync("MP-8001"));
    }

    [Fact]
    public async Task Command_WithABadRow_EndsWithOne_AndNamesIt()
    {
        var (code, text) = await RunAsync(Lists.Of(Lists.Row("MP-8002"), Lists.Row("MP-8003", email: "nobody")));

        Assert.Equal(1, code);
        Assert.Contains("Line 3, “Email”: This isn’t an email address such as name@example.com.", text, StringComparison.Ordinal);
        Assert.NotNull(await application.OrderAsync("MP-8002"));
    }

    [Fact]
    public async Task Command_DryRun_WritesNothing()
    {
        var (code, text) = await RunAsync(Lists.Of(Lists.Row("MP-8004")), "--dry-run");

        Assert.Equal(0, code);
        Assert.Contains("Checked, nothing written: 1 rows, 1 new", text, StringComparison.Ordinal);
        Assert.Null(await application.OrderAsync("MP-8004"));
    }

    [Fact]
    public async Task Command_WithColumnsOfOtherNames_TakesThemByNameOrNumber()
    {
        var list = "Bestellung;Kunde;Value\r\nMP-8005;customer@example.com;much\r\n"u8.ToArray();
        var (code, text) = await RunAsync(list);
        Assert.Equal(2, code);
        Assert.Contains("Columns: “Bestellung”, “Kunde”, “Value”", text, StringComparison.Ordinal);

        (code, text) = await RunAsync(list, "--map", "order=bestellung", "--map", "email=2", "--map", "value=");
        Assert.True(code == 0, text);
        Assert.Null((await application.OrderAsync("MP-8005"))!.Value);
        Assert.Equal(2, (await RunAsync(list, "--map", "order=Nummer")).Code);
        Assert.Equal(2, (await RunAsync(list, "--map", "shoe=1")).Code);
        Assert.Equal(2, (await RunAsync(list, "--dry-rum")).Code);
    }

    [Fact]
    public async Task Command_WithoutAFileOrAHeader_EndsWithTwo()
    {
        using var output = new StringWriter();
        Assert.Equal(2, await ImportOrdersCommand.RunAsync(application.Services, [], output));
        Assert.Equal(2, await ImportOrdersCommand.RunAsync(application.Services, [_folder["nowhere.csv"]], output));
        Assert.Equal(2, (await RunAsync([])).Code);
    }

    [Fact]
    public async Task Command_WhileAnotherImportRuns_WaitsForAnotherTime()
    {
        await using var busy = new MissingPackageApplication();
        var upload = await busy.UploadAsync(Lists.Of(Lists.Row("MP-8006")));
        await busy.WithAsync(imports => imports.BeginAsync(upload.Id, dryRun: false, OrderMapping.FromJson(upload.Mapping), Lists.Cancellation));
        await busy.WithAsync(imports => imports.TakeAsync(Lists.Cancellation));
        await File.WriteAllBytesAsync(_folder["orders.csv"], Lists.Of(Lists.Row("MP-8007")), Lists.Cancellation);
        using var output = new StringWriter();

        Assert.Equal(2, await ImportOrdersCommand.RunAsync(busy.Services, [_folder["orders.csv"]], output));
        Assert.StartsWith("Another import is running", output.ToString().Split('\n')[^2], StringComparison.Ordinal);
        Assert.Null(await busy.OrderAsync("MP-8007"));
        Assert.Single(await busy.AskAsync(database => database.OrderImports.ToListAsync()));
    }

    private async Task<(int Code, string Text)> RunAsync(byte[] list, params string[] options)
    {
        await File.WriteAllBytesAsync(_folder["orders.csv"], list, Lists.Cancellation);
        using var output = new StringWriter();
        var code = await ImportOrdersCommand.RunAsync(application.Services, [_folder["orders.csv"], .. options], output);
        return (code, output.ToString());
    }
}
