using System.Runtime.InteropServices;
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

    /// <summary>
    /// Dark: 19 of 20 pixels are darker than this, of 255. Too dark only where <see cref="ReadableContrast"/> is missing as well:
    /// in a third of the light, paper is at 56 to 75 and most of what is printed on it can be read.
    /// </summary>
    public const int DarkBelow = 70;

    /// <summary>Nearly black: in a tenth of its light, paper is at 20 to 25.</summary>
    public const int BlackBelow = 32;

    /// <summary>
    /// The contrast, of 255, from which a dark tile can be read. In a third of the light, pale grey print gives 16 to 24 and
    /// black print 40 and more; in a twentieth of it nothing gives 14.
    /// </summary>
    public const int ReadableContrast = 14;

    /// <summary>The same where all is nearly black: more than the 25 that are left of black on white in a tenth of the light.</summary>
    public const int ReadableContrastOnBlack = 26;

    /// <summary>
    /// A tile shows something when its standard deviation of brightness reaches 8 of 255: above sensor noise once shrunk, and
    /// above the shading of a lamp on a blank sheet; a line of handwriting gives 15 and more. In a dim picture it is less by as
    /// much as the light is, down to <see cref="LeastContentVariance"/>.
    /// </summary>
    public const double ContentVariance = 64;

    /// <summary>A standard deviation of 3, above the noise of a phone in the dark.</summary>
    public const double LeastContentVariance = 9;

    /// <summary>
    /// Variance of the Laplacian over variance of brightness, of the third sharpest tile. Print in focus gives 0.5 to 5; under
    /// Gaussian blur of 2 pixels (of the copy's 1,200) it gives 0.05, and of 4 pixels, where the print is gone, under 0.01.
    /// </summary>
    public const double BlurredBelow = 0.025;

    /// <summary>
    /// <see cref="ShakeSharpness"/> of a shaken picture. Of 100 drawn pages and IDs, a smear of 20 pixels (of a photo 2,000 wide)
    /// puts 87 under it, and one of 30 or 40 pixels 93 and more; of 100 real photos and scans 91 and 97. Sharp ones of brick
    /// walls, fences and decks, the least so, are over 0.0163, and other photos over 0.0177. Of 535 real ones 7 were under it that
    /// were not called blurred before: a shaken one, and some with all their detail in one direction, such as poles in the sea.
    /// </summary>
    public const double ShakenBelow = 0.016;

    // The edges between JPEG's own blocks in full light, which would make a smooth picture look sharp.
    private const double JpegEdgeVariance = 4;

    private const int CopySide = 1200;
    private const int Tiles = 8;

    // The brightness of paper in good light.
    private const int FullLight = 200;

    // How many tiles have to show something for a picture to be called shaken.
    private const int LeastTiles = 8;

    // The least change along a direction, of the most along any.
    private const double LeastChange = 0.3;

    // More than this, in full light, is not noise but a picture full of small things.
    private const double DetailNoiseLimit = 10;
    private const double ChangeNoiseLimit = 40;

    /// <summary>Says what there is to say, at most once each: mostly nothing.</summary>
    /// <param name="image">An upright picture in sRGB or grey, without alpha.</param>
    public static IReadOnlyList<QualityAdvice> Measure(MagickImage image)
    {
        var advice = new List<QualityAdvice>();
        if (Math.Min(image.Width, image.Height) < LowResolutionBelow)
        {
            advice.Add(QualityAdvice.LowResolution);
        }

        if (Advise(GreyCopy.Of(image, CopySide)) is { } about)
        {
            advice.Add(about);
        }

        return advice;
    }

    /// <summary>At most one: what cannot be seen cannot be called blank or blurred as well.</summary>
    internal static QualityAdvice? Advise(GreyCopy copy)
    {
        var brightness = copy.Percentile(0.95);
        if (brightness < DarkBelow && Contrast(copy) < (brightness < BlackBelow ? ReadableContrastOnBlack : ReadableContrast))
        {
            return QualityAdvice.TooDark;
        }

        var light = Math.Min(1, brightness / (double)FullLight);
        var content = Math.Max(LeastContentVariance, ContentVariance * light * light);
        return Sharpness(copy, content, light) is not { } sharpness ? QualityAdvice.Blank
            : sharpness < BlurredBelow || ShakeSharpness(copy, content, light) < ShakenBelow ? QualityAdvice.Blurred
            : null;
    }

    /// <summary>The contrast of the sixth of the tiles, the strongest first: of a tenth of the picture, as an ID covers.</summary>
    internal static int Contrast(GreyCopy copy)
    {
        var contrasts = new List<int>(Tiles * Tiles);
        Span<int> counts = stackalloc int[256];
        for (var tile = 0; tile < Tiles * Tiles; tile++)
        {
            var area = Area.Of(copy, tile % Tiles, tile / Tiles, Tiles);
            counts.Clear();
            for (var y = area.Top; y < area.Bottom; y++)
            {
                foreach (var value in copy.Row(y)[area.Left..area.Right])
                {
                    counts[value]++;
                }
            }

            contrasts.Add(Brightness(counts, area.Pixels, 0.98) - Brightness(counts, area.Pixels, 0.02));
        }

        contrasts.Sort();
        return contrasts[^6];
    }

    /// <summary>How sharp the third sharpest tile is (so that a stray speck does not decide), or null where no tile shows anything.</summary>
    internal static double? Sharpness(GreyCopy copy, double content, double light)
    {
        var sharpest = new List<double>(Tiles * Tiles);
        for (var tile = 0; tile < Tiles * Tiles; tile++)
        {
            if (TileSharpness(copy, Area.Of(copy, tile % Tiles, tile / Tiles, Tiles), content, light) is { } sharpness)
            {
                sharpest.Add(sharpness);
            }
        }

        sharpest.Sort();
        return sharpest.Count == 0 ? null : sharpest[Math.Max(0, sharpest.Count - 3)];
    }

    private static double? TileSharpness(GreyCopy copy, Area area, double content, double light)
    {
        long sum = 0, squares = 0, edges = 0, edgeSquares = 0;
        var values = copy.Values;
        for (var y = area.Top; y < area.Bottom; y++)
        {
            int above = (y - 1) * copy.Width, here = y * copy.Width, below = (y + 1) * copy.Width;
            for (var x = area.Left; x < area.Right; x++)
            {
                int value = values[here + x];
                var laplacian = values[above + x] + values[below + x] + values[here + x - 1] + values[here + x + 1] - (4 * value);
                sum += value;
                squares += value * value;
                edges += laplacian;
                edgeSquares += laplacian * laplacian;
            }
        }

        double count = area.Pixels;
        if (count <= 0)
        {
            return null;
        }

        var variance = (squares / count) - (sum / count * (sum / count));
        var edgeVariance = (edgeSquares / count) - (edges / count * (edges / count));
        return variance < content ? null : Math.Max(0, edgeVariance - (JpegEdgeVariance * light)) / variance;
    }

    /// <summary>
    /// How sharp the picture is along the direction in which it is least sharp, or null where it shows too little to say so.
    /// </summary>
    /// <remarks>
    /// A camera that moves while the shutter is open smears along one direction and leaves the others sharp. Half the copy's
    /// size is enough to see it, and has less noise. A tile that hardly changes along one direction, as one of blinds or of the
    /// edge of a table does, looks the same smeared or not, and is left out.
    /// </remarks>
    /// <param name="copy">The picture.</param>
    /// <param name="content">The variance of brightness from which a tile shows something.</param>
    /// <param name="light">Of full light, at most 1.</param>
    internal static double? ShakeSharpness(GreyCopy copy, double content, double light)
    {
        var half = copy.Halved();
        var quarters = new DirectionalSums[2 * Tiles, 2 * Tiles];
        for (var row = 0; row < 2 * Tiles; row++)
        {
            for (var column = 0; column < 2 * Tiles; column++)
            {
                quarters[row, column] = DirectionalSums.Of(half, Area.Of(half, column, row, 2 * Tiles));
            }
        }

        // Tiles that overlap by half: an ID is often a small part of the picture.
        var all = new List<DirectionalTile>();
        for (var row = 1; row < 2 * Tiles; row++)
        {
            for (var column = 1; column < 2 * Tiles; column++)
            {
                DirectionalSums[] four =
                    [quarters[row - 1, column - 1], quarters[row - 1, column], quarters[row, column - 1], quarters[row, column]];
                if (four.Any(quarter => quarter.Pixels > 0))
                {
                    all.Add(new(four));
                }
            }
        }

        if (all.Count == 0)
        {
            return null;
        }

        // What is left in the emptiest tiles is noise.
        var quiet = all.Select(tile => tile.LeastDetail).Order().ElementAt(all.Count / 10);
        var told = all.Where(tile => tile.Variance >= content && tile.ChangesAllWays(Math.Min(quiet, ChangeNoiseLimit))).ToList();
        if (told.Count < LeastTiles)
        {
            return null;
        }

        var sharpness = told.ConvertAll(tile =>
            tile.Sharpness(Math.Min(quiet, DetailNoiseLimit * light * light), Math.Min(quiet, ChangeNoiseLimit)));
        return Enumerable.Range(0, DirectionalTile.Directions)
            .Min(direction => sharpness.Select(tile => tile[direction]).OrderDescending().ElementAt(told.Count * 3 / 20));
    }

    /// <summary>Part of a picture, with a pixel around it on all sides.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Area(int Left, int Top, int Right, int Bottom)
    {
        public int Pixels => (Right - Left) * (Bottom - Top);

        /// <summary>One of so many columns and as many rows.</summary>
        public static Area Of(GreyCopy copy, int column, int row, int columns)
        {
            int left = Math.Max(1, copy.Width * column / columns), top = Math.Max(1, copy.Height * row / columns);
            return new(
                left,
                top,
                Math.Max(left, Math.Min(copy.Width - 1, copy.Width * (column + 1) / columns)),
                Math.Max(top, Math.Min(copy.Height - 1, copy.Height * (row + 1) / columns)));
        }
    }

    /// <summary>What is summed over the pixels of an area, to tell what it shows along each of some directions.</summary>
    private sealed class DirectionalSums
    {
        public const int Directions = 16;

        // Of the half-size copy: as far as a smear of 24 pixels goes in a photo 2,400 wide.
        private const int Far = 6;

        private static readonly (int X, int Y)[] s_far = [.. Enumerable.Range(0, Directions)
            .Select(direction => Math.SinCos(Math.PI * direction / Directions))
            .Select(angle => ((int)Math.Round(Far * angle.Cos), (int)Math.Round(Far * angle.Sin)))];

        public int Pixels { get; private init; }

        public long Sum { get; private set; }

        public long Squares { get; private set; }

        /// <summary>Products of the second derivatives, each four times too large: xx xx, yy yy, xy xy, xx yy, xx xy and yy xy.</summary>
        public long[] Derivatives { get; } = new long[6];

        /// <summary>Squares of the differences to the pixel that is so far away along each direction.</summary>
        public long[] Changes { get; } = new long[Directions];

        public long[] ChangeCounts { get; } = new long[Directions];

        public static DirectionalSums Of(GreyCopy copy, Area area)
        {
            var sums = new DirectionalSums { Pixels = area.Pixels };
            sums.AddDerivatives(copy, area);
            for (var direction = 0; direction < Directions; direction++)
            {
                sums.AddChanges(copy, area, direction);
            }

            return sums;
        }

        private void AddDerivatives(GreyCopy copy, Area area)
        {
            long sum = 0, squares = 0, xxXx = 0, yyYy = 0, xyXy = 0, xxYy = 0, xxXy = 0, yyXy = 0;
            var values = copy.Values;
            for (var y = area.Top; y < area.Bottom; y++)
            {
                int above = (y - 1) * copy.Width, here = y * copy.Width, below = (y + 1) * copy.Width;
                for (var x = area.Left; x < area.Right; x++)
                {
                    int value = values[here + x];
                    int upperLeft = values[above + x - 1], upperRight = values[above + x + 1];
                    int lowerLeft = values[below + x - 1], lowerRight = values[below + x + 1];
                    var corners = upperLeft + upperRight + lowerLeft + lowerRight - (4 * value);
                    var cross = 2 * (values[here + x - 1] + values[here + x + 1] - values[above + x] - values[below + x]);
                    var xx = corners + cross;
                    var yy = corners - cross;
                    var xy = upperLeft + lowerRight - upperRight - lowerLeft;
                    sum += value;
                    squares += value * value;
                    xxXx += xx * xx;
                    yyYy += yy * yy;
                    xyXy += xy * xy;
                    xxYy += xx * yy;
                    xxXy += xx * xy;
                    yyXy += yy * xy;
                }
            }

            (Sum, Squares) = (sum, squares);
            ReadOnlySpan<long> derivatives = [xxXx, yyYy, xyXy, xxYy, xxXy, yyXy];
            derivatives.CopyTo(Derivatives);
        }

        // Every second pixel of every second row is enough.
        private void AddChanges(GreyCopy copy, Area area, int direction)
        {
            var (dx, dy) = s_far[direction];
            int first = Math.Max(area.Left, -dx), last = Math.Min(area.Right, copy.Width - dx);
            var bottom = Math.Min(area.Bottom, copy.Height - dy);
            long squares = 0, count = 0;
            var values = copy.Values;
            var far = (dy * copy.Width) + dx;
            for (var y = area.Top; y < bottom; y += 2)
            {
                var here = y * copy.Width;
                for (var at = here + first; at < here + last; at += 2)
                {
                    var difference = values[at + far] - values[at];
                    squares += difference * difference;
                    count++;
                }
            }

            (Changes[direction], ChangeCounts[direction]) = (squares, count);
        }
    }

    /// <summary>What a tile shows along each of some directions.</summary>
    private sealed class DirectionalTile
    {
        public const int Directions = DirectionalSums.Directions;

        // The mean square of the second derivative that noise gives, over the variance of the noise.
        private const double FilterGain = 2.25;

        private readonly double[] _details = new double[Directions];
        private readonly double[] _changes = new double[Directions];

        public DirectionalTile(DirectionalSums[] parts)
        {
            double pixels = parts.Sum(part => part.Pixels), mean = parts.Sum(part => part.Sum) / pixels;
            Variance = (parts.Sum(part => part.Squares) / pixels) - (mean * mean);
            double[] sums = [.. Enumerable.Range(0, 6).Select(product => parts.Sum(part => part.Derivatives[product]) / pixels / 16)];
            for (var direction = 0; direction < Directions; direction++)
            {
                // The second derivative along any direction is a sum of three: cos2 xx + sin2 yy + 2 sin cos xy.
                var (sin, cos) = Math.SinCos(Math.PI * direction / Directions);
                double a = cos * cos, b = sin * sin, c = 2 * sin * cos;
                _details[direction] = (a * a * sums[0]) + (b * b * sums[1]) + (c * c * sums[2])
                    + (2 * ((a * b * sums[3]) + (a * c * sums[4]) + (b * c * sums[5])));
                _changes[direction] = parts.Sum(part => part.Changes[direction])
                    / (double)Math.Max(1, parts.Sum(part => part.ChangeCounts[direction]));
            }
        }

        public double Variance { get; }

        public double LeastDetail => _details.Min();

        public bool ChangesAllWays(double noise)
        {
            var changes = ChangesWithout(noise);
            return changes.Min() >= LeastChange * changes.Max();
        }

        /// <summary>
        /// Along each direction: detail over change, less where another direction has more. So a tile whose detail is all in one
        /// direction, as a barcode's is, counts for little, and one of print for much.
        /// </summary>
        public double[] Sharpness(double detailNoise, double changeNoise)
        {
            var changes = ChangesWithout(changeNoise);
            var sharpness = new double[Directions];
            for (var direction = 0; direction < Directions; direction++)
            {
                sharpness[direction] = Math.Max(0, _details[direction] - detailNoise) / Math.Sqrt(changes[direction] * changes.Max());
            }

            var most = Math.Max(sharpness.Max(), double.Epsilon);
            return Array.ConvertAll(sharpness, value => value / most * value);
        }

        // A difference of two pixels has twice the noise of one.
        private double[] ChangesWithout(double noise) =>
            Array.ConvertAll(_changes, change => Math.Max(0.5, change - (2 * noise / FilterGain)));
    }

    /// <summary>The brightness that this share of the counted pixels stays at or below.</summary>
    private static int Brightness(ReadOnlySpan<int> counts, int pixels, double share)
    {
        var left = (long)(pixels * share);
        var brightness = 0;
        while (brightness < 255 && (left -= counts[brightness]) > 0)
        {
            brightness++;
        }

        return brightness;
    }

    /// <summary>A small copy in grey, averaged from whole blocks of pixels. Made by hand: a quarter of the time of ImageMagick's own.</summary>
    internal sealed class GreyCopy
    {
        // A band stays below the 85,000 bytes from which on the garbage collector takes its time.
        private const int BandRows = 4;

        private GreyCopy(int width, int height) => (Width, Height, Values) = (width, height, new byte[width * height]);

        public int Width { get; }

        public int Height { get; }

        /// <summary>Row after row. An array, because a build for debugging is slow with spans.</summary>
        public byte[] Values { get; }

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

        /// <summary>A copy of half the size.</summary>
        public GreyCopy Halved()
        {
            var half = new GreyCopy(Math.Max(1, Width / 2), Math.Max(1, Height / 2));
            int right = Width > 1 ? 1 : 0, down = Height > 1 ? Width : 0;
            for (var y = 0; y < half.Height; y++)
            {
                for (var x = 0; x < half.Width; x++)
                {
                    var at = (2 * y * Width) + (2 * x);
                    half.Values[(y * half.Width) + x] =
                        (byte)((Values[at] + Values[at + right] + Values[at + down] + Values[at + right + down] + 2) / 4);
                }
            }

            return half;
        }

        public ReadOnlySpan<byte> Row(int y) => Values.AsSpan(y * Width, Width);

        /// <summary>The brightness that this share of the pixels stays at or below.</summary>
        public int Percentile(double share)
        {
            Span<int> counts = stackalloc int[256];
            counts.Clear();
            foreach (var value in Values)
            {
                counts[value]++;
            }

            return Brightness(counts, Values.Length, share);
        }

        private void Average(byte[] band, int row, int y, int width, int channels, int block)
        {
            var values = Values.AsSpan(y * Width, Width);
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
