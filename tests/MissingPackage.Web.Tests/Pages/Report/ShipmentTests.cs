using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests.Pages.Report;

public sealed class ShipmentTests(MissingPackageApplication application)
{
    private const string ChooseCarrier = "Choose the carrier, or “Another carrier, or I don’t know”.";
    private const string TooMuch = "That is a lot of text: paste just the tracking number, or the line it is on.";

    [Fact]
    public async Task Post_WhenEmpty_AsksForTheCarrier()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/shipment");
        await customer.ContinueAsync();

        Assert.Equal([ChooseCarrier], customer.Page.Errors);
    }

    [Fact]
    public async Task Post_WhenTheNumberIsGarbage_AsksForTheCarrierAndKeepsIt()
    {
        var customer = application.NewCustomer();
        await customer.AnswerShipmentAsync(new Story { Tracking = "no number here", Carrier = "" });

        Assert.StartsWith("We see no tracking number in what you typed.", Assert.Single(customer.Page.Errors), StringComparison.Ordinal);
        await application.AssertKeptAsync(customer, "/report/shipment", ("Tracking number", "no number here"));
    }

    [Fact]
    public async Task Post_WhenTheNumberIsGarbageAndTheCarrierUnknown_TakesItAsItIs()
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Tracking = "no number here", Carrier = "Another carrier, or I don’t know" });

        Assert.Equal("no number here", customer.Page.Fact("Tracking"));
        Assert.Equal("Another carrier, or not known", customer.Page.Fact("Carrier"));
    }

    [Theory]
    [InlineData("UPS", "986578788855", "986578788855")]
    [InlineData("USPS", "1Z5R89390357567127", "1Z5R89390357567127")]
    public async Task Post_WhenTheNumberIsAnotherCarriers_BelievesTheCustomer(string carrier, string typed, string shown)
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Tracking = typed, Carrier = carrier });

        Assert.Equal(carrier, customer.Page.Fact("Carrier"));
        Assert.Equal(shown, customer.Page.Fact("Tracking"));
    }

    [Theory]
    [InlineData("my number is 1z 5r8 939 0357567127, thanks", "UPS", "1Z5R89390357567127")]
    [InlineData("https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787", "USPS", "9400111206206406260787")]
    [InlineData("9865 7878 8855", "FedEx", "986578788855")]
    public async Task Post_WhenALinkOrSentenceIsPasted_FindsNumberAndCarrierInIt(string typed, string carrier, string shown)
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Tracking = typed, Carrier = "" });

        Assert.Equal(carrier, customer.Page.Fact("Carrier"));
        Assert.Equal(shown, customer.Page.Fact("Tracking"));
    }

    [Fact]
    public async Task Post_When3000CharactersArePasted_AsksForTheNumberAndKeepsThem()
    {
        var customer = application.NewCustomer();
        var mail = string.Concat(Enumerable.Repeat("Your order. ", 250));
        await customer.AnswerShipmentAsync(new Story { Tracking = mail, Carrier = "FedEx" });

        customer.Page.AssertRefused("Tracking number", TooMuch);
        await application.AssertKeptAsync(customer, "/report/shipment", ("Tracking number", mail), ("FedEx", "checked"));
    }

    [Fact]
    public async Task Post_WhenTheCarrierIsNotOnTheList_AsksAgain()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/shipment");
        await customer.PostByHandAsync("/report/shipment", ("Input.TrackingNumber", "123"), ("Input.Carrier", "pigeon"));

        Assert.Equal(["Choose one of the carriers, or “Another carrier, or I don’t know”."], customer.Page.Errors);
    }

    [Fact]
    public async Task Look_When3000CharactersArePasted_AsksForTheNumberAndKeepsThem()
    {
        var customer = application.NewCustomer();
        var mail = string.Concat(Enumerable.Repeat("Your order. ", 250));
        await customer.OpenAsync("/where-to-look");
        customer.Tick("Apartment");
        customer.Tick("Lobby and entrance");
        customer.Type("Tracking number", mail);
        customer.Type("Case number they gave you", new string('9', 61));
        await customer.PressAsync("Still missing");

        customer.Page.AssertRefused("Tracking number", TooMuch);
        customer.Page.AssertRefused("Case number they gave you", "A case number can be at most 60 characters.");
        await application.AssertKeptAsync(customer, "/where-to-look",
            ("Tracking number", mail), ("Case number they gave you", new string('9', 61)), ("Lobby and entrance", "checked"), ("Apartment", "checked"));
    }

    [Fact]
    public async Task Look_WhenTheNumberIsAnotherCarriers_SaysWhoseItLooksLike()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/where-to-look");
        customer.Type("Tracking number", "986578788855");
        customer.Choose("Carrier", "UPS");
        await customer.PressAsync("Show my carrier’s number");

        Assert.Equal("/where-to-look#carriers", customer.Page.Address);
        Assert.Contains("The number looks like one of FedEx’s. If UPS doesn’t know it, call them too.", customer.Page.Text, StringComparison.Ordinal);
        Assert.Equal("UPS", customer.Page.All(".calls li span")[0]);
    }
}
