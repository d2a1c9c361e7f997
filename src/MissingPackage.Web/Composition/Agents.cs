using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Web.Areas.Admin.Reviewing;

namespace MissingPackage.Web.Composition;

internal static class Agents
{
    public static void AddAgents(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        builder.Services.AddAuthorization();
        builder.Services.AddScoped<TypedBeforeSignIn>();
        builder.Services.AddScoped<RelatedRequests>();
        builder.Services.AddIdentityCore<Agent>(identity =>
            {
                MissingPackageContext.UseSchema(identity);
                identity.User.RequireUniqueEmail = true;
                // Length is what counts (NIST SP 800-63B); lockout answers guessing.
                identity.Password.RequiredLength = 12;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddEntityFrameworkStores<MissingPackageContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        builder.Services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));
        builder.Services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "mp-desk";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(10);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/admin/sign-in";
            cookie.AccessDeniedPath = "/problem/403";
            cookie.ReturnUrlParameter = "returnTo";
            // What was typed into a form whose session had ended comes back after the sign-in.
            cookie.Events.OnRedirectToLogin = async context =>
            {
                var page = await context.HttpContext.RequestServices.GetRequiredService<TypedBeforeSignIn>().KeepAsync(context.HttpContext);
                context.Response.Redirect(page is null
                    ? context.RedirectUri
                    : context.Request.PathBase + context.Options.LoginPath + QueryString.Create(context.Options.ReturnUrlParameter, page));
            };
        });
    }

    /// <summary>
    /// Makes the first agent where there is none: from <c>Bootstrap:AdminEmail</c> and <c>Bootstrap:AdminPassword</c>, or,
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

        var email = app.Configuration["Bootstrap:AdminEmail"];
        var password = app.Configuration["Bootstrap:AdminPassword"];
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

        var made = await agents.CreateAsync(new Agent { UserName = email, Email = email, EmailConfirmed = true }, password);
        if (!made.Succeeded)
        {
            throw new InvalidOperationException(
                "The first agent couldn’t be made from Bootstrap:AdminEmail and Bootstrap:AdminPassword: "
                + string.Join(" ", made.Errors.Select(e => e.Description)));
        }

        if (generated)
        {
            app.Logger.LogInformation("Development sign-in at /admin: {Email} with password {Password}", email, password);
        }
    }
}
