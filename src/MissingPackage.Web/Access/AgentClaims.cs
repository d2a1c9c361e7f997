using System.Globalization;
using System.Security.Claims;

namespace MissingPackage.Web.Access;

/// <summary>What an agent's cookie says beside Identity's own claims. The role isn't in it: it is read anew each time.</summary>
internal static class AgentClaims
{
    /// <summary>When the agent last proved who they are, in seconds since 1970, as in OpenID Connect.</summary>
    public const string AuthTime = "auth_time";

    /// <summary>When the session began, in the same seconds: it has an end however often it is used.</summary>
    public const string SignedIn = "iat";

    /// <summary>How, one of the values below: as in RFC 8176.</summary>
    public const string Method = "amr";

    public const string Password = "pwd";

    /// <summary>A password, and a code or recovery code.</summary>
    public const string TwoFactor = "mfa";

    /// <summary>A passkey, which the device unlocked for its owner.</summary>
    public const string Passkey = "hwk";

    /// <summary>The organization's single sign-on, which has rules of its own.</summary>
    public const string SingleSignOn = "sso";

    public static DateTimeOffset? ProvedOn(ClaimsPrincipal agent) => Read(agent, AuthTime);

    public static DateTimeOffset? SignedInOn(ClaimsPrincipal agent) => Read(agent, SignedIn);

    /// <param name="method">One of the methods above.</param>
    /// <param name="signedInOn">Now.</param>
    /// <param name="provedOn">Null where nobody knows when: never fresh.</param>
    public static IReadOnlyList<Claim> Of(string method, DateTimeOffset signedInOn, DateTimeOffset? provedOn) => provedOn is { } on
        ? [new(Method, method), Seconds(SignedIn, signedInOn), Seconds(AuthTime, on)]
        : [new(Method, method), Seconds(SignedIn, signedInOn)];

    private static DateTimeOffset? Read(ClaimsPrincipal agent, string claim) =>
        long.TryParse(agent.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static Claim Seconds(string claim, DateTimeOffset on) =>
        new(claim, on.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);
}
