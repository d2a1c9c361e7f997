using System.Buffers.Binary;

namespace MissingPackage.Documents.Intake.Structure;

/// <summary>The one thing of Exif that a picture needs: which way is up (tag 0x0112 of TIFF 6.0 and of CIPA DC-008).</summary>
internal static class ExifOrientation
{
    /// <summary>Where nothing is to be turned, or nothing is said.</summary>
    public const int Upright = 1;

    /// <summary>No more than this of an Exif block is looked at, in bytes; what a JPEG's segment holds.</summary>
    public const int MaxBytes = 65_536;

    private const int EntryBytes = 12;
    private const ushort OrientationTag = 0x0112;
    private const ushort Short = 3;
    private const ushort Long = 4;

    /// <summary>Reads it.</summary>
    /// <param name="exif">A TIFF header and what follows, with or without "Exif" and two zeros in front.</param>
    /// <returns>1 to 8; <see cref="Upright"/> where it isn't said, or not to be found.</returns>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        if (tiff.Length < 8)
        {
            return Upright;
        }

        var little = tiff.StartsWith("II"u8);
        if (!little && !tiff.StartsWith("MM"u8))
        {
            return Upright;
        }

        var at = U32(tiff[4..], little);
        if (at > tiff.Length - 2)
        {
            return Upright;
        }

        var entries = tiff[((int)at + 2)..];
        for (var left = U16(tiff[(int)at..], little); left > 0 && entries.Length >= EntryBytes; left--, entries = entries[EntryBytes..])
        {
            if (U16(entries, little) == OrientationTag)
            {
                var value = U16(entries[2..], little) switch
                {
                    Short => U16(entries[8..], little),
                    Long => U32(entries[8..], little),
                    _ => 0U,
                };
                return value is >= 1 and <= 8 && U32(entries[4..], little) == 1 ? (int)value : Upright;
            }
        }

        return Upright;
    }

    /// <summary>A TIFF block of 26 bytes that says nothing else.</summary>
    public static byte[] Write(int orientation) =>
    [
        .. "MM\0*"u8, 0, 0, 0, 8, // header; the directory begins at byte 8
        0, 1, // one entry
        0x01, 0x12, 0, (byte)Short, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0, // no further directory
    ];

    private static uint U16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
