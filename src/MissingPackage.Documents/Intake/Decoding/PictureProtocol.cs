using System.Buffers.Binary;

namespace MissingPackage.Documents.Intake.Decoding;

/// <summary>What became of a picture in the worker.</summary>
internal enum PictureVerdict : byte
{
    /// <summary>A clean copy follows.</summary>
    Cleaned = 1,

    /// <summary>Pixels are missing or make no sense.</summary>
    Damaged = 2,

    /// <summary>It asks for more memory than any photo.</summary>
    TooCostly = 3,
}

/// <summary>A picture on its way to a worker.</summary>
/// <param name="Kind">JPEG, PNG, WebP or HEIC.</param>
/// <param name="Width">Width in pixels as its header declares it.</param>
/// <param name="Height">Height in pixels, as <paramref name="Width"/>.</param>
/// <param name="Length">How many bytes follow.</param>
/// <param name="Padding">As <see cref="Structure.PictureStructure.Padding"/>.</param>
internal sealed record PictureQuestion(FileKind Kind, int Width, int Height, int Length, int Padding = 0);

/// <summary>A worker's answer.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Width">Width of the clean copy in pixels; 0 where there is none.</param>
/// <param name="Height">Height of the clean copy in pixels.</param>
/// <param name="Advice">One bit for each <see cref="QualityAdvice"/>.</param>
internal sealed record PictureAnswer(PictureVerdict Verdict, int Width = 0, int Height = 0, int Advice = 0);

/// <summary>
/// How the server and a worker talk over the worker's standard input and output. A question or an answer is a head of 20 bytes,
/// then bytes in pieces, each with its length in front (4 bytes, little-endian), then a length of 0.
/// </summary>
internal static class PictureProtocol
{
    /// <summary>A head: five numbers of 4 bytes each, little-endian.</summary>
    public const int HeadBytes = 20;

    /// <summary>The first byte that a worker writes, once it can take pictures.</summary>
    public const byte Ready = (byte)'r';

    /// <summary>The longest piece.</summary>
    public const int PieceBytes = 64 * 1024;

    public static byte[] Head(PictureQuestion question) => Head((int)question.Kind, question.Width, question.Height, question.Length, question.Padding);

    public static byte[] Head(PictureAnswer answer) => Head((int)answer.Verdict, answer.Width, answer.Height, answer.Advice);

    public static PictureQuestion Question(ReadOnlySpan<byte> head) =>
        new((FileKind)Number(head, 0), Number(head, 1), Number(head, 2), Number(head, 3), Number(head, 4));

    public static PictureAnswer Answer(ReadOnlySpan<byte> head) =>
        new((PictureVerdict)Number(head, 0), Number(head, 1), Number(head, 2), Number(head, 3));

    private static byte[] Head(params ReadOnlySpan<int> numbers)
    {
        var head = new byte[HeadBytes];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4 * i), numbers[i]);
        }

        return head;
    }

    private static int Number(ReadOnlySpan<byte> head, int index) => BinaryPrimitives.ReadInt32LittleEndian(head[(4 * index)..]);
}

/// <summary>Writes bytes in pieces to the other side; closing it says that they are all there.</summary>
/// <param name="pipe">Left open.</param>
internal sealed class PieceWriter(Stream pipe) : Stream
{
    private readonly byte[] _length = new byte[4];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(buffer.Length, PictureProtocol.PieceBytes)];
            BinaryPrimitives.WriteInt32LittleEndian(_length, piece.Length);
            pipe.Write(_length);
            pipe.Write(piece);
            buffer = buffer[piece.Length..];
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(buffer.Length, PictureProtocol.PieceBytes)];
            BinaryPrimitives.WriteInt32LittleEndian(_length, piece.Length);
            await pipe.WriteAsync(_length, cancellationToken);
            await pipe.WriteAsync(piece, cancellationToken);
            buffer = buffer[piece.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Says that all bytes are there.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_length, 0);
        await pipe.WriteAsync(_length, cancellationToken);
        await pipe.FlushAsync(cancellationToken);
    }

    /// <inheritdoc cref="EndAsync"/>
    public void End()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_length, 0);
        pipe.Write(_length);
        pipe.Flush();
    }

    public override void Flush() => pipe.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Reads the pieces that the other side writes, to the end of one picture.</summary>
/// <param name="pipe">Left open.</param>
internal sealed class PieceReader(Stream pipe) : Stream
{
    private readonly byte[] _length = new byte[4];
    private int _left;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="EndOfStreamException">The other side is gone.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_left == 0 && !_ended)
        {
            pipe.ReadExactly(_length);
            Begin();
        }

        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }

        var piece = buffer[..Math.Min(buffer.Length, _left)];
        pipe.ReadExactly(piece);
        _left -= piece.Length;
        return piece.Length;
    }

    /// <exception cref="EndOfStreamException">The other side is gone.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0 && !_ended)
        {
            await pipe.ReadExactlyAsync(_length, cancellationToken);
            Begin();
        }

        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }

        var piece = buffer[..Math.Min(buffer.Length, _left)];
        await pipe.ReadExactlyAsync(piece, cancellationToken);
        _left -= piece.Length;
        return piece.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Begin()
    {
        _left = BinaryPrimitives.ReadInt32LittleEndian(_length);
        if (_left is < 0 or > PictureProtocol.PieceBytes)
        {
            throw new InvalidDataException("Not what was agreed on.");
        }

        _ended = _left == 0;
    }
}
