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
        await administrator.PressAsync("Remove their second step");
        var agent = await _application.NewAgentAsync(email); // asked for no code
        await agent.OpenAsync("/admin/account/authenticator");
        Assert.NotEqual(key, Authenticator.KeyOn(agent.Page));
        await TurnOnAsync(agent);
        await agent.PressAsync("Turn the app off");
        Assert.Contains("The authenticator app is off.", agent.Page.Text, StringComparison.Ordinal);
        await _application.NewAgentAsync(email);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task SignIn_WithAPasskeyOnTheAccount_GetsNowhereByThePasswordAlone(string required)
    {
        using var own = MissingPackageApplication.With(("Agents:RequireTwoFactor", required));
        var email = Story.FreshEmail();
        using var passkey = await Passkey.GiveAsync(own, email);
        var somebody = own.NewStranger();
        await OweAsync(somebody, email);
        Assert.Equal("One more step", somebody.Page.Heading);
        Assert.False(somebody.Page.Asks("Code"));
        Assert.True(somebody.Page.Offers("Use your passkey"));
        Assert.Contains("Ask an administrator", somebody.Page.Text, StringComparison.Ordinal);
        foreach (var address in new[] { "/admin", "/admin/account", "/admin/account/authenticator", "/admin/account/passkey" })
        {
            Assert.StartsWith("/admin/sign-in", (await somebody.OpenAsync(address)).Address, StringComparison.Ordinal);
        }

        await passkey.UseAsync(somebody, "/admin/sign-in/code?returnTo=/admin/account");
        Assert.Equal("/admin/account", somebody.Page.Address);
        Assert.Equal("Set up the authenticator app", (await somebody.OpenAsync("/admin/account/authenticator")).Heading);
        Assert.Equal("/admin", (await somebody.OpenAsync("/admin")).Address);
    }

    [Fact]
    public async Task Session_OfAPasswordAlone_EndsOnceTheAccountHasASecondStep()
    {
        var email = Story.FreshEmail();
        await _application.MakeAgentAsync(email);
        var thief = await _application.NewAgentAsync(email);
        using var passkey = await Passkey.GiveAsync(_application, email);
        Assert.StartsWith("/admin/sign-in", (await thief.OpenAsync("/admin/account/authenticator")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_WithAPasskeyOnTheAccount_TakesNoPassword()
    {
        var email = Story.FreshEmail();
        using var passkey = await Passkey.GiveAsync(_application, email);
        var agent = _application.NewStranger();
        await passkey.UseAsync(agent, "/admin/sign-in");
        _application.Time.Advance(TimeSpan.FromMinutes(11));
        await agent.OpenAsync("/admin/confirm?returnTo=/admin/account/authenticator");
        Assert.False(agent.Page.Asks("Password"));
        Assert.True(agent.Page.Offers("Use a passkey"));
        await agent.PostByHandAsync(agent.Page.Address, ("Confirm.Password", MissingPackageApplication.AgentPassword));
        Assert.Equal("Confirm that it’s you", agent.Page.Heading);
        Assert.StartsWith("/admin/confirm", (await agent.OpenAsync("/admin/account/authenticator")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_ByAnAdministrator_RemovesPasskeysToo()
    {
        var email = Story.FreshEmail();
        using var passkey = await Passkey.GiveAsync(_application, email);
        var agent = _application.NewStranger();
        await passkey.UseAsync(agent, "/admin/sign-in");
        Assert.Equal("/admin", agent.Page.Address);
        var id = await _application.AskAsync(database => database.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync());
        var administrator = await _application.NewAgentAsync();
        await administrator.OpenAsync("/admin/agents/" + id);
        Assert.Equal("Passkey", administrator.Page.Fact("Second step"));
        await administrator.PressAsync("Remove their second step");
        Assert.Equal("None", administrator.Page.Fact("Second step"));
        Assert.Equal("0", administrator.Page.Fact("Passkeys"));
        Assert.StartsWith("Second step reset: passkeys: 1", administrator.Page.All(".history li")[0], StringComparison.Ordinal);
        Assert.False(administrator.Page.Offers("Remove their second step"));

        Assert.StartsWith("/admin/sign-in", (await agent.OpenAsync("/admin")).Address, StringComparison.Ordinal);
        await passkey.UseAsync(agent, "/admin/sign-in");
        Assert.Single(agent.Page.Errors);
        await _application.NewAgentAsync(email); // by the password alone
    }

    [Fact]
    public async Task Off_WhereASecondStepIsAMust_ClosesTheDeskUnlessAnotherIsLeft()
    {
        using var own = MissingPackageApplication.With(("Agents:RequireTwoFactor", "true"));
        var email = Story.FreshEmail();
        using var passkey = await Passkey.GiveAsync(own, email);
        var agent = own.NewStranger();
        await passkey.UseAsync(agent, "/admin/sign-in");
        await agent.OpenAsync("/admin/account/authenticator");
        agent.Type("Then enter the code it shows", Authenticator.CodeFor(agent.Page, own.Time.GetUtcNow()));
        await agent.PressAsync("Turn it on");
        await agent.PressAsync("Turn the app off");
        Assert.Equal("/admin", (await agent.OpenAsync("/admin")).Address); // the passkey is left
        await agent.OpenAsync("/admin/account");
        await agent.PressAsync("Remove Sample laptop");
        Assert.Contains("The passkey is removed.", agent.Page.Text, StringComparison.Ordinal);
        Assert.Equal("/admin/account?secondStep=needed", (await agent.OpenAsync("/admin")).Address);
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
        await OweAsync(agent, email);
        return agent;
    }

    private static async Task OweAsync(Visitor agent, string email)
    {
        await agent.OpenAsync("/admin/sign-in");
        agent.Type("Email", email);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");
        Assert.Equal("/admin/sign-in/code", agent.Page.Address);
    }

    private static async Task GiveAsync(Visitor agent, string code)
    {
        agent.Type("Code", code);
        await agent.PressAsync("Sign in");
    }
}
