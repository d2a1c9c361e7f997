using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Tests.Access;

/// <summary>What browsers report of the content security policy: taken from anybody, believed in two words.</summary>
public sealed class CspReportTests(MissingPackageApplication application)
{
    [Theory]
    [InlineData("application/csp-report", """{"csp-report":{"effective-directive":"script-src-elem","blocked-uri":"inline","document-uri":"https://missing.example.com/open/secret"}}""", HttpStatusCode.NoContent)]
    [InlineData("application/reports+json; charset=utf-8", """[{"type":"csp-violation","url":"https://missing.example.com/","body":{"effectiveDirective":"script-src-elem","blockedURL":"inline"}}]""", HttpStatusCode.NoContent)]
    [InlineData("application/reports+json", "[]", HttpStatusCode.NoContent)]
    [InlineData("application/reports+json", "[{\"type\":", HttpStatusCode.BadRequest)]
    [InlineData("application/csp-report", "", HttpStatusCode.BadRequest)]
    [InlineData("application/csp-report", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData("application/csp-report", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", HttpStatusCode.BadRequest)]
    [InlineData("application/csp-report", """{"csp-report":{"effective-directive":"\ud800"}}""", HttpStatusCode.BadRequest)] // half a character
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", "{}", HttpStatusCode.UnsupportedMediaType)]
    public async Task Post_FromAnybodyWithoutAToken_IsTakenIfItIsAReport(string type, string body, HttpStatusCode expected)
    {
        var answer = await application.NewStranger().SendAsync(Report(type, body));
        Assert.Equal(expected, answer.Status);
        Assert.Null(answer.Header("Set-Cookie"));
    }

    [Theory]
    [InlineData("""{"csp-report":{"violated-directive":"img-src 'self' blob:","blocked-uri":"https://evil.example/a?b=sample@example.com"}}""", "img-src blocked https://evil.example")]
    [InlineData("""{"csp-report":{"effective-directive":"style-src-attr","blocked-uri":"data"}}""", "style-src-attr blocked data")]
    [InlineData("""{"csp-report":{"effective-directive":"connect-src","blocked-uri":"wss://evil.example/path"}}""", "connect-src blocked wss:")]
    [InlineData("""{"csp-report":{"effective-directive":"script-src","blocked-uri":"/requests/MP-0000-0000"}}""", "script-src blocked file:")]
    [InlineData("""{"csp-report":{"effective-directive":"script-src","blocked-uri":"Sample Customer, 101 Example Street"}}""", "script-src blocked unknown")]
    [InlineData("""{"csp-report":{"effective-directive":"script-src\n[00:00:00 ERR] forged","blocked-uri":"inline"}}""", null)]
    [InlineData("""{"csp-report":{"effective-directive":17,"blocked-uri":[]}}""", null)]
    [InlineData("""{"csp-report":17}""", null)]
    [InlineData("""[17, {"type":"deprecation","body":{"effectiveDirective":"script-src"}}, {"type":"csp-violation"}]""", null)]
    [InlineData("""[{"type":"csp-violation","body":{"effectiveDirective":"require-trusted-types-for","blockedURL":"trusted-types-sink","sample":"Element innerHTML|secret"}}]""", "require-trusted-types-for blocked trusted-types-sink")]
    public void Read_OfWhateverIsSent_GivesADirectiveAndAnOriginAndNothingElse(string body, string? expected)
    {
        using var json = JsonDocument.Parse(body);
        Assert.Equal(expected ?? "", string.Join("; ", CspReports.Read(json.RootElement).Select(report => $"{report.Directive} blocked {report.Blocked}")));
    }

    [Fact]
    public async Task Post_WhenTooMany_IsRefusedAndTakesNothingFromWhatPeopleSend()
    {
        using var own = MissingPackageApplication.With(("RateLimits:ReportsPerMinute", "3"), ("RateLimits:PostsPerMinute", "2"));
        var stranger = own.NewStranger();
        for (var sent = 0; sent < 3; sent++)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await stranger.SendAsync(Report("application/reports+json", "[]"))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.SendAsync(Report("application/reports+json", "[]"))).Status);
        await stranger.OpenAsync("/report/item");
        await stranger.PressAsync("Continue");
        Assert.Equal(HttpStatusCode.OK, stranger.Page.Status);
    }

    private static HttpRequestMessage Report(string type, string body) => new(HttpMethod.Post, CspReports.Address)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } },
    };
}
