using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

/// <summary>
/// A real clamd of our own on loopback, with three signatures of our own: no download, up in a moment. Its program is
/// MISSINGPACKAGE_CLAMD, or /usr/sbin/clamd; where there is none, its tests are skipped.
/// </summary>
public sealed class ClamdFixture : IAsyncLifetime
{
    // In two parts, so that a scanner on a developer's machine leaves this file alone.
    private static readonly string s_eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private readonly TempFolder _folder = new();
    private Process? _process;

    public static byte[] Eicar => Encoding.ASCII.GetBytes(s_eicar);

    /// <summary>A picture that is good in every way but this.</summary>
    public byte[] InfectedPicture { get; } = [.. Samples.Document(), .. Eicar];

    public string Tcp { get; private set; } = "";

    public string UnixSocket => _folder["clamd.sock"];

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("MISSINGPACKAGE_CLAMD") ?? "/usr/sbin/clamd";
        if (!File.Exists(program))
        {
            return;
        }

        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        Directory.CreateDirectory(_folder["signatures"]);
        await File.WriteAllLinesAsync(_folder["signatures/own.hdb"],
            [Signature(Eicar, "Eicar-Test-Signature"), Signature([.. Eicar, (byte)'\n'], "Eicar-Test-Line"), Signature(InfectedPicture, "Test.Picture")]);
        await File.WriteAllLinesAsync(_folder["clamd.conf"],
        [
            "Foreground yes", $"DatabaseDirectory {_folder["signatures"]}", $"TemporaryDirectory {_folder.Path}",
            "TCPAddr 127.0.0.1", $"TCPSocket {port.ToString(CultureInfo.InvariantCulture)}", $"LocalSocket {UnixSocket}",
            "AlertExceedsMax yes", "StreamMaxLength 20M", "MaxFileSize 20M", "MaxScanSize 50M",
        ]);
        Tcp = $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        _process = Process.Start(new ProcessStartInfo(program, ["--config-file", _folder["clamd.conf"]])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var client = new ClamdClient(Tcp, TimeSpan.FromSeconds(5), TimeProvider.System);
        for (var attempt = 0; attempt < 300 && !_process.HasExited && !await client.IsUpAsync(CancellationToken.None); attempt++)
        {
            await Task.Delay(100);
        }
    }

    public void Require() => Assert.SkipWhen(_process is null, "clamd is not installed (Debian package clamav-daemon), and MISSINGPACKAGE_CLAMD does not name it.");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    // clamd's .hdb format names files by their MD5; nothing is protected by it here.
#pragma warning disable CA5351
    private static string Signature(byte[] file, string name) =>
        $"{Convert.ToHexStringLower(MD5.HashData(file))}:{file.Length.ToString(CultureInfo.InvariantCulture)}:{name}";
#pragma warning restore CA5351
}
