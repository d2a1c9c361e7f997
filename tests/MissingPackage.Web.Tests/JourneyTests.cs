using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests;

/// <summary>The product's main way, from the first page to a made-good request.</summary>
public sealed class JourneyTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Customer_goes_from_the_first_page_to_a_replacement()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/");
        Assert.Equal("Marked delivered, but not here? Let’s find it.", customer.Page.Heading);
        await customer.OpenAsync("/where-to-look");
        customer.Tick("Front door and porch");
        customer.Type("Case number they gave you", "SAMPLE-CASE-7");
        await customer.PressAsync("Still missing");
        Assert.Equal("/report/order", customer.Page.Address);

        var reference = await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Customer.PhotoOfStatement);
        await customer.SendPhotoIdAsync(Customer.PhotoOfId);
        await customer.LookAtStatusAsync();
        Assert.Equal("We’re looking into it, Sample", customer.Page.Heading);

        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(reference);
        Assert.Contains("Documents accepted. Hand it to the seller next.", agent.Page.Text, StringComparison.Ordinal);
        agent.Type("Carrier’s claim number", "SAMPLE-CLAIM-1");
        await agent.DecideAsync("Record the claim");
        agent.Type("Its tracking number", "1Z879E930346834440");
        await agent.DecideAsync("Record the replacement");

        await customer.LookAtStatusAsync();
        Assert.Equal("A replacement is on its way", customer.Page.Heading);
        Assert.Contains("1Z879E930346834440", customer.Page.Text, StringComparison.Ordinal);
    }
}
