using System.Globalization;
using MissingPackage.Documents.Tests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>A few megabytes of memory as a disk; only root can mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    /// <summary>A file's path on it.</summary>
    public string this[string name] => _folder[name];

    public static async Task<SmallDisk> MountAsync(int megabytes = 2)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root on Linux.");
        var disk = new SmallDisk();
        var size = megabytes.ToString(CultureInfo.InvariantCulture);
        var (exitCode, _) = await Programs.RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}m,mode=0700", "tmpfs", disk.Path);
        if (exitCode != 0)
        {
            disk._folder.Dispose();
            Assert.Skip("This machine mounts no tmpfs, not even for root.");
        }

        return disk;
    }

    /// <summary>Leaves so many bytes free.</summary>
    public void Fill(long leave)
    {
        var free = new DriveInfo(Path).AvailableFreeSpace;
        File.WriteAllBytes(_folder["filler"], new byte[free - leave]);
    }

    public void Free() => File.Delete(_folder["filler"]);

    public void Dispose()
    {
        using (var process = System.Diagnostics.Process.Start("umount", ["--lazy", Path]))
        {
            process.WaitForExit();
        }

        _folder.Dispose();
    }
}
