using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

public sealed class QueueTests
{
    [Fact]
    public async Task Get_ShowsWhatIsDueNextFirstAndEachViewItsOwn()
    {
        using var application = new MissingPackageApplication();
        var agent = await application.NewAgentAsync();
        Assert.Contains("Nothing here.", agent.Page.Text, StringComparison.Ordinal);

        var later = await application.NewCustomer().OpenRequestAsync(new Story { Name = "Later Sample", State = "Hawaii", Zip = "96813" });
        var late = await application.NewCustomer().OpenRequestAsync(new Story { Name = "Late Sample", Expected = "6/1/2026", MarkedDelivered = "6/1/2026" });
        var soon = await application.NewCustomer().OpenRequestAsync(new Story { Name = "Soon Sample", Expected = "6/29/2026", MarkedDelivered = "6/29/2026" });
        var review = await application.NewCustomer().BringToReviewAsync(new Story { Name = "Review Sample" });
        var declined = await application.NewCustomer().BringToReviewAsync(new Story { Name = "Declined Sample" });
        await agent.DeclineAsync(declined, "The names differ.");

        Assert.Equal([late, soon, review, later], await ListedAsync(agent, "/admin"));
        var rows = agent.Page.All(".queue tbody tr");
        Assert.Contains("Late Sample", rows[0], StringComparison.Ordinal);
        Assert.Contains("Late", agent.Page.All(".queue tbody tr:first-child .tag"), StringComparer.Ordinal);
        Assert.Contains("26 days late", rows[0], StringComparison.Ordinal);
        Assert.Contains("35 h", rows[1], StringComparison.Ordinal);
        Assert.Contains("Thu, Jul 2, 11:59 pm ET", rows[1], StringComparison.Ordinal);

        Assert.Equal([review], await ListedAsync(agent, "/admin?view=review"));
        Assert.Equal([late, soon, later], await ListedAsync(agent, "/admin?view=waiting"));
        Assert.Equal([declined], await ListedAsync(agent, "/admin?view=ended"));
        Assert.Equal([late, soon, review, later], await ListedAsync(agent, "/admin?view=nonsense&p=-1"));
        Assert.Empty(await ListedAsync(agent, "/admin?p=2"));
        Assert.Contains("You are past the end.", agent.Page.Text, StringComparison.Ordinal);

        foreach (var typed in new[] { soon, soon.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal), " " + soon[3..].Replace('-', ' ').Replace('0', 'O').Replace('1', 'l') + " " })
        {
            await agent.OpenAsync("/admin");
            agent.Page.Document.QuerySelector("#find")!.SetAttribute("value", typed);
            await agent.OpenAsync("/admin?view=due&find=" + Uri.EscapeDataString(typed));
            Assert.Equal("Soon Sample", agent.Page.Heading);
        }

        await agent.OpenAsync("/admin?find=MP-0000-0001");
        Assert.Contains("No request has this reference. It looks like MP-7K4M-29QX.", agent.Page.Text, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(Agent agent, string address)
    {
        await agent.OpenAsync(address);
        return agent.Page.All(".queue tbody td:first-child .mono");
    }
}
