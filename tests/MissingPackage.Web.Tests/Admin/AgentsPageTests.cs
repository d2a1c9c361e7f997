using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MissingPackage.Data;
using MissingPackage.Data.Agents;
using MissingPackage.Web.Tests.People;
using Agent = MissingPackage.Web.Tests.People.Agent;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>Inviting people, and what an administrator may do to their accounts.</summary>
public sealed partial class AgentsPageTests(MissingPackageApplication application)
{
    private const string NoLonger = "This invitation no longer works";

    private const string Password = "a sentence of my own";

    [Fact]
    public async Task Invitation_LetsItsReceiverChooseAPasswordOnce()
    {
        var email = Story.FreshEmail();
        var link = await InviteAsync(application, email, "Supervisor");
        var guest = application.NewStranger();
        await guest.OpenAsync(link);
        Assert.Equal("/admin/invitation", guest.Page.Address);
        Assert.Contains(email, guest.Page.Text, StringComparison.Ordinal);
        guest.Type("New password", Password);
        await guest.PressAsync("Join");
        Assert.Equal("/admin", guest.Page.Address);
        Assert.Equal(HttpStatusCode.Forbidden, (await guest.OpenAsync("/admin/agents")).Status);

        var second = application.NewStranger();
        await second.OpenAsync(link);
        Assert.Equal(NoLonger, second.Page.Heading);
        var again = application.NewStranger();
        await SignInAsync(again, email, Password);
        Assert.Equal("/admin", again.Page.Address);
        Assert.Equal(["Invited", "Joined"], await EventsAsync(email));
    }

    [Fact]
    public async Task Invitation_WhenAScannerOpensIt_StillWorks()
    {
        var email = Story.FreshEmail();
        var link = await InviteAsync(application, email);
        for (var visit = 0; visit < 3; visit++)
        {
            Assert.Equal("Join the care desk", (await application.NewStranger().OpenAsync(link)).Heading);
        }

        var person = await application.AskAsync(database => database.Users.AsNoTracking().SingleAsync(a => a.Email == email));
        Assert.False(person.EmailConfirmed);
        Assert.Null(person.PasswordHash);
        var guest = application.NewStranger();
        await guest.OpenAsync(link);
        guest.Type("New password", Password);
        Assert.Equal("/admin", (await guest.PressAsync("Join")).Address);
    }

    [Fact]
    public async Task Invitation_WhenThePasswordIsPoor_SaysSoAndIsNotUsedUp()
    {
        var link = await InviteAsync(application, Story.FreshEmail());
        var guest = application.NewStranger();
        await guest.OpenAsync(link);
        foreach (var (poor, error) in new[]
        {
            ("", "Choose a password."), ("short", "At least 12 characters: a sentence is easiest to remember."),
            ("aaaaaaaaaaaaaaaa", "That is too easy to guess. Use more different characters."),
            ("password1234", "That is one of the first that anybody tries. A sentence of your own is safer, and easier to remember."),
            ("P@ssw0rd!2026", "That is one of the first that anybody tries. A sentence of your own is safer, and easier to remember."),
            ("123456789012", "That is one of the first that anybody tries. A sentence of your own is safer, and easier to remember."),
        })
        {
            guest.Type("New password", poor);
            await guest.PressAsync("Join");
            Assert.Equal(error, guest.Page.ErrorBeside("New password"));
        }

        guest.Type("New password", Password);
        Assert.Equal("/admin", (await guest.PressAsync("Join")).Address);
    }

    [Fact]
    public async Task Invitation_WhenTwoUseItAtOnce_LetsOneIn()
    {
        var email = Story.FreshEmail();
        var link = await InviteAsync(application, email);
        var guests = new[] { application.NewStranger(), application.NewStranger() };
        foreach (var guest in guests)
        {
            await guest.OpenAsync(link);
            guest.Type("New password", Password);
        }

        await Task.WhenAll(guests.Select(guest => guest.PressAsync("Join")));
        Assert.Single(guests, guest => guest.Page.Address == "/admin");
        Assert.Single(guests, guest => guest.Page.Heading == NoLonger);
        Assert.Equal(["Invited", "Joined"], await EventsAsync(email));
    }

    [Theory]
    [InlineData("/admin/invitation")]
    [InlineData("/admin/invitation/nonsense")]
    public async Task Invitation_WhenThereIsNone_SaysWhatToDo(string address)
    {
        var guest = application.NewStranger();
        await guest.OpenAsync(address);
        Assert.Equal(NoLonger, guest.Page.Heading);
        await guest.OpenAsync("/admin/sign-in");
        await guest.PostByHandAsync("/admin/invitation", ("Input.Password", Password));
        Assert.Equal(NoLonger, guest.Page.Heading);
    }

    [Fact]
    public async Task Invitation_WhenAWeekIsOver_NoLongerWorks()
    {
        using var own = new MissingPackageApplication();
        var link = await InviteAsync(own, Story.FreshEmail());
        var late = own.NewStranger();
        await late.OpenAsync(link);
        own.Time.Advance(TimeSpan.FromDays(7));
        late.Type("New password", Password);
        Assert.Equal(NoLonger, (await late.PressAsync("Join")).Heading);
        Assert.Equal(NoLonger, (await own.NewStranger().OpenAsync(link)).Heading);
    }

    [Fact]
    public async Task Invitation_WhenSentAgainLockedOrRemoved_EarlierLinksStopWorking()
    {
        var email = Story.FreshEmail();
        var first = await InviteAsync(application, email);
        var administrator = await application.NewAgentAsync();
        await OpenPersonAsync(administrator, email);
        await administrator.PressAsync("Send a new invitation");
        Assert.Contains("The earlier link no longer works.", administrator.Page.Text, StringComparison.Ordinal);
        var second = await LinkAsync(application, email);
        Assert.False(first == second);
        Assert.Equal(NoLonger, (await application.NewStranger().OpenAsync(first)).Heading);

        await administrator.PressAsync("Lock");
        Assert.Equal(NoLonger, (await application.NewStranger().OpenAsync(second)).Heading);
        await administrator.PressAsync("Unlock");
        Assert.Equal("Join the care desk", (await application.NewStranger().OpenAsync(second)).Heading);
        await administrator.PressAsync("Remove this agent");
        Assert.Equal("/admin/agents", administrator.Page.Address);
        Assert.Equal(NoLonger, (await application.NewStranger().OpenAsync(second)).Heading);
        Assert.Equal(["Invited", "InvitationSentAgain", "Locked", "Unlocked", "Removed"], await EventsAsync(email));
    }

    [Fact]
    public async Task PasswordLink_LetsAnAgentWhoForgotTheirsChooseANewOne()
    {
        var email = Story.FreshEmail();
        await application.MakeAgentAsync(email);
        var agent = await application.NewAgentAsync(email);
        var administrator = await application.NewAgentAsync();
        await OpenPersonAsync(administrator, email);
        await administrator.PressAsync("Send a link for a new password");
        var guest = application.NewStranger();
        await guest.OpenAsync(await LinkAsync(application, email));
        Assert.Equal("Choose a new password", guest.Page.Heading);
        Assert.Equal("/admin", (await agent.OpenAsync("/admin")).Address); // nothing has changed yet
        guest.Type("New password", Password);
        Assert.Equal("/admin", (await guest.PressAsync("Save the password")).Address);
        Assert.StartsWith("/admin/sign-in", (await agent.OpenAsync("/admin")).Address, StringComparison.Ordinal);
        Assert.Equal(["PasswordLinkSent", "PasswordChanged"], await EventsAsync(email));
    }

    [Fact]
    public async Task Invite_WhenTheAddressIsTakenOrNone_SaysSoAndKeepsIt()
    {
        var administrator = await application.NewAgentAsync();
        foreach (var (typed, error) in new (string, string)[]
        {
            (MissingPackageApplication.AgentEmail.ToUpperInvariant(), "There is an agent with this address already."),
            ("nobody", "Enter an email address, such as name@example.com."),
            ("o'sample@example.com", "Enter an email address of letters, digits and - . _ @ + only."),
            ("", "Enter the email address of the person you invite."),
        })
        {
            await administrator.OpenAsync("/admin/agents");
            administrator.Type("Email", typed);
            await administrator.PressAsync("Send the invitation");
            Assert.Equal(error, administrator.Page.ErrorBeside("Email"));
            Assert.Equal(typed, administrator.Page.ValueOf("Email"));
        }

        await administrator.PostByHandAsync("/admin/agents", ("Input.Email", Story.FreshEmail()), ("Input.Role", "Owner"));
        Assert.NotEmpty(administrator.Page.Errors);
    }

    [Fact]
    public async Task Change_WhenItIsTheLastAdministrator_IsRefused()
    {
        using var own = new MissingPackageApplication();
        var administrator = await own.NewAgentAsync();
        await OpenPersonAsync(administrator, MissingPackageApplication.AgentEmail);
        Assert.False(administrator.Page.Html.Contains("Remove this agent", StringComparison.Ordinal));
        administrator.Tick("Supervisor");
        await administrator.PressAsync("Change the role");
        Assert.Equal(["This is the last administrator. Make somebody else an administrator first."], administrator.Page.Errors);
        foreach (var handler in new[] { "Lock", "Remove" })
        {
            await administrator.PostByHandAsync($"{administrator.Page.Address.Split('?')[0]}?handler={handler}");
            Assert.Equal(["You can’t do this to your own account. Ask another administrator."], administrator.Page.Errors);
        }

        // One who was invited, or is locked, couldn't take over; one who joined can.
        await InviteAsync(own, "invited@example.com", "Administrator");
        var locked = await own.MakeAgentAsync("locked@example.com", AgentRole.Administrator);
        await administrator.OpenAsync("/admin/agents/" + locked);
        await administrator.PressAsync("Lock");
        await OpenPersonAsync(administrator, MissingPackageApplication.AgentEmail);
        administrator.Tick("Agent");
        Assert.Single((await administrator.PressAsync("Change the role")).Errors);
        await administrator.OpenAsync("/admin/agents/" + locked);
        await administrator.PressAsync("Unlock");
        await OpenPersonAsync(administrator, MissingPackageApplication.AgentEmail);
        administrator.Tick("Agent");
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.PressAsync("Change the role")).Status); // and so they see no more of it
        Assert.Equal(AgentRole.Agent, (await own.AskAsync(database => database.Users.SingleAsync(a => a.Email == MissingPackageApplication.AgentEmail))).Role);
    }

    [Fact]
    public async Task Change_WhenTwoAdministratorsDemoteEachOtherAtOnce_LeavesOne()
    {
        using var own = new MissingPackageApplication();
        await own.MakeAgentAsync("second@example.com", AgentRole.Administrator);
        var first = await own.NewAgentAsync();
        var second = await own.NewAgentAsync("second@example.com");
        await OpenPersonAsync(first, "second@example.com");
        await OpenPersonAsync(second, MissingPackageApplication.AgentEmail);
        first.Tick("Agent");
        second.Tick("Agent");
        await Task.WhenAll(first.PressAsync("Change the role"), second.PressAsync("Change the role"));

        Assert.Equal(1, await own.AskAsync(database => database.Users.CountAsync(a => a.Role == AgentRole.Administrator)));
    }

    [Fact]
    public async Task Invitation_WhenSomebodyElseSentOneSinceTheLook_SaysThatThereIsAnAccount()
    {
        // Without the look beforehand, only the index refuses, as where two on SQL Server look at the same moment.
        using var own = new MissingPackageApplication().Where(services => services.RemoveAll<IUserValidator<MissingPackage.Data.Agent>>());
        var email = Story.FreshEmail();
        await InviteAsync(own, email);

        var administrator = await own.NewAgentAsync();
        await administrator.OpenAsync("/admin/agents");
        administrator.Type("Email", email);
        administrator.Tick("Agent");
        await administrator.PressAsync("Send the invitation");

        Assert.Equal(HttpStatusCode.OK, administrator.Page.Status);
        Assert.Single(administrator.Page.Errors);
        Assert.Equal(1, await own.AskAsync(database => database.AgentEvents.CountAsync(e => e.Kind == AgentEventKind.Invited)));
    }

    [Fact]
    public async Task History_ShowsWhoDidWhatOnWhomAndCannotBeChanged()
    {
        using var own = new MissingPackageApplication(); // its clock stands
        var email = Story.FreshEmail();
        await InviteAsync(own, email);
        var administrator = await own.NewAgentAsync();
        await administrator.OpenAsync("/admin/agents/history");
        Assert.Contains(administrator.Page.All(".history li"), entry =>
            entry.StartsWith($"Invited: Agent {email}, by {MissingPackageApplication.AgentEmail}, Wed, Jul 1, 12:00 pm ET", StringComparison.Ordinal));

        await own.AskAsync(async database =>
        {
            database.Remove(await database.AgentEvents.FirstAsync(TestContext.Current.CancellationToken));
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => database.SaveChangesAsync(TestContext.Current.CancellationToken));
            Assert.Equal("The history of agents is append-only.", refused.Message);
            return true;
        });
    }

    internal static async Task<string> InviteAsync(MissingPackageApplication application, string email, string role = "Agent")
    {
        var administrator = await application.NewAgentAsync();
        await administrator.OpenAsync("/admin/agents");
        administrator.Type("Email", email);
        administrator.Tick(role);
        await administrator.PressAsync("Send the invitation");
        Assert.Contains("Invited. The email is on its way", administrator.Page.Text, StringComparison.Ordinal);
        return await LinkAsync(application, email);
    }

    private static async Task<string> LinkAsync(MissingPackageApplication application, string email)
    {
        var letters = await application.MailToAsync(email);
        var links = letters.Select(letter => InvitationLink().Match(letter.TextBody!).Value).ToList();
        Assert.All(links, link => Assert.NotEmpty(link));
        Assert.Equal(links.Count, links.Distinct(StringComparer.Ordinal).Count());
        if (links.Count == 1)
        {
            return links[0];
        }

        // The newest is the one that works; letters of the same moment have no order.
        foreach (var link in links)
        {
            if ((await application.NewStranger().OpenAsync(link)).Heading != NoLonger)
            {
                return link;
            }
        }

        throw new InvalidOperationException("No invitation works.");
    }

    private static async Task OpenPersonAsync(Agent administrator, string email)
    {
        await administrator.OpenAsync("/admin/agents");
        var link = administrator.Page.Document.QuerySelectorAll(".queue a").First(a => a.TextContent.Trim() == email);
        await administrator.OpenAsync(link.GetAttribute("href")!);
    }

    private static async Task SignInAsync(Visitor somebody, string email, string password)
    {
        await somebody.OpenAsync("/admin/sign-in");
        somebody.Type("Email", email);
        somebody.Type("Password", password);
        await somebody.PressAsync("Sign in");
    }

    private Task<List<string>> EventsAsync(string email) => application.AskAsync(database =>
        database.AgentEvents.Where(e => e.Subject == email).OrderBy(e => e.Id).Select(e => e.Kind.ToString()).ToListAsync());

    [GeneratedRegex(@"/admin/invitation/[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex InvitationLink();
}
