using System.Buffers.Binary;

namespace MissingPackage.Documents.Intake.Structure;

/// <summary>
/// A JPEG (ITU-T T.81) without its metadata, thumbnails and whatever stands behind its end: gain maps, further pictures, films.
/// </summary>
internal sealed class JpegStructure
{
    // Real files: a few dozen, and some hundred in a large colour profile's or maker's notes' chunks.
    private const int MaxSegments = 2000;

    // Encoders write 10 scans by default, and up to 20 or so where each bit is bought dearly. Every further one costs the decoder
    // another pass over all pixels, for a few bytes.
    private const int MaxScans = 40;

    private const int MaxProfileBytes = 4 << 20;

    private const int StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;

    private readonly BlockReader _file;
    private readonly PartList _body = new();
    private readonly Profile _profile = new();
    private Frame? _frame;
    private bool _jfif;
    private byte? _adobeTransform;
    private int _orientation;
    private int _scans;
    private int _padding;

    private JpegStructure(BlockReader file) => _file = file;

    /// <summary>Reads from the first byte.</summary>
    public static PictureStructure Read(BlockReader file) => new JpegStructure(file).Read();

    private PictureStructure Read()
    {
        Span<byte> start = stackalloc byte[2];
        if (!_file.TryRead(start) || start[0] != 0xFF || start[1] != StartOfImage)
        {
            return PictureStructure.Refused(StructureFault.Damaged);
        }

        for (var segments = 0; segments < MaxSegments; segments++)
        {
            switch (NextMarker())
            {
                case EndOfImage:
                    return _frame is null || _scans == 0 ? PictureStructure.Refused(StructureFault.Damaged)
                        : !_frame.IsWhole ? PictureStructure.Refused(StructureFault.CutShort)
                        : Whole(_frame);

                // The decoder can tell whether pixels miss, where a single scan holds all of them.
                case < 0:
                    return _frame is { IsProgressive: false, IsWhole: true } && _scans == 1
                        ? Whole(_frame)
                        : PictureStructure.Refused(StructureFault.CutShort);

                case StartOfImage:
                    return PictureStructure.Refused(StructureFault.Damaged);

                case var marker when Segment(marker) is var fault and not StructureFault.None:
                    return PictureStructure.Refused(fault);
            }
        }

        return PictureStructure.Refused(StructureFault.NoCameraMakesThis);
    }

    private PictureStructure Whole(Frame frame)
    {
        var parts = new PartList();
        parts.Put(0xFF, StartOfImage);
        if (_jfif)
        {
            parts.Put([0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        }

        if (_orientation > ExifOrientation.Upright)
        {
            parts.Put([0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. ExifOrientation.Write(_orientation)]);
        }

        if (_adobeTransform is { } transform)
        {
            // 0 is for none, 1 for YCbCr, 2 for YCCK; decoders take any other for what fits the number of components.
            var known = transform == 0 ? 0 : frame.Components == 4 ? 2 : 1;
            parts.Put([0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)known]);
        }

        _profile.AddTo(parts);
        parts.Add(_body);
        parts.Put(0xFF, EndOfImage);
        return new(StructureFault.None, parts.Parts, frame.Width, frame.Height, _padding);
    }

    // Skips bytes that belong to nothing. Leaves the position behind the marker.
    private int NextMarker()
    {
        while (true)
        {
            var atHand = _file.AtHand();
            if (atHand.IsEmpty)
            {
                return -1;
            }

            var found = atHand.IndexOf((byte)0xFF);
            _file.Position += found < 0 ? atHand.Length : found + 1;
            if (found < 0)
            {
                continue;
            }

            int marker;
            while ((marker = _file.ReadByte()) == 0xFF)
            {
                // fill bytes
            }

            // 0 is a stray byte 0xFF; 0x01 and the restarts stand alone; up to 0xBF they are reserved.
            if (marker < 0 || EndsEntropyCodedData(marker))
            {
                return marker;
            }
        }
    }

    private StructureFault Segment(int marker)
    {
        var start = _file.Position - 2;
        Span<byte> size = stackalloc byte[2];
        if (!_file.TryRead(size))
        {
            return StructureFault.CutShort;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(size) - 2;
        if (length < 0)
        {
            return StructureFault.Damaged;
        }

        if (length > _file.Length - _file.Position)
        {
            return Cut(marker);
        }

        var content = _file.Position;
        var fault = StructureFault.None;
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2:
                fault = ReadFrame(marker, length);
                _body.Keep(start, length + 4);
                break;

            case 0xC4 or 0xDB or 0xDD: // Huffman tables, quantization tables, restart interval
                _body.Keep(start, length + 4);
                break;

            // Lossless, hierarchical and arithmetic frames.
            case 0xC3 or (>= 0xC5 and <= 0xCF and not 0xCC) or 0xDE or 0xDF:
                return StructureFault.NoCameraMakesThis;

            case StartOfScan:
                fault = ReadScan(length);
                _body.Keep(start, length + 4);
                if (fault == StructureFault.None)
                {
                    _file.Position = content + length;
                    KeepEntropyCodedData();
                }

                return fault;

            case 0xE0 or 0xE1 or 0xE2 or 0xEE:
                ReadApplicationData(marker, length);
                break;
        }

        _file.Position = content + length;
        return fault;
    }

    // Behind the one scan that holds everything, it's no part of the picture that is cut.
    private StructureFault Cut(int marker)
    {
        _file.Position = _file.Length;
        return marker == StartOfScan || _scans == 0 ? StructureFault.CutShort : StructureFault.None;
    }

    private StructureFault ReadFrame(int marker, int length)
    {
        if (_frame is not null)
        {
            return StructureFault.NoCameraMakesThis;
        }

        var bytes = _file.TryRead(length);
        if (bytes is null || length < 6 || length != 6 + (3 * bytes[5]))
        {
            return StructureFault.Damaged;
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(1)), width = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(3));
        if (width == 0 || height == 0) // a height of 0 says that it follows behind the first scan, which decoders don't follow
        {
            return StructureFault.Damaged;
        }

        if (bytes[0] != 8 || bytes[5] is not (1 or 3 or 4))
        {
            return StructureFault.NoCameraMakesThis;
        }

        _frame = new(bytes, width, height, IsProgressive: marker == 0xC2);
        return StructureFault.None;
    }

    private StructureFault ReadScan(int length)
    {
        if (_frame is null || length > 12 || _file.TryRead(length) is not { } bytes)
        {
            return StructureFault.Damaged;
        }

        return ++_scans > MaxScans ? StructureFault.NoCameraMakesThis : _frame.Scan(bytes);
    }

    // Up to a marker that ends it. Restarts are part of it; reserved markers too, for the decoder to complain about. Zeros at its end
    // may be padding, or the end of a picture that is flat there: they are kept, and counted.
    private void KeepEntropyCodedData()
    {
        var start = _file.Position;
        var end = start;
        var marker = 0;
        while (!EndsEntropyCodedData(marker) && _file.AtHand() is { IsEmpty: false } atHand)
        {
            var found = atHand.IndexOf((byte)0xFF);
            var data = found < 0 ? atHand : atHand[..found];
            if (data.LastIndexOfAnyExcept((byte)0) is var last and >= 0)
            {
                end = _file.Position + last + 1;
            }

            _file.Position += data.Length;
            if (found >= 0)
            {
                // Behind fill bytes, the next one decides.
                while ((marker = _file.ReadByte()) == 0xFF)
                {
                    // once more
                }

                marker = Math.Max(marker, 0);
                end = EndsEntropyCodedData(marker) ? end : _file.Position;
            }
        }

        if (EndsEntropyCodedData(marker))
        {
            _file.Position -= 2;
        }

        _padding = (int)Math.Max(_padding, _file.Position - end);
        _body.Keep(start, _file.Position - start);
    }

    private static bool EndsEntropyCodedData(int marker) => marker >= 0xC0 && marker is not (>= 0xD0 and <= 0xD7);

    private void ReadApplicationData(int marker, int length)
    {
        if (_file.TryRead(length) is not { } bytes)
        {
            return;
        }

        switch (marker)
        {
            case 0xE0 when bytes.Length >= 14 && bytes.AsSpan().StartsWith("JFIF\0"u8):
                _jfif = true;
                break;

            case 0xE1 when _orientation == 0 && bytes.AsSpan().StartsWith("Exif\0\0"u8):
                _orientation = ExifOrientation.Read(bytes);
                break;

            case 0xE2 when bytes.Length > 14 && bytes.AsSpan().StartsWith("ICC_PROFILE\0"u8):
                _profile.Add(bytes[12], bytes[13], new(_file.Position - length - 4, length + 4));
                break;

            case 0xEE when bytes.Length >= 12 && bytes.AsSpan().StartsWith("Adobe"u8):
                _adobeTransform = bytes[11];
                break;
        }
    }

    // T.81, B.2.2 and B.2.3.
    private sealed record Frame(byte[] Header, int Width, int Height, bool IsProgressive)
    {
        private const sbyte NotYet = -1;

        // The lowest bit sent so far, of each component's 64 coefficients.
        private readonly sbyte[] _lowestBits = [.. Enumerable.Repeat(NotYet, Header[5] * 64)];

        public int Components => Header[5];

        /// <summary>Whether each component was sent: its coefficient 0, at least.</summary>
        public bool IsWhole => Enumerable.Range(0, Components).All(component => _lowestBits[component * 64] != NotYet);

        public StructureFault Scan(ReadOnlySpan<byte> header)
        {
            if (header.IsEmpty || header[0] is < 1 or > 4 || header.Length != 4 + (2 * header[0]))
            {
                return StructureFault.Damaged;
            }

            var bits = header[^1];
            var (first, last, before, lowest) = IsProgressive ? (header[^3], header[^2], bits >> 4, bits & 15) : (0, 63, 0, 0);
            if (first > last || last > 63 || lowest > 13 || (IsProgressive && first == 0 != (last == 0)) || (first > 0 && header[0] > 1))
            {
                return StructureFault.Damaged;
            }

            for (var i = 0; i < header[0]; i++)
            {
                var component = IndexOf(header[1 + (2 * i)]);
                if (component < 0)
                {
                    return StructureFault.Damaged;
                }

                // A coefficient is sent once, and then each of its lower bits once (G.1.1.1): sending it again is how a small
                // file makes a decoder work for minutes.
                var sent = _lowestBits.AsSpan((component * 64) + first, last - first + 1);
                if (sent.ContainsAnyExcept(before == 0 ? NotYet : (sbyte)before) || (before > 0 && lowest != before - 1))
                {
                    return StructureFault.NoCameraMakesThis;
                }

                sent.Fill((sbyte)lowest);
            }

            return StructureFault.None;
        }

        private int IndexOf(byte id)
        {
            for (var i = 0; i < Components; i++)
            {
                if (Header[6 + (3 * i)] == id)
                {
                    return i;
                }
            }

            return -1;
        }
    }

    // A colour profile in numbered segments (ICC.1, B.4).
    private sealed class Profile
    {
        private readonly SortedList<byte, PicturePart> _chunks = [];
        private byte _count;
        private long _bytes;
        private bool _broken;

        public void Add(byte number, byte count, PicturePart chunk)
        {
            _broken |= _chunks.Count > 0 && count != _count;
            _broken |= number == 0 || number > count || !_chunks.TryAdd(number, chunk);
            _broken |= (_bytes += chunk.Length) > MaxProfileBytes;
            _count = count;
        }

        // A broken one says nothing about the picture.
        public void AddTo(PartList parts)
        {
            if (_broken || _chunks.Count != _count)
            {
                return;
            }

            foreach (var chunk in _chunks.Values)
            {
                parts.Keep(chunk.Offset, chunk.Length);
            }
        }
    }
}
