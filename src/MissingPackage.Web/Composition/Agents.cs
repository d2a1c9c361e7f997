using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using MissingPackage.Application.Site;
using MissingPackage.Data;
using MissingPackage.Web.Access;
using MissingPackage.Web.Areas.Admin.Pages;
using MissingPackage.Web.Areas.Admin.Pages.Account;
using MissingPackage.Web.Areas.Admin.Reviewing;

namespace MissingPackage.Web.Composition;

internal static class Agents
{
    public static void AddAgents(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<AgentSignIn>();
        builder.Services.AddScoped<SignInAttempts>();
        builder.Services.AddScoped<TwoFactor>();
        builder.Services.AddScoped<AgentRoster>();
        builder.Services.AddAgentPolicies();
        var authentication = builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication.AddIdentityCookies();
        authentication.AddScheme<AuthenticationSchemeOptions, SellerAuthentication>(SellerAuthentication.SchemeName, _ => { });
        builder.AddSingleSignOn(authentication);
        builder.Services.AddScoped<TypedBeforeSignIn>();
        builder.Services.AddScoped<RelatedRequests>();
        builder.Services.AddIdentityCore<Agent>(identity =>
            {
                MissingPackageContext.UseSchema(identity);
                identity.User.RequireUniqueEmail = true;
                // Length is what counts (NIST SP 800-63B); SignInAttempts answers guessing.
                identity.Password.RequiredLength = NewPassword.MinLength;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
            })
            .AddEntityFrameworkStores<MissingPackageContext>()
            .AddSignInManager();
        builder.Services.Replace(ServiceDescriptor.Scoped<ISecurityStampValidator, AgentSessions>());
        builder.Services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<SiteOptions>>((passkeys, site) =>
        {
            passkeys.ServerDomain = new Uri(site.Value.PublicUrl).Host;
            // The device asks its owner for a finger, a face or a PIN: that makes a passkey two steps in one.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            // Forms of a page that sends no referrer carry no Origin header, so the browser's signed word is compared with
            // the address asked for; that it is one of ours, host filtering has seen to.
            passkeys.ValidateOrigin = origin => ValueTask.FromResult(
                !origin.CrossOrigin && origin.Origin == $"{origin.HttpContext.Request.Scheme}://{origin.HttpContext.Request.Host}");
        });
        builder.Services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ExternalScheme)
            .Configure<SiteCookies>((cookie, cookies) => cookies.Apply(cookie.Cookie, "mp-single")); // the issuer's site leads back
        builder.Services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme)
            .Configure<SiteCookies>((cookie, cookies) => cookies.Apply(cookie.Cookie, "mp-halfway", SameSiteMode.Strict));
        builder.Services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorRememberMeScheme)
            .Configure<SiteCookies>((cookie, cookies) => cookies.Apply(cookie.Cookie, "mp-remembered", SameSiteMode.Strict));
        builder.Services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<SiteCookies>((cookie, cookies) =>
        {
            cookies.Apply(cookie.Cookie, "mp-desk");
            cookie.ExpireTimeSpan = TimeSpan.FromHours(10);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/admin/sign-in";
            cookie.ReturnUrlParameter = "returnTo";
            // What was typed into a form whose session had ended comes back after the sign-in.
            cookie.Events.OnRedirectToLogin = async context =>
            {
                var kept = await context.HttpContext.RequestServices.GetRequiredService<TypedBeforeSignIn>().KeepAsync(context.HttpContext);
                context.Response.Redirect(kept is var (page, isKept)
                    ? context.Request.PathBase + context.Options.LoginPath
                        + QueryString.Create(context.Options.ReturnUrlParameter, page).Add(SignInModel.SignedOutParameter, isKept ? SignInModel.Kept : "true")
                    : context.RedirectUri);
            };
            cookie.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
    }

    private static void AddSingleSignOn(this WebApplicationBuilder builder, AuthenticationBuilder authentication)
    {
        builder.Services.AddScoped<SingleSignOn>();
        if (!builder.Configuration.Read<SingleSignOnOptions>(SingleSignOnOptions.Section).IsOn)
        {
            return;
        }

        authentication.AddOpenIdConnect(SingleSignOn.Scheme, _ => { });
        builder.Services.AddOptions<OpenIdConnectOptions>(SingleSignOn.Scheme).Configure<IOptions<SingleSignOnOptions>, SiteCookies>((oidc, ours, cookies) =>
        {
            oidc.Authority = ours.Value.Authority;
            oidc.ClientId = ours.Value.ClientId;
            oidc.ClientSecret = ours.Value.ClientSecret;
            oidc.SignInScheme = IdentityConstants.ExternalScheme;
            oidc.ResponseType = OpenIdConnectResponseType.Code;
            // Back by a plain link, so that cookies of the same site come along.
            oidc.ResponseMode = OpenIdConnectResponseMode.Query;
            oidc.UsePkce = true;
            oidc.MapInboundClaims = false;
            // Roles come from the signed ID token alone.
            oidc.GetClaimsFromUserInfoEndpoint = false;
            oidc.ClaimActions.Clear();
            oidc.SaveTokens = false;
            oidc.CallbackPath = "/admin/sign-in/back";
            oidc.Scope.Add("email");
            cookies.Apply(oidc.CorrelationCookie, "mp-single-visit-");
            cookies.Apply(oidc.NonceCookie, "mp-single-nonce-");

            oidc.Events.OnRedirectToIdentityProvider = context =>
            {
                if (context.Properties.Items.ContainsKey(SingleSignOn.Fresh))
                {
                    (context.ProtocolMessage.Prompt, context.ProtocolMessage.MaxAge) = ("login", "0");
                }

                return Task.CompletedTask;
            };
            oidc.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                context.Response.Redirect("/admin/sign-in?single=failed");
                return Task.CompletedTask;
            };
        });
    }

    /// <summary>
    /// Makes the first agent, an administrator, where there is none: from <c>Bootstrap:AdminEmail</c> and <c>Bootstrap:AdminPassword</c>, or,
    /// in development, with a random password that the log prints once.
    /// </summary>
    public static async Task PrepareAgentsAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var agents = scope.ServiceProvider.GetRequiredService<UserManager<Agent>>();
        if (await agents.Users.AnyAsync())
        {
            return;
        }

        var first = app.Services.GetRequiredService<IOptions<BootstrapOptions>>().Value;
        var (email, password) = (first.AdminEmail, first.AdminPassword);
        var generated = string.IsNullOrEmpty(email) && app.Environment.IsDevelopment();
        if (generated)
        {
            email = "agent@example.com";
            password = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(12));
        }

        if (string.IsNullOrEmpty(email) || string.IsNullOrEmpty(password))
        {
            app.Logger.LogWarning("There is no agent yet: set Bootstrap:AdminEmail and Bootstrap:AdminPassword and start again");
            return;
        }

        var made = await agents.CreateAsync(new Agent { UserName = email, Email = email, EmailConfirmed = true, Role = AgentRole.Administrator }, password);
        if (!made.Succeeded)
        {
            throw new StartException(
                "The first agent couldn’t be made from Bootstrap:AdminEmail and Bootstrap:AdminPassword: "
                + string.Join(" ", made.Errors.Select(e => e.Description)));
        }

        if (generated)
        {
            app.Logger.LogInformation("Development sign-in at /admin: {Email} with password {Password}", email, password);
        }
    }
}
