using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Orders;
using MissingPackage.Data;
using MissingPackage.Data.Orders;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Orders;

/// <summary>An administrator sends a list, sees how it is read, checks it, imports it and reads what was wrong.</summary>
public sealed class OrderPageTests : IDisposable
{
    private readonly MissingPackageApplication _application = new();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task List_FromTheFileToTheOrders()
    {
        var admin = await _application.NewAgentAsync();
        var page = await SendAsync(admin, Lists.Of(Lists.Row("MP-1001", item: "<script>alert(1)</script>"), Lists.Row("MP-1002", value: "a lot")), "<b>orders.csv");
        Assert.Equal("<b>orders.csv", page.Heading);
        Assert.Contains("14 columns, with a comma between the cells", page.Text, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", page.Text, StringComparison.Ordinal);
        Assert.Contains("This isn’t an amount in US dollars", page.Text, StringComparison.Ordinal);
        Assert.Equal("1", page.ValueOf("Email"));

        await admin.PressAsync("Check the whole list");
        Assert.Contains("Waiting", admin.Page.Text, StringComparison.Ordinal);
        Assert.NotEmpty(admin.Page.All("progress"));
        await RunAsync();
        page = await admin.OpenAsync(admin.Page.Address);
        Assert.Contains("1 row is bad. Nothing was written yet.", page.Text, StringComparison.Ordinal);
        Assert.Null(await _application.OrderAsync("MP-1001"));

        await admin.PressAsync("Import it");
        await RunAsync();
        page = await admin.OpenAsync(admin.Page.Address);
        Assert.Contains("Imported, but for 1 bad row", page.Text, StringComparison.Ordinal);
        Assert.Equal(["3", "Value", "This isn’t an amount in US dollars such as 84.50 or $1,299.00."], page.All("tbody tr > *"));
        Assert.Contains("The file isn’t kept any longer.", page.Text, StringComparison.Ordinal);
        Assert.NotNull(await _application.OrderAsync("MP-1001"));
        page = await admin.OpenAsync("/admin/orders");
        Assert.Contains("1 order is known.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_WithNamesOfTheirOwn_AreChosen()
    {
        var admin = await _application.NewAgentAsync();
        await SendAsync(admin, "Bestellung;Kunde;Ware\r\nMP-1001;customer@example.com;Lampe\r\n"u8.ToArray());
        await admin.PressAsync("Check the whole list");
        Assert.Equal("Choose the column with the order number: without it no order can be matched.", admin.Page.ErrorBeside("Order number"));
        Assert.Equal("Choose the column with the email: without it no order can be matched.", admin.Page.ErrorBeside("Email"));
        Assert.Equal(2, admin.Page.Errors.Count);

        admin.Choose("Order number", "Bestellung");
        admin.Choose("Email", "Kunde");
        admin.Choose("Item", "Ware");
        var page = await admin.PressAsync("Show the rows again");
        Assert.Equal(["2", "MP-1001", "customer@example.com", "Lampe"], page.All("tbody tr > *"));
        await admin.PressAsync("Import it");
        await RunAsync();
        Assert.Equal("Lampe", (await _application.OrderAsync("MP-1001"))!.Item);
    }

    [Fact]
    public async Task Errors_MoreThanFit_AreCountedAndDownloadedWithoutFormulas()
    {
        var admin = await _application.NewAgentAsync();
        var list = new StringBuilder("=cmd|' /C calc'!A0,Email\n");
        for (var i = 0; i < 150; i++)
        {
            list.Append('#').Append('-').Append(",customer@example.com\n");
        }

        await SendAsync(admin, Encoding.UTF8.GetBytes(list.ToString()));
        admin.Choose("Order number", "=cmd|' /C calc'!A0");
        await admin.PressAsync("Check the whole list");
        await RunAsync();
        var page = await admin.OpenAsync(admin.Page.Address);
        Assert.Contains("The first 100 of 150.", page.Text, StringComparison.Ordinal);

        await admin.OpenAsync(admin.Page.Address + "?handler=Errors");
        var csv = Encoding.UTF8.GetString(admin.Page.Body);
        Assert.Contains("'=cmd|", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("\n2,=cmd", csv, StringComparison.Ordinal);
        Assert.Equal(150, csv.Split("An order number has letters or digits.").Length - 1);
    }

    [Fact]
    public async Task File_ThatIsNone_IsRefusedWithAReason()
    {
        var admin = await _application.NewAgentAsync();
        await admin.OpenAsync("/admin/orders");
        await admin.PressAsync("Send the file");
        Assert.Contains("Choose a file first, then send it.", admin.Page.Text, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/orders");
        await admin.PressAsync("Send the file", new Photo("empty.csv", [], "text/csv"));
        Assert.Contains("The file is empty.", admin.Page.Text, StringComparison.Ordinal);
        Assert.Equal(0, await _application.AskAsync(database => database.OrderImports.CountAsync()));
    }

    [Fact]
    public async Task Import_WhenTheSignInIsOld_AsksWhoItIs()
    {
        var admin = await _application.NewAgentAsync();
        await SendAsync(admin, Lists.Of(Lists.Row("MP-1001")));
        _application.Time.Advance(TimeSpan.FromMinutes(11));
        await admin.PressAsync("Import it");
        Assert.Equal("Confirm that it’s you", admin.Page.Heading);
        admin.Type("Password", MissingPackageApplication.AgentPassword);
        await admin.PressAsync("Confirm");
        await RunAsync();
        Assert.NotNull(await _application.OrderAsync("MP-1001"));
    }

    [Fact]
    public async Task Import_WhileItRuns_ShowsHowFarItIsAndCanBeStopped()
    {
        var admin = await _application.NewAgentAsync();
        await SendAsync(admin, Lists.Of(Lists.Row("MP-1001")));
        await admin.PressAsync("Import it");
        var import = (await _application.WithAsync(imports => imports.TakeAsync(Lists.Cancellation)))!;
        await _application.AskAsync(database => database.OrderImports.Where(i => i.Id == import.Id)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.RowsRead, 1234).SetProperty(x => x.Bad, 1).SetProperty(x => x.BytesRead, import.Length / 2)));
        var page = await admin.OpenAsync(admin.Page.Address);
        Assert.Contains("49%: 1,234 rows read, 1 of them bad.", page.Text.Replace("50%", "49%", StringComparison.Ordinal), StringComparison.Ordinal);
        await admin.PressAsync("Stop it");
        Assert.Contains("It was stopped.", admin.Page.Text, StringComparison.Ordinal);
        Assert.Equal(OrderImportState.Stopped, (await _application.FindAsync(import.Id)).State);
    }

    [Fact]
    public async Task Pages_AreForAdministratorsOnly_AndTakeNoForeignForm()
    {
        await _application.MakeAgentAsync("supervisor@example.com", AgentRole.Supervisor);
        var supervisor = await _application.NewAgentAsync("supervisor@example.com");
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.OpenAsync("/admin/orders")).Status);

        var admin = await _application.NewAgentAsync();
        await admin.OpenAsync("/admin/orders");
        admin.Page.Document.QuerySelector("form[enctype] input[name=__RequestVerificationToken]")!.Remove();
        await admin.PressAsync("Send the file", new Photo("orders.csv", Lists.Of(Lists.Row("MP-1001")), "text/csv"));
        Assert.Equal(HttpStatusCode.BadRequest, admin.Page.Status);
        Assert.Equal(0, await _application.AskAsync(database => database.OrderImports.CountAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.OpenAsync($"/admin/orders/{Guid.NewGuid()}")).Status);
    }

    private static async Task<WebPage> SendAsync(Visitor admin, byte[] list, string name = "orders.csv")
    {
        await admin.OpenAsync("/admin/orders");
        var page = await admin.PressAsync("Send the file", new Photo(name, list, "text/csv"));
        Assert.True(page.Address.StartsWith("/admin/orders/", StringComparison.OrdinalIgnoreCase), page.Text);
        return page;
    }

    private async Task RunAsync() => Assert.True(await _application.Services.GetRequiredService<OrderImportRunner>().RunNextAsync(Lists.Cancellation));
}
