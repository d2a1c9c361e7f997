using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Jobs;
using MissingPackage.Data;
using MissingPackage.Web.Access;
using MissingPackage.Web.Tests.Packets;
using MissingPackage.Web.Tests.People;
using Agent = MissingPackage.Web.Tests.People.Agent;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>Sensitive actions ask an agent who signed in a while ago to prove again who they are, and lose nothing.</summary>
public sealed class FreshSignInTests : IDisposable
{
    private const string Question = "Confirm that it’s you";

    private readonly MissingPackageApplication _application = new();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Post_WhenTheSignInIsOld_AsksAndThenDoesWhatWasAsked()
    {
        var administrator = await OldSessionAsync();
        await administrator.OpenAsync("/admin/agents");
        administrator.Type("Email", "new+sample@example.com");
        administrator.Tick("Supervisor");
        await administrator.PressAsync("Send the invitation");
        Assert.Equal(Question, administrator.Page.Heading);
        Assert.Null(await FindAsync("new+sample@example.com"));

        administrator.Type("Password", "not the password");
        await administrator.PressAsync("Confirm");
        Assert.Equal(Question, administrator.Page.Heading);
        Assert.Equal(["That isn’t right. After several wrong tries, wait 15 minutes."], administrator.Page.Errors);
        Assert.DoesNotContain("not the password", administrator.Page.Html, StringComparison.Ordinal);
        Assert.Null(await FindAsync("new+sample@example.com"));

        administrator.Type("Password", MissingPackageApplication.AgentPassword);
        await administrator.PressAsync("Confirm");
        Assert.Equal("/admin/agents", administrator.Page.Address);
        Assert.Equal(AgentRole.Supervisor, (await FindAsync("new+sample@example.com"))!.Role);

        // For the next ten minutes it is fresh.
        administrator.Type("Email", "another@example.com");
        await administrator.PressAsync("Send the invitation");
        Assert.Contains("Invited.", administrator.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenWhatWasTypedIsWrong_ComesBackToItsPageWithIt()
    {
        var administrator = await OldSessionAsync();
        await administrator.OpenAsync("/admin/agents");
        administrator.Type("Email", "\"><b>nobody");
        await administrator.PressAsync("Send the invitation");
        Assert.Equal(Question, administrator.Page.Heading);
        Assert.Empty(administrator.Page.Errors);
        administrator.Type("Password", MissingPackageApplication.AgentPassword);
        await administrator.PressAsync("Confirm");
        Assert.Equal("\"><b>nobody", administrator.Page.ValueOf("Email"));
        Assert.Equal("Enter an email address, such as name@example.com.", administrator.Page.ErrorBeside("Email"));
    }

    [Fact]
    public async Task Post_OnOthersPages_AsksForNothing()
    {
        var agent = await OldSessionAsync();
        var reference = await _application.NewCustomer().BringToReviewAsync();
        await agent.AcceptAsync(reference);
        Assert.Contains("Documents accepted.", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_WhenTheSignInIsOld_AsksAndThenErases()
    {
        var agent = await OldSessionAsync();
        var reference = await _application.NewCustomer().BringToReviewAsync();
        await agent.ReviewAsync(reference);
        agent.Tick("Not the document we asked for");
        await agent.PressAsync("Erase it now");
        Assert.Equal(Question, agent.Page.Heading);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Confirm");
        await agent.PressAsync("Erase it for good"); // the page's own question, asked once it is known who asks
        Assert.Contains("Erased. Nothing of the file is stored any more.", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandOff_ToATypedAddressWhenTheSignInIsOld_AsksAndKeepsWhatWasTyped()
    {
        var agent = await AcceptedLongAgoAsync();
        agent.Choose("Seller", "Another one…");
        agent.Type("Another seller’s name", "Sample Seller");
        agent.Type("Another seller’s email", "claims+typed@example.com");
        await agent.PressAsync("Look at it first");
        Assert.Equal(Question, agent.Page.Heading);
        await agent.ProveAsync();
        Assert.Contains("The link and the codes go to claims+typed@example.com.", agent.Page.Text, StringComparison.Ordinal);
        _application.Time.Advance(TimeSpan.FromMinutes(11));
        await agent.ConfirmAsync();
        Assert.Equal(Question, agent.Page.Heading);
        Assert.Empty(await _application.MailToAsync("claims+typed@example.com"));
        await agent.ProveAsync();
        Assert.Contains("Handed to Sample Seller.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Single(await _application.MailToAsync("claims+typed@example.com"));
    }

    [Fact]
    public async Task HandOff_ToASellerOfTheSettings_AsksForNothing()
    {
        await AddSellerAsync(await _application.NewAgentAsync(), "Sample Seller", "claims@example.com");
        var agent = await AcceptedLongAgoAsync();
        await agent.PressAsync("Look at it first");
        await agent.ConfirmAsync();
        Assert.Contains("Handed to Sample Seller.", agent.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_WhenTheSignInIsOld_AsksAndKeepsWhatWasTyped()
    {
        var administrator = await OldSessionAsync();
        await administrator.OpenAsync("/admin/settings/retention");
        administrator.Type("Days until documents are erased", "0");
        await administrator.PressAsync("Save");
        Assert.Equal(Question, administrator.Page.Heading);
        Assert.Equal(0, await _application.AskAsync(database => database.SettingChanges.CountAsync()));
        await administrator.ProveAsync();
        administrator.Tick("Yes, erase what is older than that now");
        await administrator.PressAsync("Save");
        Assert.Contains("Saved.", administrator.Page.Text, StringComparison.Ordinal);
        Assert.Equal("0", administrator.Page.ValueOf("Days until documents are erased"));
    }

    [Fact]
    public async Task Seller_WhenTheSignInIsOld_AsksBeforeTheAddressChanges()
    {
        var administrator = await _application.NewAgentAsync();
        await AddSellerAsync(administrator, "Sample Seller", "claims@example.com");
        _application.Time.Advance(TimeSpan.FromMinutes(11));
        var seller = await _application.AskAsync(database => database.Sellers.AsNoTracking().SingleAsync());
        await administrator.OpenAsync($"/admin/settings/sellers/{seller.Id}");
        administrator.Type("Email", "thief+here@example.com");
        await administrator.PressAsync("Save");
        Assert.Equal(Question, administrator.Page.Heading);
        Assert.Equal("claims@example.com", (await _application.AskAsync(database => database.Sellers.AsNoTracking().SingleAsync())).Email);
        await administrator.ProveAsync();
        Assert.Equal("thief+here@example.com", (await _application.AskAsync(database => database.Sellers.AsNoTracking().SingleAsync())).Email);
    }

    [Fact]
    public async Task Job_WhenTheSignInIsOld_AsksBeforeItRuns()
    {
        var administrator = await OldSessionAsync();
        await administrator.OpenAsync("/admin/jobs");
        await administrator.PostByHandAsync("/admin/jobs?handler=Run", ("name", "EraseJob"));
        Assert.Equal(Question, administrator.Page.Heading);
        await administrator.ProveAsync();
        Assert.Contains("This server doesn’t run jobs", administrator.Page.All(".done")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WhenTheSignInIsOld_AsksAndThenGivesEveryTickedRequest()
    {
        var agent = await OldSessionAsync();
        string[] references = [await _application.NewCustomer().OpenRequestAsync(), await _application.NewCustomer().OpenRequestAsync()];
        await agent.OpenAsync("/admin");
        foreach (var box in agent.Page.Document.QuerySelectorAll<IHtmlInputElement>("input[name='Selection.Picked']"))
        {
            box.IsChecked = true;
        }

        await agent.PressAsync("Export as CSV");
        Assert.Equal(Question, agent.Page.Heading);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Confirm");
        // A file would leave the question on the screen: it is fetched from the queue.
        Assert.Equal("Queue: Due next", agent.Page.Heading);
        Assert.Equal(2, agent.Page.Document.QuerySelectorAll(".queue :checked").Length);
        await agent.PressAsync("Download the file");
        Assert.Equal("text/csv", agent.Page.Response.Content.Headers.ContentType!.MediaType);
        var file = Encoding.UTF8.GetString(agent.Page.Body);
        Assert.All(references, reference => Assert.Contains(reference, file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_WhenTheSignInIsOld_AsksAndLeadsBack()
    {
        var agent = await OldSessionAsync();
        await agent.OpenAsync("/admin/account/password?from=somewhere");
        Assert.Equal("/admin/confirm?returnTo=%2Fadmin%2Faccount%2Fpassword%3Ffrom%3Dsomewhere", agent.Page.Address);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Confirm");
        Assert.Equal("/admin/account/password?from=somewhere", agent.Page.Address);
    }

    [Fact]
    public async Task Report_WhenTheSignInIsOld_IsShown_AndItsFileAsksFirst()
    {
        var agent = await OldSessionAsync();
        Assert.Equal("/admin/reports", (await agent.OpenAsync("/admin/reports")).Address);
        await agent.OpenAsync("/admin/reports?from=2026-07-01&to=2026-07-01&handler=Csv");
        Assert.StartsWith("/admin/confirm?returnTo=", agent.Page.Address, StringComparison.Ordinal);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Confirm");
        Assert.Equal("text/csv", agent.Page.Response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com")]
    [InlineData("/\\example.com")]
    public async Task Confirm_WhenTheWayBackLeadsElsewhere_StaysHere(string returnTo)
    {
        var agent = await OldSessionAsync();
        await agent.OpenAsync("/admin/confirm?returnTo=" + Uri.EscapeDataString(returnTo));
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Confirm");
        Assert.Equal("/admin", agent.Page.Address);
    }

    [Fact]
    public async Task Confirm_WithSomebodyElsesPassword_IsRefused()
    {
        await _application.MakeAgentAsync("second@example.com");
        var agent = await OldSessionAsync();
        await agent.OpenAsync("/admin/account/password");
        agent.Type("Password", "another long enough sentence");
        await agent.PressAsync("Confirm");
        Assert.Equal(Question, agent.Page.Heading);
        Assert.StartsWith("/admin/confirm", (await agent.OpenAsync("/admin/account/password")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_WhenGuessed_StopsAfterFiveTries()
    {
        var thief = await OldSessionAsync();
        await thief.OpenAsync("/admin/confirm");
        for (var guess = 0; guess < SignInAttempts.PerSource; guess++)
        {
            thief.Type("Password", "guess number " + guess);
            await thief.PressAsync("Confirm");
            Assert.Single(thief.Page.Errors);
        }

        thief.Type("Password", MissingPackageApplication.AgentPassword);
        await thief.PressAsync("Confirm");
        Assert.Single(thief.Page.Errors);
    }

    [Fact]
    public async Task Confirm_WithTheApp_AsksForItsCodeToo()
    {
        var agent = await _application.NewAgentAsync();
        await agent.OpenAsync("/admin/account/authenticator");
        var key = Authenticator.KeyOn(agent.Page);
        agent.Type("Then enter the code it shows", Authenticator.CodeAt(key, _application.Time.GetUtcNow()));
        await agent.PressAsync("Turn it on");
        _application.Time.Advance(TimeSpan.FromMinutes(11));

        await agent.OpenAsync("/admin/account");
        await agent.PressAsync("Make new recovery codes");
        Assert.Equal(Question, agent.Page.Heading);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Confirm");
        Assert.StartsWith("Password or code isn’t right.", agent.Page.Errors[0], StringComparison.Ordinal);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        agent.Type("Code from your app", Authenticator.CodeAt(key, _application.Time.GetUtcNow()));
        await agent.PressAsync("Confirm");
        Assert.Equal(TwoFactor.RecoveryCodes, agent.Page.All(".codes li").Count);
    }

    [Fact]
    public async Task Confirm_WhenTheRoleIsTooLow_OpensNothing()
    {
        await _application.MakeAgentAsync("second@example.com");
        var agent = await _application.NewAgentAsync("second@example.com");
        _application.Time.Advance(TimeSpan.FromMinutes(11));
        await agent.OpenAsync("/admin/account");
        await agent.PostByHandAsync("/admin/agents", ("Input.Email", "third@example.com"), ("Input.Role", "Agent"), ("Confirm.Password", MissingPackageApplication.AgentPassword));
        Assert.Equal(HttpStatusCode.Forbidden, agent.Page.Status);
        Assert.Null(await FindAsync("third@example.com"));
    }

    [Fact]
    public async Task Password_WhenChanged_EndsOtherSessionsAndCountsAtOnce()
    {
        await _application.MakeAgentAsync("second@example.com");
        var agent = await _application.NewAgentAsync("second@example.com");
        var other = await _application.NewAgentAsync("second@example.com");
        await agent.OpenAsync("/admin/account/password");
        agent.Type("New password", "a brand new sentence");
        await agent.PressAsync("Change password");
        Assert.Equal("/admin/account", agent.Page.Address);
        Assert.StartsWith("/admin/sign-in", (await other.OpenAsync("/admin")).Address, StringComparison.Ordinal);
        other.Type("Email", "second@example.com");
        other.Type("Password", MissingPackageApplication.AgentPassword);
        Assert.Single((await other.PressAsync("Sign in")).Errors);
        other.Type("Password", "a brand new sentence");
        Assert.Equal("/admin", (await other.PressAsync("Sign in")).Address);
    }

    /// <summary>An agent with an old session in front of a request that can be handed to a seller.</summary>
    private async Task<Agent> AcceptedLongAgoAsync()
    {
        var reference = await _application.NewCustomer().BringToReviewAsync();
        var agent = await _application.NewAgentAsync();
        await agent.AcceptAsync(reference);
        await agent.MaskAsync(reference);
        _application.Time.Advance(TimeSpan.FromMinutes(11));
        await agent.ReviewAsync(reference);
        return agent;
    }

    private static async Task AddSellerAsync(Visitor administrator, string name, string email)
    {
        await administrator.OpenAsync("/admin/settings/sellers/new");
        administrator.Type("Name", name);
        administrator.Type("Email", email);
        await administrator.PressAsync("Save");
    }

    private async Task<Agent> OldSessionAsync()
    {
        var agent = await _application.NewAgentAsync();
        _application.Time.Advance(TimeSpan.FromMinutes(11));
        return agent;
    }

    private Task<MissingPackage.Data.Agent?> FindAsync(string email) =>
        _application.AskAsync(database => database.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Email == email));
}
