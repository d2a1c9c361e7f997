using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MissingPackage.Documents.Vault;

/// <summary>
/// How a document looks at rest: four bytes that say so, the length of a wrapped key (2 bytes, big-endian), the wrapped key,
/// then chunks of <see cref="ChunkBytes"/> plain bytes, each encrypted with AES-256-GCM and followed by its tag. The last chunk
/// is the only one that may be shorter, and may be empty. The nonce is the chunk's number and whether it is the last one (the
/// STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015), so that a chunk cut off, added, moved or
/// repeated doesn't decrypt. The key is random and belongs to one document only, so that no nonce is ever used twice with it.
/// </summary>
internal sealed class DocumentCipher : IDisposable
{
    /// <summary>Small enough to stay out of the large object heap together with a tag.</summary>
    public const int ChunkBytes = 32 * 1024;

    public const int TagBytes = 16;

    public const int KeyBytes = 32;

    private const int HeadBytes = 6;
    private const int NonceBytes = 12;

    private readonly AesGcm _aes;
    private readonly byte[] _nonce = new byte[NonceBytes];

    public DocumentCipher(byte[] key) => _aes = new AesGcm(key, TagBytes);

    private static ReadOnlySpan<byte> Mark => "MPD1"u8;

    /// <summary>Encrypts the next chunk; <paramref name="sealedChunk"/> is longer by <see cref="TagBytes"/>.</summary>
    public void Encrypt(long number, bool last, ReadOnlySpan<byte> plain, Span<byte> sealedChunk) =>
        _aes.Encrypt(Nonce(number, last), plain, sealedChunk[..plain.Length], sealedChunk.Slice(plain.Length, TagBytes));

    /// <summary>Decrypts in place.</summary>
    /// <returns>The plain bytes, which are the start of <paramref name="sealedChunk"/>.</returns>
    /// <exception cref="CryptographicException">It is not that chunk of this document.</exception>
    public int Decrypt(long number, bool last, Span<byte> sealedChunk)
    {
        var length = sealedChunk.Length - TagBytes;
        if (length < 0)
        {
            throw new CryptographicException("The document is cut short.");
        }

        var bytes = sealedChunk[..length];
        _aes.Decrypt(Nonce(number, last), bytes, sealedChunk[length..], bytes);
        return length;
    }

    /// <summary>What stands before the chunks.</summary>
    public static byte[] Head(byte[] wrappedKey)
    {
        var head = new byte[HeadBytes + wrappedKey.Length];
        Mark.CopyTo(head);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(Mark.Length), checked((ushort)wrappedKey.Length));
        wrappedKey.CopyTo(head, HeadBytes);
        return head;
    }

    /// <summary>Reads what stands before the chunks.</summary>
    /// <returns>The wrapped key.</returns>
    /// <exception cref="CryptographicException">It is no document of ours, or cut short.</exception>
    public static async Task<byte[]> ReadHeadAsync(Stream stored, CancellationToken cancellationToken)
    {
        var head = new byte[HeadBytes];
        if (await stored.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellationToken) == HeadBytes && head.AsSpan().StartsWith(Mark))
        {
            var wrapped = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(Mark.Length))];
            if (await stored.ReadAtLeastAsync(wrapped, wrapped.Length, throwOnEndOfStream: false, cancellationToken) == wrapped.Length)
            {
                return wrapped;
            }
        }

        throw new CryptographicException("Not a stored document, or cut short.");
    }

    /// <summary>How long a document of so many plain bytes is at rest, without its head.</summary>
    public static long SealedLength(long plain) => plain + (TagBytes * Math.Max(1, (plain + ChunkBytes - 1) / ChunkBytes));

    public void Dispose() => _aes.Dispose();

    private byte[] Nonce(long number, bool last)
    {
        BinaryPrimitives.WriteInt64BigEndian(_nonce, number);
        _nonce[^1] = last ? (byte)1 : (byte)0;
        return _nonce;
    }
}
