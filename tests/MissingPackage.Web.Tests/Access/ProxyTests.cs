using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Access;

/// <summary>Behind a proxy that is trusted, behind one that isn't, and for a Host that isn't ours.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Proxy = "10.1.2.3";

    private const string GuessesAMinute = "RateLimits:GuessablePerMinute";

    private readonly MissingPackageApplication _https = Https((GuessesAMinute, "2"), ("Site:TrustedProxies:0", Proxy), ("Site:TrustedProxies:1", "10.9.0.0/16"));

    public void Dispose() => _https.Dispose();

    [Fact]
    public async Task Get_BehindTheTrustedProxy_IsHttpsAndSaysSoForAYear()
    {
        using var answer = await GetAsync(_https, "/return", Proxy, ("X-Forwarded-Proto", "https"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
        Assert.Contains("upgrade-insecure-requests", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.StartsWith("__Host-mp-form=", Header(answer, "Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("; secure;", Header(answer, "Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ByPlainHttp_IsLedToHttpsOnce()
    {
        using var behind = await GetAsync(_https, "/return?reference=x", Proxy, ("X-Forwarded-Proto", "http"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, behind.StatusCode);
        Assert.Equal("https://missing.example.com/return?reference=x", behind.Headers.Location!.ToString());
        using var straight = await GetAsync(_https, "/return", "203.0.113.9");
        Assert.Equal("https://missing.example.com/return", straight.Headers.Location!.ToString());
        Assert.False(straight.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Get_BehindAProxyNobodyTrusts_IsRefusedInsteadOfLedInACircle()
    {
        using var answer = await GetAsync(_https, "/return", "203.0.113.9", ("X-Forwarded-Proto", "https"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.Contains("set up yet", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_AskedByPlainHttp_Answers(string path)
    {
        using var answer = await GetAsync(_https, path, "10.200.0.1");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("missing.example.com.evil.example")]
    [InlineData("evil.example:443")]
    [InlineData("missing.example.com@evil.example")]
    [InlineData("")]
    public async Task Get_WithAForeignHost_IsRefused(string host)
    {
        using var client = _https.CreateDefaultClient(_https.Site);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/return");
        asked.Headers.TryAddWithoutValidation("Host", host);
        using var answer = await client.SendAsync(asked, TestContext.Current.CancellationToken);
        if (asked.Headers.Host is null)
        {
            return; // the client itself refuses to send it
        }

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Location"));
    }

    [Fact]
    public async Task Limits_BehindTheTrustedProxy_CountTheCustomersAddressAlone()
    {
        string[] forged = ["198.51.100.1", "198.51.100.2", "198.51.100.3"];
        // Whatever a customer put into the header before, the proxy's own word is the last.
        foreach (var (before, expected) in forged.Zip([HttpStatusCode.Found, HttpStatusCode.Found, HttpStatusCode.TooManyRequests]))
        {
            Assert.Equal(expected, await AskForALinkAsync(_https, Proxy, ("X-Forwarded-For", $"{before}, 203.0.113.50"), ("X-Forwarded-Proto", "https")));
        }

        Assert.Equal(HttpStatusCode.Found, await AskForALinkAsync(_https, Proxy, ("X-Forwarded-For", "203.0.113.51"), ("X-Forwarded-Proto", "https")));
        // A proxy of a trusted network, for the address that was refused already.
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskForALinkAsync(_https, "10.9.44.5", ("X-Forwarded-For", "203.0.113.50"), ("X-Forwarded-Proto", "https")));
    }

    [Fact]
    public async Task Limits_WhenNobodyIsTrusted_CountTheSocketsAddressWhateverTheHeaderSays()
    {
        using var open = MissingPackageApplication.With((GuessesAMinute, "2")).Where(Sockets);
        foreach (var (claimed, expected) in new[] { ("198.51.100.1", HttpStatusCode.Found), ("127.0.0.1", HttpStatusCode.Found), ("198.51.100.3", HttpStatusCode.TooManyRequests) })
        {
            Assert.Equal(expected, await AskForALinkAsync(open, "203.0.113.60", ("X-Forwarded-For", claimed), ("Forwarded", "for=" + claimed), ("X-Real-IP", claimed)));
        }

        Assert.Equal(HttpStatusCode.Found, await AskForALinkAsync(open, "203.0.113.61", ("X-Forwarded-For", "203.0.113.60")));
    }

    [Fact]
    public async Task Limits_ForAnAddressOutsideTheTrustedOnes_CountTheSocketsAddress()
    {
        foreach (var (claimed, expected) in new[] { ("198.51.100.1", HttpStatusCode.TemporaryRedirect), ("198.51.100.2", HttpStatusCode.TemporaryRedirect) })
        {
            // Plain http from somewhere else: never taken for https, so nothing is read of it.
            using var client = _https.CreateDefaultClient(new Uri("http://missing.example.com"));
            using var asked = Ask("/return", HttpMethod.Post, "203.0.113.70", ("X-Forwarded-For", claimed));
            using var answer = await client.SendAsync(asked, TestContext.Current.CancellationToken);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    private static MissingPackageApplication Https(params (string Key, string Value)[] settings) =>
        MissingPackageApplication.With([("Site:PublicUrl", "https://missing.example.com"), .. settings]).Where(Sockets);

    private static void Sockets(IServiceCollection services) => services.AddSingleton<IStartupFilter, Socket>();

    private static async Task<HttpResponseMessage> GetAsync(MissingPackageApplication application, string path, string socket, params (string Name, string Value)[] headers)
    {
        _ = application.Services;
        using var client = application.CreateDefaultClient(new Uri("http://missing.example.com"));
        using var asked = Ask(path, HttpMethod.Get, socket, headers);
        return await client.SendAsync(asked, TestContext.Current.CancellationToken);
    }

    /// <summary>Fills in the form of the way back, and says how it was answered.</summary>
    private static async Task<HttpStatusCode> AskForALinkAsync(MissingPackageApplication application, string socket, params (string Name, string Value)[] headers)
    {
        var stranger = application.NewStranger();
        await stranger.OpenAsync("/return");
        stranger.Type("Reference", "MP-0000-0000");
        stranger.Type("Email", Story.FreshEmail());
        using var asked = stranger.Submission("Email me a link");
        asked.Headers.Add(Socket.Header, socket);
        foreach (var (name, value) in headers)
        {
            asked.Headers.Add(name, value);
        }

        asked.Headers.Add("Cookie", stranger.Cookies.GetCookieHeader(application.Site));
        using var client = application.CreateDefaultClient(new Uri("http://" + application.Site.Host));
        using var answer = await client.SendAsync(asked, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Ask(string path, HttpMethod method, string socket, params (string Name, string Value)[] headers)
    {
        var asked = new HttpRequestMessage(method, path);
        asked.Headers.Add(Socket.Header, socket);
        foreach (var (name, value) in headers)
        {
            asked.Headers.Add(name, value);
        }

        return asked;
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    /// <summary>Gives a connection in memory the address that a socket would have.</summary>
    private sealed class Socket : IStartupFilter
    {
        public const string Header = "Test-Socket";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (context.Request.Headers.Remove(Header, out var address))
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(address.ToString());
                }

                return following(context);
            });
            next(app);
        };
    }
}
