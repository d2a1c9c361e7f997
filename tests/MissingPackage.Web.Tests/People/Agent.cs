using System.Net;
using MissingPackage.Web.Tests.Packets;

namespace MissingPackage.Web.Tests.People;

/// <summary>What a care agent does, step by step, as sentences.</summary>
public sealed class Agent(ISite application, CookieContainer cookies) : Visitor(application, cookies)
{
    public async Task SignInAsync(string email, string password)
    {
        await OpenAsync("/admin/sign-in");
        Type("Email", email);
        Type("Password", password);
        var page = await PressAsync("Sign in");
        Assert.Equal("/admin", page.Address);
    }

    public Task<WebPage> ReviewAsync(string reference) => OpenAsync("/admin/requests/" + reference);

    /// <summary>Presses a decision's button, says again who it is where that is asked, and where it is shown for confirmation, confirms it and lets the time to undo pass.</summary>
    public async Task<WebPage> DecideAsync(string button)
    {
        await PressAsync(button);
        if (Page.Heading == "Confirm that it’s you")
        {
            await ProveAsync();
        }

        if (Page.Document.QuerySelector(".confirm [data-confirm]") is not null)
        {
            await ConfirmAsync();
            await Application.PassAsync(MissingPackage.Domain.Requests.Decision.UndoTime);
        }

        return Page;
    }

    /// <summary>Confirms what is shown.</summary>
    public Task<WebPage> ConfirmAsync() => PressAsync(WebPage.Tidy(Page.Document.QuerySelector(".confirm [data-confirm]")!.TextContent));

    /// <summary>Erases the first file of the page, for the reason that is ticked, and confirms it.</summary>
    public async Task<WebPage> EraseAsync()
    {
        await PressAsync("Erase it now");
        return await PressAsync("Erase it for good");
    }

    public async Task<WebPage> AcceptAsync(string reference)
    {
        await ReviewAsync(reference);
        return await DecideAsync("Accept documents");
    }

    public async Task<WebPage> AskAgainAsync(string reference, string reason, params string[] documents)
    {
        await ReviewAsync(reference);
        foreach (var document in documents)
        {
            Tick(document);
        }

        Type("What is wrong, and what to do", reason);
        return await DecideAsync("Ask the customer");
    }

    public async Task<WebPage> DeclineAsync(string reference, string reason)
    {
        await ReviewAsync(reference);
        Type("Why, and what the customer can do", reason);
        return await DecideAsync("Decline the request");
    }

    /// <summary>Hands a request to a seller who isn't in the settings.</summary>
    public async Task<WebPage> HandOffAsync(string reference, string email, string seller = "Sample Seller")
    {
        await ReviewAsync(reference);
        Choose("Seller", "Another one…");
        Type("Another seller’s name", seller);
        Type("Another seller’s email", email);
        return await DecideAsync("Look at it first");
    }

    /// <summary>Answers the question who it is, of an agent who signed in a while ago.</summary>
    public Task<WebPage> ProveAsync()
    {
        Type("Password", MissingPackageApplication.AgentPassword);
        return PressAsync("Confirm");
    }

    /// <summary>Accepts the documents of a request and hands it to a seller.</summary>
    public async Task<WebPage> AcceptAndHandOffAsync(string reference, string email)
    {
        await AcceptAsync(reference);
        await this.MaskAsync(reference);
        return await HandOffAsync(reference, email);
    }
}
