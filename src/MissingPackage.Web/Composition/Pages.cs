using FluentValidation;
using FluentValidation.AspNetCore;
using MissingPackage.Web.Areas.Admin;
using MissingPackage.Web.Areas.Admin.Pages.Reports;
using MissingPackage.Web.Areas.Seller;

namespace MissingPackage.Web.Composition;

internal static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(pages =>
            {
                pages.Conventions.CloseAdminArea();
                pages.Conventions.CloseSellerArea();
            })
            .AddMvcOptions(mvc =>
            {
                // Validators alone decide what is required, in words for people.
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            });
        builder.Services.AddScoped<ReportQueries>();
        builder.Services.AddFluentValidationAutoValidation(validation => validation.DisableDataAnnotationsValidation = true);
        builder.Services.AddValidatorsFromAssemblyContaining<Program>(includeInternalTypes: true);
        ValidatorOptions.Global.DefaultRuleLevelCascadeMode = CascadeMode.Stop;
    }
}
