using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Admin;

internal static class Conventions
{
    public const string Area = "Admin";

    // Whoever isn't signed in has to get here.
    private static readonly string[] OpenPages = ["/SignIn", "/SignInCode", "/SingleSignOn", "/Invitation"];

    /// <summary>Closes the whole area: a new page is closed until it is opened here, and opens to agents.</summary>
    public static void CloseAdminArea(this PageConventionCollection conventions)
    {
        conventions.AddAreaFolderApplicationModelConvention(Area, "/", page =>
            page.EndpointMetadata.Add(new AuthorizeAttribute(PolicyOf(page.ViewEnginePath))));
        foreach (var page in OpenPages)
        {
            conventions.AllowAnonymousToAreaPage(Area, page);
        }
    }

    /// <summary>The policy of a page of the area, by the folder (or the page itself) just below its root.</summary>
    /// <param name="page">From the area's root, such as <c>/Agents/Index</c>.</param>
    public static string PolicyOf(string page) => page.Split('/', 3)[1] switch
    {
        "Account" or "Confirm" or "Confirmed" or "SignOut" => Policies.SignedIn,
        "Reports" or "Messages" => Policies.Supervisor,
        "Agents" or "Settings" or "Jobs" or "Orders" => Policies.Administrator,
        _ => Policies.Agent,
    };
}
