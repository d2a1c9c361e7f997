using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests.Pages.Report;

public sealed class AddressTests(MissingPackageApplication application)
{
    private const string WhatWeServe =
        "We can help with deliveries in the 50 states, Washington DC, the US territories, and military mail (APO, FPO, DPO). "
        + "For a delivery elsewhere, please ask the seller or the carrier.";

    [Fact]
    public async Task Post_WhenEmpty_AsksForEachPart()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/address");
        await customer.ContinueAsync();

        customer.Page.AssertRefused("Street and number", "Enter the street and number the package was sent to.");
        customer.Page.AssertRefused("City", "Enter the city.");
        customer.Page.AssertRefused("State or territory", "Choose the state.");
        customer.Page.AssertRefused("ZIP Code", "Enter the ZIP Code.");
        Assert.Equal(
            ["Enter the street and number the package was sent to.", "Enter the city.", "Choose the state.", "Enter the ZIP Code."], // as the fields are
            customer.Page.Errors);
    }

    [Fact]
    public async Task Post_WhenOutsideTheUnitedStates_SaysWhatWeServe()
    {
        var customer = application.NewCustomer();
        await customer.AnswerAddressAsync(new Story { Line1 = "1 Sample Road", City = "London", State = "Outside the United States", Zip = "" });

        customer.Page.AssertRefused("State or territory", WhatWeServe);
        Assert.Single(customer.Page.Errors);
        await application.AssertKeptAsync(customer, "/report/address",
            ("Street and number", "1 Sample Road"), ("City", "London"), ("State or territory", "elsewhere"));
    }

    [Theory]
    [InlineData("SW1A 1AA")]
    [InlineData("K1A 0B1")]
    [InlineData("k1a0b1")]
    [InlineData("EC1-A1BB")]
    public async Task Post_WhenThePostcodeIsForeign_SaysWhatWeServe(string postcode)
    {
        var customer = application.NewCustomer();
        await customer.AnswerAddressAsync(new Story { Zip = postcode });

        customer.Page.AssertRefused("ZIP Code", "That looks like a postal code outside the United States. " + WhatWeServe);
        await application.AssertKeptAsync(customer, "/report/address", ("ZIP Code", postcode), ("State or territory", "NY"));
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("100011")]
    [InlineData("10001-12")]
    [InlineData("no idea")]
    [InlineData("١٠٠٠١")]
    public async Task Post_WhenTheZipIsNone_ShowsHowOneLooks(string zip)
    {
        var customer = application.NewCustomer();
        await customer.AnswerAddressAsync(new Story { Zip = zip });

        customer.Page.AssertRefused("ZIP Code", "A ZIP Code has 5 digits, such as 10001, or 9, such as 10001-1234.");
        await application.AssertKeptAsync(customer, "/report/address", ("ZIP Code", zip));
    }

    [Fact]
    public async Task Post_WhenTheStateIsNotOnTheList_SaysWhatWeServe()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/address");
        await customer.PostByHandAsync("/report/address",
            ("Input.Line1", "1 Sample Road"), ("Input.City", "Toronto"), ("Input.State", "ON"), ("Input.Zip", "10001"));

        customer.Page.AssertRefused("State or territory", "Choose a state from the list. " + WhatWeServe);
        await application.AssertKeptAsync(customer, "/report/address", ("Street and number", "1 Sample Road"), ("City", "Toronto"), ("ZIP Code", "10001"));
    }

    [Theory]
    [InlineData("10001 1234", "New York, NY 10001-1234")]
    [InlineData(" 10001", "New York, NY 10001")]
    public async Task Post_WhenTheZipIsWrittenLoosely_ReadsIt(string zip, string line)
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Zip = zip, Line2 = "Apt 4B" });

        Assert.Equal($"101 Example Street Apt 4B {line}", customer.Page.Fact("Address"));
    }

    [Fact]
    public async Task Post_WhenMilitaryMail_IsServed()
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { City = "APO", State = "Armed Forces Pacific", Zip = "96201" });

        Assert.Contains("APO, AP 96201", customer.Page.Fact("Address"), StringComparison.Ordinal);
    }
}
