using FluentValidation;
using FluentValidation.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Web.Areas.Admin;

namespace MissingPackage.Web.Composition;

internal static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRouting(routing => routing.LowercaseUrls = true);
        builder.Services.AddRazorPages(pages =>
            {
                pages.Conventions.CloseAdminArea();
            })
            .AddMvcOptions(mvc =>
            {
                // Every page shows something of a person or holds a form: none is stored by a browser or a proxy.
                mvc.Filters.Add(new ResponseCacheAttribute { NoStore = true, Location = ResponseCacheLocation.None });
                // Validators alone decide what is required, in words for people.
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            });
        builder.Services.AddFluentValidationAutoValidation(validation => validation.DisableDataAnnotationsValidation = true);
        builder.Services.AddValidatorsFromAssemblyContaining<Program>(includeInternalTypes: true);
        ValidatorOptions.Global.DefaultRuleLevelCascadeMode = CascadeMode.Stop;
    }
}
