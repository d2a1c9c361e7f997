using MissingPackage.Application.Links;
using MissingPackage.Web.Access;
using MissingPackage.Web.Pages;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Composition;

internal static class Customers
{
    public static void AddCustomers(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<SiteCookies>();
        builder.Services.AddScoped<CustomerLinks>();
        builder.Services.AddScoped<SellerLinks>();
        builder.Services.AddScoped<CustomerAccess>();
        builder.Services.AddScoped<SellerAccess>();
        builder.Services.AddScoped<DraftStore>();
        builder.Services.AddScoped<ReportProgress>();
        builder.Services.AddMemoryCache();
        builder.Services.AddScoped<LikelyPlaces>();
    }
}
