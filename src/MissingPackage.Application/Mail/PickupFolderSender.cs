using System.Globalization;
using Microsoft.Extensions.Options;
using MimeKit;

namespace MissingPackage.Application.Mail;

/// <summary>Writes each message as an .eml file named after its Message-ID, so that a repeat overwrites the first.</summary>
public sealed class PickupFolderSender(IOptions<MailOptions> options, IHostEnvironment environment) : IMailSender
{
    public async Task SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        var folder = Path.Combine(environment.ContentRootPath, options.Value.PickupFolder);
        Directory.CreateDirectory(folder);
        var name = $"{message.Date.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{message.MessageId!.Split('@')[0]}";
        var file = Path.Combine(folder, name + ".eml");
        var half = file + ".part";
        await using (var stream = File.Create(half))
        {
            await message.WriteToAsync(stream, cancellation);
        }

        File.Move(half, file, overwrite: true);
    }
}
