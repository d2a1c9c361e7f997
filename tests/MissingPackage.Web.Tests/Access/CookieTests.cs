using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using MissingPackage.Web.Tests.People;
using MissingPackage.Web.Tests.Sellers;

namespace MissingPackage.Web.Tests.Access;

/// <summary>Every cookie that anybody is given, over https and on a developer's plain http.</summary>
public sealed class CookieTests
{
    private const string Https = "https://missing.example.com";

    [Fact]
    public async Task Cookies_OfAWholeJourneyOverHttps_AreOfThisHostAloneAndHiddenFromScripts()
    {
        var given = new ConcurrentBag<string>();
        using var application = MissingPackageApplication.With(("Site:PublicUrl", Https)).Where(services => Watch(services, given));
        var (customer, seller, agent) = await application.ComeInAsync();
        await seller.OpenAsync(seller.ClaimPath);
        await seller.SayStockAsync(inStock: true);
        await agent.ReviewAsync(customer.Reference);
        agent.Type("Note", "Called them.");
        foreach (var kept in agent.Cookies.GetAllCookies().Where(cookie => cookie.Name == "__Host-mp-desk"))
        {
            kept.Expired = true;
        }

        await agent.PressAsync("Add note");
        Assert.Equal("Sign in to the care desk", agent.Page.Heading);
        agent = await application.NewAgentAsync();
        await TurnOnSecondStepAsync(application, agent);
        await agent.PostByHandAsync("/admin/sign-out");
        await agent.OpenAsync("/admin/sign-in");
        agent.Type("Email", MissingPackageApplication.AgentEmail);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");
        Assert.Equal("/admin/sign-in/code", agent.Page.Address);
        await agent.OpenAsync("/admin/invitation/nonsense");
        await customer.OpenAsync("/");
        await customer.OpenAsync(customer.RequestPath);
        await customer.PressAsync("Shared device? Forget my requests here");

        AssertRule(given);
        Assert.Equal(
            ["mp-access", "mp-desk", "mp-device", "mp-draft", "mp-form", "mp-halfway", "mp-invitation", "mp-said", "mp-seller", "mp-seller-link", "mp-single", "mp-typed"],
            Names(given).Select(name => name["__Host-".Length..]).ToArray());

        // What was given was also taken away where it should be: a browser ignores a removal that breaks the rule.
        Assert.Null(customer.Cookies.GetAllCookies()["__Host-mp-access"]);
        Assert.Null(customer.Cookies.GetAllCookies()["__Host-mp-draft"]);
        Assert.Null(seller.Cookies.GetAllCookies()["__Host-mp-seller-link"]);
    }

    [Fact]
    public async Task Cookies_OfSingleSignOnOverHttps_AreOfThisHostAloneAndHiddenFromScripts()
    {
        var given = new ConcurrentBag<string>();
        using var issuer = new Issuer();
        using var application = issuer.NewApplication(("Site:PublicUrl", Https)).Where(services => Watch(services, given));
        (issuer.Claims["sub"], issuer.Claims["email"], issuer.Claims["email_verified"], issuer.Claims["groups"]) = ("subject-1", "person@example.com", true, "care-agents");
        using var person = await issuer.SendAsync(application);
        Assert.Equal("/admin", person.Page.Address);

        AssertRule(given);
        Assert.Contains("__Host-mp-single", Names(given), StringComparer.Ordinal);
        Assert.Contains(Names(given), name => name.StartsWith("__Host-mp-single-visit-", StringComparison.Ordinal));
        Assert.Contains(Names(given), name => name.StartsWith("__Host-mp-single-nonce-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookies_OnPlainHttpInDevelopment_KeepTheirPlainNames()
    {
        var given = new ConcurrentBag<string>();
        using var application = new MissingPackageApplication().Where(services => Watch(services, given));
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();

        Assert.Equal(["mp-access", "mp-draft", "mp-form"], Names(given).ToArray());
        Assert.All(Read(given), cookie =>
        {
            Assert.True(cookie.HttpOnly);
            Assert.False(cookie.Secure);
            Assert.Equal("/", cookie.Path.ToString());
        });
    }

    private static async Task TurnOnSecondStepAsync(MissingPackageApplication application, Visitor agent)
    {
        await agent.OpenAsync("/admin/account/authenticator");
        agent.Type("Then enter the code it shows", Authenticator.CodeFor(agent.Page, application.Time.GetUtcNow()));
        await agent.PressAsync("Turn it on");
    }

    private static void AssertRule(IEnumerable<string> given) => Assert.All(Read(given), cookie =>
    {
        var line = cookie.ToString();
        Assert.True(cookie.Name.StartsWith("__Host-", StringComparison.Ordinal), line);
        Assert.True(cookie.Secure, line);
        Assert.True(cookie.HttpOnly, line);
        Assert.True(cookie.Path == "/", line);
        Assert.True(!cookie.Domain.HasValue, line);
        Assert.True(cookie.SameSite is Microsoft.Net.Http.Headers.SameSiteMode.Lax or Microsoft.Net.Http.Headers.SameSiteMode.Strict, line);
        Assert.True(line.Length < 4096, $"{cookie.Name} is {line.Length} characters: a browser keeps 4096.");
    });

    private static IEnumerable<SetCookieHeaderValue> Read(IEnumerable<string> given) => given.Select(line => SetCookieHeaderValue.Parse(line));

    private static List<string> Names(IEnumerable<string> given) =>
        Read(given).Select(cookie => cookie.Name.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

    private static void Watch(IServiceCollection services, ConcurrentBag<string> given) => services.AddSingleton<IStartupFilter>(new CookieWatch(given));

    /// <summary>Stands at the outer end of the pipeline and sees what every answer gives.</summary>
    private sealed class CookieWatch(ConcurrentBag<string> given) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Response.OnStarting(() =>
                {
                    foreach (var line in context.Response.Headers.SetCookie)
                    {
                        given.Add(line!);
                    }

                    return Task.CompletedTask;
                });
                return following(context);
            });
            next(app);
        };
    }
}
