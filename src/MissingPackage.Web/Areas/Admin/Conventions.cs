using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace MissingPackage.Web.Areas.Admin;

internal static class Conventions
{
    public const string Area = "Admin";

    /// <summary>Closes the whole area: a new page is closed until it is opened here.</summary>
    public static void CloseAdminArea(this PageConventionCollection conventions)
    {
        conventions.AuthorizeAreaFolder(Area, "/");
        conventions.AllowAnonymousToAreaPage(Area, "/SignIn");
    }
}
