using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MissingPackage.Documents.Intake.Structure;

/// <summary>A still WebP (RFC 9649) with its picture, transparency, colour profile and orientation alone.</summary>
internal sealed class WebPStructure
{
    // An encoder writes six at most.
    private const int MaxChunks = 2000;
    private const int MaxProfileBytes = 4 << 20;
    private const int HeaderBytes = 8, ExtendedBytes = 10, FrameHeaderBytes = 10;

    private const byte HasProfile = 0x20, HasAlpha = 0x10, HasExif = 0x08;

    private readonly BlockReader _file;
    private byte[]? _extended;
    private Chunk? _profile;
    private Chunk? _alpha;
    private Chunk? _picture;
    private byte[] _frameHeader = [];
    private int _orientation;

    private WebPStructure(BlockReader file) => _file = file;

    /// <summary>Reads from the first byte.</summary>
    public static PictureStructure Read(BlockReader file) => new WebPStructure(file).Read();

    private PictureStructure Read()
    {
        Span<byte> riff = stackalloc byte[12];
        if (!_file.TryRead(riff) || !riff.StartsWith("RIFF"u8) || !riff.EndsWith("WEBP"u8))
        {
            return PictureStructure.Refused(StructureFault.Damaged);
        }

        // The byte that makes a length even may be missing at the end.
        var end = HeaderBytes + (long)BinaryPrimitives.ReadUInt32LittleEndian(riff[4..]);
        if (end > _file.Length + 1)
        {
            return PictureStructure.Refused(StructureFault.CutShort);
        }

        var fault = ReadChunks(Math.Min(end, _file.Length));
        return fault != StructureFault.None ? PictureStructure.Refused(fault)
            : _picture is { } picture ? Whole(picture)
            : PictureStructure.Refused(StructureFault.Damaged);
    }

    private StructureFault ReadChunks(long end)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var chunks = 0;
        while (_file.Position <= end - HeaderBytes && _file.TryRead(header))
        {
            if (++chunks > MaxChunks)
            {
                return StructureFault.NoCameraMakesThis;
            }

            var chunk = new Chunk(_file.Position, BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
            if (chunk.Length > end - chunk.Start)
            {
                return _picture is null ? StructureFault.CutShort : StructureFault.None;
            }

            if (!TakeChunk(header[..4], chunk))
            {
                return StructureFault.Damaged;
            }

            _file.Position = chunk.Start + chunk.Length + (chunk.Length & 1);
        }

        return StructureFault.None;
    }

    // Each once, the profile and the transparency before the picture (section 2.7).
    private bool TakeChunk(ReadOnlySpan<byte> type, Chunk chunk)
    {
        if (type.SequenceEqual("VP8X"u8))
        {
            var isFirst = _extended is null && _picture is null;
            _extended = _file.TryRead(ExtendedBytes);
            return isFirst && chunk.Length >= ExtendedBytes && _extended is not null;
        }

        if (type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8))
        {
            if (_picture is null)
            {
                _picture = chunk with { Lossless = type[3] == 'L' };
                _frameHeader = _file.TryRead((int)Math.Min(chunk.Length, FrameHeaderBytes)) ?? [];
            }
        }
        else if (_extended is null)
        {
            return true; // only VP8X may announce more
        }
        else if (type.SequenceEqual("ICCP"u8) && chunk.Length is > 0 and <= MaxProfileBytes && _picture is null)
        {
            _profile ??= chunk;
        }
        else if (type.SequenceEqual("ALPH"u8) && _picture is null)
        {
            _alpha ??= chunk;
        }
        else if (type.SequenceEqual("EXIF"u8) && _orientation == 0)
        {
            _orientation = ExifOrientation.Read(_file.TryRead((int)Math.Min(chunk.Length, ExifOrientation.MaxBytes)));
        }

        return true;
    }

    private PictureStructure Whole(Chunk picture)
    {
        if (Size(picture.Lossless) is not { Width: > 0, Height: > 0 } size)
        {
            return PictureStructure.Refused(StructureFault.Damaged);
        }

        if (_extended is not null && (1 + UInt24(4), 1 + UInt24(7)) != size)
        {
            return PictureStructure.Refused(StructureFault.NoCameraMakesThis);
        }

        var chunks = new PartList();
        if (_extended is not null)
        {
            var turned = _orientation > ExifOrientation.Upright;
            var alpha = picture.Lossless ? _extended[0] & HasAlpha : _alpha is null ? 0 : HasAlpha;
            var flags = (byte)(alpha | (_profile is null ? 0 : HasProfile) | (turned ? HasExif : 0));
            chunks.Put([.. "VP8X"u8, ExtendedBytes, 0, 0, 0, flags, 0, 0, 0, .. _extended.AsSpan(4)]);
            Keep(_profile, chunks);
            Keep(picture.Lossless ? null : _alpha, chunks);
            Keep(picture, chunks);
            if (turned)
            {
                var exif = ExifOrientation.Write(_orientation);
                chunks.Put([.. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif]);
            }
        }
        else
        {
            Keep(picture, chunks);
        }

        var parts = new PartList();
        var riff = new byte[12];
        "RIFF"u8.CopyTo(riff);
        BinaryPrimitives.WriteUInt32LittleEndian(riff.AsSpan(4), (uint)(4 + chunks.Parts.Sum(part => part.Length)));
        "WEBP"u8.CopyTo(riff.AsSpan(8));
        parts.Put(riff);
        parts.Add(chunks);
        return new(StructureFault.None, parts.Parts, size.Width, size.Height);

        int UInt24(int at) => _extended[at] | _extended[at + 1] << 8 | _extended[at + 2] << 16;
    }

    private static void Keep(Chunk? chunk, PartList parts)
    {
        if (chunk is { } kept)
        {
            parts.Keep(kept.Start - HeaderBytes, HeaderBytes + kept.Length);
            if (kept.Length % 2 != 0)
            {
                parts.Put(0);
            }
        }
    }

    // RFC 6386, 9.1, of a key frame; RFC 9649, 3.4.
    private (int Width, int Height) Size(bool lossless)
    {
        ReadOnlySpan<byte> header = _frameHeader;
        if (lossless)
        {
            if (header.Length < 5 || header[0] != 0x2F)
            {
                return default;
            }

            var bits = BinaryPrimitives.ReadUInt32LittleEndian(header[1..]);
            return ((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
        }

        return header.Length == FrameHeaderBytes && (header[0] & 1) == 0 && header[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) & 0x3FFF)
            : default;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Chunk(long Start, long Length, bool Lossless = false);
}
