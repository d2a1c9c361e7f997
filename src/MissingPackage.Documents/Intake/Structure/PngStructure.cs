using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MissingPackage.Documents.Intake.Structure;

/// <summary>A still PNG (PNG, third edition) with its pixels, palette, transparency, colours and orientation alone.</summary>
internal sealed class PngStructure
{
    // Chunks of pixels are 4 KB and more in real files, of which 15 MB hold a few thousand.
    private const int MaxChunks = 50_000;

    // What is packed is held at once; what comes out of it is counted only.
    private const int MaxPackedProfileBytes = 1 << 20;
    private const int MaxProfileBytes = 4 << 20;

    // Length, type and, behind the data, the CRC.
    private const int FrameBytes = 12;
    private const int HeaderBytes = 13;

    private static readonly byte[] s_signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly BlockReader _file;
    private readonly PartList _body = new();
    private byte[] _header = [];
    private byte[]? _profile;
    private byte[]? _srgb;
    private byte[]? _gamma;
    private byte[]? _chromaticities;
    private int _orientation;
    private long _colours;
    private bool _hasPalette, _hasTransparency, _hasPixels, _pixelsEnded;

    private PngStructure(BlockReader file) => _file = file;

    // As far as can be told without unpacking.
    private bool IsWhole => _hasPixels && (_hasPalette || _header[9] != 3);

    private bool IsGrey => (_header[9] & 2) == 0;

    /// <summary>Reads from the first byte.</summary>
    public static PictureStructure Read(BlockReader file) => new PngStructure(file).Read();

    private PictureStructure Read()
    {
        var signature = _file.TryRead(s_signature.Length);
        if (signature is null || !signature.SequenceEqual(s_signature))
        {
            return PictureStructure.Refused(StructureFault.Damaged);
        }

        Span<byte> head = stackalloc byte[8];
        for (var chunks = 0; ; chunks++)
        {
            if (chunks == MaxChunks)
            {
                return PictureStructure.Refused(StructureFault.NoCameraMakesThis);
            }

            var start = _file.Position;
            if (!_file.TryRead(head))
            {
                return IsWhole ? Whole() : PictureStructure.Refused(StructureFault.CutShort);
            }

            if (head[4..].SequenceEqual("IEND"u8))
            {
                return IsWhole ? Whole() : PictureStructure.Refused(StructureFault.Damaged);
            }

            // Behind the pixels it's no part of the picture that is cut.
            var chunk = new Chunk(start, BinaryPrimitives.ReadUInt32BigEndian(head));
            if (chunk.End > _file.Length)
            {
                return IsWhole && !head[4..].SequenceEqual("IDAT"u8) ? Whole() : PictureStructure.Refused(StructureFault.CutShort);
            }

            if (Take(head[4..], chunk) is var fault and not StructureFault.None)
            {
                return PictureStructure.Refused(fault);
            }

            _file.Position = chunk.End;
        }
    }

    private PictureStructure Whole()
    {
        var parts = new PartList();
        parts.Put([.. s_signature, .. Written("IHDR"u8, _header.AsSpan(0, HeaderBytes))]);

        // The order of precedence of section 4.3. Which of several a decoder takes differs, so it gets one.
        if ((_profile ?? _srgb ?? GammaProfile()) is { } colours)
        {
            parts.Put(colours);
        }

        if (_orientation > ExifOrientation.Upright)
        {
            parts.Put(Written("eXIf"u8, ExifOrientation.Write(_orientation)));
        }

        parts.Add(_body);
        parts.Put(Written("IEND"u8, []));
        int width = BinaryPrimitives.ReadInt32BigEndian(_header), height = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4));
        return new(StructureFault.None, parts.Parts, width, height);
    }

    private StructureFault Take(ReadOnlySpan<byte> type, Chunk chunk)
    {
        var isPixels = type.SequenceEqual("IDAT"u8);
        _pixelsEnded |= _hasPixels && !isPixels;
        if (_header.Length == 0)
        {
            return type.SequenceEqual("IHDR"u8) ? ReadHeader(chunk) : StructureFault.Damaged;
        }

        if (isPixels)
        {
            if (_pixelsEnded)
            {
                return StructureFault.Damaged;
            }

            _hasPixels = true;
            _body.Keep(chunk.Start, chunk.End - chunk.Start);
        }
        else if (type.SequenceEqual("PLTE"u8))
        {
            if (_header[9] == 3)
            {
                if (_hasPalette || _hasPixels || chunk.Length is 0 or > 768 || chunk.Length % 3 != 0)
                {
                    return StructureFault.Damaged;
                }

                _body.Keep(chunk.Start, chunk.End - chunk.Start);
            }

            _hasPalette = true;
            _colours = chunk.Length / 3;
        }
        else if ((type[0] & 0x20) == 0)
        {
            return StructureFault.Damaged; // needed for the picture, by its capital letter, and unknown
        }
        else if (type.SequenceEqual("tRNS"u8) && !_hasPixels && !_hasTransparency && IsLengthOfTransparency(chunk.Length))
        {
            _hasTransparency = true;
            _body.Keep(chunk.Start, chunk.End - chunk.Start);
        }
        else if (!_hasPixels && !_hasPalette)
        {
            TakeColours(type, chunk);
        }

        // It may stand behind the pixels.
        if (_orientation == 0 && type.SequenceEqual("eXIf"u8))
        {
            _orientation = ExifOrientation.Read(_file.TryRead((int)Math.Min(chunk.Length, ExifOrientation.MaxBytes)));
        }

        return StructureFault.None;
    }

    // 11.3.1.1: one grey, one colour, or the alpha of the palette's first colours.
    private bool IsLengthOfTransparency(long length) => _header[9] switch
    {
        0 => length == 2,
        2 => length == 6,
        3 => length > 0 && length <= _colours,
        _ => false,
    };

    // 11.2.1.
    private StructureFault ReadHeader(Chunk chunk)
    {
        if (chunk.Length != HeaderBytes || _file.TryRead(HeaderBytes) is not { } header)
        {
            return StructureFault.Damaged;
        }

        var depths = header[9] switch
        {
            0 => "\u0001\u0002\u0004\u0008\u0010"u8, // grey
            2 or 4 or 6 => "\u0008\u0010"u8, // colour, and either with alpha
            3 => "\u0001\u0002\u0004\u0008"u8, // palette
            _ => [],
        };
        if (!depths.Contains(header[8]) || header[10] != 0 || header[11] != 0 || header[12] > 1
            || BinaryPrimitives.ReadInt32BigEndian(header) <= 0 || BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)) <= 0)
        {
            return StructureFault.Damaged;
        }

        _header = header;
        return StructureFault.None;
    }

    // Those with a wrong checksum or of a wrong form say nothing about the picture.
    private void TakeColours(ReadOnlySpan<byte> type, Chunk chunk)
    {
        if (type.SequenceEqual("iCCP"u8) && chunk.Length <= MaxPackedProfileBytes)
        {
            _profile ??= Checked(chunk) is { } profile && IsGoodProfile(profile) ? profile : null;
        }
        else if (type.SequenceEqual("sRGB"u8) && chunk.Length == 1)
        {
            _srgb ??= Checked(chunk);
        }
        else if (type.SequenceEqual("gAMA"u8) && chunk.Length == 4)
        {
            _gamma ??= Checked(chunk);
        }
        else if (type.SequenceEqual("cHRM"u8) && chunk.Length == 32)
        {
            _chromaticities ??= Checked(chunk);
        }
    }

    // The whole chunk, or null where its checksum is wrong.
    private byte[]? Checked(Chunk chunk)
    {
        _file.Position = chunk.Start;
        return _file.TryRead((int)(chunk.End - chunk.Start)) is { } bytes
            && Crc32.HashToUInt32(bytes.AsSpan(4..^4)) == BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(^4..))
            ? bytes
            : null;
    }

    // 11.3.2.3: a name, a zero, the method 0, and the profile packed by zlib. Of the profile (ICC.1, 7.2): its length and
    // its sort of colours.
    private bool IsGoodProfile(byte[] chunk)
    {
        var data = chunk.AsSpan(8..^4);
        var name = data.IndexOf((byte)0);
        if (name is < 1 or > 79 || data.Length < name + 2 || data[name + 1] != 0)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[128];
        try
        {
            using var packed = new MemoryStream(chunk, 8 + name + 2, data.Length - name - 2);
            using var profile = new ZLibStream(packed, CompressionMode.Decompress);
            long length = profile.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (length < header.Length || !header[16..].StartsWith(IsGrey ? "GRAY"u8 : "RGB "u8))
            {
                return false;
            }

            var rest = new byte[16 * 1024];
            int read;
            while (length <= MaxProfileBytes && (read = profile.Read(rest)) > 0)
            {
                length += read;
            }

            return length <= MaxProfileBytes && length == BinaryPrimitives.ReadUInt32BigEndian(header);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // As browsers do: gAMA counts, cHRM only beside it, and sRGB's own gamma alone changes nothing.
    private byte[]? GammaProfile()
    {
        if (_gamma is null)
        {
            return null;
        }

        double[]? chromaticities = null;
        if (_chromaticities is not null)
        {
            chromaticities = new double[8];
            for (var i = 0; i < chromaticities.Length; i++)
            {
                chromaticities[i] = BinaryPrimitives.ReadUInt32BigEndian(_chromaticities.AsSpan(8 + (4 * i))) / 100_000.0;
            }
        }

        if (PngColours.Profile(BinaryPrimitives.ReadUInt32BigEndian(_gamma.AsSpan(8)), chromaticities, IsGrey) is not { } profile)
        {
            return null;
        }

        using var packed = new MemoryStream();
        packed.Write("gamma\0\0"u8);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(profile);
        }

        return Written("iCCP"u8, packed.ToArray());
    }

    private static byte[] Written(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[FrameBytes + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    // Length is of the data; Start and End hold the frame too.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Chunk(long Start, long Length)
    {
        public long End => Start + FrameBytes + Length;
    }
}
