using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace MissingPackage.Web.Tests.Access;

/// <summary>How much and how often anybody may send; which route has which limit stands in docs/security.md.</summary>
public sealed class LimitTests(MissingPackageApplication application)
{
    private const string Missing = "/requests/MP-0000-0000";

    [Theory]
    [InlineData("/return", 64, "That was too long")]
    [InlineData("/admin/sign-in", 64, "That was too long")]
    [InlineData("/csp-reports", 16, "That was too long")]
    [InlineData(Missing + "/statement", 4 * 1024, "That was too large")]
    [InlineData("/statements/check", 64 * 1024, "That was too large")]
    [InlineData("/no-such-page", 1024, "That was too large")]
    public async Task Post_WhenItIsTooLarge_SaysWhatToDoBeforeItIsRead(string address, int kilobytes, string heading)
    {
        var stranger = application.NewStranger();
        var answer = await stranger.SendAsync(Announce(address, (kilobytes * 1024) + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal(heading, answer.Heading);
        Assert.Contains("Nothing was changed: go back", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenItIsAsLargeAsMayBe_IsRead()
    {
        using var form = new HttpRequestMessage(HttpMethod.Post, "/return") { Content = new StringContent("x=" + new string('x', (64 * 1024) - 2), new MediaTypeHeaderValue("application/x-www-form-urlencoded")) };
        Assert.Equal(HttpStatusCode.BadRequest, (await application.NewStranger().SendAsync(form)).Status); // read, and without a token
    }

    [Fact]
    public async Task Posts_OfEachPolicy_AreCountedByAddressAndAnsweredWithHowLongToWait()
    {
        string[] names = ["Guessable", "Costly", "Orders", "Checks", "Uploads", "Reports"];
        using var own = MissingPackageApplication.With([.. names.Select(name => ($"RateLimits:{name}PerMinute", "2")), ("RateLimits:PostsPerMinute", "30")]);
        var stranger = own.NewStranger();
        var policies = RouteTable.Written.Where(row => row.Limit.Length > 0).ToLookup(row => row.Limit, StringComparer.Ordinal);
        Assert.Equal(names.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal).ToArray(), policies.Select(policy => policy.Key).Order(StringComparer.Ordinal).ToArray());
        foreach (var policy in policies)
        {
            // What is open to a stranger, or answers them as if it weren't there.
            var address = RouteTable.Fill(policy.First(row => row.Who is "everybody" or "its customer").Address, part => part == "reference" ? "MP-0000-0000" : "x");
            foreach (var expected in new[] { false, false, true })
            {
                var answer = await stranger.SendAsync(Announce(address, 2));
                Assert.True(expected == (answer.Status == HttpStatusCode.TooManyRequests), $"{address} answered with {answer.Status}.");
            }

            Assert.InRange(int.Parse(stranger.Page.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
            Assert.Equal("A little slower, please", stranger.Page.Heading);
        }

        // Looking isn't counted, and everything else that is sent has the general limit.
        Assert.Equal(HttpStatusCode.OK, (await stranger.OpenAsync("/return")).Status);
        var sent = 0;
        while ((await stranger.SendAsync(Announce("/help", 2))).Status != HttpStatusCode.TooManyRequests)
        {
            Assert.True(++sent <= 30, "There is no general limit.");
        }

        Assert.Equal("A little slower, please", stranger.Page.Heading);
        Assert.Equal(HttpStatusCode.OK, (await stranger.OpenAsync("/help")).Status);
    }

    [Theory]
    [InlineData("/admin?handler=Find")]
    [InlineData("/seller/583fc368-dc22-4b07-8855-ab40f57f49d1?handler=Write")]
    public async Task Posts_OfNobodyWhoIsSignedIn_AreCountedToo(string address)
    {
        using var own = MissingPackageApplication.With(("RateLimits:PostsPerMinute", "5"));
        var stranger = own.NewStranger();
        for (var sent = 0; sent < 5; sent++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await stranger.SendAsync(Announce(address, 2))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.SendAsync(Announce(address, 2))).Status);
    }

    [Theory]
    [InlineData("/where-to-look", HttpStatusCode.BadRequest)]
    [InlineData("/return", HttpStatusCode.BadRequest)]
    [InlineData("/admin?handler=Find", HttpStatusCode.OK)] // the sign-in
    public async Task Form_ThatCannotBeRead_IsTheSendersFault(string address, HttpStatusCode expected)
    {
        var stranger = application.NewStranger();
        foreach (var (type, body) in new[]
        {
            ("application/x-www-form-urlencoded", string.Concat(Enumerable.Range(0, 1_100).Select(n => $"k{n}=&"))),
            ("multipart/form-data; boundary=x", "--x\r\nbroken"),
            ("multipart/form-data", "a=1"),
        })
        {
            using var form = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
            form.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            form.Headers.Add("Sec-Fetch-Site", "same-origin");
            Assert.Equal(expected, (await stranger.SendAsync(form)).Status);
        }
    }

    private static HttpRequestMessage Announce(string address, int bytes) =>
        new(HttpMethod.Post, address) { Content = new ByteArrayContent(new byte[bytes]) { Headers = { ContentType = new("application/x-www-form-urlencoded") } } };
}
