using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;
using MissingPackage.Application.Mail.Messages;

namespace MissingPackage.Web.Tests.Messages;

/// <summary>A message as the server took it.</summary>
public sealed record Delivery(string To, MimeMessage Message, string Raw);

/// <summary>
/// A mail server on a port of its own that speaks SMTP (RFC 5321) line by line, and misbehaves on demand. What it has
/// answered 250 to after DATA, it has taken.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
#pragma warning disable CA2213 // has no timer and no handle: it is left to the collector, so that DisposeAsync can be called twice
    private readonly CancellationTokenSource _stop = new();
#pragma warning restore CA2213
    private readonly ConcurrentQueue<Delivery> _deliveries = new();
    private readonly Task _accepting;
    private int _connections;
    private int _bodies;

    public SmtpServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it took, in this order.</summary>
    public IReadOnlyList<Delivery> Deliveries => [.. _deliveries];

    public int Connections => _connections;

    /// <summary>The answer to RCPT TO for an address, or null to accept.</summary>
    public Func<string, string?> OnRecipient { get; set; } = _ => null;

    /// <summary>The answer after DATA for the body of this number (from 1), or null to accept.</summary>
    public Func<int, string?> OnBody { get; set; } = _ => null;

    /// <summary>Whether to hang up in the middle of the body of this number (from 1).</summary>
    public Func<int, bool> DropsBody { get; set; } = _ => false;

    /// <summary>How long it thinks before it takes a message.</summary>
    public TimeSpan Thinks { get; set; } = TimeSpan.Zero;

    /// <summary>Whether it says nothing at all.</summary>
    public bool Silent { get; set; }

    /// <summary>The user and password it asks for, or null.</summary>
    public (string User, string Password)? Login { get; set; }

    /// <summary>The certificate with which it offers TLS, or null.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Whether TLS begins with the first byte instead of after STARTTLS.</summary>
    public bool TlsFromTheStart { get; set; }

    /// <summary>Connections that turned to TLS.</summary>
    public int Secured { get; private set; }

    /// <summary>Settings with which the application sends here.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{Port}"), ("Mail:Smtp:Security", "None"),
        ("Mail:Smtp:MessagesPerSecond", "10000"),
    ];

    /// <summary>Goes down, with every connection; as often as it is called.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref _connections);
        using (client)
        {
            try
            {
                client.NoDelay = true;
                if (TlsFromTheStart)
                {
                    await using var secure = await SecureAsync(client.GetStream());
                    await TalkAsync(secure, secured: true);
                }
                else
                {
                    await TalkAsync(client.GetStream(), secured: false);
                }
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side is gone, or we are.
            }
        }
    }

    private async Task<SslStream> SecureAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stop.Token);
        Secured++;
        return secure;
    }

    private async Task TalkAsync(Stream stream, bool secured)
    {
        // Latin-1 keeps each byte what it is.
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        if (Silent)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        if (!secured || TlsFromTheStart)
        {
            await writer.WriteLineAsync("220 loopback");
        }

        var to = "";
        var known = Login is null;
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-loopback\r\n250-8BITMIME\r\n250-PIPELINING" + (Certificate is null || secured ? "" : "\r\n250-STARTTLS") + (Login is null ? "\r\n250 SMTPUTF8" : "\r\n250 AUTH PLAIN"));
                    break;
                case "STARTTLS" when Certificate is not null && !secured:
                    await writer.WriteLineAsync("220 go on");
                    await using (var secure = await SecureAsync(stream))
                    {
                        await TalkAsync(secure, secured: true);
                    }

                    return;
                case "AUTH":
                    known = Login is { } login && line.Split(' ')[^1] == Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{login.User}\0{login.Password}"));
                    await writer.WriteLineAsync(known ? "235 welcome" : "535 no");
                    break;
                case "MAIL":
                    await writer.WriteLineAsync(known ? "250 ok" : "530 log in first");
                    break;
                case "RCPT":
                    to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    await writer.WriteLineAsync(OnRecipient(to) ?? "250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    if (await TakeAsync(reader, to) is not { } answer)
                    {
                        return;
                    }

                    await writer.WriteLineAsync(answer);
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                case "NOOP" or "RSET":
                    await writer.WriteLineAsync("250 ok");
                    break;
                default:
                    await writer.WriteLineAsync("500 what");
                    break;
            }
        }
    }

    /// <returns>The answer, or null to hang up.</returns>
    private async Task<string?> TakeAsync(StreamReader reader, string to)
    {
        var number = Interlocked.Increment(ref _bodies);
        var body = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            if (DropsBody(number))
            {
                return null;
            }

            body.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        if (OnBody(number) is { } refusal)
        {
            return refusal;
        }

        await Task.Delay(Thinks, _stop.Token);
        var raw = body.ToString();
        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(raw));
        _deliveries.Enqueue(new Delivery(to, await MimeMessage.LoadAsync(bytes, _stop.Token), raw));
        return "250 taken";
    }
}
