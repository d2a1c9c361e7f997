using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Web.Access;
using MissingPackage.Web.Tests.People;
using Agent = MissingPackage.Data.Agent;

namespace MissingPackage.Web.Tests.Admin;

/// <summary>Guessing is slowed down, and nobody can lock an agent out by it.</summary>
public sealed class SignInLimitTests : IDisposable
{
    private const string Victim = "victim@example.com";

    private const string AddressHeader = "X-Test-Address";

    private readonly MissingPackageApplication _application = new MissingPackageApplication()
        .Where(services => services.AddSingleton<IStartupFilter, Addresses>());

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Guessing_FromOneAddress_StopsThereAndNowhereElse()
    {
        await _application.MakeAgentAsync(Victim);
        var guesser = From("192.0.2.1");
        for (var guess = 0; guess < SignInAttempts.PerSource; guess++)
        {
            Assert.False(await TryAsync(guesser, "guess number " + guess));
        }

        Assert.False(await TryAsync(guesser, MissingPackageApplication.AgentPassword));
        Assert.True(await TryAsync(From("192.0.2.2"), MissingPackageApplication.AgentPassword));

        _application.Time.Advance(SignInAttempts.SourceWindow);
        Assert.True(await TryAsync(guesser, MissingPackageApplication.AgentPassword));
    }

    [Fact]
    public async Task Guessing_FromManyAddresses_IsStoppedForUnknownDevicesAlone()
    {
        await _application.MakeAgentAsync(Victim);
        var laptop = From("192.0.2.1");
        Assert.True(await TryAsync(laptop, MissingPackageApplication.AgentPassword));
        for (var guess = 0; guess < SignInAttempts.PerAccount; guess++)
        {
            Assert.False(await TryAsync(From($"198.51.100.{guess + 1}"), "guess number " + guess));
        }

        // A new device has to wait; the agent's own goes on, even from another address.
        Assert.False(await TryAsync(From("203.0.113.1"), MissingPackageApplication.AgentPassword));
        Assert.True(await TryAsync(laptop, MissingPackageApplication.AgentPassword));
        laptop.Address = "203.0.113.2";
        Assert.True(await TryAsync(laptop, MissingPackageApplication.AgentPassword));

        _application.Time.Advance(SignInAttempts.AccountWindow);
        Assert.True(await TryAsync(From("203.0.113.1"), MissingPackageApplication.AgentPassword));
    }

    [Fact]
    public async Task Guessing_OnAKnownDevice_StopsThereToo()
    {
        await _application.MakeAgentAsync(Victim);
        var laptop = From("192.0.2.1");
        Assert.True(await TryAsync(laptop, MissingPackageApplication.AgentPassword));
        for (var guess = 0; guess < SignInAttempts.PerSource; guess++)
        {
            Assert.False(await TryAsync(laptop, "guess number " + guess));
        }

        Assert.False(await TryAsync(laptop, MissingPackageApplication.AgentPassword));
    }

    [Fact]
    public async Task KnownDevice_OfAnotherAgentOrForged_IsUnknown()
    {
        await _application.MakeAgentAsync(Victim);
        var thief = From("192.0.2.1");
        thief.Person.Cookies.Add(new Cookie(SignInAttempts.DeviceCookie, "forged", "/admin", "localhost"));
        for (var guess = 0; guess < SignInAttempts.PerSource; guess++)
        {
            Assert.False(await TryAsync(thief, "guess number " + guess));
            thief.Person.Cookies.Add(new Cookie(SignInAttempts.DeviceCookie, "forged" + guess, "/admin", "localhost"));
        }

        Assert.False(await TryAsync(thief, MissingPackageApplication.AgentPassword));

        // One that knows its own agent gets no tries of another's.
        var colleague = From("192.0.2.1");
        Assert.True(await TryAsync(colleague, MissingPackageApplication.AgentPassword, MissingPackageApplication.AgentEmail));
        Assert.False(await TryAsync(colleague, MissingPackageApplication.AgentPassword));
    }

    [Fact]
    public async Task Guessing_WithALetterThatMeansTheSame_CountsForTheSameAccount()
    {
        await _application.MakeAgentAsync("kim@example.com");
        var guesser = From("192.0.2.1");
        for (var guess = 0; guess < SignInAttempts.PerSource; guess++)
        {
            Assert.False(await TryAsync(guesser, "guess number " + guess, "kim@example.com"));
        }

        const string Kelvin = "\u212Aim@example.com";
        Assert.False(await TryAsync(guesser, MissingPackageApplication.AgentPassword, Kelvin));
        Assert.True(await TryAsync(From("192.0.2.2"), MissingPackageApplication.AgentPassword, Kelvin));
    }

    [Fact]
    public async Task Guessing_ManyAtOnce_LooksAtNoMoreThanTheLimit()
    {
        var looked = 0;
        using var own = new MissingPackageApplication().Where(services => services.AddSingleton<IPasswordHasher<Agent>>(new SlowHasher(() => Interlocked.Increment(ref looked))));
        await own.MakeAgentAsync(Victim);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(guess => TryAsync(new Somebody(own.NewStranger(), "192.0.2.1"), "guess number " + guess)));
        Assert.InRange(looked, 0, SignInAttempts.PerSource);

        // Those that weren't looked at don't make anybody wait longer.
        Assert.Equal(looked, await own.AskAsync(database => database.SignInAttempts.CountAsync()));
    }

    [Fact]
    public async Task Password_ThatIsRight_IsNoWrongTry()
    {
        await _application.MakeAgentAsync(Victim);
        for (var visit = 0; visit <= SignInAttempts.PerSource; visit++)
        {
            // A device each, all at one address: those behind one router don't stop each other.
            Assert.True(await TryAsync(From("192.0.2.1"), MissingPackageApplication.AgentPassword));
        }

        Assert.Equal(0, await _application.AskAsync(database => database.SignInAttempts.CountAsync()));
    }

    [Fact]
    public async Task Attempts_SayNothingOfWhomTheyWereAbout()
    {
        var guesser = From("192.0.2.77");
        Assert.False(await TryAsync(guesser, "guess number 1", "nobody.at.all@example.com"));
        var row = await _application.AskAsync(database => database.SignInAttempts.AsNoTracking().SingleAsync());
        Assert.Matches("^[0-9a-f]{64}$", row.AccountHash);
        Assert.Matches("^[0-9a-f]{64}$", row.SourceHash);
    }

    private Somebody From(string address) => new(_application.NewStranger(), address);

    private static async Task<bool> TryAsync(Somebody somebody, string password, string email = Victim)
    {
        var page = somebody.Person;
        await page.OpenAsync("/admin/sign-in");
        page.Type("Email", email);
        page.Type("Password", password);
        var post = page.Submission("Sign in");
        post.Headers.Add(AddressHeader, somebody.Address);
        await page.SendAsync(post);
        return page.Page.Address == "/admin";
    }

    private sealed class Somebody(Visitor person, string address)
    {
        public Visitor Person => person;

        public string Address { get; set; } = address;
    }

    /// <summary>As slow as it takes for all who try at once to be here, and counts them.</summary>
    private sealed class SlowHasher(Action look) : PasswordHasher<Agent>
    {
        public override PasswordVerificationResult VerifyHashedPassword(Agent user, string hashedPassword, string providedPassword)
        {
            look();
            Thread.Sleep(500);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    /// <summary>In memory nobody has a network address; a header gives one.</summary>
    private sealed class Addresses : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Headers[AddressHeader] is [{ } address])
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                }

                return rest(context);
            });
            next(app);
        };
    }
}
