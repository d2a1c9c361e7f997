using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Data;

namespace MissingPackage.Web.Access;

/// <summary>
/// Looks at the account behind the cookie on every request, with one query by key: whoever was locked, removed or signed
/// out is out at once, and a changed role counts at once. The role comes from here alone.
/// </summary>
internal sealed class AgentSessions(
    MissingPackageContext database, TwoFactor twoFactor, IOptions<IdentityOptions> identity, TimeProvider time) : ISecurityStampValidator
{
    /// <summary>When a session ends however often it is used. To prove again who one is begins a new one.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.RejectPrincipal(); // an error page is nobody's, and has to appear without a database too; the session stays
            return;
        }

        var id = context.Principal?.FindFirstValue(identity.Value.ClaimsIdentity.UserIdClaimType);
        var stamp = context.Principal?.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
        var agent = await database.Users.Where(a => a.Id == id)
            .Select(a => new { a.SecurityStamp, a.Role, a.LockoutEnd })
            .SingleOrDefaultAsync(context.HttpContext.RequestAborted);
        if (agent is null || agent.LockoutEnd is not null || string.IsNullOrEmpty(stamp) || agent.SecurityStamp != stamp
            || IsOver(context.Principal!) || await IsTooLittleAsync(context.Principal!, id!, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        var seen = new ClaimsIdentity(context.Principal!.Identity);
        foreach (var old in seen.FindAll(seen.RoleClaimType).ToList())
        {
            seen.RemoveClaim(old);
        }

        seen.AddClaim(new Claim(seen.RoleClaimType, agent.Role.ToString()));
        context.ReplacePrincipal(new ClaimsPrincipal(seen));
    }

    private bool IsOver(ClaimsPrincipal agent) => AgentClaims.SignedInOn(agent) is not { } since || time.GetUtcNow() - since >= Longest;

    // However the second step came to be: whoever knows the password alone must not go on to set up one of their own.
    private async Task<bool> IsTooLittleAsync(ClaimsPrincipal agent, string id, CancellationToken cancellation) =>
        agent.FindFirstValue(AgentClaims.Method) == AgentClaims.Password && (await twoFactor.StepsOfAsync(id, cancellation)).Any;
}
