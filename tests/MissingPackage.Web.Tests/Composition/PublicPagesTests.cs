using System.Net;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Composition;

/// <summary>Pages from memory: the same for everybody who brings nothing along, of their own for everybody else.</summary>
public sealed class PublicPagesTests : IDisposable
{
    private const string Draft = "mp-draft";

    private readonly MissingPackageApplication _application = new();

    public static TheoryData<string> Pages { get; } = ["/", "/where-to-look", "/carriers", "/help", "/privacy"];

    public void Dispose() => _application.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Get_ByTwoNewcomers_IsTheSamePageToTheLastByte(string address)
    {
        var first = await BrowseAsync(_application.NewStranger(), address);
        var second = await BrowseAsync(_application.NewStranger(), address);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Body, second.Body);
        Assert.Null(first.Document.QuerySelector("input[name=__RequestVerificationToken]"));
        Assert.Contains("no-store", first.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", second.Header("Content-Security-Policy"), StringComparison.Ordinal);
        for (var tries = 0; second.Header("Age") is null; tries++)
        {
            // Between two visits of a slow machine the second may be over for which it is kept.
            Assert.True(tries < 50, "It never came from memory.");
            second = await BrowseAsync(_application.NewStranger(), address);
        }
    }

    [Fact]
    public async Task Get_TheChecklist_GivesEachBrowserADraftOfItsOwn()
    {
        var (one, other) = (_application.NewStranger(), _application.NewStranger());
        await BrowseAsync(one, "/where-to-look");
        await BrowseAsync(other, "/where-to-look");

        Assert.NotEqual(one.Cookies.GetAllCookies()[Draft]!.Value, other.Cookies.GetAllCookies()[Draft]!.Value, StringComparer.Ordinal);
        await BrowseAsync(other, "/");
        await BrowseAsync(other, "/where-to-look");

        await SendAsync(one, "same-origin", ("Input.CaseNumber", "CASE-ONE"));
        await SendAsync(other, "same-origin", ("Input.CaseNumber", "CASE-TWO"));
        Assert.Contains("CASE-ONE", (await BrowseAsync(one, "/where-to-look")).Html, StringComparison.Ordinal);
        Assert.Contains("CASE-TWO", (await BrowseAsync(other, "/where-to-look")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("CASE-", (await BrowseAsync(_application.NewStranger(), "/where-to-look")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ByWhoHasARequestOrADraft_ShowsThemTheirOwn()
    {
        var customer = _application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story());
        var returning = await BrowseAsync(customer, "/");
        Assert.Contains(reference, returning.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(reference, (await BrowseAsync(_application.NewStranger(), "/")).Html, StringComparison.Ordinal);

        var reporting = _application.NewCustomer();
        await reporting.AnswerOrderAsync(new Story());
        Assert.Contains("Go on with your report", (await BrowseAsync(reporting, "/")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Go on with your report", (await BrowseAsync(_application.NewStranger(), "/")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("same-origin", HttpStatusCode.Redirect)]
    [InlineData("same-site", HttpStatusCode.BadRequest)]
    [InlineData("cross-site", HttpStatusCode.BadRequest)]
    [InlineData("none", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("same-origin, cross-site", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task Post_TheChecklistWithoutAToken_IsTakenFromOurOwnPageOnly(string? from, HttpStatusCode expected)
    {
        var visitor = _application.NewStranger();
        await BrowseAsync(visitor, "/where-to-look");

        var answer = await SendAsync(visitor, from, ("Input.CaseNumber", "CASE-THREE"));

        Assert.Equal(expected is HttpStatusCode.Redirect ? HttpStatusCode.OK : expected, answer.Status);
        Assert.Equal(expected is HttpStatusCode.Redirect, (await BrowseAsync(visitor, "/where-to-look")).Html.Contains("CASE-THREE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/report/order")]
    [InlineData("/return")]
    public async Task Post_AnyOtherForm_NeedsItsTokenWhateverTheBrowserSays(string address)
    {
        var visitor = _application.NewStranger();
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Get_ByABrowserThatSaysNothing_HasATokenThatWorks()
    {
        var visitor = _application.NewStranger();
        await visitor.OpenAsync("/where-to-look");
        Assert.NotNull(visitor.Page.Document.QuerySelector("input[name=__RequestVerificationToken]"));
        visitor.Type("Case number they gave you", "CASE-FOUR");
        await visitor.PressAsync("Show my carrier’s number");

        Assert.Contains("CASE-FOUR", visitor.Page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AfterASettingWasEdited_ShowsItAtOnce()
    {
        await BrowseAsync(_application.NewStranger(), "/carriers");
        var admin = await _application.NewAgentAsync();
        await admin.OpenAsync("/admin/settings/carriers/usps");
        admin.Type("Last checked", "2026-06-30");
        admin.Type("Phone", "(800) 555-0142");
        await admin.PressAsync("Save");
        Assert.Equal("Saved. Customers see it from now on.", Assert.Single(admin.Page.All(".done")));

        Assert.Contains("(800) 555-0142", (await BrowseAsync(_application.NewStranger(), "/carriers")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Compressed_OnlyWhatIsForEverybody()
    {
        var customer = _application.NewCustomer();
        await customer.OpenRequestAsync(new Story());

        Assert.Equal("br", await EncodingAsync(_application.NewStranger(), "/"));
        Assert.Equal("br", await EncodingAsync(_application.NewStranger(), "/where-to-look"));
        Assert.Null(await EncodingAsync(customer, "/"));
        Assert.Null(await EncodingAsync(customer, "/where-to-look"));
        Assert.Null(await EncodingAsync(customer, customer.RequestPath));

        static async Task<string?> EncodingAsync(Visitor visitor, string address)
        {
            var request = FromABrowser(HttpMethod.Get, address, "none");
            request.Headers.Add("Accept-Encoding", "gzip, br");
            return (await visitor.SendAsync(request)).Header("Content-Encoding");
        }
    }

    private static HttpRequestMessage FromABrowser(HttpMethod method, string address, string? from)
    {
        var request = new HttpRequestMessage(method, address);
        if (from is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", from);
        }

        return request;
    }

    private static Task<WebPage> BrowseAsync(Visitor visitor, string address) => visitor.SendAsync(FromABrowser(HttpMethod.Get, address, "none"));

    private static Task<WebPage> SendAsync(Visitor visitor, string? from, params (string Name, string Value)[] fields)
    {
        var request = FromABrowser(HttpMethod.Post, "/where-to-look", from);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return visitor.SendAsync(request);
    }
}
