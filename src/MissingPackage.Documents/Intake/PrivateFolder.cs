namespace MissingPackage.Documents.Intake;

/// <summary>
/// Where files lie while they pass through, each a <see cref="PrivateFile"/>. Each process has its own folder in it, held by a lock, so
/// that a sweep removes what a dead process left and never touches a living one (as when a new version starts while
/// the old one still answers).
/// </summary>
internal sealed class PrivateFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Linux's, on every machine and in every container.
    private const string Memory = "/dev/shm";

    private readonly string _root;
    private readonly FileStream _lock;

    public PrivateFolder(string root)
    {
        _root = root;
        CreateFolder(root);

        // The lock comes before the folder: a folder without a held lock is a dead one.
        Path = System.IO.Path.Combine(root, "run-" + Guid.NewGuid().ToString("N"));
        _lock = new FileStream(Path + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        CreateFolder(Path);
    }

    /// <summary>
    /// A private folder that lies in memory, for what can't be kept from writing files of its own; in the given folder where the
    /// system has no such place.
    /// </summary>
    /// <param name="instead">A private folder on disk.</param>
    public static PrivateFolder InMemory(string instead)
    {
        if (Directory.Exists(Memory))
        {
            try
            {
                return new PrivateFolder(System.IO.Path.Combine(Memory, "missingpackage-" + Environment.UserName));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not for this account.
            }
        }

        return new PrivateFolder(instead);
    }

    /// <summary>This process's own folder.</summary>
    public string Path { get; }

    /// <summary>A new file in it.</summary>
    public PrivateFile NewFile() => new(NewPath());

    /// <summary>Makes a folder in it for one piece of work.</summary>
    public string NewFolder()
    {
        var path = NewPath();
        CreateFolder(path);
        return path;
    }

    /// <summary>Deletes what dead processes left behind.</summary>
    /// <returns>How many files were deleted.</returns>
    public int Sweep()
    {
        var deleted = 0;
        foreach (var folder in Directory.EnumerateDirectories(_root, "run-*").Where(folder => !string.Equals(folder, Path, StringComparison.Ordinal)))
        {
            try
            {
                using (new FileStream(folder + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
                {
                    deleted += Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count();
                    Directory.Delete(folder, recursive: true);
                }

                File.Delete(folder + ".lock");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Held by a living process, or being swept by another one: not ours.
            }
        }

        return deleted;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start sweeps it.
        }

        _lock.Dispose();
        if (!Directory.Exists(Path))
        {
            File.Delete(Path + ".lock");
        }
    }

    private string NewPath() => System.IO.Path.Combine(Path, Guid.NewGuid().ToString("N"));

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path); // inherits the access list of the folder the administrator chose
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }
}
