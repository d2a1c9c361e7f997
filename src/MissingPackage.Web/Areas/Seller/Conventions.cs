using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Areas.Seller;

internal static class Conventions
{
    public const string Area = "Seller";

    // Whoever has a link, or none, and no session yet: they show nothing of a request.
    private static readonly string[] OpenPages = ["/Index", "/Open", "/Code"];

    /// <summary>Closes the whole area: a new page is the seller's whose hand-off its address names, until it is opened here.</summary>
    public static void CloseSellerArea(this PageConventionCollection conventions)
    {
        conventions.AddAreaFolderApplicationModelConvention(Area, "/", page => page.EndpointMetadata.Add(new AuthorizeAttribute(Policies.Seller)));
        foreach (var page in OpenPages)
        {
            conventions.AllowAnonymousToAreaPage(Area, page);
        }
    }
}
