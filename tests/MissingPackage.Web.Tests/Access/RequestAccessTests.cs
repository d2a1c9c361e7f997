using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Access;

/// <summary>Whoever may not see a request gets one and the same page, whether or not it exists.</summary>
public sealed class RequestAccessTests(MissingPackageApplication application)
{
    private const string Forged = "MP-0000-0000";

    [Fact]
    public async Task Get_WhenTheRequestIsNotTheirs_AnswersAsIfItDidNotExist()
    {
        var owner = application.NewCustomer();
        var reference = await owner.BringToReviewAsync();
        await owner.SignAsync();
        var signed = (await application.RequestAsync(reference)).SignedStatement!.Id.ToString();
        var other = application.NewCustomer();
        await other.OpenRequestAsync();
        var refusal = await application.NewStranger().OpenAsync("/requests/" + Forged);
        Assert.Equal(HttpStatusCode.NotFound, refusal.Status);
        Assert.Equal("We can’t show that page", refusal.Heading);

        var strangers = new Dictionary<string, Visitor>(StringComparer.Ordinal)
        {
            ["no cookie"] = application.NewStranger(),
            ["another customer"] = other,
            ["tampered cookie"] = WithCookie(Flip(ValueOf(owner, "mp-access"))),
            ["cookie cut short"] = WithCookie(ValueOf(owner, "mp-access")[..30]),
            ["nonsense cookie"] = WithCookie("x"),
            ["a cookie of another purpose"] = WithCookie(ValueOf(other, "mp-form")),
            ["an agent"] = await application.NewAgentAsync(),
        };
        foreach (var route in Routes(HttpMethod.Get))
        {
            foreach (var (who, visitor) in strangers)
            {
                foreach (var name in new[] { reference, Forged, "nonsense" })
                {
                    var page = await visitor.OpenAsync(route.Replace("{reference}", name, StringComparison.Ordinal).Replace("{document:guid}", signed, StringComparison.Ordinal));
                    Assert.True(page.Status == HttpStatusCode.NotFound, $"{who} got {page.Status} at {page.Address}");
                    Assert.Equal(refusal.Html, page.Html);
                    Assert.Equal(HeadersOf(refusal), HeadersOf(page));
                }
            }
        }
    }

    [Fact]
    public async Task Post_WhenTheRequestIsNotTheirs_AnswersAsIfItDidNotExistAndChangesNothing()
    {
        var owner = application.NewCustomer();
        var reference = await owner.BringToReviewAsync();
        var before = await application.RequestAsync(reference);
        var document = before.Documents[0].Id.ToString();
        var other = application.NewCustomer();
        await other.OpenRequestAsync();
        var refusal = (await application.NewStranger().OpenAsync("/requests/" + Forged)).Html;

        string[] posts =
        [
            "/requests/{reference}/documents?handler=Remove", "/requests/{reference}/turned-up?handler=Found", "/requests/{reference}/turned-up?handler=Withdraw",
            .. Routes(HttpMethod.Post),
        ];
        foreach (var visitor in new[] { application.NewStranger(), other, WithCookie(Flip(ValueOf(owner, "mp-access"))) })
        {
            foreach (var address in posts.Select(post => post.Replace("{reference}", reference, StringComparison.Ordinal).Replace("{document:guid}", document, StringComparison.Ordinal)))
            {
                await visitor.OpenAsync("/return");
                await visitor.PostByHandAsync(address, ("document", document), ("Input.Place", "Lobby"));
                Assert.True(visitor.Page.Status == HttpStatusCode.NotFound, $"{visitor.Page.Status} at {address}");
                Assert.Equal(refusal, visitor.Page.Html);
            }
        }

        // The owner's own upload form, sent by somebody else.
        await owner.OpenAsync(owner.DocumentsPath);
        owner.Tick("Driver’s license");
        await other.SendAsync(owner.Submission("Send photo ID", Customer.PhotoOfStatement));
        Assert.Equal(HttpStatusCode.NotFound, other.Page.Status);
        Assert.Equal(refusal, other.Page.Html);

        var after = await application.RequestAsync(reference);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Events.Count, after.Events.Count);
        Assert.Equal(2, after.Documents.Count);
    }

    [Fact]
    public async Task Get_WhenTheReferenceIsWrittenLoosely_FindsTheirRequest()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.OpenAsync("/requests/" + reference.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()[2..]);

        Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
        Assert.Equal([reference], customer.Page.All(".ref b"));
    }

    [Fact]
    public async Task Get_WhenTheWindowWasClosed_StillShowsTheirRequestAndListsIt()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var later = application.Reopen(customer);
        await later.OpenAsync("/");
        Assert.Contains(reference, later.Page.All("main li a"), StringComparer.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await later.OpenAsync(customer.RequestPath)).Status);
    }

    [Fact]
    public async Task Get_When30DaysHavePassed_IsNoLongerTheirs()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        await customer.OpenRequestAsync();
        own.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await customer.LookAtStatusAsync()).Status);
        own.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(HttpStatusCode.NotFound, (await customer.LookAtStatusAsync()).Status);
    }

    [Fact]
    public async Task Forget_OnASharedDevice_ClosesTheRequestHere()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.PressAsync("Shared device? Forget my requests here");

        Assert.Equal("/", customer.Page.Address);
        Assert.DoesNotContain(reference, customer.Page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await customer.LookAtStatusAsync()).Status);
    }

    private List<string> Routes(HttpMethod method) =>
        application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method.Method, StringComparer.Ordinal) != false)
            .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => route.StartsWith("/requests/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

    private Visitor WithCookie(string value)
    {
        var visitor = application.NewStranger();
        visitor.Cookies.Add(new Cookie("mp-access", value, "/", "localhost"));
        return visitor;
    }

    private static string ValueOf(Visitor visitor, string cookie) => visitor.Cookies.GetAllCookies()[cookie]!.Value;

    private static string Flip(string value) => value[..50] + (value[50] == 'A' ? 'B' : 'A') + value[51..];

    private static List<string> HeadersOf(WebPage page) =>
        page.Response.Headers.Concat(page.Response.Content.Headers)
            .Select(header => header.Key + ": " + string.Join(", ", header.Value)).Order(StringComparer.Ordinal).ToList();
}
