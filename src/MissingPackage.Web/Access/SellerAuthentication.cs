using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MissingPackage.Web.Access;

/// <summary>
/// Knows a seller by the session of the hand-off that the address names, and by nothing else: not an agent, not a
/// customer, not the seller of another hand-off. It is asked only by <see cref="Policies.Seller"/>.
/// </summary>
internal sealed class SellerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SellerAccess access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Seller";

    /// <summary>The part of an address that names the hand-off.</summary>
    public const string RouteValue = "handOff";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Guid.TryParse(Request.RouteValues[RouteValue] as string, out var id)
            || await access.SignedInAsync(id, Context.RequestAborted) is not { } grant)
        {
            return AuthenticateResult.NoResult();
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, grant.Id.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>One answer for a session that has ended, a link that was revoked, and a hand-off that never was.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Redirect("/seller");
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => HandleChallengeAsync(properties);
}
