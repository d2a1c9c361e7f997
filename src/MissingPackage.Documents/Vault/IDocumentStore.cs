namespace MissingPackage.Documents.Vault;

/// <summary>One blob as a store lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes as stored, which is encrypted.</param>
/// <param name="WrittenOn">When it was written, UTC.</param>
public sealed record StoredBlob(string Name, long Length, DateTime WrittenOn);

/// <summary>
/// Keeps bytes under names, and knows nothing of what they are: the vault encrypts before and decrypts after.
/// A name is made by the server and never by a client: segments of <c>a-z 0-9 -</c> divided by <c>/</c>, at most 200
/// characters and 8 segments, such as <c>requests/{guid}/{guid}/page-1</c>. Every member throws <see cref="ArgumentException"/>
/// for any other name, and <see cref="DocumentStoreAwayException"/> where the store itself is away: a blob that can't be seen
/// for that is not a blob that is gone.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Creates a blob, whole or not at all. When it returns, the bytes survive a crash of the machine.</summary>
    /// <param name="name">A name that is not taken.</param>
    /// <param name="content">The bytes, read asynchronously to the end and not closed. One that can seek may be begun again.</param>
    /// <param name="cancellationToken">Leaves nothing behind when it ends the call.</param>
    /// <exception cref="DocumentExistsException">The name is taken; what is there stays as it is.</exception>
    /// <exception cref="DocumentStoreFullException">There is no room; nothing was written.</exception>
    Task CreateAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading; the caller closes it.</summary>
    /// <returns>Its bytes from the first on, read asynchronously, or null where there is none of that name.</returns>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes a blob; does nothing where there is none.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists the blobs in a folder and the folders in it, in no particular order.</summary>
    /// <param name="folder">Whole segments, such as <c>requests/{guid}</c> (which does not match a longer segment that begins alike), or empty for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<StoredBlob> ListAsync(string folder, CancellationToken cancellationToken);
}
