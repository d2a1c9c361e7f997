using System.ComponentModel.DataAnnotations;
using System.Net;
using MailKit.Security;
using MimeKit;

namespace MissingPackage.Web.Messages;

/// <summary>Section <c>Mail</c>: SMTP where <c>Mail:Smtp:Host</c> names a server, else a folder.</summary>
public sealed class MailOptions : IValidatableObject
{
    public const string Section = "Mail";

    /// <summary>A folder into which messages are written as .eml files, relative to the application's folder.</summary>
    public string PickupFolder { get; set; } = "";

    /// <summary>Name and address that messages come from.</summary>
    [Required(ErrorMessage = "Mail:From is missing: set it to the name and address messages come from.")]
    public string From { get; set; } = "";

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Smtp.Host.Length == 0 && PickupFolder.Length == 0)
        {
            yield return new ValidationResult("Mail:Smtp:Host and Mail:PickupFolder are both missing: name a mail server, or a folder for outgoing mail.");
        }

        if (From.Length > 0 && !MailboxAddress.TryParse(From, out _))
        {
            yield return new ValidationResult("Mail:From must be a name and an address, such as Missing Package <care@example.com>.");
        }

        foreach (var wrong in Smtp.Host.Length == 0 ? [] : Smtp.Validate())
        {
            yield return new ValidationResult(wrong);
        }
    }
}

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Starts in the clear and must turn to TLS (port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,

    /// <summary>No encryption: for a server on this machine.</summary>
    None,
}

/// <summary>Section <c>Mail:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    public string UserName { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>
    /// A PEM file with the certificates of authorities to trust for this server beside those of the system, such as a
    /// company's own; relative to the application's folder. None where empty.
    /// </summary>
    public string TrustedCertificates { get; set; } = "";

    /// <summary>At most so many messages a second and node, so that a burst doesn't look like spam.</summary>
    public double MessagesPerSecond { get; set; } = 10;

    /// <summary>How long one answer of the server may take, in seconds; the outbox's leases last five times as long.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    internal SecureSocketOptions SocketOptions => Security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    internal IEnumerable<string> Validate()
    {
        if (Port is < 1 or > 65535)
        {
            yield return "Mail:Smtp:Port must be a port, such as 587.";
        }

        if (!Enum.IsDefined(Security))
        {
            yield return "Mail:Smtp:Security must be StartTls, Tls or None.";
        }

        if (UserName.Length > 0 != Password.Length > 0)
        {
            yield return "Mail:Smtp:UserName and Mail:Smtp:Password belong together: set both or neither.";
        }

        if (Security == SmtpSecurity.None && UserName.Length > 0 && !IsThisMachine)
        {
            yield return "Mail:Smtp:Security is None, which would send the password in the clear: set it to StartTls or Tls.";
        }

        if (TrustedCertificates.Length > 0 && !File.Exists(TrustedCertificates))
        {
            yield return "Mail:Smtp:TrustedCertificates names no file: set it to a PEM file of certificates, or leave it out to trust the system’s.";
        }

        if (TimeoutSeconds is < 1 or > 60)
        {
            yield return "Mail:Smtp:TimeoutSeconds must be 1 to 60.";
        }

        if (MessagesPerSecond is not (>= 0.1 and <= 10_000))
        {
            yield return "Mail:Smtp:MessagesPerSecond must be 0.1 to 10000.";
        }
    }

    private bool IsThisMachine => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
