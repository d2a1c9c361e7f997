using System.Net;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

public sealed class SignInTests(MissingPackageApplication application)
{
    private const string Wrong = "Email or password isn’t right. Check both and try again; after several wrong tries, you have to wait 15 minutes.";

    [Theory]
    [InlineData(true, "not the password")]
    [InlineData(false, "a long enough sentence")]
    public async Task Post_WhenEmailOrPasswordIsWrong_SaysTheSameForBoth(bool exists, string password)
    {
        // An account of its own: a wrong try would disturb the sign-ins of the tests beside this one.
        var email = Story.FreshEmail();
        if (exists)
        {
            await application.MakeAgentAsync(email);
        }

        var somebody = application.NewStranger();
        await TryAsync(somebody, email, password);

        Assert.Equal([Wrong], somebody.Page.Errors);
        Assert.Equal(email, somebody.Page.ValueOf("Email"));
        Assert.DoesNotContain(password, somebody.Page.Html, StringComparison.Ordinal);
        Assert.Null(somebody.Cookies.GetAllCookies()["mp-desk"]);
    }

    [Fact]
    public async Task Post_WhenEmpty_AsksForBoth()
    {
        var somebody = application.NewStranger();
        await TryAsync(somebody, "", "");

        Assert.Equal("Enter your email address.", somebody.Page.ErrorBeside("Email"));
        Assert.Equal("Enter your password.", somebody.Page.ErrorBeside("Password"));
    }

    [Fact]
    public async Task Post_WhenWrongFiveTimes_RefusesEvenTheRightPassword()
    {
        const string Email = "guessed@example.com";
        await application.MakeAgentAsync(Email);
        var somebody = application.NewStranger();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await TryAsync(somebody, Email, "wrong password " + attempt);
            Assert.Equal([Wrong], somebody.Page.Errors);
        }

        await TryAsync(somebody, Email, "wrong password 5");
        Assert.Equal([Wrong], somebody.Page.Errors);
        await TryAsync(somebody, Email, MissingPackageApplication.AgentPassword);
        Assert.Equal([Wrong], somebody.Page.Errors);
        Assert.StartsWith("/admin/sign-in", (await somebody.OpenAsync("/admin")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenTriedTooOften_AsksToWait()
    {
        using var own = MissingPackageApplication.With(("RateLimits:GuessablePerMinute", "2"));
        var somebody = own.NewStranger();
        await TryAsync(somebody, "nobody@example.com", "wrong password");
        await TryAsync(somebody, "nobody@example.com", "wrong password");
        await TryAsync(somebody, "nobody@example.com", "wrong password");

        Assert.Equal(HttpStatusCode.TooManyRequests, somebody.Page.Status);
        Assert.Equal("A little slower, please", somebody.Page.Heading);
    }

    [Fact]
    public async Task Post_WhenAPageWasAskedFor_LeadsBackToIt()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var agent = application.NewStranger();
        await agent.OpenAsync("/admin/requests/" + reference);
        agent.Type("Email", MissingPackageApplication.AgentEmail);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");

        Assert.Equal("/admin/requests/" + reference, agent.Page.Address);
        Assert.Equal("Sample Customer", agent.Page.Heading);
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com/")]
    [InlineData("/\\example.com")]
    [InlineData("javascript:alert(1)")]
    public async Task Post_WhenTheWayBackLeadsElsewhere_StaysHere(string returnTo)
    {
        var agent = application.NewStranger();
        await agent.OpenAsync("/admin/sign-in?returnTo=" + Uri.EscapeDataString(returnTo));
        agent.Type("Email", MissingPackageApplication.AgentEmail);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");

        Assert.Equal("/admin", agent.Page.Address);
    }

    [Fact]
    public async Task SignOut_ClosesTheDesk()
    {
        // An account of its own: signing out ends the sessions of the tests beside this one too.
        var email = Story.FreshEmail();
        await application.MakeAgentAsync(email);
        var agent = await application.NewAgentAsync(email);
        var thief = application.NewStranger();
        thief.Cookies.Add(new Cookie("mp-desk", agent.Cookies.GetAllCookies()["mp-desk"]!.Value, "/", "localhost"));
        Assert.Equal("/admin", (await thief.OpenAsync("/admin")).Address);
        await agent.PressAsync("Sign out");
        Assert.Equal("/admin/sign-in", agent.Page.Address);
        Assert.Equal(["You are signed out, on every device."], agent.Page.All(".done"));
        await agent.OpenAsync("/admin");

        Assert.StartsWith("/admin/sign-in?returnTo=", agent.Page.Address, StringComparison.Ordinal);
        Assert.StartsWith("/admin/sign-in?returnTo=", (await thief.OpenAsync("/admin")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_ByALink_DoesNothing()
    {
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin/sign-out");

        Assert.Equal("/admin", agent.Page.Address);
        Assert.Contains("Sign out", agent.Page.All("header button"), StringComparer.Ordinal);
    }

    private static async Task TryAsync(Visitor somebody, string email, string password)
    {
        await somebody.OpenAsync("/admin/sign-in");
        somebody.Type("Email", email);
        somebody.Type("Password", password);
        await somebody.PressAsync("Sign in");
    }
}
