namespace MissingPackage.Documents.Intake.Structure;

/// <summary>What is wrong with a picture's structure.</summary>
internal enum StructureFault
{
    /// <summary>Nothing that can be told without decoding it.</summary>
    None,

    /// <summary>The file ends before the picture does.</summary>
    CutShort,

    /// <summary>Its parts contradict each other or its format.</summary>
    Damaged,

    /// <summary>It follows its format to a place where no camera, phone or editor goes, and where decoders are slow or weak.</summary>
    NoCameraMakesThis,
}

/// <summary>One part of what a decoder is given.</summary>
/// <param name="Offset">Where it begins in the file, in bytes; 0 for bytes of our own.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Own">Bytes of our own in its place, or null where they are the file's.</param>
internal readonly record struct PicturePart(long Offset, long Length, byte[]? Own = null);

/// <summary>
/// A picture as a decoder is to see it: its pixels, its colours and which way is up, and nothing else of the file.
/// Found by reading the structure alone: no pixel is decoded, and no more than about 2 MB is held.
/// </summary>
/// <param name="Fault">What is wrong with it, or <see cref="StructureFault.None"/>.</param>
/// <param name="Parts">In the order to be written; empty where there is a fault.</param>
/// <param name="Width">Of what will be decoded, in pixels, before it is turned upright; 0 where there is a fault.</param>
/// <param name="Height">As <paramref name="Width"/>.</param>
/// <param name="Padding">
/// Zero bytes at the end of a JPEG's scan, at most so many: a decoder that calls them stray hasn't lost its place.
/// </param>
internal sealed record PictureStructure(StructureFault Fault, IReadOnlyList<PicturePart> Parts, int Width, int Height, int Padding = 0)
{
    private const int CopyBytes = 64 * 1024;

    /// <summary>How many bytes <see cref="CopyAsync"/> writes.</summary>
    public long Length { get; } = Parts.Sum(part => part.Length);

    /// <summary>Reads a picture's structure.</summary>
    /// <param name="kind">What the sniffer took it for; a picture.</param>
    /// <param name="file">A seekable stream, read from its first byte; left at an unspecified position, and not closed.</param>
    /// <returns>What the bytes say; never throws for what they say.</returns>
    public static PictureStructure Read(FileKind kind, Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var reader = new BlockReader(file);
        return kind switch
        {
            FileKind.Jpeg => JpegStructure.Read(reader),
            FileKind.Png => PngStructure.Read(reader),
            FileKind.WebP => WebPStructure.Read(reader),
            FileKind.Heic => HeicStructure.Read(reader),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a picture."),
        };
    }

    /// <summary>Writes the parts in order.</summary>
    /// <param name="file">The stream that was read.</param>
    /// <param name="destination">Written to from where it stands.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was read.</exception>
    public async Task CopyAsync(Stream file, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(destination);
        var block = new byte[CopyBytes];
        foreach (var part in Parts)
        {
            if (part.Own is { } own)
            {
                await destination.WriteAsync(own, cancellationToken);
                continue;
            }

            if (file.Position != part.Offset)
            {
                file.Position = part.Offset;
            }

            for (var left = part.Length; left > 0;)
            {
                var some = block.AsMemory(0, (int)Math.Min(left, block.Length));
                await file.ReadExactlyAsync(some, cancellationToken);
                await destination.WriteAsync(some, cancellationToken);
                left -= some.Length;
            }
        }
    }

    /// <summary>A picture that is not to be decoded.</summary>
    internal static PictureStructure Refused(StructureFault fault) => new(fault, [], 0, 0);
}
