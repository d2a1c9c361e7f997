using System.Buffers;
using ImageMagick;

namespace MissingPackage.Documents.Intake.Decoding;

/// <summary>
/// Makes a harmless JPEG of a picture: decoded, made upright once, converted to sRGB, shrunk, laid on white, and written
/// anew without anything but its pixels.
/// </summary>
internal sealed class ImageCleaner
{
    private const uint JpegQuality = 82;
    private static readonly SearchValues<char> s_letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private readonly uint _maxSide;

    public ImageCleaner(IntakeOptions options)
    {
        _maxSide = (uint)options.MaxSide;
        MagickGuards.Raise(options);
    }

    /// <summary>Cleans one picture whose declared size has been checked.</summary>
    /// <param name="question">What the server knows of it.</param>
    /// <param name="source">Its bytes; read to their end.</param>
    /// <param name="wasRead">Called once they are read.</param>
    /// <param name="page">For the clean copy, a JPEG. Written only where one is made.</param>
    public PictureAnswer Clean(PictureQuestion question, Stream source, Action wasRead, Stream page)
    {
        try
        {
            using var image = Decode(question, source, wasRead);
            if (image is null)
            {
                return new(PictureVerdict.Damaged);
            }

            MakeUpright(image, question.Kind);
            image.Quality = JpegQuality;
            image.Write(page, MagickFormat.Jpeg);
            var advice = QualityCheck.Measure(image).Aggregate(0, (bits, one) => bits | (1 << (int)one));
            return new(PictureVerdict.Cleaned, (int)image.Width, (int)image.Height, advice);
        }
        catch (Exception e) when (e is MagickResourceLimitErrorException or OutOfMemoryException)
        {
            return new(PictureVerdict.TooCostly);
        }
        catch (MagickException)
        {
            return new(PictureVerdict.Damaged);
        }
    }

    private void MakeUpright(MagickImage image, FileKind kind)
    {
        // Shrink first: every later step then works on a third of the pixels. Scale averages the pixels it joins, row by
        // row; Resize would hold a third, half-shrunken copy.
        if (image.Width > _maxSide || image.Height > _maxSide)
        {
            image.Scale(new MagickGeometry(_maxSide, _maxSide) { Greater = true });
        }

        // The HEIC decoder has already turned the picture by its irot box, and HEIF says that EXIF's orientation
        // is then to be ignored: turning by both lays an iPhone's photo on its side.
        if (kind != FileKind.Heic)
        {
            image.AutoOrient();
        }

        ConvertToSrgb(image);
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);
        image.Strip();
    }

    private MagickImage? Decode(PictureQuestion question, Stream source, Action wasRead)
    {
        var (kind, width, height) = (question.Kind, question.Width, question.Height);
        var settings = new MagickReadSettings
        {
            Format = kind switch
            {
                FileKind.Jpeg => MagickFormat.Jpeg,
                FileKind.Png => MagickFormat.Png,
                FileKind.WebP => MagickFormat.WebP,
                FileKind.Heic => MagickFormat.Heic,
                _ => throw new ArgumentOutOfRangeException(nameof(question), kind, "Not a picture."),
            },
            FrameIndex = 0,
            FrameCount = 1,
        };

        // Lets the JPEG decoder shrink while it decodes. Below the limit it would enlarge.
        if (kind == FileKind.Jpeg && Math.Max(width, height) > _maxSide)
        {
            settings.SetDefine(MagickFormat.Jpeg, "size", $"{_maxSide}x{_maxSide}");
        }

        // A warning is how a decoder reports a picture that ends too early: half an ID would be shown as a whole one.
        // Not so one about a part that is thrown away unread: Photoshop's PNGs are known for their colour profile.
        var warned = false;
        var image = new MagickImage();
        try
        {
            image.Warning += (_, warning) => warned |= !IsHarmless(warning.Message);
            // Never by name, in which ImageMagick finds patterns and commands. What it can't go back and forth in, it copies to a
            // file first, and HEIC always: the folder for that lies in memory.
            var bytes = new byte[question.Length];
            source.ReadExactly(bytes);
            source.CopyTo(Stream.Null); // its end
            wasRead();
            using var picture = new MemoryStream(bytes, writable: false);
            image.Read(picture, settings);
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

    // libjpeg: bytes that belong to nothing, in front of a marker. All pixels are there.
    private static bool IsHarmless(string warning) =>
        IsAboutPngMetadata(warning) || warning.Contains("extraneous bytes before marker", StringComparison.Ordinal);

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
