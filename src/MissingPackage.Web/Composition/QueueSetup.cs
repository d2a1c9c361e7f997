using MissingPackage.Web.Areas.Admin.Queue;

namespace MissingPackage.Web.Composition;

internal static class QueueSetup
{
    public static void AddQueue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<QueueKeys>();
        builder.Services.AddScoped<QueueReader>();
        builder.Services.AddScoped<QueueNeighbours>();
        builder.Services.AddScoped<RequestSearch>();
        builder.Services.AddScoped<RequestAssignment>();
    }
}
