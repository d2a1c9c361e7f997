using System.Runtime.CompilerServices;

namespace MissingPackage.Documents.Vault;

/// <summary>
/// Blobs as files under one folder, for one machine or a shared disk. Files are 0600 and folders 0700 on Unix; on Windows
/// they inherit the access list of the root.
/// </summary>
public sealed class DiskDocumentStore : IDocumentStore
{
    // Its dot keeps it from ever being a blob's name.
    private const string UnfinishedFolder = ".unfinished";
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root;
    private readonly string _unfinished;

    /// <summary>Opens a store, making its folder where there is none.</summary>
    /// <param name="root">Absolute path of the folder. Never inside wwwroot.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public DiskDocumentStore(string root)
    {
        if (!Path.IsPathFullyQualified(root))
        {
            throw new ArgumentException("The document store's folder must be an absolute path.", nameof(root));
        }

        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _unfinished = Path.Combine(_root, UnfinishedFolder);
        CreateFolder(_root);
        CreateFolder(_unfinished);
    }

    /// <inheritdoc/>
    public async Task CreateAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        MustBeThere();
        if (File.Exists(path))
        {
            throw new DocumentExistsException();
        }

        var unfinished = Path.Combine(_unfinished, Guid.NewGuid().ToString("N"));
        try
        {
            await WriteFlushedAsync(unfinished, content, cancellationToken);
            PutInPlace(unfinished, path);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw new DocumentStoreFullException(e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not DocumentExistsException)
        {
            throw new DocumentStoreAwayException(e);
        }
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MustBeThere();
        var path = PathOf(name);
        return Task.FromResult(OrAway<Stream?>(() =>
        {
            try
            {
                // An erasure must not wait for whoever reads, nor fail because of him: hence FileShare.Delete, for Windows.
                return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }));
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(name);
        MustBeThere();
        var folder = Path.GetDirectoryName(path)!;
        return Task.FromResult(OrAway(() =>
        {
            var existed = File.Exists(path);
            if (existed)
            {
                File.Delete(path);
                FlushFolder(folder);
                DeleteEmptyFolders(folder);
            }

            return existed;
        }));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredBlob> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DocumentName.CheckFolder(folder);
        MustBeThere();
        var start = new DirectoryInfo(folder.Length == 0 ? _root : PathOf(folder));
        if (!start.Exists)
        {
            yield break;
        }

        // Links are not followed: nothing in here makes any.
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        using var files = OrAway(() => start.EnumerateFiles("*", everything).GetEnumerator());
        while (OrAway(files.MoveNext))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = files.Current;
            if (!file.FullName.StartsWith(_unfinished, StringComparison.Ordinal) && file.Exists)
            {
                var name = Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
                yield return new(name, file.Length, file.LastWriteTimeUtc);
            }
        }

        await Task.CompletedTask; // the shape is for stores that are further away
    }

    /// <summary>Deletes what a crash left half-written; it was encrypted, and never had a name.</summary>
    /// <param name="writtenBefore">UTC; leave a day, so that no write under way is cut off.</param>
    /// <returns>How many files were deleted.</returns>
    public int SweepUnfinished(DateTime writtenBefore)
    {
        MustBeThere();
        return OrAway(() =>
        {
            var deleted = 0;
            foreach (var file in new DirectoryInfo(_unfinished).EnumerateFiles().Where(file => file.LastWriteTimeUtc < writtenBefore))
            {
                file.Delete();
                deleted++;
            }

            return deleted;
        });
    }

    /// <summary>A disk that isn't mounted leaves an empty folder behind: what isn't in it isn't gone.</summary>
    private void MustBeThere()
    {
        if (!Directory.Exists(_unfinished))
        {
            throw new DocumentStoreAwayException();
        }
    }

    private static T OrAway<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new DocumentStoreAwayException(e);
        }
    }

    private static async Task WriteFlushedAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode0600;
        }

        await using var file = new FileStream(path, options);
        await content.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private static void PutInPlace(string unfinished, string path)
    {
        // An erasure may remove the folder, just then empty, between its making and its use.
        const int noSuchName = 2;
        var folder = Path.GetDirectoryName(path)!;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                CreateFolders(folder);
                MoveWithoutOverwrite(unfinished, path);
                FlushFolder(folder);
                return;
            }
            catch (IOException e) when (attempt < 50 && (e is DirectoryNotFoundException || e.HResult == noSuchName))
            {
            }
        }
    }

    private static void MoveWithoutOverwrite(string from, string to)
    {
        if (!OperatingSystem.IsWindows())
        {
            switch (UnixFiles.TryLink(from, to))
            {
                case true:
                    return; // the caller removes the first name
                case false:
                    throw new DocumentExistsException();
            }
        }

        try
        {
            File.Move(from, to, overwrite: false);
        }
        catch (IOException e) when (File.Exists(to))
        {
            throw new DocumentExistsException(e);
        }
    }

    private static void CreateFolders(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder)!;
        CreateFolders(parent);
        CreateFolder(folder);
        FlushFolder(parent);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FolderMode);
        }
    }

    private void DeleteEmptyFolders(string folder)
    {
        try
        {
            while (folder.Length > _root.Length)
            {
                Directory.Delete(folder);
                folder = Path.GetDirectoryName(folder)!;
            }
        }
        catch (IOException)
        {
            // Not empty, or another erasure was first.
        }
    }

    private static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixFiles.FlushFolder(folder);
        }
    }

    private static bool IsFull(IOException e)
    {
        const int noSpace = 28, quotaLinux = 122, quotaMac = 69;
        const int windowsHandleDiskFull = unchecked((int)0x80070027), windowsDiskFull = unchecked((int)0x80070070);
        return OperatingSystem.IsWindows()
            ? e.HResult is windowsHandleDiskFull or windowsDiskFull
            : e.HResult is noSpace || e.HResult == (OperatingSystem.IsMacOS() ? quotaMac : quotaLinux);
    }

    private string PathOf(string name)
    {
        DocumentName.Check(name);
        var path = Path.GetFullPath(Path.Combine(_root, name.Replace('/', Path.DirectorySeparatorChar)));

        // The name's rule already keeps it inside; this holds should the rule ever loosen, and for Windows' device names.
        return path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException("A document's name must stay inside the store.", nameof(name));
    }
}
