using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using MissingPackage.Data;

namespace MissingPackage.Web.Access;

/// <summary>
/// Who may do what at the care desk. Folders of the admin area are closed with these in
/// <see cref="Areas.Admin.Conventions"/>; a single page or endpoint names one with <see cref="AuthorizeAttribute"/>.
/// For a page's sensitive handlers use <see cref="FreshSignInAttribute"/>, which keeps what was typed.
/// </summary>
internal static class Policies
{
    /// <summary>Anyone who is signed in, even where a second step is still to be set up: one's own account.</summary>
    public const string SignedIn = nameof(SignedIn);

    public const string Agent = nameof(AgentRole.Agent);

    public const string Supervisor = nameof(AgentRole.Supervisor);

    public const string Administrator = nameof(AgentRole.Administrator);

    /// <summary>Whoever proved who they are within <see cref="FreshSignInRequirement.Life"/>; says nothing of roles.</summary>
    public const string FreshSignIn = nameof(FreshSignIn);

    /// <summary>The seller of the hand-off that the address names; says nothing of agents.</summary>
    public const string Seller = nameof(Seller);

    public static void AddAgentPolicies(this IServiceCollection services)
    {
        services.AddAuthorizationBuilder()
            .AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Agent, policy => policy.AtLeast(AgentRole.Agent))
            .AddPolicy(Supervisor, policy => policy.AtLeast(AgentRole.Supervisor))
            .AddPolicy(Administrator, policy => policy.AtLeast(AgentRole.Administrator))
            .AddPolicy(Seller, policy => policy.AddAuthenticationSchemes(SellerAuthentication.SchemeName).RequireAuthenticatedUser())
            .AddPolicy(FreshSignIn, policy => policy.RequireAuthenticatedUser().AddRequirements(new FreshSignInRequirement()));
        services.AddSingleton<IAuthorizationHandler, FreshSignInHandler>();
        services.AddSingleton<IAuthorizationHandler, TwoFactorHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalHandler>();
    }

    private static AuthorizationPolicyBuilder AtLeast(this AuthorizationPolicyBuilder policy, AgentRole role) => policy
        .RequireAuthenticatedUser()
        .RequireRole(Enum.GetValues<AgentRole>().Where(r => r >= role).Select(r => r.ToString()))
        .AddRequirements(new TwoFactorRequirement());
}

/// <summary>Section <c>Agents</c>: how agents sign in.</summary>
public sealed class AgentOptions
{
    public const string Section = "Agents";

    /// <summary>Whether a password alone opens nothing but the page on which an agent sets up a second step.</summary>
    public bool RequireTwoFactor { get; set; }
}

/// <summary>Where <see cref="AgentOptions.RequireTwoFactor"/> asks for it: more than a password was shown.</summary>
internal sealed class TwoFactorRequirement : IAuthorizationRequirement;

internal sealed class TwoFactorHandler(IOptionsMonitor<AgentOptions> options) : AuthorizationHandler<TwoFactorRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TwoFactorRequirement requirement)
    {
        if (!options.CurrentValue.RequireTwoFactor || context.User.FindFirstValue(AgentClaims.Method) is { } method && method != AgentClaims.Password)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>The agent showed a password, a passkey or the single sign-on a short while ago.</summary>
internal sealed class FreshSignInRequirement : IAuthorizationRequirement
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
}

internal sealed class FreshSignInHandler(TimeProvider time) : AuthorizationHandler<FreshSignInRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshSignInRequirement requirement)
    {
        if (AgentClaims.ProvedOn(context.User) is { } provedOn && time.GetUtcNow() - provedOn < FreshSignInRequirement.Life)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
