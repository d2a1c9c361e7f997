using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using MissingPackage.Data;
using MissingPackage.Data.Sqlite;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>OpenID Connect against an issuer whose tokens are right, wrong and forged.</summary>
public sealed class SingleSignOnTests : IDisposable
{
    private const string Email = "person@example.com";

    private const string Refused = "That sign-in didn’t work, or it isn’t for the care desk. Try again, or ask an administrator.";

    private readonly Issuer _issuer = new();
    private readonly MissingPackageApplication _application;

    public SingleSignOnTests()
    {
        _application = _issuer.NewApplication();
        _issuer.Claims["sub"] = "subject-1";
        _issuer.Claims["email"] = Email;
        _issuer.Claims["email_verified"] = true;
        _issuer.Claims["groups"] = new[] { "everyone", "care-leads", "care-agents" };
    }

    public void Dispose()
    {
        _application.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public async Task SignIn_WithAGroupOfTheList_MakesAnAgentOfItsRole()
    {
        using var person = await _issuer.SendAsync(_application);
        Assert.Equal("/admin", person.Page.Address);
        Assert.Equal(AgentRole.Supervisor, (await FindAsync())!.Role);
        Assert.Equal("S256", _issuer.Asked["code_challenge_method"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await person.OpenAsync("/admin/agents")).Status);
        Assert.DoesNotContain("care-leads", person.Page.Html, StringComparison.Ordinal);

        _issuer.Claims["groups"] = "care-admins";
        using var promoted = await _issuer.SendAsync(_application, "/admin/sign-in/single?returnTo=/admin/agents");
        Assert.Equal("Agents", promoted.Page.Heading);
        Assert.Equal(2, await _application.AskAsync(database => database.Users.CountAsync()));
    }

    [Theory]
    [InlineData("Administrator")]
    [InlineData("care-admins ")]
    [InlineData("CARE-ADMINS")]
    [InlineData("care-agents,care-admins")]
    [InlineData("everyone")]
    public async Task SignIn_WithAGroupThatIsNotListed_IsRefused(string group)
    {
        _issuer.Claims["groups"] = group;
        await AssertRefusedAsync();
    }

    [Fact]
    public async Task SignIn_WithARoleInAnyOtherClaimOrPlace_GainsNothing()
    {
        _issuer.Claims["groups"] = "care-agents";
        foreach (var claim in new[] { "role", "roles", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role", "Groups" })
        {
            _issuer.Claims[claim] = new[] { "Administrator", "care-admins" };
        }

        using var person = await _issuer.SendAsync(_application, extra: "&groups=care-admins&role=Administrator");
        Assert.Equal("/admin", person.Page.Address);
        Assert.Equal(AgentRole.Agent, (await FindAsync())!.Role);
        Assert.Equal(HttpStatusCode.Forbidden, (await person.OpenAsync("/admin/agents")).Status);
    }

    [Fact]
    public async Task SignIn_WithATokenSignedByAnotherKey_IsRefused()
    {
        using var rsa = RSA.Create(2048);
        _issuer.OtherKey = new RsaSecurityKey(rsa) { KeyId = "1" };
        await AssertRefusedAsync();
    }

    [Fact]
    public async Task SignIn_WithATokenOfAnotherIssuer_IsRefused()
    {
        _issuer.TokenIssuer = "https://other.example.com/";
        await AssertRefusedAsync();
    }

    [Fact]
    public async Task SignIn_WithATokenForAnotherApplication_IsRefused()
    {
        _issuer.Audience = "another-application";
        await AssertRefusedAsync();
    }

    [Fact]
    public async Task SignIn_WithATokenOfAnotherVisit_IsRefused()
    {
        _issuer.Nonce = "another visit's";
        await AssertRefusedAsync();
    }

    [Fact]
    public async Task Back_WithoutHavingLeftFromHere_IsRefused()
    {
        using var stranger = new Visitor(_application, new CookieContainer());
        await stranger.OpenAsync("/admin/sign-in/back?code=sample&state=forged");
        Assert.Equal([Refused], stranger.Page.Errors);
        await stranger.OpenAsync("/admin/sign-in/single?handler=Back");
        Assert.Equal([Refused], stranger.Page.Errors);
    }

    [Fact]
    public async Task SignIn_WithAnUnverifiedEmail_DoesNotGetTheAccountOfThatEmail()
    {
        _issuer.Claims["email"] = MissingPackageApplication.AgentEmail;
        _issuer.Claims["email_verified"] = false;
        await AssertRefusedAsync();
        _issuer.Claims["email_verified"] = true;
        _issuer.Claims["groups"] = "care-admins";
        using var person = await _issuer.SendAsync(_application, "/admin/sign-in/single?returnTo=/admin/account");
        Assert.Contains(MissingPackageApplication.AgentEmail, person.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WhenTheSamePersonsOtherWindowWasFirst_IsTriedOnceMore()
    {
        _application.Where(services => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(new FirstIsRefused())));
        using var person = await _issuer.SendAsync(_application);
        Assert.Equal("/admin", person.Page.Address);
        Assert.Equal(1, await _application.AskAsync(database => database.Users.CountAsync(a => a.Email == Email)));
    }

    [Fact]
    public async Task SignIn_WhenTheGroupIsGone_IsRefused()
    {
        (await _issuer.SendAsync(_application)).Dispose();
        _issuer.Claims["groups"] = "everyone";
        using var person = await _issuer.SendAsync(_application);
        Assert.Equal([Refused], person.Page.Errors);
    }

    [Fact]
    public async Task SignIn_WhenLocked_IsRefused()
    {
        (await _issuer.SendAsync(_application)).Dispose();
        var administrator = await _application.NewAgentAsync();
        await administrator.OpenAsync("/admin/agents/" + (await FindAsync())!.Id);
        await administrator.PressAsync("Lock");
        using var person = await _issuer.SendAsync(_application);
        Assert.Equal([Refused], person.Page.Errors);
        Assert.StartsWith("/admin/sign-in", (await person.OpenAsync("/admin")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_OfTheLastAdministratorWithoutThatGroup_LeavesThemOne()
    {
        _issuer.Claims["email"] = MissingPackageApplication.AgentEmail;
        using var person = await _issuer.SendAsync(_application, "/admin/sign-in/single?returnTo=/admin/agents");
        Assert.Equal("Agents", person.Page.Heading);
    }

    [Fact]
    public async Task FreshSignIn_AsksTheIssuerForANewSignInAndBelievesItsTimeOnly()
    {
        _issuer.Claims["groups"] = "care-admins";
        var cookies = new CookieContainer();
        _issuer.Claims["auth_time"] = _application.Time.GetUtcNow().AddHours(-1).ToUnixTimeSeconds();
        using var person = await _issuer.SendAsync(_application, cookies: cookies);
        await person.OpenAsync("/admin/agents");
        person.Type("Email", "new@example.com");
        await person.PressAsync("Send the invitation");
        Assert.Equal("Confirm that it’s you", person.Page.Heading);
        Assert.False(person.Page.Asks("Password"));

        // In another tab; then on in this one.
        var link = person.Page.Document.QuerySelector("a[target=_blank]")!.GetAttribute("href")!;
        using var remembered = await _issuer.SendAsync(_application, link, cookies);
        Assert.Equal("login", _issuer.Asked["prompt"]);
        Assert.Equal("0", _issuer.Asked["max_age"]);
        await person.PressAsync("Go on");
        Assert.Equal("Confirm that it’s you", person.Page.Heading);

        _issuer.Claims["auth_time"] = _application.Time.GetUtcNow().ToUnixTimeSeconds();
        using var renewed = await _issuer.SendAsync(_application, link, cookies);
        Assert.Equal("Thank you, it’s you", renewed.Page.Heading);
        await person.PressAsync("Go on");
        Assert.Contains("Invited.", person.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_ByThePasswordOfALinkedAccount_GoesHalfwayUntilAnAdministratorRemovesTheLink()
    {
        await _application.MakeAgentAsync(Email);
        (await _issuer.SendAsync(_application)).Dispose();
        var person = _application.NewStranger();
        await person.OpenAsync("/admin/sign-in");
        person.Type("Email", Email);
        person.Type("Password", MissingPackageApplication.AgentPassword);
        await person.PressAsync("Sign in");
        Assert.Equal("/admin/sign-in/code", person.Page.Address);
        Assert.Contains("Sign in with Sample Login", person.Page.Text, StringComparison.Ordinal);
        Assert.StartsWith("/admin/sign-in", (await person.OpenAsync("/admin/account/authenticator")).Address, StringComparison.Ordinal);

        var administrator = await _application.NewAgentAsync();
        await administrator.OpenAsync("/admin/agents/" + (await FindAsync())!.Id);
        await administrator.PressAsync("Remove their second step");
        await _application.NewAgentAsync(Email);
    }

    [Fact]
    public async Task SignIn_WhereItIsOff_IsNotOffered()
    {
        using var own = new MissingPackageApplication();
        var somebody = own.NewStranger();
        await somebody.OpenAsync("/admin/sign-in");
        Assert.DoesNotContain("/admin/sign-in/single", somebody.Page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await somebody.OpenAsync("/admin/sign-in/single")).Status);
        await somebody.OpenAsync("/admin/sign-in/single?handler=Back");
        Assert.Equal([Refused], somebody.Page.Errors);

        await _application.NewStranger().OpenAsync("/admin/sign-in");
        Assert.Contains("Sign in with Sample Login", (await _application.NewStranger().OpenAsync("/admin/sign-in")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpenIdConnect:ClientId", "", "OpenIdConnect:ClientId is missing")]
    [InlineData("OpenIdConnect:Authority", "http://login.example.com", "OpenIdConnect:Authority must be a full https address")]
    public void Start_WhenASettingIsWrong_EndsWithASentence(string key, string value, string sentence)
    {
        using var own = _issuer.NewApplication((key, value));
        var refused = Assert.Throws<StartException>(() => own.Services);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync()
    {
        using var person = await _issuer.SendAsync(_application);
        Assert.Equal([Refused], person.Page.Errors);
        Assert.StartsWith("/admin/sign-in", (await person.OpenAsync("/admin")).Address, StringComparison.Ordinal);
        Assert.Null(await FindAsync());
    }

    private Task<MissingPackage.Data.Agent?> FindAsync() =>
        _application.AskAsync(database => database.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Email == Email));

    /// <summary>Refuses the first save of a person as a unique index does where another connection's save was first.</summary>
    private sealed class FirstIsRefused : SaveChangesInterceptor
    {
        private bool _refused;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!_refused && eventData.Context!.ChangeTracker.Entries<MissingPackage.Data.Agent>().Any(a => a.Entity.Email == Email))
            {
                _refused = true;
                throw new DbUpdateException("Somebody else was first.");
            }

            return ValueTask.FromResult(result);
        }
    }
}
