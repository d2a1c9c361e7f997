using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace MissingPackage.Web.Tests.People;

/// <summary>An organization's sign-in: signs ID tokens with its key, and whatever else a test makes of it.</summary>
internal sealed class Issuer : HttpMessageHandler
{
    public const string Authority = "https://login.example.com/";

    private const string Client = "care-desk";

    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "1" };

    /// <summary>What the next token claims, beside the usual.</summary>
    public Dictionary<string, object> Claims { get; } = new(StringComparer.Ordinal);

    public string TokenIssuer { get; set; } = Authority;

    public string Audience { get; set; } = Client;

    /// <summary>The key that signs the next token, where it isn't the issuer's own.</summary>
    public SecurityKey? OtherKey { get; set; }

    public string? Nonce { get; set; }

    /// <summary>The query of the last visit.</summary>
    public Dictionary<string, string> Asked { get; private set; } = new(StringComparer.Ordinal);

    public static (string Key, string Value)[] Settings { get; } =
    [
        ("OpenIdConnect:Authority", Authority), ("OpenIdConnect:ClientId", Client), ("OpenIdConnect:ClientSecret", "a sample secret"),
        ("OpenIdConnect:Name", "Sample Login"), ("OpenIdConnect:RoleClaim", "groups"),
        ("OpenIdConnect:Roles:care-agents", "Agent"), ("OpenIdConnect:Roles:care-leads", "Supervisor"), ("OpenIdConnect:Roles:care-admins", "Administrator"),
    ];

    /// <summary>
    /// An application that knows this issuer. Its clock isn't behind the machine's: the browser's cookies and the tokens,
    /// which last minutes, end by that one.
    /// </summary>
    public MissingPackageApplication NewApplication(params (string Key, string Value)[] more)
    {
        var application = MissingPackageApplication.With([.. Settings, .. more]);
        var now = TimeProvider.System.GetUtcNow();
        if (now > application.Time.GetUtcNow())
        {
            application.Time.SetUtcNow(now);
        }

        return application.Where(services => services.Configure<OpenIdConnectOptions>("OpenIdConnect", oidc =>
        {
            oidc.Configuration = new OpenIdConnectConfiguration
            {
                Issuer = Authority,
                AuthorizationEndpoint = Authority + "authorize",
                TokenEndpoint = Authority + "token",
                SigningKeys = { _key },
            };
            oidc.BackchannelHttpHandler = this;
        }));
    }

    /// <summary>A person presses the button, signs in here, and is sent back.</summary>
    /// <param name="application">With <see cref="NewApplication"/>.</param>
    /// <param name="start">Where the button leads.</param>
    /// <param name="cookies">Their browser's, if it has been here before.</param>
    /// <param name="extra">Something added to the way back.</param>
    public async Task<Visitor> SendAsync(
        MissingPackageApplication application, string start = "/admin/sign-in/single", CookieContainer? cookies = null, string extra = "")
    {
        cookies ??= new CookieContainer();
        using var browser = application.NewBrowser(cookies);
        using var there = await browser.GetAsync(start);
        Assert.Equal(HttpStatusCode.Found, there.StatusCode);
        var visit = there.Headers.Location!;
        Assert.StartsWith(Authority + "authorize?", visit.ToString(), StringComparison.Ordinal);
        Asked = QueryHelpers.ParseQuery(visit.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        Nonce ??= Asked["nonce"];
        var visitor = new Visitor(application, cookies);
        await visitor.OpenAsync($"/admin/sign-in/back?code=sample&state={Uri.EscapeDataString(Asked["state"])}{extra}");
        Nonce = null;
        return visitor;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal(Authority + "token", request.RequestUri!.ToString());
        var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken));
        Assert.NotEmpty(form["code_verifier"].ToString());
        Assert.Equal("a sample secret", form["client_secret"]);
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenIssuer,
            Audience = Audience,
            Claims = new Dictionary<string, object>(Claims, StringComparer.Ordinal) { ["nonce"] = Nonce! },
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
            SigningCredentials = new SigningCredentials(OtherKey ?? _key, SecurityAlgorithms.RsaSha256),
        });
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = JsonContent.Create(new { id_token = token, access_token = "sample", token_type = "Bearer", expires_in = 300 }),
        };
    }
}
