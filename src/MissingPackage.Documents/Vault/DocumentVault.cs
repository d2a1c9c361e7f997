using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace MissingPackage.Documents.Vault;

/// <summary>What to record of a document when it was stored.</summary>
/// <param name="Sha256">SHA-256 of its plain bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">Length of its plain bytes.</param>
public sealed record VaultReceipt(string Sha256, long Length);

/// <summary>
/// Documents at rest: encrypted before any store sees them, each under a purpose of its own, so that a blob moved to
/// another's name does not decrypt; and checked against its recorded hash whenever it is read.
/// </summary>
/// <param name="store">Where the encrypted bytes go.</param>
/// <param name="protection">The key ring. Losing it loses every document.</param>
public sealed class DocumentVault(IDocumentStore store, IDataProtectionProvider protection) : IDisposable
{
    private const string Purpose = "MissingPackage.Documents.Vault.v1";

    /// <summary>Whole files in memory at once: encrypting takes milliseconds, twenty files of 15 MB would take 600 MB.</summary>
    private const int FilesAtOnce = 2;

    private readonly SemaphoreSlim _files = new(FilesAtOnce);

    /// <summary>Encrypts and stores a document.</summary>
    /// <returns>What to record, so that <see cref="ReadAsync"/> can tell that it is still the same.</returns>
    /// <exception cref="DocumentExistsException">The name is taken.</exception>
    /// <exception cref="DocumentStoreFullException">There is no room; nothing was written.</exception>
    /// <exception cref="ArgumentException">The name is not one that <see cref="IDocumentStore"/> allows.</exception>
    public async Task<VaultReceipt> StoreAsync(string name, byte[] plain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plain);
        DocumentName.Check(name);
        await store.CreateAsync(name, ProtectorOf(name).Protect(plain), cancellationToken);
        return new(Convert.ToHexStringLower(SHA256.HashData(plain)), plain.Length);
    }

    /// <summary>Encrypts and stores a file from disk, as <see cref="StoreAsync"/>; few at a time, however many wait.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">A whole file; it is only read.</param>
    /// <param name="cancellationToken">Ends the wait and the write.</param>
    public async Task<VaultReceipt> StoreFileAsync(string name, string path, CancellationToken cancellationToken)
    {
        await _files.WaitAsync(cancellationToken);
        try
        {
            return await StoreAsync(name, await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);
        }
        finally
        {
            _files.Release();
        }
    }

    /// <summary>Reads a document that is whole and is the one that was recorded.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedSha256">What <see cref="StoreAsync"/> returned.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="DamagedDocumentException">It is missing, does not decrypt, or is not the same: nothing of it is given out.</exception>
    public async Task<byte[]> ReadAsync(string name, string expectedSha256, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expectedSha256);
        var stored = await store.ReadAsync(name, cancellationToken) ?? throw new DamagedDocumentException(DocumentDamage.Missing);
        var plain = Decrypt(name, stored);
        return string.Equals(Convert.ToHexStringLower(SHA256.HashData(plain)), expectedSha256, StringComparison.OrdinalIgnoreCase)
            ? plain
            : throw new DamagedDocumentException(DocumentDamage.ContentDiffers);
    }

    /// <summary>Erases a document; does nothing where there is none.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> EraseAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(name, cancellationToken);

    /// <summary>Erases every document in a folder, such as <c>requests/{guid}</c>.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException">The folder is empty or not a name: all documents are never erased at once.</exception>
    public async Task<int> EraseFolderAsync(string folder, CancellationToken cancellationToken)
    {
        DocumentName.Check(folder);
        var blobs = new List<string>();
        await foreach (var blob in store.ListAsync(folder, cancellationToken))
        {
            blobs.Add(blob.Name);
        }

        var erased = 0;
        foreach (var name in blobs)
        {
            erased += await store.DeleteAsync(name, cancellationToken) ? 1 : 0;
        }

        return erased;
    }

    /// <summary>Lists what is stored, for the sweep that finds orphans.</summary>
    /// <param name="folder">As <see cref="IDocumentStore.ListAsync"/>.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public IAsyncEnumerable<StoredBlob> ListAsync(string folder, CancellationToken cancellationToken) => store.ListAsync(folder, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private byte[] Decrypt(string name, byte[] stored)
    {
        try
        {
            return ProtectorOf(name).Unprotect(stored);
        }
        catch (CryptographicException e) when (e.InnerException is null or CryptographicException)
        {
            throw new DamagedDocumentException(DocumentDamage.CannotDecrypt, e);
        }

        // Data Protection wraps every error. One with another cause, such as a key ring that cannot be reached just now,
        // says nothing about the document, and must not have it reported as damaged.
    }

    private IDataProtector ProtectorOf(string name) => protection.CreateProtector(Purpose, name);
}
