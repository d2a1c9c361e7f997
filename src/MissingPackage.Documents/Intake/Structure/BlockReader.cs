namespace MissingPackage.Documents.Intake.Structure;

/// <summary>
/// Reads a file in blocks. Made for going forward: a step back within the block costs nothing, any other one a seek.
/// </summary>
internal sealed class BlockReader(Stream file)
{
    private const int BlockBytes = 64 * 1024;

    private readonly byte[] _block = new byte[BlockBytes];
    private long _blockStart;
    private int _blockLength;

    /// <summary>Of the file, in bytes.</summary>
    public long Length { get; } = file.Length;

    /// <summary>Where the next read begins. May be set to any place, also behind the end.</summary>
    public long Position { get; set; }

    /// <summary>
    /// What of the file is at hand from <see cref="Position"/> on: at least one byte, except at the end. Good until the next call of
    /// anything here.
    /// </summary>
    public ReadOnlySpan<byte> AtHand()
    {
        if (Position < _blockStart || Position >= _blockStart + _blockLength)
        {
            Load();
        }

        return Position < _blockStart + _blockLength ? _block.AsSpan((int)(Position - _blockStart).._blockLength) : [];
    }

    /// <summary>The next byte, or -1 at the end.</summary>
    public int ReadByte()
    {
        var atHand = AtHand();
        if (atHand.IsEmpty)
        {
            return -1;
        }

        Position++;
        return atHand[0];
    }

    /// <summary>Fills <paramref name="destination"/>, or reads nothing where the file ends before.</summary>
    public bool TryRead(Span<byte> destination)
    {
        var start = Position;
        for (var left = destination; !left.IsEmpty;)
        {
            var atHand = AtHand();
            if (atHand.IsEmpty)
            {
                Position = start;
                return false;
            }

            atHand = atHand[..Math.Min(atHand.Length, left.Length)];
            atHand.CopyTo(left);
            left = left[atHand.Length..];
            Position += atHand.Length;
        }

        return true;
    }

    /// <summary>The next bytes, or null where the file ends before.</summary>
    public byte[]? TryRead(int length)
    {
        if (length > Length - Position)
        {
            return null;
        }

        var bytes = new byte[length];
        return TryRead(bytes.AsSpan()) ? bytes : null;
    }

    private void Load()
    {
        _blockStart = Position;
        _blockLength = 0;
        if (Position < 0 || Position >= Length)
        {
            return;
        }

        if (file.Position != Position)
        {
            file.Position = Position;
        }

        _blockLength = file.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
    }
}
