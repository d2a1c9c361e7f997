using System.Diagnostics;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Documents.Tests.Vault;

public sealed class DiskDocumentStoreTests : DocumentStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DiskDocumentStore _store;

    public DiskDocumentStoreTests() => _store = new(_folder["documents"]);

    protected override IDocumentStore Store => _store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Root_NotAbsolute_IsRefused() => Assert.Throws<ArgumentException>(() => new DiskDocumentStore("documents"));

    [Fact]
    public async Task Files_AreTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access lists instead of modes.");
            return;
        }

        await _store.CreateAsync("requests/a/page-1", new byte[] { 1 }, Cancel);

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(file, File.GetUnixFileMode(_folder["documents/requests/a/page-1"]));
        foreach (var folder in new[] { "documents", "documents/.unfinished", "documents/requests", "documents/requests/a" })
        {
            Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder[folder]));
        }
    }

    [Fact]
    public async Task Create_LeavesNothingUnfinished()
    {
        await _store.CreateAsync("requests/a", new byte[] { 1 }, Cancel);
        await Assert.ThrowsAsync<DocumentExistsException>(() => _store.CreateAsync("requests/a", new byte[] { 1 }, Cancel));

        Assert.Empty(Directory.EnumerateFiles(_folder["documents/.unfinished"]));
    }

    [Fact]
    public async Task Delete_RemovesTheFoldersThatItEmpties()
    {
        await _store.CreateAsync("requests/a/b/page-1", new byte[] { 1 }, Cancel);
        await _store.CreateAsync("requests/c/page-1", new byte[] { 1 }, Cancel);

        await _store.DeleteAsync("requests/a/b/page-1", Cancel);

        Assert.False(Directory.Exists(_folder["documents/requests/a"]));
        Assert.True(Directory.Exists(_folder["documents/requests/c"]));
    }

    [Fact]
    public async Task CreateAndDelete_InOneFolderAtOnce_LoseNothing()
    {
        // Deleting the last blob removes the folder that the other is about to be put into.
        await Parallel.ForAsync(0, 300, Cancel, async (i, cancel) =>
        {
            var name = $"requests/a/page-{i}";
            await _store.CreateAsync(name, new byte[] { 1 }, cancel);
            Assert.NotNull(await _store.ReadAsync(name, cancel));
            Assert.True(await _store.DeleteAsync(name, cancel));
        });
    }

    [Fact]
    public async Task SweepUnfinished_DeletesOnlyWhatIsOld()
    {
        await File.WriteAllBytesAsync(_folder["documents/.unfinished/old"], [1], Cancel);
        await File.WriteAllBytesAsync(_folder["documents/.unfinished/new"], [1], Cancel);
        File.SetLastWriteTimeUtc(_folder["documents/.unfinished/old"], DateTime.UtcNow.AddDays(-3));
        await _store.CreateAsync("requests/a", new byte[] { 1 }, Cancel);

        Assert.Equal(1, _store.SweepUnfinished(DateTime.UtcNow.AddDays(-1)));

        Assert.True(File.Exists(_folder["documents/.unfinished/new"]));
        Assert.Equal(["requests/a"], await NamesAsync(""));
    }

    [Fact]
    public async Task Create_OnAFullDisk_SaysSoAndLeavesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, to mount a disk small enough to fill.");
        var mount = Directory.CreateDirectory(_folder["full"]).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount) == 0, "This machine does not let a test mount a tmpfs.");
        try
        {
            var store = new DiskDocumentStore(Path.Combine(mount, "documents"));
            await store.CreateAsync("requests/a", new byte[50_000], Cancel);

            await Assert.ThrowsAsync<DocumentStoreFullException>(() => store.CreateAsync("requests/b", new byte[500_000], Cancel));

            Assert.Null(await store.ReadAsync("requests/b", Cancel));
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(mount, "documents", ".unfinished")));
            await store.CreateAsync("requests/c", new byte[50_000], Cancel);
            Assert.Equal(50_000, (await store.ReadAsync("requests/a", Cancel))!.Length);
        }
        finally
        {
            await RunAsync("umount", mount);
        }
    }

    [Fact]
    public async Task Disk_ThatBecameReadOnly_IsAwayForWhatWrites()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, to mount a disk.");
        var mount = Directory.CreateDirectory(_folder["worn"]).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount) == 0, "This machine does not let a test mount a tmpfs.");
        try
        {
            var store = new DiskDocumentStore(Path.Combine(mount, "documents"));
            await store.CreateAsync("requests/a", new byte[] { 1 }, Cancel);
            Assert.Equal(0, await RunAsync("mount", "-o", "remount,ro", mount));

            await Assert.ThrowsAsync<DocumentStoreAwayException>(() => store.CreateAsync("requests/b", new byte[] { 1 }, Cancel));
            await Assert.ThrowsAsync<DocumentStoreAwayException>(() => store.DeleteAsync("requests/a", Cancel));
            Assert.NotNull(await store.ReadAsync("requests/a", Cancel));
        }
        finally
        {
            await RunAsync("umount", mount);
        }
    }

    [Fact]
    public async Task Open_WhatCannotBeRead_IsAwayAndNotGone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var path = _folder["documents/requests"];
        File.CreateSymbolicLink(path, path); // leads round in a circle

        await Assert.ThrowsAsync<DocumentStoreAwayException>(() => _store.OpenAsync("requests", Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
