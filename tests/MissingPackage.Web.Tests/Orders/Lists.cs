using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Orders;
using MissingPackage.Data.Orders;

namespace MissingPackage.Web.Tests.Orders;

/// <summary>Lists of orders as shops send them, and their import without the pages.</summary>
internal static class Lists
{
    public const string Header = "Order number,Email,Item,Serial numbers,Value,Seller,Carrier,Tracking number,Address 1,Address 2,City,State,ZIP,Expected date";

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A good row.</summary>
    public static string Row(string number, string email = "customer@example.com", string item = "Sample lamp", string value = "84.50", string zip = "10001", string expected = "2026-06-29") =>
        $"{number},{email},{item},SN-1,{value},Sample Seller,UPS,1Z5R89390357567127,101 Example Street,Apt 4B,New York,NY,{zip},{expected}";

    public static byte[] Of(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines.Prepend(Header)) + "\n");

    /// <summary>Many orders, three of them bad: an amount, an email address and a cell too many.</summary>
    public static byte[] Many(int rows, string expected = "2026-06-29")
    {
        using var file = new MemoryStream();
        using (var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
        {
            writer.Write(Header + "\r\n");
            for (var i = 1; i <= rows; i++)
            {
                var number = i.ToString("D8", CultureInfo.InvariantCulture);
                writer.Write(
                    i == rows / 4 ? Row("SAMPLE-" + number, value: "a lot", expected: expected)
                    : i == rows / 2 ? Row("SAMPLE-" + number, email: "nobody", expected: expected)
                    : i == rows / 4 * 3 ? Row("SAMPLE-" + number, expected: expected) + ",one too many"
                    : Row("SAMPLE-" + number, email: $"customer{number}@example.com", expected: expected));
                writer.Write("\r\n");
            }
        }

        return file.ToArray();
    }

    public static async Task<T> WithAsync<T>(this MissingPackageApplication application, Func<OrderImports, Task<T>> use)
    {
        await using var scope = application.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<OrderImports>());
    }

    public static Task<OrderImport> UploadAsync(this MissingPackageApplication application, byte[] list, string name = "orders.csv") =>
        application.WithAsync(imports => imports.UploadAsync(name, new MemoryStream(list), "agent@example.com", Cancellation));

    /// <summary>Uploads a list and runs its import to the end.</summary>
    public static async Task<OrderImport> ImportAsync(this MissingPackageApplication application, byte[] list, bool dryRun = false)
    {
        var import = await application.UploadAsync(list);
        Assert.True(await application.WithAsync(imports => imports.BeginAsync(import.Id, dryRun, OrderMapping.FromJson(import.Mapping), Cancellation)));
        Assert.True(await application.Services.GetRequiredService<OrderImportRunner>().RunNextAsync(Cancellation));
        return await application.FindAsync(import.Id);
    }

    public static Task<OrderImport> FindAsync(this MissingPackageApplication application, Guid id) =>
        application.AskAsync(database => database.OrderImports.AsNoTracking().SingleAsync(i => i.Id == id));

    public static Task<List<OrderImportError>> ErrorsAsync(this MissingPackageApplication application, OrderImport import) =>
        application.AskAsync(database => database.OrderImportErrors.AsNoTracking().Where(e => e.ImportId == import.Id).OrderBy(e => e.Id).ToListAsync());

    /// <summary>The known order with this number, however it is written; null where there is none.</summary>
    public static Task<KnownOrder?> OrderAsync(this MissingPackageApplication application, string number)
    {
        var key = KnownOrder.NumberKeyOf(number);
        return application.AskAsync(database => database.KnownOrders.AsNoTracking().SingleOrDefaultAsync(o => o.NumberKey == key));
    }

    public static (long Added, long Changed, long Unchanged, long Bad) Sums(this OrderImport import) => (import.Added, import.Changed, import.Unchanged, import.Bad);
}
