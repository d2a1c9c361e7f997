using ImageMagick;
using MissingPackage.Documents.Intake;
using MissingPackage.Documents.Intake.Structure;

namespace MissingPackage.Documents.Tests.Intake.Structure;

/// <summary>What a decoder makes of a picture once it has been through our reader.</summary>
internal static class Filtered
{
    public static StructureFault Fault(FileKind kind, byte[] file)
    {
        using var stream = new MemoryStream(file);
        var structure = PictureStructure.Read(kind, stream);
        AssertSound(structure, file);
        return structure.Fault;
    }

    public static async Task<byte[]> OfAsync(FileKind kind, byte[] file)
    {
        using var stream = new MemoryStream(file);
        var structure = PictureStructure.Read(kind, stream);
        Assert.Equal(StructureFault.None, structure.Fault);
        AssertSound(structure, file);
        using var copy = new MemoryStream();
        await structure.CopyAsync(stream, copy, TestContext.Current.CancellationToken);
        Assert.Equal(structure.Length, copy.Length);
        return copy.ToArray();
    }

    /// <summary>The pixels are those of the good file, and the decoder has nothing to say.</summary>
    public static async Task AssertSameAsync(FileKind kind, byte[] good, byte[] odd)
    {
        var filtered = await OfAsync(kind, odd);
        var (expected, _) = Decode(kind, good);
        var (actual, warnings) = Decode(kind, filtered);

        Assert.Equal("", string.Join('\n', warnings));
        Assert.Equal(expected.Size, actual.Size);
        Assert.True(expected.Pixels.AsSpan().SequenceEqual(actual.Pixels), "The pixels differ.");
        using var stream = new MemoryStream(odd);
        var structure = PictureStructure.Read(kind, stream);
        Assert.Equal(actual.Size, (structure.Width, structure.Height));
    }

    /// <summary>Decodes without turning upright.</summary>
    /// <returns>RGB pixels, which way is up, and the warnings.</returns>
    public static (Picture Picture, List<string> Warnings) Decode(FileKind kind, byte[] file, bool toSrgb = false)
    {
        using var image = new MagickImage();
        var warnings = new List<string>();
        image.Warning += (_, warning) => warnings.Add(warning.Message);
        using var stream = new MemoryStream(file);
        image.Read(stream, new MagickReadSettings { Format = Format(kind), FrameIndex = 0, FrameCount = 1 });
        if (toSrgb && image.GetColorProfile() is not null)
        {
            image.TransformColorSpace(ColorProfiles.SRGB);
        }

        using var pixels = image.GetPixels();
        return (new((int)image.Width, (int)image.Height, pixels.ToByteArray(PixelMapping.RGB)!, image.Orientation), warnings);
    }

    public static MagickFormat Format(FileKind kind) => kind switch
    {
        FileKind.Jpeg => MagickFormat.Jpeg,
        FileKind.Png => MagickFormat.Png,
        FileKind.WebP => MagickFormat.WebP,
        _ => MagickFormat.Heic,
    };

    private static void AssertSound(PictureStructure structure, byte[] file)
    {
        Assert.Equal(structure.Fault == StructureFault.None, structure.Parts.Count > 0);
        Assert.Equal(structure.Fault == StructureFault.None, structure is { Width: > 0, Height: > 0 });
        foreach (var part in structure.Parts)
        {
            Assert.InRange(part.Length, 1, part.Own?.Length ?? (file.Length - part.Offset));
            Assert.InRange(part.Offset, 0, file.Length);
        }
    }

    public sealed record Picture(int Width, int Height, byte[] Pixels, Orientation Orientation)
    {
        public (int Width, int Height) Size => (Width, Height);

        public byte Grey(int x) => Pixels[x * 3];
    }
}
