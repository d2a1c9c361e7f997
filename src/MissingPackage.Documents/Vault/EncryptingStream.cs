using System.Buffers;
using System.Security.Cryptography;

namespace MissingPackage.Documents.Vault;

/// <summary>
/// A document as its store will keep it, encrypted while it is read, so that no more than a chunk of it is in memory. Read
/// asynchronously; it can be begun again, which is what a store does that has to send a second time.
/// </summary>
internal sealed class EncryptingStream : Stream
{
    private readonly Stream _plain;
    private readonly long _start;
    private readonly byte[] _head;
    private readonly DocumentCipher _cipher;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // One byte more than a chunk: whether it comes tells whether the chunk is the last one.
    private readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(DocumentCipher.ChunkBytes + 1);
    private readonly byte[] _sealed = ArrayPool<byte>.Shared.Rent(DocumentCipher.ChunkBytes + DocumentCipher.TagBytes);

    private ReadOnlyMemory<byte> _ready;
    private int _ahead;
    private long _number;
    private bool _ended;
    private long _read;
    private long _plainLength;
    private bool _disposed;

    public EncryptingStream(Stream plain, byte[] key, byte[] wrappedKey)
    {
        _plain = plain;
        _start = plain.CanSeek ? plain.Position : 0;
        _head = DocumentCipher.Head(wrappedKey);
        _cipher = new DocumentCipher(key);
        _ready = _head;
    }

    public override bool CanRead => true;

    public override bool CanSeek => _plain.CanSeek;

    public override bool CanWrite => false;

    public override long Length => _head.Length + DocumentCipher.SealedLength(_plain.Length - _start);

    public override long Position { get => _read; set => Seek(value, SeekOrigin.Begin); }

    /// <summary>What to record of the document, once all of it was read.</summary>
    /// <exception cref="InvalidOperationException">Not all of it was.</exception>
    public VaultReceipt Receipt() => _ended && _ready.IsEmpty
        ? new(Convert.ToHexStringLower(_hash.GetCurrentHash()), _plainLength)
        : throw new InvalidOperationException("The store didn't read the whole document.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ready.IsEmpty && !_ended)
        {
            await EncryptNextAsync(cancellationToken);
        }

        var length = Math.Min(buffer.Length, _ready.Length);
        _ready[..length].CopyTo(buffer);
        _ready = _ready[length..];
        _read += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        if (origin != SeekOrigin.Begin || offset != 0)
        {
            throw new NotSupportedException("It can only be begun again.");
        }

        if (_read > 0)
        {
            _plain.Position = _start;
            _hash.GetHashAndReset();
            (_ready, _ahead, _number, _ended, _read, _plainLength) = (_head, 0, 0, false, 0, 0);
        }

        return 0;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _cipher.Dispose();
            _hash.Dispose();
            ArrayPool<byte>.Shared.Return(_chunk, clearArray: true);
            ArrayPool<byte>.Shared.Return(_sealed);
        }

        base.Dispose(disposing);
    }

    private async Task EncryptNextAsync(CancellationToken cancellationToken)
    {
        var wanted = DocumentCipher.ChunkBytes + 1 - _ahead;
        var read = _ahead + await _plain.ReadAtLeastAsync(_chunk.AsMemory(_ahead, wanted), wanted, throwOnEndOfStream: false, cancellationToken);
        _ended = read <= DocumentCipher.ChunkBytes;
        var length = _ended ? read : DocumentCipher.ChunkBytes;
        var plain = _chunk.AsSpan(0, length);
        _hash.AppendData(plain);
        _plainLength += length;
        _cipher.Encrypt(_number++, _ended, plain, _sealed);
        _ready = _sealed.AsMemory(0, length + DocumentCipher.TagBytes);
        if (!_ended)
        {
            _ahead = 1;
            _chunk[0] = _chunk[DocumentCipher.ChunkBytes];
        }
    }
}
