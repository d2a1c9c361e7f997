using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Tests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>
/// A real clamd of our own on a Unix socket, with one signature of our own, started when a test wants it up. Its program
/// is MISSINGPACKAGE_CLAMD, or /usr/sbin/clamd.
/// </summary>
internal sealed class Clamd : IAsyncDisposable
{
    private static readonly string s_program = Environment.GetEnvironmentVariable("MISSINGPACKAGE_CLAMD") ?? "/usr/sbin/clamd";

    // In two parts, so that a scanner on a developer's machine leaves this file alone.
    private static readonly string s_eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private readonly TempFolder _folder = new();
    private Process? _process;

    /// <summary>Where it listens once it is started.</summary>
    public string Socket => _folder["clamd.sock"];

    /// <summary>A photo that is good in every way but this.</summary>
    public People.Photo Infected { get; } = Files.Photo() switch { var good => good with { Bytes = [.. good.Bytes, .. Encoding.ASCII.GetBytes(s_eicar)] } };

    /// <summary>Starts it; skips the test, plainly, where it is not installed.</summary>
    public async Task StartAsync()
    {
        Assert.SkipUnless(File.Exists(s_program), "clamd is not installed (Debian package clamav-daemon), and MISSINGPACKAGE_CLAMD does not name it.");
        Directory.CreateDirectory(_folder["signatures"]);
        await File.WriteAllLinesAsync(_folder["signatures/own.hdb"], [Signature(Infected.Bytes)]);
        await File.WriteAllLinesAsync(_folder["clamd.conf"],
        [
            "Foreground yes", $"DatabaseDirectory {_folder["signatures"]}", $"TemporaryDirectory {_folder.Path}", $"LocalSocket {Socket}",
            "AlertExceedsMax yes", "StreamMaxLength 20M", "MaxFileSize 20M", "MaxScanSize 50M",
        ]);
        _process = Process.Start(new ProcessStartInfo(s_program, ["--config-file", _folder["clamd.conf"]])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var client = new ClamdClient(Socket, TimeSpan.FromSeconds(5), TimeProvider.System);
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await client.IsUpAsync(TestContext.Current.CancellationToken))
            {
                return;
            }

            Assert.False(_process.HasExited, "clamd has ended by itself.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("clamd doesn’t answer.");
    }

    /// <summary>Stops it in the middle of whatever it does: it still takes connections, and answers none.</summary>
    public async Task FreezeAsync()
    {
        var (exitCode, _) = await Programs.RunAsync("kill", "-STOP", _process!.Id.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(0, exitCode);
    }

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    // clamd's .hdb format names files by their MD5; nothing is protected by it here.
#pragma warning disable CA5351
    private static string Signature(byte[] file) =>
        $"{Convert.ToHexStringLower(MD5.HashData(file))}:{file.Length.ToString(CultureInfo.InvariantCulture)}:Eicar-Test-Photo";
#pragma warning restore CA5351
}
