using MimeKit;

namespace MissingPackage.Application.Mail;

/// <summary>Where mail leaves. One is made for a batch of messages and disposed after it.</summary>
public interface IMailSender
{
    /// <summary>Hands one message on.</summary>
    /// <exception cref="MailUnavailableException">Nothing can be sent just now.</exception>
    /// <exception cref="MailRefusedException">This message will never be taken.</exception>
    /// <exception cref="Exception">Anything else: this message may be taken later.</exception>
    Task SendAsync(MimeMessage message, CancellationToken cancellation);
}

/// <summary>The way out is shut: no message is to blame, and none is tried again until it opens.</summary>
public sealed class MailUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>A message was refused for good.</summary>
/// <param name="message">Why, without personal data.</param>
/// <param name="recipient">Whether it is the recipient who can't be reached by mail.</param>
/// <param name="inner">What the server said, or null.</param>
public sealed class MailRefusedException(string message, bool recipient, Exception? inner = null) : Exception(message, inner)
{
    public bool Recipient { get; } = recipient;
}
