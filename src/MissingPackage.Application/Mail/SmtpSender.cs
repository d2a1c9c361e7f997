using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;

namespace MissingPackage.Application.Mail;

/// <summary>Sends over SMTP: one connection for a batch, opened again where it broke, at most so many messages a second.</summary>
public sealed class SmtpSender(IOptions<MailOptions> options) : IMailSender, IAsyncDisposable
{
    private readonly SmtpClient _client = Client(options.Value.Smtp);
    private long _lastSend;

    private SmtpOptions Settings => options.Value.Smtp;

    public async Task SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(2.0 * Settings.TimeoutSeconds));
        await PaceAsync(cancellation);
        try
        {
            await ConnectAsync(limit.Token);
            await _client.SendAsync(message, limit.Token);
        }
        catch (SmtpCommandException refused) when ((int)refused.StatusCode is >= 500 and < 600
            && refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted)
        {
            // The server's own words may repeat the address: only its number is kept.
            await ResetAsync(limit.Token);
            throw new MailRefusedException(
                $"The recipient’s mail server answered {((int)refused.StatusCode).ToString(CultureInfo.InvariantCulture)} ({(refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? "no such recipient" : "message refused")}).",
                recipient: true, refused);
        }
        catch (SmtpCommandException later)
        {
            await ResetAsync(limit.Token);
            throw new IOException($"The mail server answered {((int)later.StatusCode).ToString(CultureInfo.InvariantCulture)} ({later.ErrorCode}).", later);
        }
        catch (Exception broken) when (broken is not MailUnavailableException && !cancellation.IsCancellationRequested)
        {
            // In the middle of a message, or too slow: this connection is of no use any more.
            await CloseAsync(quietly: false);
            throw broken is OperationCanceledException ? new TimeoutException("The mail server took too long.") : broken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(quietly: true);
        _client.Dispose();
    }

    private static SmtpClient Client(SmtpOptions settings)
    {
        var client = new SmtpClient { Timeout = settings.TimeoutSeconds * 1000 };
        if (settings.TrustedCertificates.Length > 0)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, errors) =>
                errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && IsTrusted(settings, certificate));
        }

        return client;
    }

    /// <summary>Whether a certificate that the system doesn't know is from one of the authorities in the settings.</summary>
    private static bool IsTrusted(SmtpOptions settings, X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 theirs)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(settings.TrustedCertificates);
        // A company's own authority seldom says what it revoked.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(theirs);
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        if (_client.IsConnected)
        {
            return;
        }

        try
        {
            await _client.ConnectAsync(Settings.Host, Settings.Port, Settings.SocketOptions, cancellation);
            if (!string.IsNullOrEmpty(Settings.UserName))
            {
                await _client.AuthenticateAsync(Settings.UserName, Settings.Password, cancellation);
            }
        }
        catch (Exception shut) when (shut is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            await CloseAsync(quietly: false);
            throw new MailUnavailableException($"The mail server can’t be reached or doesn’t let us in ({shut.GetType().Name}).", shut);
        }
        catch (OperationCanceledException slow)
        {
            await CloseAsync(quietly: false);
            throw new MailUnavailableException("The mail server took too long to answer.", slow);
        }
    }

    /// <summary>Waits until the next message may go.</summary>
    private async Task PaceAsync(CancellationToken cancellation)
    {
        var gap = TimeSpan.FromSeconds(1.0 / Settings.MessagesPerSecond);
        if (_lastSend != 0 && gap - Stopwatch.GetElapsedTime(_lastSend) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, cancellation);
        }

        _lastSend = Stopwatch.GetTimestamp();
    }

    /// <summary>Makes the connection ready for the next message after a refusal.</summary>
    private async Task ResetAsync(CancellationToken cancellation)
    {
        try
        {
            if (_client.IsConnected)
            {
                await _client.NoOpAsync(cancellation);
            }
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            await CloseAsync(quietly: false);
        }
    }

    private async Task CloseAsync(bool quietly)
    {
        try
        {
            if (_client.IsConnected)
            {
                await _client.DisconnectAsync(quietly, CancellationToken.None);
            }
        }
        catch (Exception broken) when (broken is IOException or SmtpProtocolException or SmtpCommandException or ObjectDisposedException or InvalidOperationException)
        {
            // Gone already.
        }
    }
}
