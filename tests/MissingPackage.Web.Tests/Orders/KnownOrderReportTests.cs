using System.Data.Common;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Orders;
using MissingPackage.Data.Sqlite;
using MissingPackage.Data.SqlServer;
using MissingPackage.Domain.Carriers;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Orders;

/// <summary>A report of an order that is known, and of one that isn't.</summary>
public sealed partial class KnownOrderReportTests(MissingPackageApplication application) : IClassFixture<MissingPackageApplication>
{
    [Fact]
    public async Task Order_WhenNumberAndEmailMatch_IsShownWithoutItsAddress()
    {
        await application.ImportAsync(Lists.Of(Lists.Row("MP-7001", item: "<b>=lamp</b>")));
        var customer = application.NewCustomer();
        var page = await NameAsync(customer, "#mp 7001", "CUSTOMER@example.com");

        Assert.Equal(("/report/known", "We found your order"), (page.Address, page.Heading));
        foreach (var shown in new[] { "#mp 7001", "MP-7001", "<b>=lamp</b>", "$84.50", "Sample Seller", "UPS", "Monday, June 29" })
        {
            Assert.True(shown == "#mp 7001" || page.Text.Contains(shown, StringComparison.Ordinal), $"{shown} isn’t in {page.Text}");
        }

        foreach (var hidden in new[] { "Example Street", "New York", "10001<", "1Z5R89390357567127", "SN-1" })
        {
            Assert.DoesNotContain(hidden, page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Order_WithItsZipCode_AsksOnlyWhatIsNotKnown_AndTheRequestHasEverything()
    {
        await application.ImportAsync(Lists.Of(Lists.Row("MP-7002")));
        var customer = application.NewCustomer();
        await NameAsync(customer, "MP-7002", "customer@example.com");
        customer.Type("ZIP Code it was to be delivered to", "10001-9999");
        var page = await customer.ContinueAsync();

        Assert.Equal("/report/dates", page.Address);
        Assert.Equal("6/29/2026", page.ValueOf("Expected delivery date"));
        customer.Type("Marked delivered on", "6/30/2026");
        page = await customer.ContinueAsync();
        Assert.Equal("/report/contact", page.Address);
        Assert.Equal("customer@example.com", page.ValueOf("Email"));
        customer.Type("Full name", "Sample Customer");
        page = await customer.ContinueAsync();
        Assert.Equal("/report/check", page.Address);
        foreach (var fact in new[] { "101 Example Street", "Apt 4B", "New York, NY 10001", "1Z5R89390357567127", "SN-1", "Sample lamp" })
        {
            Assert.Contains(fact, page.Text, StringComparison.Ordinal);
        }

        var request = await application.RequestAsync(await customer.SubmitAsync());
        Assert.Equal(("MP-7002", "Sample lamp", "Sample Seller", 84.5m, "SN-1"), (request.Order.Number, request.Order.Item, request.Order.Seller, request.Order.Value, request.Order.SerialNumbers));
        Assert.Equal((CarrierCode.Ups, "1Z5R89390357567127", new DateOnly(2026, 6, 29)), (request.Shipment.Carrier, request.Shipment.TrackingNumber, request.Shipment.ExpectedDate));
        var agent = await application.NewAgentAsync();
        Assert.Contains("SN-1", (await agent.ReviewAsync(request.Reference.Value)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_WithoutTheZipCode_AsksForAddressAndCarrier()
    {
        await application.ImportAsync(Lists.Of(Lists.Row("MP-7003")));
        var customer = application.NewCustomer();
        await NameAsync(customer, "MP-7003", "customer@example.com");
        var page = await customer.PressAsync("I don’t know the ZIP Code");

        Assert.Equal("/report/address", page.Address);
        Assert.Equal("", page.ValueOf("Street and number"));
        await customer.AnswerAddressAsync(new Story());
        Assert.Equal("/report/shipment", customer.Page.Address);
        Assert.Equal("", customer.Page.ValueOf("Tracking number"));
    }

    [Fact]
    public async Task Order_WhenItIsNotTheirs_GoesOnByHand()
    {
        await application.ImportAsync(Lists.Of(Lists.Row("MP-7004")));
        var customer = application.NewCustomer();
        await NameAsync(customer, "MP-7004", "customer@example.com");
        var page = await customer.PressAsync("This isn’t my order");

        Assert.Equal("/report/item", page.Address);
        Assert.Equal("", page.ValueOf("Item"));
    }

    [Fact]
    public async Task ZipCode_WhenWrongFiveTimes_IsTakenFromNobodyAnyMore()
    {
        await application.ImportAsync(Lists.Of(Lists.Row("MP-7005")));
        for (var time = 1; time <= KnownOrders.MaxWrongZips; time++)
        {
            // A new browser each time: the order counts, not the visitor.
            var guesser = application.NewCustomer();
            await NameAsync(guesser, "MP-7005", "customer@example.com");
            guesser.Type("ZIP Code it was to be delivered to", $"9000{time}");
            var page = await guesser.ContinueAsync();
            Assert.Equal("/report/known", page.Address);
            if (time < KnownOrders.MaxWrongZips)
            {
                Assert.Equal("That isn’t the ZIP Code on this order. Check it, or go on without it.", page.ErrorBeside("ZIP Code it was to be delivered to"));
            }
        }

        var customer = application.NewCustomer();
        await NameAsync(customer, "MP-7005", "customer@example.com");
        Assert.Contains("Too many ZIP Codes were tried for this order.", customer.Page.Text, StringComparison.Ordinal);
        var after = await customer.PostByHandAsync("/report/known", ("Input.Zip", "10001"));
        Assert.Equal("/report/address", after.Address);
        Assert.DoesNotContain("101 Example Street", after.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ZipCode_ManyAtOnce_AreNoMoreThanFive()
    {
        await application.ImportAsync(Lists.Of(Lists.Row("MP-7010")));
        var order = await application.AskAsync(database => database.KnownOrders.AsNoTracking().SingleAsync(o => o.Number == "MP-7010"));

        Assert.True(await TryAsync("10001"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TryAsync($"900{i:d2}")));

        Assert.Equal(KnownOrders.MaxWrongZips, answers.Count(answer => answer == false));
        Assert.Equal(KnownOrders.MaxWrongZips, await application.AskAsync(database => database.KnownOrders.Where(o => o.Id == order.Id).Select(o => o.WrongZips).SingleAsync()));
        Assert.Null(await TryAsync("10001"));

        async Task<bool?> TryAsync(string zip)
        {
            await using var scope = application.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<KnownOrders>().TryZipAsync(order, zip, Lists.Cancellation);
        }
    }

    [Fact]
    public async Task Order_WhenAnotherIsNamedLater_TakesBackWhatWasFilledIn()
    {
        await application.ImportAsync(Lists.Of(Lists.Row("MP-7006"), Lists.Row("MP-7007", item: "Sample chair", zip: "10002")));
        var customer = application.NewCustomer();
        await NameAsync(customer, "MP-7006", "customer@example.com");
        customer.Type("ZIP Code it was to be delivered to", "10001");
        await customer.ContinueAsync();
        await customer.OpenAsync("/report/item");
        customer.Type("Order value", "80");
        await customer.ContinueAsync();

        Assert.Equal("/report/known", (await NameAsync(customer, "MP-7007", "customer@example.com")).Address);
        await customer.PressAsync("I don’t know the ZIP Code");
        await customer.OpenAsync("/report/item");
        Assert.Equal(("Sample chair", "80"), (customer.Page.ValueOf("Item"), customer.Page.ValueOf("Order value")));
        await customer.OpenAsync("/report/address");
        Assert.Equal("", customer.Page.ValueOf("Street and number"));
    }

    [Fact]
    public async Task Order_WhenAnotherIsNamedLater_KeepsWhatWasGuessedAtTheFirst()
    {
        await application.ImportAsync(Lists.Of(Lists.Row("MP-7009")));
        var stranger = application.NewCustomer();
        await NameAsync(stranger, "MP-7009", "customer@example.com");
        foreach (var (page, guesses) in new (string, (string, string)[])[]
        {
            ("/report/item", [("Input.Item", "Sample lamp"), ("Input.Value", "84.50"), ("Input.SerialNumbers", "SN-1")]),
            ("/report/address", [("Input.Line1", "101 Example Street"), ("Input.Line2", "Apt 4B"), ("Input.City", "New York"), ("Input.State", "NY"), ("Input.Zip", "10001")]),
            ("/report/shipment", [("Input.TrackingNumber", "1Z5R89390357567127"), ("Input.Carrier", "ups")]),
            ("/report/dates", [("Input.Expected", "6/29/2026")]),
        })
        {
            await stranger.OpenAsync(page);
            await stranger.PostByHandAsync(page + "?handler=Keep", guesses);
        }

        await NameAsync(stranger, "MP-9999", "customer@example.com");

        foreach (var (page, guesses) in new (string, (string Label, string Typed)[])[]
        {
            ("/report/item", [("Item", "Sample lamp"), ("Order value", "84.50"), ("Serial numbers", "SN-1")]),
            ("/report/address", [("Street and number", "101 Example Street"), ("Apartment, suite or unit", "Apt 4B"), ("City", "New York"), ("State or territory", "NY"), ("ZIP Code", "10001")]),
            ("/report/shipment", [("Tracking number", "1Z5R89390357567127")]),
            ("/report/dates", [("Expected delivery date", "6/29/2026")]),
        })
        {
            var shown = await stranger.OpenAsync(page);
            Assert.All(guesses, guess => Assert.Equal(guess.Typed, shown.ValueOf(guess.Label)));
        }

        Assert.NotNull((await stranger.OpenAsync("/report/shipment")).Document.QuerySelector("input[value=ups][checked]"));
    }

    [Fact]
    public async Task Order_WithAnothersEmail_IsAnsweredByteByByteAsOneThatDoesNotExist()
    {
        var counter = new CommandCounter();
        await using var counted = new MissingPackageApplication().Where(services => services
            .ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(counter)).ConfigureDbContext<SqlServerContext>(options => options.AddInterceptors(counter)));
        var unknown = await AskAsync(counted, counter);
        await counted.ImportAsync(Lists.Of(Lists.Row("MP-7008", email: "somebody.else@example.com")));
        var others = await AskAsync(counted, counter);

        Assert.Equal(unknown, others);
        Assert.StartsWith("302 /Report/Item", unknown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Order_WhenTriedTooOften_IsRefusedForAMinute_ButWhatIsTypedIsStillKept()
    {
        await using var strict = MissingPackageApplication.With(("RateLimits:OrdersPerMinute", "3"));
        var customer = strict.NewCustomer();
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal(HttpStatusCode.OK, (await NameAsync(customer, $"MP-{number}", "customer@example.com")).Status);
        }

        await customer.OpenAsync("/report/order");
        for (var letters = 1; letters <= 4; letters++)
        {
            await customer.PostByHandAsync("/report/order?handler=Keep", ("Input.OrderNumber", "MP-4"), ("Input.Email", "customer@example.com"));
            await customer.OpenAsync("/report/order");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await NameAsync(customer, "MP-4", "customer@example.com")).Status);
        Assert.Equal("MP-4", (await customer.OpenAsync("/report/order")).ValueOf("Order number"));
    }

    [Fact]
    public async Task ZipCode_NamedAsWhatIsKeptByItself_IsCountedAllTheSame()
    {
        await using var strict = MissingPackageApplication.With(("RateLimits:OrdersPerMinute", "3"));
        await strict.ImportAsync(Lists.Of(Lists.Row("MP-7011")));
        var guesser = strict.NewCustomer();
        await NameAsync(guesser, "MP-7011", "customer@example.com");
        for (var time = 1; time <= 2; time++)
        {
            await guesser.PostByHandAsync("/report/known?handler=Keep", ("Input.Zip", $"9000{time}"));
            Assert.Equal(HttpStatusCode.OK, guesser.Page.Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await guesser.PostByHandAsync("/report/known?handler=Keep", ("Input.Zip", "90003"))).Status);
    }

    /// <summary>Everything an answer tells: where it leads, every page until the check page, and how many questions the database got.</summary>
    private static async Task<string> AskAsync(MissingPackageApplication counted, CommandCounter counter)
    {
        var customer = counted.NewCustomer();
        await customer.OpenAsync("/report/order");
        customer.Type("Order number", "MP-7008");
        customer.Type("Email you ordered with", "customer@example.com");
        var before = counter.Count;
        await customer.ContinueAsync();
        var questions = counter.Count - before;
        Assert.True(questions > 0);
        var told = new List<string> { $"302 {customer.Trail[^1]} {questions} {customer.Page.Status}", customer.Page.Html };
        foreach (var page in new[] { "/report", "/report/known", "/report/order", "/report/check", "/report/contact" })
        {
            told.Add((await customer.OpenAsync(page)).Html);
            told.Add(string.Join(' ', customer.Trail));
        }

        return Token().Replace(string.Join('\n', told), "");
    }

    private static async Task<WebPage> NameAsync(Customer customer, string number, string email)
    {
        await customer.OpenAsync("/report/order");
        customer.Type("Order number", number);
        customer.Type("Email you ordered with", email);
        return await customer.ContinueAsync();
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*>""", RegexOptions.None, 1000)]
    private static partial Regex Token();

    private sealed class CommandCounter : DbCommandInterceptor
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
