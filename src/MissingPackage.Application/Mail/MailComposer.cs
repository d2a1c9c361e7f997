using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using MimeKit;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Site;

namespace MissingPackage.Application.Mail;

/// <summary>Puts a letter into words, as HTML and as plain text, and into an envelope with the right headers.</summary>
public sealed class MailComposer(
    IServiceProvider services, ILoggerFactory loggers, IOptions<MailOptions> mail, IOptions<CareOptions> care)
{
    /// <summary>The email as it is sent.</summary>
    /// <param name="key">The outbox row's key: the same row always has the same Message-ID.</param>
    /// <param name="createdOn">UTC; when it was promised.</param>
    /// <param name="letter">What it says, and to whom.</param>
    /// <exception cref="MailRefusedException">The recipient's address is no address.</exception>
    public async Task<MimeMessage> ComposeAsync(Guid key, DateTime createdOn, Letter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var from = MailboxAddress.Parse(mail.Value.From);
        var (html, text) = await RenderAsync(letter.Message);
        return new MimeMessage
        {
            From = { from },
            ReplyTo = { MailboxAddress.Parse(care.Value.Email) },
            To = { AddressOf(letter) },
            Subject = OneLine(letter.Message.Subject),
            Date = new DateTimeOffset(createdOn),
            MessageId = $"{key:n}@{from.Domain}",
            // RFC 3834: out-of-office notes and other machines don't answer it.
            Headers = { { "Auto-Submitted", "auto-generated" }, { "X-Auto-Response-Suppress", "All" } },
            Body = new MultipartAlternative { new TextPart("plain") { Text = text }, new TextPart("html") { Text = html } },
        };
    }

    /// <summary>A message in words.</summary>
    public async Task<(string Html, string Text)> RenderAsync(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Message"] = message });
            return (await renderer.RenderComponentAsync(message.Template, parameters)).ToHtmlString();
        });
        return (html, PlainText.Of(html));
    }

    /// <summary>A name may hold anything that somebody typed; a header holds one line.</summary>
    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static MailboxAddress AddressOf(Letter letter)
    {
        var email = letter.ToEmail.Trim();
        return email.IndexOf('@', StringComparison.Ordinal) > 0 && !email.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
            && MailboxAddress.TryParse(email, out var parsed) && parsed.Address == email
            ? new MailboxAddress(OneLine(letter.ToName), email)
            : throw new MailRefusedException("The address isn’t an email address.", recipient: true);
    }
}
