using System.Net;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Orders;
using MissingPackage.Web.Tests.Packets;
using MissingPackage.Web.Tests.People;
using MissingPackage.Web.Tests.Sellers;

namespace MissingPackage.Web.Tests.Access;

/// <summary>How somebody was answered somewhere.</summary>
/// <param name="Asked">Such as <c>GET /admin</c>.</param>
/// <param name="Person">Who asked.</param>
/// <param name="Kind">In the words of docs/security.md.</param>
/// <param name="Complaints">Whatever an answer must never hold.</param>
internal sealed record Answer(string Asked, string Person, string Kind, HttpStatusCode Status, string Location, IReadOnlyList<string> Complaints);

/// <summary>
/// One life of the application with one claim that is at its seller, another one beside it, and everybody who could come
/// by: each with the cookies they were given, which stay as they are whatever is answered.
/// </summary>
public sealed class RouteWalk : IAsyncLifetime
{
    public const string Open = "open";

    private const string WithoutSecondStep = "administrator without a second step";

    // Words that stand on every page which shows something of the claim, and nowhere else.
    private static readonly string[] Theirs = ["Zacharias", "Unmistakable Lane", "Harpsichord"];

    // What some posts need to be understood at all; what they are about lies in their addresses.
    private static readonly (string Name, string Value)[] Fields = [("kind", "PhotoId"), ("name", MissingPackage.Application.Jobs.JobPlan.All[0].Name)];

    private readonly MissingPackageApplication _application = MissingPackageApplication.With(Issuer.Settings)
        .Where(services => services.Configure<OpenIdConnectOptions>("OpenIdConnect", oidc =>
            oidc.Configuration = new OpenIdConnectConfiguration { Issuer = Issuer.Authority, AuthorizationEndpoint = Issuer.Authority + "authorize" }));

    private readonly Dictionary<string, (string Cookies, IReadOnlyList<string> Tokens)> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _emails = new(StringComparer.Ordinal) { [WithoutSecondStep] = MissingPackageApplication.AgentEmail };
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);
    private HttpClient _client = null!;
    private string _reference = "";
    private string _signed = "";
    private string _id = "";
    private string _agent = "";
    private string _import = "";

    public IServiceProvider Services => _application.Services;

    /// <summary>How many were sent.</summary>
    public int Sent { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _client = _application.CreateDefaultClient(_application.Site);
        _agent = await _application.MakeAgentAsync("somebody@example.com");
        _import = (await _application.UploadAsync(Lists.Of(Lists.Row("SAMPLE-1")))).Id.ToString();
        var (customer, agent) = await _application.AcceptedAsync(TheirStory());
        _reference = customer.Reference;
        await agent.MaskAsync(_reference);
        var (seller, link) = await HandOffAsync(agent, _reference, "claims@example.com");
        await _application.MakePacketsAsync();
        var (otherCustomer, otherSeller, _) = await _application.ComeInAsync();
        var request = await _application.RequestAsync(_reference);
        _signed = request.SignedStatement!.Id.ToString();
        _id = request.Documents.First(document => document.Signature is null).Id.ToString();
        _parts["handOff"] = seller.ClaimPath.Split('/')[^1];

        await MeetAsync("anybody", _application.NewStranger(), "/return");
        await MeetAsync("its customer", customer, "/return", customer.DocumentsPath);
        await MeetAsync("another customer", otherCustomer, "/return", otherCustomer.DocumentsPath);
        await MeetAsync("its seller", seller, "/return", seller.ClaimPath);
        _people["its seller"] = (_people["its seller"].Cookies + "; " + link, _people["its seller"].Tokens);
        await MeetAsync("another seller", otherSeller, "/return", otherSeller.ClaimPath);
        foreach (var role in Enum.GetValues<AgentRole>())
        {
            var email = Story.FreshEmail();
            await _application.MakeAgentAsync(email, role);
            var person = await _application.NewAgentAsync(email);
            await person.OpenAsync("/admin/account/authenticator");
            person.Type("Then enter the code it shows", Authenticator.CodeFor(person.Page, _application.Time.GetUtcNow()));
            await person.PressAsync("Turn it on");
            _emails[role.ToString().ToLowerInvariant()] = email;
            await MeetAsync(role.ToString().ToLowerInvariant(), person, "/return", "/admin/account");
        }

        await MeetAsync(WithoutSecondStep, await _application.NewAgentAsync(), "/return", "/admin/account");
        var settings = (IConfigurationRoot)Services.GetRequiredService<IConfiguration>();
        settings["Agents:RequireTwoFactor"] = "true";
        settings.Reload();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }

    /// <summary>Everything that nobody may have changed who wasn't let in.</summary>
    public async Task<string> StateAsync()
    {
        var request = await _application.RequestAsync(_reference);
        return await _application.AskAsync(async database =>
        {
            var agents = await database.Users.OrderBy(a => a.Id).Select(a => a.Role + " " + a.IsLocked + " " + a.TwoFactorEnabled).ToListAsync();
            int[] counts =
            [
                request.Documents.Count, request.Events.Count(e => e.Kind is not (RequestEventKind.DocumentViewed or RequestEventKind.SellerViewed or RequestEventKind.PacketDownloaded)), await database.Requests.CountAsync(),
                await database.Settings.CountAsync(), await database.CannedTexts.CountAsync(), await database.CustomerGrants.CountAsync(), await database.Outbox.CountAsync(),
            ];
            return $"{request.Status}; {string.Join(", ", counts)}; {string.Join(", ", agents)}";
        });
    }

    /// <summary>Probes answer a GET alone.</summary>
    public static bool IsProbe(string route) => route.StartsWith("/health/", StringComparison.Ordinal);

    /// <summary>What a browser sends by itself, what answers whatever was refused, and what looks at a file and changes nothing.</summary>
    public static bool TakesNoToken(string route) => route is "/csp-reports" or "/problem/{code:int}" or "/statements/check/{code?}";

    /// <summary>When a post comes: what ends the claim comes late, and what ends the sender's own session last.</summary>
    public static int TurnOf(string route, string handler) =>
        route == "/admin/sign-out" || handler is "Forget" or "Leave" ? 3
        : route == "/admin/account" && handler == "TwoFactorOff" ? 2
        : route == "/requests/{reference}/turned-up" || handler is "Erase" or "Lock" or "Remove" or "Revoke" ? 1
        : 0;

    /// <summary>Whoever works at the desk gets a new session, by the password alone.</summary>
    public async Task SignInAgainAsync(string person)
    {
        if (!_emails.TryGetValue(person, out var email))
        {
            return;
        }

        var again = _application.NewStranger();
        await again.OpenAsync("/admin/sign-in");
        again.Type("Email", email);
        again.Type("Password", MissingPackageApplication.AgentPassword);
        await again.PressAsync("Sign in");
        await MeetAsync(person, again, "/return", "/admin/account");
    }

    internal Task<Answer> GetAsync(RouteRow route, string handler, string person) => SendAsync(route, HttpMethod.Get, handler, person, token: null);

    internal async Task<Answer> PostAsync(RouteRow route, string handler, string person, bool withToken)
    {
        var answer = await SendAsync(route, HttpMethod.Post, handler, person, token: null);
        // A token is of whoever was given it, in the part of the site where that was: all are tried.
        foreach (var token in withToken && answer.Kind == "no token" ? _people[person].Tokens : [])
        {
            answer = await SendAsync(route, HttpMethod.Post, handler, person, token);
            if (answer.Kind != "no token")
            {
                break;
            }
        }

        return answer;
    }

    private static Story TheirStory() => new() { Name = "Zacharias Sample", Line1 = "7 Unmistakable Lane", Item = "Harpsichord", Email = Story.FreshEmail() };

    /// <summary>Hands a claim to a seller, who comes in; and the cookie of the link, which the right code takes away.</summary>
    private async Task<(Seller Seller, string Link)> HandOffAsync(People.Agent agent, string reference, string email)
    {
        var seller = _application.NewSeller(email);
        await agent.HandOffAsync(reference, email);
        _parts["seller token"] = (await seller.LinkInMailAsync()).Split('/')[^1];
        await seller.AskForCodeAsync();
        var link = seller.Cookies.GetAllCookies().Single(cookie => cookie.Name == Web.Access.SellerAccess.LinkCookie);
        await seller.TypeCodeAsync(await seller.CodeInMailAsync());
        return (seller, $"{link.Name}={link.Value}");
    }

    private async Task MeetAsync(string name, Visitor person, params string[] pages)
    {
        var tokens = new List<string>();
        foreach (var address in pages)
        {
            await person.OpenAsync(address);
            tokens.AddRange(person.Page.Document.QuerySelectorAll("input[name=__RequestVerificationToken]").Select(field => field.GetAttribute("value")!).Take(1));
        }

        Assert.NotEmpty(tokens);
        // And one of before they signed in, which this browser's cookie goes with as well.
        var cookie = person.Cookies.GetAllCookies().Single(kept => kept.Name == "mp-form");
        using var before = new HttpRequestMessage(HttpMethod.Get, "/return") { Headers = { { "Cookie", $"{cookie.Name}={cookie.Value}" } } };
        using var page = await _client.SendAsync(before);
        tokens.Add((await WebPage.ReadAsync(page, "/return")).Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
        _people[name] = (person.Cookies.GetCookieHeader(_application.Site), tokens);
    }

    private async Task<Answer> SendAsync(RouteRow route, HttpMethod method, string handler, string person, string? token)
    {
        Sent++;
        var address = route.Address == RouteTable.StaticFiles ? "/css/mp.css" : RouteTable.Fill(route.Address, part => PartOf(route.Address, part));
        using var request = new HttpRequestMessage(method, address + (handler == "-" ? "" : "?handler=" + handler));
        request.Headers.Add("Cookie", _people[person].Cookies);
        if (method == HttpMethod.Post)
        {
            var form = new MultipartFormDataContent("----a-browsers-boundary");
            if (token is not null)
            {
                form.Add(new StringContent(token) { Headers = { ContentType = null } }, "\"__RequestVerificationToken\"");
            }

            foreach (var (name, value) in Fields)
            {
                form.Add(new StringContent(value) { Headers = { ContentType = null } }, $"\"{name}\"");
            }

            request.Content = form;
        }

        using var response = await _client.SendAsync(request);
        var location = response.Headers.Location?.ToString() ?? "";
        var kind = KindOf(method, response.StatusCode, location);
        return new($"{method} {request.RequestUri}", person, kind, response.StatusCode, location, await ComplaintsAsync($"{method} {request.RequestUri} as {person}", response, person, kind));
    }

    private static string KindOf(HttpMethod method, HttpStatusCode status, string location) => status switch
    {
        HttpStatusCode.NotFound => "404",
        HttpStatusCode.Forbidden => "403",
        HttpStatusCode.Unauthorized => "401",
        HttpStatusCode.BadRequest when method == HttpMethod.Post => "no token",
        >= HttpStatusCode.InternalServerError => "broken",
        HttpStatusCode.Found when location.Contains("/admin/sign-in?returnTo=", StringComparison.Ordinal) => "sign in",
        HttpStatusCode.Found when location == "/admin/account?secondStep=needed" => "second step",
        HttpStatusCode.Found when location == "/seller" => "link",
        _ => Open,
    };

    private static async Task<IReadOnlyList<string>> ComplaintsAsync(string asked, HttpResponseMessage response, string person, string kind)
    {
        var complaints = new List<string>();
        var policy = response.Headers.TryGetValues("Content-Security-Policy", out var policies) ? policies.Single() : "";
        if (!policy.StartsWith("default-src 'none'", StringComparison.Ordinal) || policy.Contains("unsafe-", StringComparison.Ordinal) || policy.Contains('*', StringComparison.Ordinal))
        {
            complaints.Add($"{asked}: the content security policy is “{policy}”.");
        }

        if (!response.Headers.TryGetValues("X-Content-Type-Options", out _) || !response.Headers.TryGetValues("X-Frame-Options", out _))
        {
            complaints.Add($"{asked}: a header is missing.");
        }

        var mayNotSee = kind != Open || person is "anybody" or "another customer" or "another seller" or WithoutSecondStep;
        if (mayNotSee && response.Content.Headers.ContentType?.MediaType is { } type && !type.StartsWith("image/", StringComparison.Ordinal))
        {
            var body = await response.Content.ReadAsStringAsync();
            if (Theirs.Any(word => body.Contains(word, StringComparison.Ordinal)))
            {
                complaints.Add($"{asked}: shows something of a claim.");
            }
        }

        return complaints;
    }

    private string PartOf(string route, string part) => part switch
    {
        "reference" => _reference,
        "document" => route.Contains("/signed/", StringComparison.Ordinal) ? _signed : _id,
        "number" => "1",
        "format" => "pdf",
        "handOff" => _parts["handOff"],
        "token" when route.StartsWith("/seller/", StringComparison.Ordinal) => _parts["seller token"],
        "token" or "code" when !route.Contains("carriers", StringComparison.Ordinal) => part == "code" && route.StartsWith("/problem/", StringComparison.Ordinal) ? "409" : "nonsense",
        "code" => "usps",
        "key" => SampleMessages.All[0].Key,
        "id" when route.StartsWith("/admin/agents/", StringComparison.Ordinal) => _agent,
        "id" when route.StartsWith("/admin/orders/", StringComparison.Ordinal) => _import,
        "id" => "new",
        _ => throw new InvalidOperationException($"Say in RouteWalk.PartOf what stands for {{{part}}} in {route}."),
    };
}
