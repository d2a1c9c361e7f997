using Microsoft.EntityFrameworkCore;
using MissingPackage.Web.Access;
using MissingPackage.Web.Tests.People;
using Agent = MissingPackage.Web.Tests.People.Agent;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>The authenticator app and its recovery codes, in an application whose clock the tests move.</summary>
public sealed class TwoFactorTests : IDisposable
{
    private const string WrongCode = "That code isn’t right, or was used before. Wait for the next one and try again; after several wrong tries, you have to wait 15 minutes.";

    private readonly MissingPackageApplication _application = new();

    private DateTimeOffset Now => _application.Time.GetUtcNow();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task SignIn_WithTheApp_AsksForItsCodeAndTakesEachOnce()
    {
        var (email, key, _) = await TurnOnAsync();
        var agent = await OweCodeAsync(email);

        // The code that turned it on was used.
        await GiveAsync(agent, Authenticator.CodeAt(key, Now));
        Assert.Equal(WrongCode, agent.Page.ErrorBeside("Code"));
        Assert.StartsWith("/admin/sign-in", (await agent.OpenAsync("/admin")).Address, StringComparison.Ordinal);

        _application.Time.Advance(TimeSpan.FromSeconds(30));
        await agent.OpenAsync("/admin/sign-in/code");
        var code = Authenticator.CodeAt(key, Now);
        await GiveAsync(agent, code);
        Assert.Equal("/admin", agent.Page.Address);

        // Somebody who looked over the shoulder and knows the password.
        var thief = await OweCodeAsync(email);
        await GiveAsync(thief, code);
        Assert.Equal(WrongCode, thief.Page.ErrorBeside("Code"));
        await GiveAsync(thief, Authenticator.CodeAt(key, Now.AddSeconds(-30)));
        Assert.Equal(WrongCode, thief.Page.ErrorBeside("Code"));
    }

    [Fact]
    public async Task SignIn_WhenTheSameCodeComesTwiceAtOnce_LetsOneIn()
    {
        var (email, key, _) = await TurnOnAsync();
        _application.Time.Advance(TimeSpan.FromSeconds(30));
        Visitor[] both = [await OweCodeAsync(email), await OweCodeAsync(email)];
        var code = Authenticator.CodeAt(key, Now);
        await Task.WhenAll(both.Select(one => GiveAsync(one, code)));
        Assert.Single(both, one => one.Page.Address == "/admin");
    }

    [Fact]
    public async Task SignIn_WithARecoveryCode_WorksOnceHoweverItIsTyped()
    {
        var (email, _, codes) = await TurnOnAsync();
        Assert.Equal(TwoFactor.RecoveryCodes, codes.Count);
        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
        var agent = await OweCodeAsync(email);
        await GiveAsync(agent, "aaaaa-aaaaa");
        Assert.Equal(WrongCode, agent.Page.ErrorBeside("Code"));
        await GiveAsync(agent, " " + codes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal));
        Assert.Equal("/admin", agent.Page.Address);
        await agent.OpenAsync("/admin/account");
        Assert.Contains("9 recovery codes are left.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Recovery code used: 9 left", agent.Page.All(".history li")[0], StringComparison.Ordinal);

        var thief = await OweCodeAsync(email);
        await GiveAsync(thief, codes[3]);
        Assert.Equal(WrongCode, thief.Page.ErrorBeside("Code"));

        await agent.PressAsync("Make new recovery codes");
        var fresh = agent.Page.All(".codes li");
        await agent.OpenAsync("/admin/account");
        Assert.Empty(agent.Page.All(".codes li")); // shown once
        await GiveAsync(thief, codes[4]);
        Assert.Equal(WrongCode, thief.Page.ErrorBeside("Code"));
        await GiveAsync(thief, fresh[0]);
        Assert.Equal("/admin", thief.Page.Address);
    }

    [Fact]
    public async Task SignIn_WhenCodesAreGuessed_StopsAfterFiveTries()
    {
        var (email, key, _) = await TurnOnAsync();
        _application.Time.Advance(TimeSpan.FromSeconds(30));
        var guesser = await OweCodeAsync(email);
        for (var guess = 0; guess < SignInAttempts.PerSource; guess++)
        {
            await GiveAsync(guesser, "00000" + guess);
            Assert.Equal(WrongCode, guesser.Page.ErrorBeside("Code"));
        }

        await GiveAsync(guesser, Authenticator.CodeAt(key, Now));
        Assert.Equal(WrongCode, guesser.Page.ErrorBeside("Code"));
        _application.Time.Advance(SignInAttempts.SourceWindow + TimeSpan.FromSeconds(31));
        guesser = await OweCodeAsync(email);
        await GiveAsync(guesser, Authenticator.CodeAt(key, Now));
        Assert.Equal("/admin", guesser.Page.Address);
    }

    [Fact]
    public async Task Code_WithoutTheFirstStepOrLongAfterIt_LeadsBackToTheStart()
    {
        var (email, key, _) = await TurnOnAsync();
        var stranger = _application.NewStranger();
        Assert.Equal("/admin/sign-in", (await stranger.OpenAsync("/admin/sign-in/code")).Address);
        await stranger.PostByHandAsync("/admin/sign-in/code", ("Input.Code", Authenticator.CodeAt(key, Now.AddSeconds(30))));
        Assert.Equal("/admin/sign-in", stranger.Page.Address);

        var slow = await OweCodeAsync(email);
        _application.Time.Advance(TimeSpan.FromMinutes(6));
        await GiveAsync(slow, Authenticator.CodeAt(key, Now));
        Assert.Equal("/admin/sign-in", slow.Page.Address);
        Assert.Equal("Sign in to the care desk", slow.Page.Heading);
    }

    [Fact]
    public async Task Setup_NeedsACodeOfTheApp_AndEndsOtherSessions()
    {
        var email = Story.FreshEmail();
        await _application.MakeAgentAsync(email);
        var agent = await _application.NewAgentAsync(email);
        var other = await _application.NewAgentAsync(email);
        await agent.OpenAsync("/admin/account/authenticator");
        var key = Authenticator.KeyOn(agent.Page);
        Assert.Equal(Totp.SecretLength, key.Length);
        Assert.Single(agent.Page.Document.QuerySelectorAll(".qr svg path[d^='M']"));
        Assert.DoesNotContain("style=", agent.Page.Html, StringComparison.Ordinal);
        agent.Type("Then enter the code it shows", "000000");
        await agent.PressAsync("Turn it on");
        Assert.StartsWith("That code isn’t right.", agent.Page.ErrorBeside("Then enter the code it shows"), StringComparison.Ordinal);
        Assert.Equal(key, Authenticator.KeyOn(agent.Page)); // the same one, so that the app needn't scan again
        agent.Type("Then enter the code it shows", Authenticator.CodeAt(key, Now));
        await agent.PressAsync("Turn it on");
        Assert.Contains("Your recovery codes", agent.Page.Text, StringComparison.Ordinal);
        Assert.StartsWith("/admin/sign-in", (await other.OpenAsync("/admin")).Address, StringComparison.Ordinal);

        var row = await _application.AskAsync(database => database.Users.AsNoTracking().SingleAsync(a => a.Email == email));
        Assert.True(row.TwoFactorEnabled);
        Assert.DoesNotContain(Totp.ToBase32(key), row.TotpSecret, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(key), row.TotpSecret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_WithASecretOfSomebodyElse_ChangesNothing()
    {
        var (email, others) = (Story.FreshEmail(), Story.FreshEmail());
        await _application.MakeAgentAsync(email);
        await _application.MakeAgentAsync(others);
        var thief = await _application.NewAgentAsync(others);
        await thief.OpenAsync("/admin/account/authenticator");
        var (planted, key) = (thief.Page.Document.QuerySelector("[name=Setup]")!.GetAttribute("value")!, Authenticator.KeyOn(thief.Page));
        var agent = await _application.NewAgentAsync(email);
        await agent.OpenAsync("/admin/account/authenticator");
        await agent.PostByHandAsync("/admin/account/authenticator", ("Setup", planted), ("Input.Code", Authenticator.CodeAt(key, Now)));
        Assert.False((await _application.AskAsync(database => database.Users.SingleAsync(a => a.Email == email))).TwoFactorEnabled);
    }

    [Fact]
    public async Task Off_ByTheAgentOrAnAdministrator_LeavesThePassword()
    {
        var (email, key, _) = await TurnOnAsync();
        var administrator = await _application.NewAgentAsync();
        await administrator.OpenAsync("/admin/agents");
        await administrator.OpenAsync(administrator.Page.Document.QuerySelectorAll(".queue a").First(a => a.TextContent == email).GetAttribute("href")!);
        await administrator.PressAsync("Turn their app off");
        var agent = await _application.NewAgentAsync(email); // asked for no code
        await agent.OpenAsync("/admin/account/authenticator");
        Assert.NotEqual(key, Authenticator.KeyOn(agent.Page));
        await TurnOnAsync(agent);
        await agent.PressAsync("Turn the app off");
        Assert.Contains("The authenticator app is off.", agent.Page.Text, StringComparison.Ordinal);
        await _application.NewAgentAsync(email);
    }

    private async Task<(string Email, byte[] Key, IReadOnlyList<string> Codes)> TurnOnAsync()
    {
        var email = Story.FreshEmail();
        await _application.MakeAgentAsync(email);
        var agent = await _application.NewAgentAsync(email);
        var (key, codes) = await TurnOnAsync(agent);
        return (email, key, codes);
    }

    private async Task<(byte[] Key, IReadOnlyList<string> Codes)> TurnOnAsync(Agent agent)
    {
        await agent.OpenAsync("/admin/account/authenticator");
        var key = Authenticator.KeyOn(agent.Page);
        agent.Type("Then enter the code it shows", Authenticator.CodeAt(key, Now));
        await agent.PressAsync("Turn it on");
        return (key, agent.Page.All(".codes li"));
    }

    private async Task<Visitor> OweCodeAsync(string email)
    {
        var agent = _application.NewStranger();
        await agent.OpenAsync("/admin/sign-in");
        agent.Type("Email", email);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");
        Assert.Equal("/admin/sign-in/code", agent.Page.Address);
        return agent;
    }

    private static async Task GiveAsync(Visitor agent, string code)
    {
        agent.Type("Code", code);
        await agent.PressAsync("Sign in");
    }
}
