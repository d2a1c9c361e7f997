using MissingPackage.Documents.Tests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>A disk without room, for real: a small one in memory, mounted where the application stores.</summary>
public sealed class FullDiskTests
{
    private static readonly UploadAnswer NoRoom = new(
        false, "We couldn’t store this file just now. Nothing you sent before is lost: please try again in a few minutes.");

    [Theory]
    [InlineData("Documents:Folder")]
    [InlineData("Intake:PrivateFolder")]
    public async Task Upload_WhenTheDiskIsFull_IsToldAndLeavesNothingAndWorksOnceThereIsRoom(string folder)
    {
        using var disk = await SmallDisk.MountAsync();
        await using var application = QuietApplication.And((folder, disk.Path));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();
        var id = Guid.NewGuid();

        disk.Fill(leave: 8 * 1024);
        Assert.Equal(NoRoom, await uploader.SendAsync(photo, uploadId: id));
        Assert.Empty((await application.RequestAsync(reference)).Documents);
        Assert.DoesNotContain(Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories), IsOfTheCustomer);

        disk.Free();
        Assert.Equal(new UploadAnswer(true, "Received. Thank you."), await uploader.SendAsync(photo, uploadId: id));
        Assert.Equal(DocumentState.Received, (await application.OnlyDocumentAsync(reference)).State);
    }

    [Fact]
    public async Task Upload_WhenThereIsRoomForTheFileOnly_IsKeptAndFinishedOnceThereIsMore()
    {
        using var disk = await SmallDisk.MountAsync();
        await using var application = QuietApplication.And(("Documents:Folder", disk.Path));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo(256 * 1024);

        disk.Fill(leave: photo.Bytes.Length + (12 * 1024));
        Assert.Equal(new UploadAnswer(true, "We have it, and are checking it. You don’t need to send it again."), await uploader.SendAsync(photo));
        Assert.Equal(DocumentState.Checking, (await application.OnlyDocumentAsync(reference)).State);
        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await application.FinishQuarantineAsync());

        disk.Free();
        Assert.Equal(1, await application.FinishQuarantineAsync());
        Assert.Equal(DocumentState.Received, (await application.OnlyDocumentAsync(reference)).State);
    }

    private static bool IsOfTheCustomer(string file) =>
        Path.GetFileName(file) != "filler" && !file.EndsWith(".lock", StringComparison.Ordinal) && !file.Contains("/policy/", StringComparison.Ordinal);

    /// <summary>Two megabytes of memory as a disk; only root can mount one.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly TempFolder _folder = new();

        private SmallDisk()
        {
        }

        public string Path => _folder.Path;

        public static async Task<SmallDisk> MountAsync()
        {
            Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root on Linux.");
            var disk = new SmallDisk();
            var (exitCode, _) = await Programs.RunAsync("mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", disk.Path);
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
}
