using System.Net;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Data;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>Each page of the care desk, for each role; and that a session is no better than the account behind it.</summary>
public sealed class RoleTests(MissingPackageApplication application)
{
    // By the folder, or the page, just below the area's root. A new one has to be put here before it passes.
    private static readonly Dictionary<string, AgentRole> Lowest = new(StringComparer.Ordinal)
    {
        ["Index"] = AgentRole.Agent,
        ["Requests"] = AgentRole.Agent,
        ["Account"] = AgentRole.Agent,
        ["Confirm"] = AgentRole.Agent,
        ["Confirmed"] = AgentRole.Agent,
        ["SignOut"] = AgentRole.Agent,
        ["Messages"] = AgentRole.Supervisor,
        ["Reports"] = AgentRole.Supervisor,
        ["Agents"] = AgentRole.Administrator,
        ["Jobs"] = AgentRole.Administrator,
        ["Orders"] = AgentRole.Administrator,
        ["Settings"] = AgentRole.Administrator,
    };

    private static readonly string[] LeadIn = ["SignIn", "SignInCode", "SingleSignOn", "Invitation"];

    [Theory]
    [InlineData(AgentRole.Agent)]
    [InlineData(AgentRole.Supervisor)]
    [InlineData(AgentRole.Administrator)]
    public async Task Get_EachPage_AnswersOnlyTheRolesItIsFor(AgentRole role)
    {
        var email = Story.FreshEmail();
        await application.MakeAgentAsync(email, role);
        var agent = await application.NewAgentAsync(email);
        var seen = 0;
        foreach (var (folder, address) in Pages())
        {
            await agent.OpenAsync(address);
            var refused = agent.Page.Status == HttpStatusCode.Forbidden;
            Assert.True(refused == (role < Lowest[folder]), $"{address} answered {role} with {agent.Page.Status}.");
            Assert.False(agent.Page.Address.StartsWith("/admin/sign-in", StringComparison.Ordinal) && folder != "SignOut", address);
            if (refused)
            {
                Assert.Equal("This page isn’t for you", agent.Page.Heading);
            }

            seen++;
        }

        Assert.True(seen >= 12, $"Only {seen} pages.");
    }

    [Theory]
    [InlineData(AgentRole.Agent)]
    [InlineData(AgentRole.Supervisor)]
    public async Task Post_WhenTheRoleIsTooLow_ChangesNothing(AgentRole role)
    {
        var (email, other) = (Story.FreshEmail(), Story.FreshEmail());
        var mine = await application.MakeAgentAsync(email, role);
        var others = await application.MakeAgentAsync(other);
        var agent = await application.NewAgentAsync(email);
        foreach (var (address, field) in new[]
        {
            ("/admin/agents", "Input.Email"), ($"/admin/agents/{mine}?handler=Role", "Input.Role"),
            ($"/admin/agents/{others}?handler=Lock", "x"), ($"/admin/agents/{others}?handler=Remove", "x"),
        })
        {
            await agent.OpenAsync("/admin/account");
            await agent.PostByHandAsync(address, (field, field == "Input.Role" ? "Administrator" : Story.FreshEmail()), ("Input.Role", "Administrator"));
            Assert.Equal(HttpStatusCode.Forbidden, agent.Page.Status);
        }

        var now = await application.AskAsync(database => database.Users.AsNoTracking().Where(a => a.Id == mine || a.Id == others).ToListAsync());
        Assert.Equal(role, now.Single(a => a.Id == mine).Role);
        Assert.False(now.Single(a => a.Id == others).IsLocked);
    }

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
        Assert.Contains("You are signed out everywhere.", laptop.Page.Text, StringComparison.Ordinal);
        Assert.StartsWith("/admin/sign-in", (await phone.OpenAsync("/admin")).Address, StringComparison.Ordinal);
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

    private IEnumerable<(string Folder, string Address)> Pages() =>
        from route in application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let page = route.Metadata.GetMetadata<PageActionDescriptor>()
        where page is { AreaName: "Admin" }
        let folder = page.ViewEnginePath.Split('/')[1]
        where !LeadIn.Contains(folder, StringComparer.Ordinal)
        let address = string.Join('/', route.RoutePattern.RawText!.TrimStart('/').Split('/').Select(part => part switch
        {
            "{document:guid}" => Guid.Empty.ToString(),
            "{reference}" => "MP-0000-0000",
            _ when part.StartsWith('{') => "1",
            _ => part,
        }))
        select (folder, "/" + address);
}
