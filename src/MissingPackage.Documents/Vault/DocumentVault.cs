using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Vault;

/// <summary>What to record of a document when it was stored.</summary>
/// <param name="Sha256">SHA-256 of its plain bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">Length of its plain bytes.</param>
public sealed record VaultReceipt(string Sha256, long Length);

/// <summary>
/// Documents at rest: encrypted before any store sees them, each with a key of its own that is wrapped under a purpose of its
/// own, so that a blob moved to another's name does not decrypt; and checked against its recorded hash whenever it is read.
/// Documents pass through in chunks: none is ever whole in memory on its way.
/// </summary>
/// <param name="store">Where the encrypted bytes go.</param>
/// <param name="protection">The key ring. Losing it loses every document.</param>
public sealed class DocumentVault(IDocumentStore store, IDataProtectionProvider protection)
{
    private const string Purpose = "MissingPackage.Documents.Vault.v1";

    /// <summary>Encrypts and stores a document.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="plain">The document; read from where it stands to its end, and not closed.</param>
    /// <param name="cancellationToken">Ends the write, and leaves nothing.</param>
    /// <returns>What to record, so that reading can tell that it is still the same.</returns>
    /// <exception cref="DocumentExistsException">The name is taken.</exception>
    /// <exception cref="DocumentStoreFullException">There is no room; nothing was written.</exception>
    /// <exception cref="ArgumentException">The name is not one that <see cref="IDocumentStore"/> allows.</exception>
    public async Task<VaultReceipt> StoreAsync(string name, Stream plain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plain);
        DocumentName.Check(name);
        var key = RandomNumberGenerator.GetBytes(DocumentCipher.KeyBytes);
        try
        {
            await using var encrypted = new EncryptingStream(plain, key, ProtectorOf(name).Protect(key));
            await store.CreateAsync(name, encrypted, cancellationToken);
            return encrypted.Receipt();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Encrypts and stores a document that is in memory.</summary>
    /// <inheritdoc cref="StoreAsync(string, Stream, CancellationToken)"/>
    public async Task<VaultReceipt> StoreAsync(string name, byte[] plain, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(plain, writable: false);
        return await StoreAsync(name, stream, cancellationToken);
    }

    /// <summary>Encrypts and stores a file that passes through; it is only read.</summary>
    /// <inheritdoc cref="StoreAsync(string, Stream, CancellationToken)"/>
    public async Task<VaultReceipt> StoreAsync(string name, PrivateFile plain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plain);
        await using var file = plain.OpenRead();
        return await StoreAsync(name, file, cancellationToken);
    }

    /// <summary>Reads a document that is whole and is the one that was recorded.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedSha256">What storing it returned.</param>
    /// <param name="destination">
    /// Somewhere private. It is known to be the document only when this returns: what was written before an exception must not
    /// be shown or kept.
    /// </param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="DamagedDocumentException">It is missing, does not decrypt, or is not the same.</exception>
    public async Task ReadAsync(string name, string expectedSha256, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expectedSha256);
        ArgumentNullException.ThrowIfNull(destination);
        await using var stored = await store.OpenAsync(name, cancellationToken) ?? throw new DamagedDocumentException(DocumentDamage.Missing);
        var sha256 = await DecryptAsync(name, stored, destination, cancellationToken);
        if (!string.Equals(sha256, expectedSha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new DamagedDocumentException(DocumentDamage.ContentDiffers);
        }
    }

    /// <summary>Reads a document into memory: for what is about to be sent, so that nothing is sent of a damaged one.</summary>
    /// <inheritdoc cref="ReadAsync(string, string, Stream, CancellationToken)"/>
    public async Task<byte[]> ReadAsync(string name, string expectedSha256, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        await ReadAsync(name, expectedSha256, memory, cancellationToken);
        return memory.ToArray();
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

    private async Task<string> DecryptAsync(string name, Stream stored, Stream destination, CancellationToken cancellationToken)
    {
        const int sealedChunk = DocumentCipher.ChunkBytes + DocumentCipher.TagBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(sealedChunk + 1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[]? key = null;
        try
        {
            key = ProtectorOf(name).Unprotect(await ReachAsync(DocumentCipher.ReadHeadAsync(stored, cancellationToken)));
            using var cipher = new DocumentCipher(key);
            var ahead = 0;
            var last = false;
            for (var number = 0L; !last; number++)
            {
                var wanted = sealedChunk + 1 - ahead;
                var read = ahead + await ReachAsync(stored.ReadAtLeastAsync(buffer.AsMemory(ahead, wanted), wanted, throwOnEndOfStream: false, cancellationToken).AsTask());
                last = read <= sealedChunk;
                var next = buffer[sealedChunk];
                var length = cipher.Decrypt(number, last, buffer.AsSpan(0, last ? read : sealedChunk));
                hash.AppendData(buffer, 0, length);
                await destination.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
                (buffer[0], ahead) = (next, 1);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (CryptographicException e) when (e.InnerException is null or CryptographicException)
        {
            throw new DamagedDocumentException(DocumentDamage.CannotDecrypt, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        // Data Protection wraps every error. One with another cause, such as a key ring that cannot be reached just now,
        // says nothing about the document, and must not have it reported as damaged.
    }

    /// <summary>A store that breaks off in the middle of a document is away; what fails where the document goes to is another matter.</summary>
    private static async Task<T> ReachAsync<T>(Task<T> read)
    {
        try
        {
            return await read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Azure.RequestFailedException or AggregateException)
        {
            throw new DocumentStoreAwayException(e);
        }
    }

    private IDataProtector ProtectorOf(string name) => protection.CreateProtector(Purpose, name);
}
