using MissingPackage.Web.Messages;

namespace MissingPackage.Web.Composition;

internal static class MessagesSetup
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<RequestMessages>();
        builder.Services.AddSingleton<OutboxDispatcher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OutboxDispatcher>());
    }
}
