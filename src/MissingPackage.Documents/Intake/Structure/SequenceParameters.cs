namespace MissingPackage.Documents.Intake.Structure;

/// <summary>The size that an HEVC decoder will decode to, from the parameters of a sequence (ISO/IEC 23008-2, 7.3.2.2).</summary>
internal static class SequenceParameters
{
    /// <summary>The type of their unit.</summary>
    public const int UnitType = 33;

    /// <summary>Reads it from a unit.</summary>
    /// <param name="unit">From its header of two bytes on; the first few hundred bytes are enough.</param>
    /// <returns>Width and height in pixels, both 0 where they can't be read, or null where the unit is another one.</returns>
    public static (long Width, long Height)? CodedSize(ReadOnlySpan<byte> unit)
    {
        if (unit.Length < 2 || (unit[0] >> 1) != UnitType)
        {
            return null;
        }

        Span<byte> payload = stackalloc byte[512];
        var bits = new Bits(payload[..Unescape(unit[2..], payload)]);
        bits.Skip(4); // video parameter set
        var subLayers = (int)bits.Read(3);
        bits.Skip(1 + 88 + 8); // nesting, the general profile and level
        var present = bits.Read(16 * Math.Sign(subLayers)); // two bits for each of up to 8, where there is more than one
        for (var i = 0; i < subLayers; i++)
        {
            bits.Skip((present >> (15 - (2 * i)) & 1) == 0 ? 0 : 88);
            bits.Skip((present >> (14 - (2 * i)) & 1) == 0 ? 0 : 8);
        }

        bits.ReadExpGolomb(); // its own number
        if (bits.ReadExpGolomb() == 3)
        {
            bits.Skip(1); // planes coded on their own
        }

        var (width, height) = (bits.ReadExpGolomb(), bits.ReadExpGolomb());
        return bits.Overrun ? (0, 0) : (width, height);
    }

    // Takes out the byte 3 that stands behind two zeros (7.4.1).
    private static int Unescape(ReadOnlySpan<byte> bytes, Span<byte> payload)
    {
        int length = 0, zeros = 0;
        foreach (var value in bytes)
        {
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            if (length == payload.Length)
            {
                break;
            }

            payload[length++] = value;
        }

        return length;
    }

    private ref struct Bits(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public readonly bool Overrun => _at > _bytes.Length * 8;

        public void Skip(int count) => _at += count;

        public uint Read(int count)
        {
            var value = 0U;
            for (; count > 0; count--, _at++)
            {
                value = value << 1 | (_at / 8 < _bytes.Length ? (uint)(_bytes[_at / 8] >> (7 - (_at % 8)) & 1) : 0);
            }

            return value;
        }

        // 9.2: as many zeros as bits follow the 1.
        public long ReadExpGolomb()
        {
            var zeros = 0;
            while (Read(1) == 0)
            {
                if (++zeros > 31)
                {
                    _at = int.MaxValue / 2;
                    return 0;
                }
            }

            return (1L << zeros) - 1 + Read(zeros);
        }
    }
}
