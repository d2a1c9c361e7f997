using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Mail;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Web.Health;

/// <summary>Whether the virus scanner answers. Without it files wait in quarantine, and nothing is lost.</summary>
internal sealed class ScannerHealth(IntakeOptions intake, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        string.IsNullOrEmpty(intake.Clamd) ? HealthCheckResult.Healthy("No scanner is set up: files are not scanned.")
        : await new ClamdClient(intake.Clamd, TimeSpan.FromSeconds(3), time).IsUpAsync(cancellationToken) ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded("clamd doesn’t answer: files wait in quarantine until it does.");
}

/// <summary>Whether pictures can be decoded. Without it photos wait in quarantine, and nothing is lost.</summary>
internal sealed class PictureHealth(DocumentIntake intake) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(intake.CanDecode ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The worker that decodes pictures doesn’t start: photos wait in quarantine until it does."));
}

/// <summary>Whether mail can leave. Without it messages wait in the outbox, and nothing is lost.</summary>
internal sealed class MailHealth(IOptions<MailOptions> mail, IHostEnvironment environment) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var smtp = mail.Value.Smtp;
        if (smtp.Host.Length == 0)
        {
            return Directory.Exists(Path.Combine(environment.ContentRootPath, mail.Value.PickupFolder)) || !environment.IsProduction()
                ? HealthCheckResult.Healthy("Mail goes to a folder.")
                : HealthCheckResult.Degraded("Mail goes to a folder that isn’t there yet.");
        }

        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(smtp.Host, smtp.Port, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (SocketException)
        {
            return HealthCheckResult.Degraded("The mail server can’t be reached: messages wait in the outbox.");
        }
    }
}

/// <summary>Whether there is room where uploads pass through.</summary>
internal sealed class DiskHealth(IntakeOptions intake) : IHealthCheck
{
    private const long Little = 1024L * 1024 * 1024;

    /// <summary>Two uploads of the largest size at once, with their cleaned copies.</summary>
    private const long TooLittle = 100L * 1024 * 1024;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        long free;
        try
        {
            free = Directory.Exists(intake.PrivateFolder) ? new DriveInfo(intake.PrivateFolder).AvailableFreeSpace : -1;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            free = -1;
        }

        return Task.FromResult(
            free < 0 ? HealthCheckResult.Unhealthy("The folder where uploads pass through isn’t there, or can’t be used: every upload fails until it is.")
            : free < TooLittle ? HealthCheckResult.Unhealthy("Less than 100 MB are free where uploads pass through: they are refused until there is room.")
            : free < Little ? HealthCheckResult.Degraded("Less than 1 GB is free where uploads pass through.")
            : HealthCheckResult.Healthy());
    }
}
