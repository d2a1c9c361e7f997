namespace MissingPackage.Documents.Intake.Structure;

/// <summary>
/// The bytes of one HEVC picture in a HEIC: units with their lengths in front (ISO/IEC 14496-15, 4.3.3). What they hold is compressed,
/// yet two things tell lost data: lengths that don't add up, and zeros.
/// </summary>
internal sealed class NalUnits(BlockReader file, IReadOnlyList<HeicStructure.Extent> extents, int lengthBytes)
{
    // ISO/IEC 23008-2, 7.4.2: no three bytes of zero follow each other in a unit. 16, since an encoder may be sloppy.
    private const int MaxZeros = 15;

    // At a unit's end, where they may be there to fill a block.
    private const int MaxZerosAtEnd = 1023;

    // Far more than a sequence's parameters take.
    private const int MaxParameterBytes = 512;

    private int _extent;
    private long _left = extents[0].Length;

    /// <summary>Reads them all.</summary>
    /// <param name="agrees">Whether a unit with parameters of a sequence agrees with what is known.</param>
    public StructureFault Check(Func<ReadOnlySpan<byte>, bool> agrees)
    {
        file.Position = extents[0].Start;
        var hasPicture = false;
        Span<byte> head = stackalloc byte[MaxParameterBytes];
        while (!AtHand().IsEmpty)
        {
            long length = 0;
            for (var i = 0; i < lengthBytes; i++)
            {
                var atHand = AtHand();
                if (atHand.IsEmpty)
                {
                    return StructureFault.Damaged;
                }

                length = (length << 8) | atHand[0];
                Skip(1);
            }

            if (length < 2)
            {
                return StructureFault.Damaged;
            }

            if (!Read(length, head, out var read))
            {
                return StructureFault.Damaged;
            }

            // 7.3.1.2: a bit that is always 0, then the type; below 32 it is part of a picture.
            if ((head[0] & 0x80) != 0)
            {
                return StructureFault.Damaged;
            }

            var type = head[0] >> 1;
            hasPicture |= type < 32;
            if (type == SequenceParameters.UnitType && !agrees(head[..read]))
            {
                return StructureFault.NoCameraMakesThis;
            }
        }

        return hasPicture ? StructureFault.None : StructureFault.Damaged;
    }

    private bool Read(long length, Span<byte> head, out int headLength)
    {
        headLength = 0;
        var zeros = 0;
        while (length > 0)
        {
            var some = AtHand();
            if (some.IsEmpty)
            {
                return false;
            }

            some = some[..(int)Math.Min(some.Length, length)];
            var copied = Math.Min(some.Length, head.Length - headLength);
            some[..copied].CopyTo(head[headLength..]);
            headLength += copied;
            Skip(some.Length);
            length -= some.Length;
            while (!some.IsEmpty)
            {
                var run = zeros == 0 ? 0 : some.IndexOfAnyExcept((byte)0);
                if (run < 0)
                {
                    zeros += some.Length;
                    break;
                }

                zeros += run;
                if (zeros > MaxZeros)
                {
                    return false;
                }

                var next = some[run..].IndexOf((byte)0);
                zeros = next < 0 ? 0 : 1;
                some = next < 0 ? [] : some[(run + next + 1)..];
            }
        }

        return zeros <= MaxZerosAtEnd;
    }

    private ReadOnlySpan<byte> AtHand()
    {
        while (_left == 0 && _extent < extents.Count - 1)
        {
            _extent++;
            file.Position = extents[_extent].Start;
            _left = extents[_extent].Length;
        }

        var atHand = file.AtHand();
        return atHand[..(int)Math.Min(atHand.Length, _left)];
    }

    private void Skip(int count)
    {
        file.Position += count;
        _left -= count;
    }
}
