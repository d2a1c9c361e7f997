using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests.Pages.Report;

public sealed class ItemTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Post_WhenEmpty_AsksForBoth()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/item");
        await customer.ContinueAsync();

        customer.Page.AssertRefused("Item", "Say what was in the package, such as “blue running shoes, size 9”.");
        customer.Page.AssertRefused("Order value", "Enter what you paid for it.");
        Assert.Contains("2 things to mend", customer.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenTheListIsTooLong_SaysSoAndKeepsAllOfIt()
    {
        var list = string.Join(", ", Enumerable.Range(1, 80).Select(n => $"Sample {n}"));
        var customer = application.NewCustomer();
        await customer.AnswerItemAsync(new Story { Item = list });

        Assert.Contains("at most 400 characters", Assert.Single(customer.Page.Errors), StringComparison.Ordinal);
        Assert.Null(customer.Page.Document.QuerySelector("[maxlength]")); // a browser would cut what is pasted
        await application.AssertKeptAsync(customer, "/report/item", ("Item", list));
    }

    [Theory]
    [InlineData("lots of money", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("-5", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("84.505", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("84,50", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("1.299,00", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("99999999999999999999999999999999999999", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("€84.50", "Enter an amount in dollars and cents, such as 84.50.")]
    [InlineData("0", "Enter an amount above zero.")]
    [InlineData("$0.00", "Enter an amount above zero.")]
    [InlineData("100000.01", "For an order above $100,000.00, please talk to us first: see “Get help”.")]
    public async Task Post_WhenTheValueIsNoAmount_SaysSoAndKeepsIt(string typed, string message)
    {
        var customer = application.NewCustomer();
        await customer.AnswerItemAsync(new Story { Value = typed, Item = "Mugs,\nset of four" });

        customer.Page.AssertRefused("Order value", message);
        await application.AssertKeptAsync(customer, "/report/item", ("Order value", typed), ("Item", "Mugs,\nset of four"));
    }

    [Theory]
    [InlineData("$1,299.00", "$1,299.00")]
    [InlineData("1299", "$1,299.00")]
    [InlineData(" 84.5 USD ", "$84.50")]
    [InlineData(".99", "$0.99")]
    [InlineData("100,000", "$100,000.00")]
    public async Task Post_WhenTheValueIsAnAmount_ReadsItAsPeopleWriteIt(string typed, string shown)
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Value = typed });

        Assert.Equal(shown, customer.Page.Fact("Value"));
    }

    [Fact]
    public async Task Post_WhenTheItemIsTooLong_KeepsEveryCharacter()
    {
        var customer = application.NewCustomer();
        var tooLong = new string('x', 401);
        await customer.AnswerItemAsync(new Story { Item = tooLong });

        customer.Page.AssertRefused("Item", "Please use at most 400 characters.");
        await application.AssertKeptAsync(customer, "/report/item", ("Item", tooLong));
    }
}
