using Microsoft.EntityFrameworkCore;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Searching;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Pages;

public sealed class FoundTests
{
    [Fact]
    public async Task Post_WhenItWasFound_CountsThePlaceAndForgetsThePerson()
    {
        using var application = new MissingPackageApplication();
        var customer = application.NewCustomer();
        await customer.AnswerContactAsync(new Story());
        await customer.OpenAsync("/where-to-look");
        customer.Tick("Apartment");
        customer.Choose("Carrier", "USPS");
        await customer.PressAsync("I found it");
        Assert.Equal("Good news! Where was it?", customer.Page.Heading);
        Assert.False(customer.Page.Asks("Side yard and shrubbery"));
        customer.Tick("Lobby and entrance");
        await customer.PressAsync("Done");

        Assert.Equal("Thank you, and enjoy your package", customer.Page.Heading);
        Assert.Contains("What you typed here has been deleted.", customer.Page.Text, StringComparison.Ordinal);
        var counted = await application.AskAsync(database => database.FoundPackages.SingleAsync());
        Assert.Equal((PlaceToLook.Lobby, HomeKind.Apartment, CarrierCode.Usps, new DateOnly(2026, 7, 1)), (counted.Place, counted.Home, counted.Carrier, counted.FoundDate));
        Assert.Equal(0, await application.AskAsync(database => database.ReportDrafts.CountAsync()));
        Assert.Null(customer.Cookies.GetAllCookies()["mp-draft"]);
        await customer.OpenAsync("/report/contact");
        Assert.Equal("", customer.Page.ValueOf("Full name"));

        // What is counted has no room for a person.
        var columns = await application.AskAsync(database => Task.FromResult(
            database.Model.FindEntityType(typeof(FoundPackage))!.GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal).ToList()));
        Assert.Equal(["Carrier", "FoundDate", "Home", "Id", "Place"], columns);
    }

    [Fact]
    public async Task Post_WhenNoPlaceIsChosen_AsksForOneAndCountsNothing()
    {
        using var application = new MissingPackageApplication();
        var customer = application.NewCustomer();
        await customer.AnswerOrderAsync(new Story { OrderNumber = "SAMPLE-1" });
        await customer.OpenAsync("/where-to-look/found");
        await customer.PressAsync("Done");

        Assert.Equal(["Choose where it was, or “Somewhere else”."], customer.Page.Errors);
        Assert.Equal(0, await application.AskAsync(database => database.FoundPackages.CountAsync()));
        await customer.OpenAsync("/report/order");
        Assert.Equal("SAMPLE-1", customer.Page.ValueOf("Order number"));
    }
}
