using ImageMagick;
using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake.Structure;

/// <summary>Metadata as a program writes it that many editors use.</summary>
public sealed class EditedFileStructureTests
{
    [Theory]
    [InlineData(FileKind.Jpeg)]
    [InlineData(FileKind.Png)]
    [InlineData(FileKind.WebP)]
    [InlineData(FileKind.Heic)]
    public async Task WhatExiftoolWrites_IsDropped(FileKind kind)
    {
        var exiftool = Programs.Require("exiftool", "libimage-exiftool-perl");
        var jpeg = Samples.As(MagickFormat.Jpeg, Samples.Document(420, 300));
        var good = kind == FileKind.Heic ? await HeicSamples.OfAsync(jpeg) : Samples.As(Filtered.Format(kind), jpeg);
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["a"], good, TestContext.Current.CancellationToken);
        var (exitCode, _) = await Programs.RunAsync(
            exiftool, "-q", "-overwrite_original", "-XMP-dc:Title=SECRET", "-EXIF:Make=SECRET", "-EXIF:Orientation#=6", folder["a"]);
        Assert.Equal(0, exitCode);
        var edited = await File.ReadAllBytesAsync(folder["a"], TestContext.Current.CancellationToken);
        Assert.True(edited.AsSpan().IndexOf("SECRET"u8) > 0);

        await Filtered.AssertSameAsync(kind, good, edited);

        // A HEIC's stays where it is, and a box of its own says which way is up.
        var filtered = await Filtered.OfAsync(kind, edited);
        Assert.Equal(kind == FileKind.Heic, filtered.AsSpan().IndexOf("SECRET"u8) > 0);
        var expected = kind == FileKind.Heic ? Orientation.TopLeft : Orientation.RightTop;
        Assert.Equal(expected, Filtered.Decode(kind, filtered).Picture.Orientation);
    }
}
