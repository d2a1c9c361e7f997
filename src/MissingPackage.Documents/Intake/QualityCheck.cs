using ImageMagick;

namespace MissingPackage.Documents.Intake;

/// <summary>
/// Measures whether a cleaned picture can be read by a person. Coarse on purpose: it only ever gives advice, so it speaks up
/// when it is plain that nothing can be read, and not for a photo that is merely poor.
/// </summary>
internal static class QualityCheck
{
    /// <summary>A shorter side below this many pixels leaves an ID's small print under about 10 pixels high.</summary>
    public const int LowResolutionBelow = 600;

    /// <summary>Too dark: 19 of 20 pixels are darker than this, of 255. An ID on a black table is brighter over more of the picture.</summary>
    public const int DarkBelow = 70;

    /// <summary>
    /// A tile shows something when its standard deviation of brightness reaches 8 of 255: above sensor noise once shrunk, and
    /// above the shading of a lamp on a blank sheet; a line of handwriting gives 15 and more.
    /// </summary>
    public const double ContentVariance = 64;

    /// <summary>
    /// Variance of the Laplacian over variance of brightness, of the third sharpest tile. Print in focus gives 0.5 to 5; under
    /// Gaussian blur of 2 pixels (of the copy's 1,200) it gives 0.05, and of 4 pixels, where the print is gone, under 0.01.
    /// </summary>
    public const double BlurredBelow = 0.025;

    // The edges between JPEG's own blocks, which would make a smooth picture look sharp.
    private const double JpegEdgeVariance = 4;

    private const int CopySide = 1200;
    private const int Tiles = 8;

    /// <summary>Says what there is to say, at most once each: mostly nothing.</summary>
    /// <param name="image">An upright picture in sRGB or grey, without alpha.</param>
    public static IReadOnlyList<QualityAdvice> Measure(MagickImage image)
    {
        var advice = new List<QualityAdvice>();
        if (Math.Min(image.Width, image.Height) < LowResolutionBelow)
        {
            advice.Add(QualityAdvice.LowResolution);
        }

        var copy = GreyCopy.Of(image, CopySide);
        if (copy.Percentile(0.95) < DarkBelow)
        {
            // What cannot be seen cannot be called blank or blurred as well.
            advice.Add(QualityAdvice.TooDark);
        }
        else if (Sharpness(copy) is not { } sharpness)
        {
            advice.Add(QualityAdvice.Blank);
        }
        else if (sharpness < BlurredBelow)
        {
            advice.Add(QualityAdvice.Blurred);
        }

        return advice;
    }

    /// <summary>How sharp the third sharpest tile is (so that a stray speck does not decide), or null where no tile shows anything.</summary>
    internal static double? Sharpness(GreyCopy copy)
    {
        var sharpest = new List<double>(Tiles * Tiles);
        for (var row = 0; row < Tiles; row++)
        {
            for (var column = 0; column < Tiles; column++)
            {
                if (TileSharpness(copy, column, row) is { } sharpness)
                {
                    sharpest.Add(sharpness);
                }
            }
        }

        sharpest.Sort();
        return sharpest.Count == 0 ? null : sharpest[Math.Max(0, sharpest.Count - 3)];
    }

    private static double? TileSharpness(GreyCopy copy, int column, int row)
    {
        int left = Math.Max(1, copy.Width * column / Tiles), right = Math.Min(copy.Width - 1, copy.Width * (column + 1) / Tiles);
        int top = Math.Max(1, copy.Height * row / Tiles), bottom = Math.Min(copy.Height - 1, copy.Height * (row + 1) / Tiles);
        long sum = 0, squares = 0, edges = 0, edgeSquares = 0;
        for (var y = top; y < bottom; y++)
        {
            var above = copy.Row(y - 1);
            var here = copy.Row(y);
            var below = copy.Row(y + 1);
            for (var x = left; x < right; x++)
            {
                int value = here[x];
                var laplacian = above[x] + below[x] + here[x - 1] + here[x + 1] - (4 * value);
                sum += value;
                squares += value * value;
                edges += laplacian;
                edgeSquares += laplacian * laplacian;
            }
        }

        double count = (long)(right - left) * (bottom - top);
        if (count <= 0)
        {
            return null;
        }

        var variance = (squares / count) - (sum / count * (sum / count));
        var edgeVariance = (edgeSquares / count) - (edges / count * (edges / count));
        return variance < ContentVariance ? null : Math.Max(0, edgeVariance - JpegEdgeVariance) / variance;
    }

    /// <summary>A small copy in grey, averaged from whole blocks of pixels. Made by hand: a quarter of the time of ImageMagick's own.</summary>
    internal sealed class GreyCopy
    {
        private const int BandRows = 64;

        private readonly byte[] _values;

        private GreyCopy(int width, int height) => (Width, Height, _values) = (width, height, new byte[width * height]);

        public int Width { get; }

        public int Height { get; }

        public static GreyCopy Of(MagickImage image, int side)
        {
            int width = (int)image.Width, height = (int)image.Height, channels = (int)image.ChannelCount;
            var block = (Math.Max(width, height) + side - 1) / side;
            var copy = new GreyCopy(Math.Max(1, width / block), Math.Max(1, height / block));
            using var pixels = image.GetPixelsUnsafe();
            for (var top = 0; top < copy.Height; top += BandRows)
            {
                var rows = Math.Min(BandRows, copy.Height - top);
                var band = pixels.GetArea(0, top * block, (uint)width, (uint)(rows * block))!;
                for (var row = 0; row < rows; row++)
                {
                    copy.Average(band, row, top + row, width, channels, block);
                }
            }

            return copy;
        }

        public ReadOnlySpan<byte> Row(int y) => _values.AsSpan(y * Width, Width);

        /// <summary>The brightness that this share of the pixels stays at or below.</summary>
        public int Percentile(double share)
        {
            Span<int> counts = stackalloc int[256];
            counts.Clear();
            foreach (var value in _values)
            {
                counts[value]++;
            }

            var left = (long)(_values.Length * share);
            var brightness = 0;
            while (brightness < 255 && (left -= counts[brightness]) > 0)
            {
                brightness++;
            }

            return brightness;
        }

        private void Average(byte[] band, int row, int y, int width, int channels, int block)
        {
            var values = _values.AsSpan(y * Width, Width);
            var (red, green, blue) = channels >= 3 ? (0, 1, 2) : (0, 0, 0);
            var share = 256 * block * block;
            for (var x = 0; x < values.Length; x++)
            {
                var sum = 0;
                for (var dy = 0; dy < block; dy++)
                {
                    var at = ((((row * block) + dy) * width) + (x * block)) * channels;
                    for (var dx = 0; dx < block; dx++, at += channels)
                    {
                        // Rec. 601 luma in 256ths.
                        sum += (77 * band[at + red]) + (150 * band[at + green]) + (29 * band[at + blue]);
                    }
                }

                values[x] = (byte)(sum / share);
            }
        }
    }
}
