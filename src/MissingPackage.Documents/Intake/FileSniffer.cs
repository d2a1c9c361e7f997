using System.Buffers.Binary;

namespace MissingPackage.Documents.Intake;

/// <summary>
/// Tells a file's type, size in pixels and animation from its bytes. Nothing is decoded, and no more of the file is
/// read than its headers, so that a hostile file costs nothing before it is refused.
/// </summary>
public static class FileSniffer
{
    private const int HeadBytes = 4096;

    // Real files have a few dozen parts before the picture begins. The bound keeps a file made of
    // millions of empty parts from being walked to its end.
    private const int MaxParts = 2000;

    // An iPhone's meta box is about 4 KB; a grid of 60 megapixels stays under 64 KB.
    private const int MaxMetaBytes = 1 << 20;

    /// <summary>Reads the headers of <paramref name="file"/>.</summary>
    /// <param name="file">A seekable stream, read from its first byte; left at an unspecified position, and not closed.</param>
    /// <returns>What the bytes say; never throws for what they say.</returns>
    public static SniffedFile Read(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> buffer = stackalloc byte[HeadBytes];
        var head = ReadAt(file, 0, buffer);

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return Jpeg(file);
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return Png(file, head);
        }

        if (IsAt(head, 0, "RIFF"u8) && IsAt(head, 8, "WEBP"u8))
        {
            return WebP(head);
        }

        if (IsAt(head, 4, "ftyp"u8))
        {
            return Heif(file, head);
        }

        // Behind white space alone: a header behind anything else is how files are made that are two types at once.
        if (PdfStart.FindHeader(head) >= 0)
        {
            return new(FileKind.Pdf, 0, 0, Animated: false, OtherType.Unknown);
        }

        return NotAccepted(OtherTypes.Guess(head));
    }

    private static SniffedFile NotAccepted(OtherType other) => new(FileKind.Unknown, 0, 0, Animated: false, other);

    private static SniffedFile Picture(FileKind kind, uint width, uint height, bool animated = false) =>
        new(kind, (int)Math.Min(width, int.MaxValue), (int)Math.Min(height, int.MaxValue), animated, OtherType.Unknown);

    private static SniffedFile Damaged(FileKind kind) => new(kind, 0, 0, Animated: false, OtherType.Unknown);

    // ITU T.81, annex B: markers until the first start of frame, which holds the size.
    private static SniffedFile Jpeg(Stream file)
    {
        Span<byte> buffer = stackalloc byte[9];
        Span<byte> stray = stackalloc byte[HeadBytes];
        long at = 2;
        for (var part = 0; part < MaxParts; part++)
        {
            var segment = ReadAt(file, at, buffer);
            if (segment.Length < 9)
            {
                break;
            }

            if (segment[0] != 0xFF || segment[1] == 0x00)
            {
                // Bytes that belong to nothing, as decoders skip them too.
                var bytes = ReadAt(file, at + 1, stray);
                var next = bytes.IndexOf((byte)0xFF);
                at += 1 + (next < 0 ? bytes.Length : next);
                continue;
            }

            var marker = segment[1];
            if (marker == 0xFF)
            {
                at++; // fill byte
                continue;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += 2; // stands alone, without a length
                continue;
            }

            if (marker is 0xD8 or 0xD9 or 0xDA)
            {
                break;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Picture(
                    FileKind.Jpeg,
                    BinaryPrimitives.ReadUInt16BigEndian(segment[7..]),
                    BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
            if (length < 2)
            {
                break;
            }

            at += 2 + length;
        }

        return Damaged(FileKind.Jpeg);
    }

    private static SniffedFile Png(Stream file, ReadOnlySpan<byte> head)
    {
        if (!IsAt(head, 12, "IHDR"u8) || head.Length < 33)
        {
            return Damaged(FileKind.Png);
        }

        // The APNG control chunk stands before the first IDAT (PNG third edition, 11.3.6.1).
        var animated = false;
        Span<byte> chunk = stackalloc byte[8];
        long at = 33;
        for (var part = 0; part < MaxParts; part++)
        {
            var read = ReadAt(file, at, chunk);
            if (read.Length < 8 || IsAt(read, 4, "IDAT"u8) || IsAt(read, 4, "IEND"u8))
            {
                break;
            }

            if (IsAt(read, 4, "acTL"u8))
            {
                animated = true;
                break;
            }

            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(read);
        }

        return Picture(
            FileKind.Png,
            BinaryPrimitives.ReadUInt32BigEndian(head[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(head[20..]),
            animated);
    }

    // RFC 9649, section 2.
    private static SniffedFile WebP(ReadOnlySpan<byte> head)
    {
        if (head.Length < 30)
        {
            return Damaged(FileKind.WebP);
        }

        if (IsAt(head, 12, "VP8X"u8))
        {
            return Picture(FileKind.WebP, 1 + UInt24(head[24..]), 1 + UInt24(head[27..]), animated: (head[20] & 2) != 0);
        }

        if (IsAt(head, 12, "VP8 "u8))
        {
            return Picture(
                FileKind.WebP,
                (uint)BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF,
                (uint)BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF);
        }

        if (IsAt(head, 12, "VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return Picture(FileKind.WebP, (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }

        return Damaged(FileKind.WebP);
    }

    // ISO/IEC 23008-12. The brand decides: HEVC stills are ours; AV1, sequences and films are not.
    private static SniffedFile Heif(Stream file, ReadOnlySpan<byte> head)
    {
        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), (uint)Math.Min(256, head.Length));
        var hevc = false;
        for (var i = 8; i + 4 <= end; i += 4)
        {
            var brand = head.Slice(i, 4);
            if (i == 12)
            {
                continue; // minor version
            }

            if (IsAny(brand, "avif"u8, "avis"u8))
            {
                return NotAccepted(OtherType.Avif);
            }

            hevc |= IsAny(brand, "heic"u8, "heix"u8, "heim"u8, "heis"u8);
        }

        var major = head.Length >= 12 ? head.Slice(8, 4) : default;
        if (IsAny(major, "hevc"u8, "hevx"u8, "msf1"u8))
        {
            return new(FileKind.Heic, 0, 0, Animated: true, OtherType.Unknown);
        }

        if (!hevc || !(IsAny(major, "heic"u8, "heix"u8, "heim"u8, "heis"u8) || IsAny(major, "mif1"u8, "mif2"u8)))
        {
            return NotAccepted(IsAny(major, "mif1"u8, "mif2"u8) ? OtherType.Unknown : OtherType.Video);
        }

        return HeicSize(file);
    }

    private static SniffedFile HeicSize(Stream file)
    {
        Span<byte> buffer = stackalloc byte[16];
        long at = 0;
        for (var part = 0; part < MaxParts; part++)
        {
            var box = ReadAt(file, at, buffer);
            if (box.Length < 8)
            {
                break;
            }

            long size = BinaryPrimitives.ReadUInt32BigEndian(box);
            if (size == 1 && box.Length == 16)
            {
                size = BinaryPrimitives.ReadInt64BigEndian(box[8..]);
            }

            if (IsAt(box, 4, "meta"u8))
            {
                if (size is < 12 or > MaxMetaBytes)
                {
                    break;
                }

                var meta = new byte[size];
                return LargestPicture(ReadAt(file, at, meta));
            }

            if (size < 8 || size > file.Length - at)
            {
                break;
            }

            at += size;
        }

        return Damaged(FileKind.Heic);
    }

    // A file holds the sizes of its tiles, thumbnail and whole; the largest one is what would be decoded at most.
    private static SniffedFile LargestPicture(ReadOnlySpan<byte> meta)
    {
        uint width = 0, height = 0;
        while (meta.IndexOf("ispe"u8) is var found and >= 0 && meta.Length >= found + 16)
        {
            meta = meta[(found + 4)..];
            var w = BinaryPrimitives.ReadUInt32BigEndian(meta[4..]);
            var h = BinaryPrimitives.ReadUInt32BigEndian(meta[8..]);
            if ((ulong)w * h > (ulong)width * height)
            {
                (width, height) = (w, h);
            }
        }

        return Picture(FileKind.Heic, width, height);
    }

    private static uint UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (uint)bytes[1] << 8 | (uint)bytes[2] << 16;

    private static bool IsAt(ReadOnlySpan<byte> bytes, int offset, ReadOnlySpan<byte> value) =>
        bytes.Length >= offset + value.Length && bytes.Slice(offset, value.Length).SequenceEqual(value);

    private static bool IsAny(ReadOnlySpan<byte> brand, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        brand.SequenceEqual(a) || brand.SequenceEqual(b);

    private static bool IsAny(
        ReadOnlySpan<byte> brand, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d = default) =>
        IsAny(brand, a, b) || IsAny(brand, c, d);

    private static ReadOnlySpan<byte> ReadAt(Stream file, long position, Span<byte> buffer)
    {
        file.Position = position;
        return buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }
}
