using MissingPackage.Application.Jobs;
using MissingPackage.Application.Packets;
using MissingPackage.Documents;

namespace MissingPackage.Web.Composition;

internal static class PacketsSetup
{
    public static void AddPackets(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_ => new PacketPictures(builder.FontFolder()));
        builder.Services.AddScoped<PacketBuilder>();
        builder.Services.AddScoped<ClaimPackets>();
        builder.Services.AddSingleton<PacketMaker>();
        if (builder.Configuration.Read<JobsOptions>(JobsOptions.Section).Enabled)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<PacketMaker>());
        }
    }
}
