using MissingPackage.Application.Jobs;
using MissingPackage.Application.Orders;

namespace MissingPackage.Web.Composition;

internal static class OrdersSetup
{
    /// <summary>Orders known beforehand: their import behind the pages, their retention, and the question of a report.</summary>
    public static void AddOrders(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<OrderImporter>();
        builder.Services.AddScoped<OrderImports>();
        builder.Services.AddScoped<OrderRetention>();
        builder.Services.AddScoped<KnownOrders>();
        builder.Services.AddSingleton<OrderImportRunner>();
        if (builder.Configuration.Read<JobsOptions>(JobsOptions.Section).Enabled)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<OrderImportRunner>());
        }
    }
}
