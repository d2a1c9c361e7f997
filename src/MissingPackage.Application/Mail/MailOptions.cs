using System.ComponentModel.DataAnnotations;
using System.Net;
using MailKit.Security;
using MimeKit;
using MissingPackage.Application.Site;

namespace MissingPackage.Application.Mail;

/// <summary>Section <c>Mail</c>: SMTP where <c>Mail:Smtp:Host</c> names a server, else a folder.</summary>
public sealed class MailOptions : IValidatableObject
{
    public const string Section = "Mail";

    /// <summary>Where no server is named: a folder into which messages are written as .eml files, relative to the application's.</summary>
    public string PickupFolder { get; set; } = "";

    /// <summary>Name and address that messages come from; answers go to <c>Care:Email</c>.</summary>
    [Required(ErrorMessage = "Mail:From is missing: set it to the name and address messages come from, such as Missing Package <care@example.com>.")]
    public string From { get; set; } = "";

    /// <summary>New requests an hour that one address is told of, counting those of which nobody has opened a link yet.</summary>
    public int OpenedPerHour { get; set; } = 3;

    /// <summary>The same a day.</summary>
    public int OpenedPerDay { get; set; } = 10;

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Smtp.Host.Length == 0 && PickupFolder.Length == 0)
        {
            yield return new ValidationResult("Mail:Smtp:Host and Mail:PickupFolder are both missing: name a mail server, or a folder for outgoing mail.");
        }

        if (OpenedPerHour is < 1 or > 1_000_000 || OpenedPerDay is < 1 or > 1_000_000)
        {
            yield return new ValidationResult("Mail:OpenedPerHour and Mail:OpenedPerDay must be from 1 to 1000000.");
        }

        if (From.Length > 0 && !MailboxAddress.TryParse(From, out _))
        {
            yield return new ValidationResult("Mail:From must be a name and an address, such as Missing Package <care@example.com>.");
        }

        ArgumentNullException.ThrowIfNull(validationContext);
        var environment = validationContext.GetRequiredService<IHostEnvironment>();
        if (environment.IsProduction() && Smtp.Host.Length > 0 && From.TrimEnd('>').EndsWith("@example.com", StringComparison.OrdinalIgnoreCase))
        {
            yield return new ValidationResult("Mail:From is still a sample: set it to a name and an address of your own, such as Missing Package <care@your-company.com>.");
        }

        foreach (var wrong in Smtp.Validate(environment))
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

/// <summary>Section <c>Mail:Smtp</c>: the mail server.</summary>
public sealed class SmtpOptions
{
    /// <summary>The mail server's name, such as <c>smtp.example.com</c>; its certificate must be for that name.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port: mostly 587 with <c>StartTls</c>, 465 with <c>Tls</c>.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected: <c>StartTls</c>, <c>Tls</c>, or <c>None</c>, for a server on this machine or in a network of its own.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The account to log in with; without one nobody logs in.</summary>
    public string UserName { get; set; } = "";

    /// <summary>That account's password.</summary>
    [DataType(DataType.Password)]
    public string Password { get; set; } = "";

    /// <summary>
    /// A PEM file with the certificates of authorities to trust for this server beside those of the system, such as a
    /// company's own; relative to the application's folder.
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

    internal IEnumerable<string> Validate(IHostEnvironment environment)
    {
        if (Host.Length == 0)
        {
            foreach (var (name, value) in new[] { (nameof(UserName), UserName), (nameof(Password), Password), (nameof(TrustedCertificates), TrustedCertificates) })
            {
                if (value.Length > 0)
                {
                    yield return $"Mail:Smtp:{name} is set without Mail:Smtp:Host: name the mail server, such as smtp.example.com.";
                }
            }

            yield break;
        }

        if (Port is < 1 or > 65535)
        {
            yield return "Mail:Smtp:Port must be a port, such as 587.";
        }

        if (UserName.Length > 0 != Password.Length > 0)
        {
            yield return "Mail:Smtp:UserName and Mail:Smtp:Password belong together: set both or neither.";
        }

        if (Security == SmtpSecurity.None && UserName.Length > 0 && !IsThisMachine)
        {
            yield return "Mail:Smtp:Security is None, which would send the password in the clear: set it to StartTls or Tls.";
        }

        if (TrustedCertificates.Length > 0 && !File.Exists(environment.PathOf(TrustedCertificates)))
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
