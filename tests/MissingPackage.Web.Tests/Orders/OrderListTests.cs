using System.Text;
using MissingPackage.Data.Orders;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Web.Tests.Orders;

/// <summary>Lists as shops and spreadsheets write them. One import runs at a time, so the class has an application of its own.</summary>
public sealed class OrderListTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>
{
    [Fact]
    public async Task Import_OfAWholeRow_KeepsEveryFact()
    {
        var import = await application.ImportAsync(Lists.Of(Lists.Row("#mp-2001", email: " Customer@Example.com ", value: "\"$1,299.00\"", zip: "10001-1234", expected: "6/29/2026")));

        Assert.Equal((1, 0, 0, 0), import.Sums());
        Assert.Equal((OrderImportState.Done, null, 1), (import.State, import.Turn, import.RowsRead));
        var order = await application.OrderAsync("MP 2001");
        Assert.NotNull(order);
        Assert.Equal(("#mp-2001", "MP2001", "CUSTOMER@EXAMPLE.COM", "SAMPLE SELLER"), (order.Number, order.NumberKey, order.EmailKey, order.SellerKey));
        Assert.Equal(("Sample lamp", "SN-1", 1299m, "Sample Seller"), (order.Item, order.SerialNumbers, order.Value, order.Seller));
        Assert.Equal((CarrierCode.Ups, "1Z5R89390357567127"), (order.Carrier, order.TrackingNumber));
        Assert.Equal(("101 Example Street", "Apt 4B", "New York", "NY", "10001-1234"), (order.Line1, order.Line2, order.City, order.State, order.Zip));
        Assert.Equal(new DateOnly(2026, 6, 29), order.ExpectedDate);
    }

    [Theory]
    [InlineData("utf-8", true, ",", "\n", "21")]
    [InlineData("utf-8", false, ";", "\r\n", "22")]
    [InlineData("utf-8", true, ";", "\r\n", "23")]
    [InlineData("utf-8", true, "\t", "\r\n", "24")]
    [InlineData("utf-16", true, "\t", "\r\n", "25")]
    public async Task Import_OfAnotherDialect_ReadsTheSame(string encoding, bool mark, string separator, string end, string number)
    {
        var text = string.Join(end, new[] { Lists.Header, Lists.Row($"MP-{number}-1", item: "Lámpara"), Lists.Row($"MP-{number}-2") }.Select(line => line.Replace(",", separator, StringComparison.Ordinal))) + end;
        var bytes = Encoding.GetEncoding(encoding);
        var import = await application.ImportAsync([.. mark ? bytes.GetPreamble() : [], .. bytes.GetBytes(text)]);

        Assert.Equal((2, 0, 0, 0), import.Sums());
        Assert.Equal("Lámpara", (await application.OrderAsync($"MP-{number}-1"))!.Item);
        Assert.Equal(new DateOnly(2026, 6, 29), (await application.OrderAsync($"MP-{number}-2"))!.ExpectedDate);
    }

    [Fact]
    public async Task Import_WithQuotesAndLineBreaksInACell_ReadsOneRow()
    {
        var import = await application.ImportAsync(Lists.Of(Lists.Row("MP-3001", item: "\"Lamp, 5\"\" tall\nblue\""), "", Lists.Row("MP-3002", value: "free")));

        Assert.Equal((1, 0, 0, 1), import.Sums());
        Assert.Equal("Lamp, 5\" tall blue", (await application.OrderAsync("MP-3001"))!.Item);
        var error = Assert.Single(await application.ErrorsAsync(import));
        Assert.Equal((5, "Value"), (error.Line, error.Column));
    }

    [Fact]
    public async Task Import_WithFormulas_KeepsThemAsText()
    {
        var import = await application.ImportAsync(Lists.Of(
            Lists.Row("MP-4001", item: "\"=HYPERLINK(\"\"https://example.com\"\")\""), Lists.Row("MP-4002", item: "+1 lamp"), Lists.Row("MP-4003", item: "@lamp"),
            Lists.Row("MP-4004", item: "-lamp", zip: "\"=\"\"01234\"\"\""), Lists.Row("MP-4005", value: "=1+1")));

        Assert.Equal((4, 0, 0, 1), import.Sums());
        Assert.Equal("=HYPERLINK(\"https://example.com\")", (await application.OrderAsync("MP-4001"))!.Item);
        Assert.Equal("+1 lamp", (await application.OrderAsync("MP-4002"))!.Item);
        Assert.Equal("@lamp", (await application.OrderAsync("MP-4003"))!.Item);
        Assert.Equal("01234", (await application.OrderAsync("MP-4004"))!.Zip);
        Assert.Null(await application.OrderAsync("MP-4005"));
    }

    [Theory]
    [InlineData("Order number", "Value", "Choose the column with the email: without it no order can be matched.")]
    [InlineData("Email", "Value", "Choose the column with the order number: without it no order can be matched.")]
    public async Task Import_WithoutANeededColumn_FailsAndSaysWhich(string one, string other, string problem)
    {
        var import = await application.ImportAsync(Encoding.UTF8.GetBytes($"{one},{other}\nx,y\n"));

        Assert.Equal((OrderImportState.Failed, problem, 0), (import.State, import.Problem, import.RowsRead));
    }

    [Fact]
    public async Task Import_WithoutTheOtherColumns_LeavesThemToTheCustomer()
    {
        var import = await application.ImportAsync("Order #;E-Mail;Tracking\r\nMP-5001;customer@example.com;1Z5R89390357567127\r\n"u8.ToArray());

        Assert.Equal((1, 0, 0, 0), import.Sums());
        var order = (await application.OrderAsync("MP-5001"))!;
        Assert.Equal((CarrierCode.Ups, null, null, null), (order.Carrier, order.Item, order.Zip, order.ExpectedDate));
    }

    [Theory]
    [InlineData(",customer@example.com", "There is no order number in this row.")]
    [InlineData("###,customer@example.com", "An order number has letters or digits.")]
    [InlineData("9.4E+21,customer@example.com", "The spreadsheet has shortened this number, and its digits are lost. Give the column the format “Text” before the numbers go in.")]
    [InlineData("MP-1,", "There is no email address in this row.")]
    [InlineData("MP-1,nobody", "This isn’t an email address such as name@example.com.")]
    [InlineData("MP-1,customer@example.com,x,,-5", "This isn’t an amount in US dollars such as 84.50 or $1,299.00.")]
    [InlineData("MP-1,customer@example.com,x,,100000.01", "At most $100,000.00 can be reported.")]
    [InlineData("MP-1,customer@example.com,x,,1,s,UPS,9.40011E+21", "The spreadsheet has shortened this number, and its digits are lost. Give the column the format “Text” before the numbers go in.")]
    [InlineData("MP-1,customer@example.com,x,,1,s,UPS,1Z,a,,c,Bavaria", "This isn’t a state or territory of the United States, such as NY or New York.")]
    [InlineData("MP-1,customer@example.com,x,,1,s,UPS,1Z,a,,c,NY,1234", "A ZIP Code has 5 digits, or 9. Spreadsheets drop a leading zero: give the column the format “Text”.")]
    [InlineData("MP-1,customer@example.com,x,,1,s,UPS,1Z,a,,c,NY,10001,13/13/2026", "There is no month 13. Write the month first, such as 7/1/2026.")]
    [InlineData("MP-1,customer@example.com,x,,1,s,UPS,1Z,a,,c,NY,10001,2028-01-01", "This day is more than a year ahead. Check the year.")]
    [InlineData("MP-1,customer@example.com,\"x\"y", "There is text behind a closing quotation mark (\"). Inside a quoted cell, write each quotation mark twice.")]
    [InlineData("MP-1,customer@example.com,\"x", "A quotation mark (\") is opened here and never closed. Everything after it was taken for one cell.")]
    public async Task Import_OfABadRow_SaysWhatIsWrongAndTakesTheOthers(string row, string problem)
    {
        var import = await application.ImportAsync(Lists.Of(Lists.Row("MP-1000"), row), dryRun: true);

        Assert.Equal((1, 0, 0, 1), import.Sums());
        var error = Assert.Single(await application.ErrorsAsync(import));
        Assert.Equal((3, problem), (error.Line, error.Problem));
    }

    [Fact]
    public async Task Import_InAnotherEncoding_SaysWhichRowCantBeRead()
    {
        var import = await application.ImportAsync(Encoding.Latin1.GetBytes(string.Join('\n', Lists.Header, Lists.Row("MP-6001", item: "Lámpara"), Lists.Row("MP-6002"))));

        Assert.Equal((1, 0, 0, 1), import.Sums());
        Assert.Equal("A character can’t be read. Save the list as “CSV UTF-8”, then import it again.", Assert.Single(await application.ErrorsAsync(import)).Problem);
    }
}
