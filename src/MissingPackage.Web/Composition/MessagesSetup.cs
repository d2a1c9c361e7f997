using MissingPackage.Application.Jobs;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Site;

namespace MissingPackage.Web.Composition;

internal static class MessagesSetup
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<MailOptions>(mail => mail.Smtp.TrustedCertificates =
            mail.Smtp.TrustedCertificates.Length > 0 ? builder.Environment.PathOf(mail.Smtp.TrustedCertificates) : "");
        builder.Services.AddScoped<Outbox>();
        builder.Services.AddScoped<OpenedMailLimit>();
        builder.Services.AddScoped<RequestMessages>();
        builder.Services.AddScoped<CareMessages>();
        builder.Services.AddScoped<SellerMessages>();
        builder.Services.AddScoped<ReturnLinks>();
        builder.Services.AddScoped<MailComposer>();
        if (builder.Configuration.Read<MailOptions>(MailOptions.Section).Smtp.Host.Length == 0)
        {
            builder.Services.AddScoped<IMailSender, PickupFolderSender>();
        }
        else
        {
            builder.Services.AddScoped<IMailSender, SmtpSender>();
        }

        builder.Services.AddSingleton<OutboxDispatcher>();
        if (builder.Configuration.Read<JobsOptions>(JobsOptions.Section).Enabled)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<OutboxDispatcher>());
        }
    }
}
