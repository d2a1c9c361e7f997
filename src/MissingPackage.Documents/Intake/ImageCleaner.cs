using System.Buffers;
using ImageMagick;

namespace MissingPackage.Documents.Intake;

/// <summary>A cleaned picture and what there is to say about it.</summary>
internal sealed record CleanedImage(CleanPage Page, IReadOnlyList<QualityAdvice> Advice);

/// <summary>
/// Makes a harmless JPEG of a picture: decoded, made upright once, converted to sRGB, shrunk, laid on white, and written
/// anew without anything but its pixels.
/// </summary>
internal sealed class ImageCleaner
{
    private const uint JpegQuality = 82;
    private static readonly SearchValues<char> s_letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private readonly uint _maxSide;
    private readonly string _spoolFolder;

    public ImageCleaner(IntakeOptions options, string spoolFolder)
    {
        _maxSide = (uint)options.MaxSide;
        _spoolFolder = spoolFolder;
        MagickGuards.Raise(options, spoolFolder);
    }

    /// <summary>Cleans one picture whose declared size has been checked.</summary>
    /// <param name="source">The picture; it is only read.</param>
    /// <param name="file">What the sniffer said of it.</param>
    /// <param name="page">A new file for the clean copy. Written only where one is made.</param>
    /// <returns>The cleaned picture, or null where it is damaged.</returns>
    /// <exception cref="IOException">The picture cannot be read from disk, or its copy not be written.</exception>
    public CleanedImage? Clean(PrivateFile source, SniffedFile file, PrivateFile page)
    {
        MagickGuards.SpoolTo(_spoolFolder);
        using var image = Upright(source, file);
        if (image is null)
        {
            return null;
        }

        image.Quality = JpegQuality;
        Write(image, page);
        return new(new CleanPage(page, (int)image.Width, (int)image.Height), QualityCheck.Measure(image));
    }

    private MagickImage? Upright(PrivateFile source, SniffedFile file)
    {
        MagickImage? image = null;
        try
        {
            image = Decode(source, file);
            if (image is null)
            {
                return null;
            }

            // Shrink first: every later step then works on a third of the pixels. Scale averages the pixels it joins, row by
            // row; Resize would hold a third, half-shrunken copy.
            if (image.Width > _maxSide || image.Height > _maxSide)
            {
                image.Scale(new MagickGeometry(_maxSide, _maxSide) { Greater = true });
            }

            // The HEIC decoder has already turned the picture by its irot box, and HEIF says that EXIF's orientation
            // is then to be ignored: turning by both lays an iPhone's photo on its side.
            if (file.Kind != FileKind.Heic)
            {
                image.AutoOrient();
            }

            ConvertToSrgb(image);
            image.BackgroundColor = MagickColors.White;
            image.Alpha(AlphaAction.Remove);
            image.Strip();
            return image;
        }
        catch (MagickException)
        {
            image?.Dispose();
            return null;
        }
    }

    private static void Write(MagickImage image, PrivateFile page)
    {
        using var file = page.OpenWrite();
        try
        {
            image.Write(file, MagickFormat.Jpeg);
        }
        catch (MagickException e)
        {
            // Of a picture that could be decoded: a full disk, mostly. The picture is not to blame.
            throw new IOException("A cleaned page could not be written.", e);
        }
    }

    private MagickImage? Decode(PrivateFile source, SniffedFile file)
    {
        var settings = new MagickReadSettings
        {
            Format = file.Kind switch
            {
                FileKind.Jpeg => MagickFormat.Jpeg,
                FileKind.Png => MagickFormat.Png,
                FileKind.WebP => MagickFormat.WebP,
                FileKind.Heic => MagickFormat.Heic,
                _ => throw new ArgumentOutOfRangeException(nameof(file), file.Kind, "Not a picture."),
            },
            FrameIndex = 0,
            FrameCount = 1,
        };

        // Lets the JPEG decoder shrink while it decodes. Below the limit it would enlarge.
        if (file.Kind == FileKind.Jpeg && Math.Max(file.Width, file.Height) > _maxSide)
        {
            settings.SetDefine(MagickFormat.Jpeg, "size", $"{_maxSide}x{_maxSide}");
        }

        // A warning is how a decoder reports a picture that ends too early: half an ID would be shown as a whole one.
        // Not so one about a part that is thrown away unread: Photoshop's PNGs are known for their colour profile.
        var warned = false;
        var image = new MagickImage();
        try
        {
            image.Warning += (_, warning) => warned |= !IsAboutPngMetadata(warning.Message);
            using var bytes = source.OpenRead();
            image.Read(bytes, settings); // a stream, because ImageMagick finds patterns and commands in names
            if (!warned)
            {
                return image;
            }
        }
        catch
        {
            image.Dispose();
            throw;
        }

        image.Dispose();
        return null;
    }

    // libpng names the chunk first. A small first letter means that the picture does not need it; tRNS, transparency, is the
    // one of those that changes pixels.
    private static bool IsAboutPngMetadata(string warning) =>
        warning.Length > 5 && warning[4] == ':' && char.IsAsciiLetterLower(warning[0]) && !warning.StartsWith("tRNS", StringComparison.Ordinal)
        && warning.AsSpan(0, 4).IndexOfAnyExcept(s_letters) < 0;

    private static void ConvertToSrgb(MagickImage image)
    {
        if (image.GetColorProfile() is not null)
        {
            try
            {
                image.TransformColorSpace(ColorProfiles.SRGB);
            }
            catch (MagickException)
            {
                // A colour profile that is itself broken, or of another colour model, says nothing about the picture.
                image.RemoveProfile("icc");
            }
        }

        if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray))
        {
            image.ColorSpace = ColorSpace.sRGB;
        }
    }
}
