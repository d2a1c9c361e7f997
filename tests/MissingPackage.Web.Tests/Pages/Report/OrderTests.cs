using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests.Pages.Report;

public sealed class OrderTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Post_WhenEmpty_AsksForTheNumberOnly()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/order");
        await customer.ContinueAsync();

        customer.Page.AssertRefused("Order number", "Enter the order number. It is in the email that confirmed your order.");
        Assert.Single(customer.Page.Errors);
        Assert.Equal("/report/order?check=1", customer.Page.Address);
    }

    [Fact]
    public async Task Post_WhenTheNumberIsTooLong_KeepsEveryCharacter()
    {
        var customer = application.NewCustomer();
        var tooLong = new string('7', 61);
        await customer.AnswerOrderAsync(new Story { OrderNumber = tooLong, Seller = "Sample Seller" });

        customer.Page.AssertRefused("Order number", "The order number can be at most 60 characters.");
        await application.AssertKeptAsync(customer, "/report/order", ("Order number", tooLong), ("Seller", "Sample Seller"));
    }

    [Fact]
    public async Task Post_WhenTheSellerIsTooLong_KeepsEveryCharacter()
    {
        var customer = application.NewCustomer();
        var tooLong = new string('s', 201);
        await customer.AnswerOrderAsync(new Story { OrderNumber = "SAMPLE-1", Seller = tooLong });

        customer.Page.AssertRefused("Seller", "The seller’s name can be at most 200 characters.");
        await application.AssertKeptAsync(customer, "/report/order", ("Order number", "SAMPLE-1"), ("Seller", tooLong));
    }

    [Fact]
    public async Task Post_WhenGood_LeadsToTheItem()
    {
        var customer = application.NewCustomer();
        var page = await customer.AnswerOrderAsync(new Story());

        Assert.Equal("/report/item", page.Address);
        Assert.Equal("What was in the package?", page.Heading);
    }
}
