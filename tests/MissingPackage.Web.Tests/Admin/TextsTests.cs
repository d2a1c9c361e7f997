using Microsoft.EntityFrameworkCore;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>The reasons and replies that an administrator keeps.</summary>
public sealed class TextsTests
{
    private const string Page = "/admin/settings/texts";

    [Fact]
    public async Task Save_OfANewText_OffersItAtOnce()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.OpenAsync(Page);
        agent.Choose("Offered when", "Declining");
        agent.Type("Title", "Sample reason");
        agent.Type("Text", "Dear {name}, <i>sorry</i>.");
        await agent.PressAsync("Save the text");
        Assert.Contains("“Sample reason” is saved, and offered from now on.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Dear {name}, <i>sorry</i>.", agent.Page.Text, StringComparison.Ordinal);

        await agent.ReviewAsync(reference);
        agent.Choose("Reason to decline", "Sample reason");
        await agent.PressAsync("Decline the request");
        Assert.Contains("Dear Sample Customer, <i>sorry</i>.", Assert.Single(agent.Page.All(".mailtext")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_WithNothingOrAnUnknownPlaceholder_SaysWhatIsWrongAndKeepsTheRest()
    {
        using var own = new MissingPackageApplication();
        var agent = await own.NewAgentAsync();
        await agent.OpenAsync(Page);
        await agent.PressAsync("Save the text");
        Assert.Equal(["Give it a title: agents choose it by that.", "Write what the customer reads."], agent.Page.Errors);
        agent.Choose("Offered when", "Asking for a document again");
        agent.Type("Title", "not SIGNED");
        agent.Type("Text", "Hello {frist name}");
        await agent.PressAsync("Save the text");
        Assert.StartsWith("There is no {frist name}. You can write {name}, {item},", Assert.Single(agent.Page.Errors), StringComparison.Ordinal);
        Assert.Equal("Hello {frist name}", agent.Page.ValueOf("Text"));
        agent.Type("Text", "Hello {name}");
        await agent.PressAsync("Save the text");
        Assert.Equal(["There is a text of this title already. Change that one, or choose another title."], agent.Page.Errors);
        Assert.Equal("Hello {name}", agent.Page.ValueOf("Text"));
    }

    [Fact]
    public async Task Save_WhenSomebodyChangedItMeanwhile_ShowsTheirsAndKeepsWhatWasTyped()
    {
        using var own = new MissingPackageApplication();
        var (slow, fast) = (await own.NewAgentAsync(), await own.NewAgentAsync());
        foreach (var agent in new[] { slow, fast })
        {
            await agent.OpenAsync(Page);
            await agent.OpenAsync(agent.Page.Document.QuerySelector("a[aria-label='Change Not signed']")!.GetAttribute("href")!);
        }

        fast.Type("Text", "Please sign it, {name}.");
        await fast.PressAsync("Save the text");
        slow.Type("Text", "You forgot to sign.");
        await slow.PressAsync("Save the text");
        Assert.Contains("It says now: “Please sign it, {name}.”", Assert.Single(slow.Page.Errors), StringComparison.Ordinal);
        Assert.Equal("You forgot to sign.", slow.Page.ValueOf("Text"));
        await slow.PressAsync("Save the text");
        Assert.Contains("You forgot to sign.", slow.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_OfATextThatAnAgentChose_IsNotedWhenTheyDecide()
    {
        using var own = new MissingPackageApplication();
        var reference = await own.NewCustomer().BringToReviewAsync();
        var agent = await own.NewAgentAsync();
        await agent.ReviewAsync(reference);
        agent.Choose("Reason to decline", "Names don’t match");
        agent.Type("Why, and what the customer can do", "Call us.");
        var administrator = await own.NewAgentAsync();
        await administrator.OpenAsync(Page);
        var remove = administrator.Page.Document.QuerySelector("button[aria-label='Remove Names don’t match']")!.Closest("form")!;
        await administrator.PostByHandAsync(remove.GetAttribute("action")!, ("id", remove.QuerySelector("input[name=id]")!.GetAttribute("value")!));
        Assert.Contains("Removed.", administrator.Page.Text, StringComparison.Ordinal);
        var change = await own.AskAsync(database => database.SettingChanges.SingleAsync(c => c.Key.StartsWith("texts/")));
        Assert.Equal((MissingPackageApplication.AgentEmail, "null"), (change.ChangedBy, change.To));
        Assert.Contains("Names don’t match", administrator.Page.All(".changes").Single(), StringComparison.Ordinal);
        await agent.PressAsync("Decline the request");
        Assert.Equal(["This text is no longer in the list. Choose another one."], agent.Page.Errors);
        Assert.Equal("Call us.", agent.Page.ValueOf("Why, and what the customer can do"));
    }
}
