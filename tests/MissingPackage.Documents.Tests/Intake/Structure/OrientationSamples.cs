namespace MissingPackage.Documents.Tests.Intake.Structure;

/// <summary>Exif blocks of a directory with a maker's name and the orientation, in either order of bytes.</summary>
internal static class OrientationSamples
{
    public static byte[] BigEndian(int orientation) =>
    [
        .. "MM\0*"u8, 0, 0, 0, 8, 0, 2,
        0x01, 0x0F, 0, 2, 0, 0, 0, 7, 0, 0, 0, 38,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0, .. "SECRET\0"u8,
    ];

    public static byte[] LittleEndian(int orientation) =>
    [
        .. "II*\0"u8, 8, 0, 0, 0, 2, 0,
        0x0F, 0x01, 2, 0, 7, 0, 0, 0, 38, 0, 0, 0,
        0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
        0, 0, 0, 0, .. "SECRET\0"u8,
    ];
}
