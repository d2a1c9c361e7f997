using MissingPackage.Web.Messages;

namespace MissingPackage.Web.Composition;

internal static class MessagesSetup
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<Outbox>();
        builder.Services.AddScoped<RequestMessages>();
        builder.Services.AddScoped<CareMessages>();
        builder.Services.AddScoped<SellerMessages>();
        builder.Services.AddScoped<ReturnLinks>();
        builder.Services.AddScoped<MailComposer>();
        if (string.IsNullOrEmpty(builder.Configuration[$"{MailOptions.Section}:Smtp:Host"]))
        {
            builder.Services.AddScoped<IMailSender, PickupFolderSender>();
        }
        else
        {
            builder.Services.AddScoped<IMailSender, SmtpSender>();
        }

        builder.Services.AddSingleton<OutboxDispatcher>();
        if (builder.Configuration.GetValue("Jobs:Enabled", true))
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<OutboxDispatcher>());
        }
    }
}
