using System.Security.Cryptography;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Documents.Intake;

/// <summary>
/// A file that passes through: written once, read as often as wanted, and encrypted on disk under a key that is nowhere but in
/// this object. What a killed process leaves of it can be read by nobody.
/// </summary>
public sealed class PrivateFile : IDisposable
{
    private readonly string _path;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(DocumentCipher.KeyBytes);
    private bool _written;

    internal PrivateFile(string path) => _path = path;

    /// <summary>Its plain bytes, once it is written.</summary>
    public long Length { get; private set; }

    /// <summary>Opens it to be written, once. What was written is there when the stream is closed.</summary>
    /// <exception cref="InvalidOperationException">It was written before.</exception>
    public Stream OpenWrite()
    {
        if (_written)
        {
            throw new InvalidOperationException("A private file is written once.");
        }

        _written = true;
        return new Writer(this);
    }

    /// <summary>Opens it to be read, from any place in it, in chunks of 32 KiB.</summary>
    /// <returns>A stream of its own, to be closed before this object is. It throws <see cref="CryptographicException"/> where the file was changed.</returns>
    public Stream OpenRead() => new Reader(this);

    /// <summary>Writes it whole.</summary>
    /// <param name="bytes">The plain bytes.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await using var file = OpenWrite();
        await file.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>Deletes it.</summary>
    public void Dispose()
    {
        File.Delete(_path);
        CryptographicOperations.ZeroMemory(_key);
    }

    /// <summary>One direction only, and what both need: bytes held back until a chunk is whole.</summary>
    private abstract class OneWay : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override void Flush()
        {
        }

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        // A local file: the system gives and takes a chunk without waiting for the disk.
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(Read(buffer.Span));
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class Writer(PrivateFile owner) : OneWay
    {
        private readonly FileStream _file = new(owner._path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        private readonly DocumentCipher _cipher = new(owner._key);
        private readonly byte[] _chunk = new byte[DocumentCipher.ChunkBytes];
        private readonly byte[] _sealed = new byte[DocumentCipher.ChunkBytes + DocumentCipher.TagBytes];
        private int _held;
        private long _number;
        private bool _closed;

        public override bool CanWrite => true;

        public override long Length => owner.Length;

        public override long Position { get => owner.Length; set => throw new NotSupportedException(); }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                if (_held == _chunk.Length)
                {
                    WriteChunk(last: false); // only now is it known not to be the last one
                }

                var length = Math.Min(buffer.Length, _chunk.Length - _held);
                buffer[..length].CopyTo(_chunk.AsSpan(_held));
                _held += length;
                owner.Length += length;
                buffer = buffer[length..];
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                try
                {
                    WriteChunk(last: true);
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(_chunk);
                    _cipher.Dispose();
                    _file.Dispose();
                }
            }

            base.Dispose(disposing);
        }

        private void WriteChunk(bool last)
        {
            _cipher.Encrypt(_number++, last, _chunk.AsSpan(0, _held), _sealed);
            _file.Write(_sealed, 0, _held + DocumentCipher.TagBytes);
            _held = 0;
        }
    }

    private sealed class Reader(PrivateFile owner) : OneWay
    {
        private const int SealedChunk = DocumentCipher.ChunkBytes + DocumentCipher.TagBytes;

        private readonly FileStream _file = new(owner._path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        private readonly DocumentCipher _cipher = new(owner._key);
        private readonly byte[] _chunk = new byte[SealedChunk];
        private long _inChunk = -1;
        private int _chunkLength;
        private bool _closed;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override long Length => owner.Length;

        public override long Position { get; set; }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

        public override int Read(Span<byte> buffer)
        {
            if (Position >= Length || buffer.IsEmpty)
            {
                return 0;
            }

            var number = Position / DocumentCipher.ChunkBytes;
            if (number != _inChunk)
            {
                ReadChunk(number);
            }

            var at = (int)(Position % DocumentCipher.ChunkBytes);
            var length = Math.Min(buffer.Length, _chunkLength - at);
            _chunk.AsSpan(at, length).CopyTo(buffer);
            Position += length;
            return length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                CryptographicOperations.ZeroMemory(_chunk);
                _cipher.Dispose();
                _file.Dispose();
            }

            base.Dispose(disposing);
        }

        private void ReadChunk(long number)
        {
            _inChunk = -1;
            _file.Position = number * SealedChunk;
            var read = _file.ReadAtLeast(_chunk, SealedChunk, throwOnEndOfStream: false);
            var last = (number + 1) * DocumentCipher.ChunkBytes >= Length;
            _chunkLength = _cipher.Decrypt(number, last, _chunk.AsSpan(0, read));
            _inChunk = number;
        }
    }
}
