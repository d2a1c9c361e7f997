using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace MissingPackage.Web.Access;

/// <summary>
/// Where only a fresh sign-in or the second step is missing, leads to where it is given instead of refusing.
/// </summary>
internal sealed class RefusalHandler : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var missing = authorizeResult.AuthorizationFailure?.FailedRequirements.ToList() ?? [];
        if (authorizeResult.Forbidden && missing.Count > 0)
        {
            if (missing.TrueForAll(m => m is TwoFactorRequirement))
            {
                context.Response.Redirect("/admin/account?secondStep=needed");
                return Task.CompletedTask;
            }

            if (missing.TrueForAll(m => m is FreshSignInRequirement) && HttpMethods.IsGet(context.Request.Method))
            {
                context.Response.Redirect(FreshSignInAttribute.ConfirmAddress(context.Request));
                return Task.CompletedTask;
            }
        }

        return _usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
