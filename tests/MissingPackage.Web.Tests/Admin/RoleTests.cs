using System.Net;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>A session is no better than the account behind it; each page for each role is walked in <see cref="Access.RouteTests"/>.</summary>
public sealed class RoleTests(MissingPackageApplication application)
{
    [Theory]
    [InlineData("Lock")]
    [InlineData("Remove this agent")]
    public async Task Session_WhenItsAgentIsLockedOrRemoved_EndsAtTheNextRequest(string button)
    {
        var email = Story.FreshEmail();
        var id = await application.MakeAgentAsync(email);
        var agent = await application.NewAgentAsync(email);
        var cookie = agent.Cookies.GetAllCookies()["mp-desk"]!.Value;
        var administrator = await application.NewAgentAsync();
        await administrator.OpenAsync($"/admin/agents/{id}");
        await administrator.PressAsync(button);
        Assert.Empty(administrator.Page.Errors);

        await agent.OpenAsync("/admin");
        Assert.StartsWith("/admin/sign-in", agent.Page.Address, StringComparison.Ordinal);

        // A copy of the cookie is worth no more.
        var thief = application.NewStranger();
        thief.Cookies.Add(new Cookie("mp-desk", cookie, "/", "localhost"));
        await thief.OpenAsync("/admin");
        Assert.StartsWith("/admin/sign-in", thief.Page.Address, StringComparison.Ordinal);

        agent.Type("Email", email);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");
        Assert.Single(agent.Page.Errors);
    }

    [Fact]
    public async Task Session_WhenTheRoleChanges_HasTheNewOneAtTheNextRequest()
    {
        var email = Story.FreshEmail();
        var id = await application.MakeAgentAsync(email, AgentRole.Administrator);
        var agent = await application.NewAgentAsync(email);
        await agent.OpenAsync("/admin/agents/history");
        Assert.Equal(HttpStatusCode.OK, agent.Page.Status);

        var administrator = await application.NewAgentAsync();
        await administrator.OpenAsync($"/admin/agents/{id}");
        administrator.Tick("Agent");
        await administrator.PressAsync("Change the role");
        Assert.Contains("The role is now Agent.", administrator.Page.Text, StringComparison.Ordinal);
        Assert.Equal("Role changed: Administrator to Agent by agent@example.com", administrator.Page.All(".history li")[0].Split(", Wed")[0].Replace(email + ", ", "", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, (await agent.OpenAsync("/admin/agents")).Status);
        Assert.Equal(HttpStatusCode.OK, (await agent.OpenAsync("/admin")).Status);
    }

    [Fact]
    public async Task Session_WhenSignedOutEverywhere_EndsOnEveryDevice()
    {
        var email = Story.FreshEmail();
        await application.MakeAgentAsync(email);
        var laptop = await application.NewAgentAsync(email);
        var phone = await application.NewAgentAsync(email);
        await laptop.OpenAsync("/admin/account");
        await laptop.PressAsync("Sign out everywhere");

        Assert.Equal("/admin/sign-in", laptop.Page.Address);
        Assert.Contains("You are signed out, on every device.", laptop.Page.Text, StringComparison.Ordinal);
        Assert.StartsWith("/admin/sign-in", (await phone.OpenAsync("/admin")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WhenADayIsOver_EndsHoweverOftenItIsUsed()
    {
        using var own = new MissingPackageApplication();
        var agent = await own.NewAgentAsync();
        var proved = await own.NewAgentAsync();
        for (var hour = 1; hour < 24; hour++)
        {
            own.Time.Advance(TimeSpan.FromHours(1));
            Assert.Equal("/admin", (await agent.OpenAsync("/admin")).Address);
            await proved.OpenAsync("/admin");
        }

        await proved.OpenAsync("/admin/confirm");
        await proved.ProveAsync();
        own.Time.Advance(TimeSpan.FromHours(1));
        Assert.StartsWith("/admin/sign-in", (await agent.OpenAsync("/admin")).Address, StringComparison.Ordinal);
        Assert.Equal("/admin", (await proved.OpenAsync("/admin")).Address);
    }

    [Fact]
    public async Task Get_WhenASecondStepIsRequired_OpensOnlyTheOwnAccountUntilThereIsOne()
    {
        using var own = MissingPackageApplication.With(("Agents:RequireTwoFactor", "true"));
        var agent = own.NewStranger();
        await agent.OpenAsync("/admin/sign-in");
        agent.Type("Email", MissingPackageApplication.AgentEmail);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");
        Assert.Equal("/admin/account?secondStep=needed", agent.Page.Address);
        Assert.Contains("here every agent signs in with a second step", agent.Page.Text, StringComparison.Ordinal);
        await agent.OpenAsync("/admin/agents");
        Assert.Equal("/admin/account?secondStep=needed", agent.Page.Address);

        await agent.OpenAsync("/admin/account/authenticator");
        agent.Type("Then enter the code it shows", Authenticator.CodeFor(agent.Page, own.Time.GetUtcNow()));
        await agent.PressAsync("Turn it on");
        await agent.OpenAsync("/admin/agents");
        Assert.Equal("Agents", agent.Page.Heading);
    }
}
