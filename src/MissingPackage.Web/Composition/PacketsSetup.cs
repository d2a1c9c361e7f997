using MissingPackage.Documents;
using MissingPackage.Web.Packets;

namespace MissingPackage.Web.Composition;

internal static class PacketsSetup
{
    public static void AddPackets(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_ => new PacketPictures(builder.Configuration["Statement:FontFolder"] is { Length: > 0 } folder ? folder : null));
        builder.Services.AddScoped<PacketBuilder>();
        builder.Services.AddScoped<ClaimPackets>();
        builder.Services.AddSingleton<PacketMaker>();
        if (builder.Configuration.GetValue("Jobs:Enabled", true))
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<PacketMaker>());
        }
    }
}
