using System.Globalization;
using System.Text.RegularExpressions;
using ImageMagick;

namespace MissingPackage.Documents.Intake.Decoding;

/// <summary>
/// Makes a harmless JPEG of a picture: decoded, made upright once, converted to sRGB, shrunk, laid on white, and written
/// anew without anything but its pixels.
/// </summary>
internal sealed partial class ImageCleaner
{
    private const uint JpegQuality = 82;

    // Bytes in front of a JPEG's marker that belong to nothing. Some cameras pad with one or two; where a picture is damaged, the
    // decoder loses its place and skips more.
    private const int MaxStrayBytes = 3;

    private static readonly string[] s_harmless =
        ["Invalid SOS parameters for sequential JPEG", "IDAT: Too much image data", "IDAT: Extra compressed data"];

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
        catch (Exception e) when (e is MagickResourceLimitErrorException or MagickCacheErrorException or OutOfMemoryException)
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
        var warned = false;
        var image = new MagickImage();
        try
        {
            image.Warning += (_, warning) => warned |= !IsHarmless(warning.Message, question.Padding);

            // Never by name, in which ImageMagick finds patterns and commands. What it can't go back and forth in, it copies to a
            // file first, and HEIC always: the folder for that lies in memory.
            using (var picture = new NativeBytes(question.Length))
            {
                source.ReadExactly(picture.Span);
                source.CopyTo(Stream.Null); // its end
                wasRead();
                using var stream = picture.OpenRead();
                image.Read(stream, settings);
            }

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

    /// <summary>
    /// Whether all pixels are there nevertheless. What a picture doesn't need never comes here, so that whole files of phones and
    /// editors give no warning at all: anything that isn't known to be harmless is damage.
    /// </summary>
    private static bool IsHarmless(string warning, int padding) =>
        Array.Exists(s_harmless, words => warning.StartsWith(words, StringComparison.Ordinal))
        || (StrayBytes().Match(warning) is { Success: true } stray
            && int.Parse(stray.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) <= Math.Max(MaxStrayBytes, padding));

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

    [GeneratedRegex("^Corrupt JPEG data: (?<count>[0-9]{1,9}) extraneous bytes before marker", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StrayBytes();
}
