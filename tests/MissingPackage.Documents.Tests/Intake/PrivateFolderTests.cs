using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class PrivateFolderTests : IDisposable
{
    private readonly TempFolder _root = new();

    [Fact]
    public async Task Sweep_DeletesWhatTheDeadLeft_AndLeavesTheLiving()
    {
        using var living = new PrivateFolder(_root.Path);
        await living.NewFile().WriteAsync("being examined"u8.ToArray(), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_root["run-dead/work"]);
        File.WriteAllText(_root["run-dead/a"], "left behind");
        File.WriteAllText(_root["run-dead/work/page-1.jpg"], "left behind");
        File.WriteAllText(_root["run-dead.lock"], "");
        using var starting = new PrivateFolder(_root.Path);
        await starting.NewFile().WriteAsync("just arrived"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(2, starting.Sweep());

        Assert.False(Directory.Exists(_root["run-dead"]));
        Assert.False(File.Exists(_root["run-dead.lock"]));
        Assert.Single(Directory.EnumerateFiles(living.Path));
        Assert.Single(Directory.EnumerateFiles(starting.Path));
        Assert.Equal(0, starting.Sweep());
    }

    [Fact]
    public async Task Dispose_LeavesNothing()
    {
        using (var folder = new PrivateFolder(_root.Path))
        {
            await folder.NewFile().WriteAsync("x"u8.ToArray(), TestContext.Current.CancellationToken);
            folder.NewFolder();
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_root.Path));
    }

    [Fact]
    public void Folders_AreTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access lists instead of modes.");
            return;
        }

        using var folder = new PrivateFolder(_root["made/here"]);

        foreach (var path in new[] { _root["made/here"], folder.Path, folder.NewFolder() })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        }
    }

    public void Dispose() => _root.Dispose();
}
