using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests.Sellers;

/// <summary>Claims that were handed to a seller of their own.</summary>
internal static class Claims
{
    private static int s_number;

    /// <summary>A customer whose documents were accepted, and the seller who was sent the link.</summary>
    public static async Task<(Customer Customer, Seller Seller, Agent Agent)> HandOffAsync(this MissingPackageApplication application, Story? story = null)
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync(story ?? new Story { Email = Story.FreshEmail() });
        var seller = application.NewSeller($"claims{Interlocked.Increment(ref s_number)}@example.com");
        var agent = await application.NewAgentAsync();
        await agent.AcceptAndHandOffAsync(customer.Reference, seller.Email);
        Assert.Contains($"Handed to Sample Seller", agent.Page.Text, StringComparison.Ordinal);
        return (customer, seller, agent);
    }

    /// <summary>The same, and the seller has come in.</summary>
    public static async Task<(Customer Customer, Seller Seller, Agent Agent)> ComeInAsync(this MissingPackageApplication application, Story? story = null)
    {
        var all = await application.HandOffAsync(story);
        await all.Seller.ComeInAsync();
        return all;
    }
}
