using FluentValidation;
using FluentValidation.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;
using MissingPackage.Application.Requests;
using MissingPackage.Web.Areas.Admin;
using MissingPackage.Web.Areas.Admin.Pages.Reports;
using MissingPackage.Web.Areas.Seller;
using MissingPackage.Web.Pages;

namespace MissingPackage.Web.Composition;

internal static class PagesSetup
{
    /// <summary>Several times the longest text of any form, each letter of it written as nine bytes.</summary>
    private const int SmallFormBytes = 64 * 1024;

    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(pages =>
            {
                pages.Conventions.CloseAdminArea();
                pages.Conventions.CloseSellerArea();
                pages.Conventions.Add(new SmallForms());
            })
            .AddMvcOptions(mvc =>
            {
                // Validators alone decide what is required, in words for people.
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                mvc.Filters.Add(new NoOtherPosts());
            });
        builder.Services.AddScoped<ReportQueries>();
        builder.Services.AddFluentValidationAutoValidation(validation => validation.DisableDataAnnotationsValidation = true);
        builder.Services.AddValidatorsFromAssemblies([typeof(Program).Assembly, typeof(ReportAnswers).Assembly], includeInternalTypes: true);
        ValidatorOptions.Global.DefaultRuleLevelCascadeMode = CascadeMode.Stop;
    }

    /// <summary>
    /// Refuses a post to a page that takes none, or not by that name: the page would be shown without having been loaded. It
    /// comes after the page's own look at who asks.
    /// </summary>
    private sealed class NoOtherPosts : IPageFilter
    {
        public void OnPageHandlerSelected(PageHandlerSelectedContext context)
        {
        }

        public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
        {
            // The problem page answers whatever was refused.
            if (context.HandlerMethod is null && HttpMethods.IsPost(context.HttpContext.Request.Method) && context.HandlerInstance is not ProblemModel)
            {
                context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
            }
        }

        public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
        {
        }
    }

    /// <summary>A page takes a small form, and nothing larger unless it says so with <see cref="RequestSizeLimitAttribute"/>.</summary>
    private sealed class SmallForms : IPageApplicationModelConvention
    {
        public void Apply(PageApplicationModel model) => model.EndpointMetadata.Insert(0, new RequestSizeLimitAttribute(SmallFormBytes)); // the last one counts
    }
}
