using MissingPackage.Documents.Pdf;
using MissingPackage.Domain.Evidence;
using SkiaSharp;

namespace MissingPackage.Documents;

/// <summary>How large and how fine a picture leaves.</summary>
/// <param name="LongSide">Pixels at most.</param>
/// <param name="Quality">Of the JPEG, from 1 to 100.</param>
public sealed record PictureLevel(int LongSide, int Quality)
{
    /// <summary>From the best to the last at which small print can still be read. The next is tried where a packet is too large for its carrier.</summary>
    public static IReadOnlyList<PictureLevel> All { get; } = [new(2000, 82), new(1600, 76), new(1300, 70), new(1050, 62), new(900, 52)];
}

/// <summary>
/// Prepares pictures for a claim packet. What is covered and the watermark become part of the picture's own pixels:
/// there is nothing beneath them and nothing to lift off. Safe to use from several threads at once.
/// </summary>
public sealed class PacketPictures : IDisposable
{
    private const float Angle = -24;

    // Of the picture's long side: large enough to survive a fax, small enough to read the ID between two lines.
    private const float TextSize = 0.0205f;

    private static readonly SKColor Ink = new(0x10, 0x1C, 0x40, 0x7C);
    private static readonly SKColor Halo = new(0xFF, 0xFF, 0xFF, 0x6A);

    private readonly FontShelf _fonts;

    /// <summary>Makes the tool; one for the whole application is enough.</summary>
    /// <param name="fontFolder">As for <see cref="SkiaPdfEngine"/>.</param>
    public PacketPictures(string? fontFolder = null) => _fonts = new FontShelf(fontFolder);

    /// <summary>Prepares one picture.</summary>
    /// <param name="jpeg">A JPEG of our own making: nothing here guards against hostile pictures.</param>
    /// <param name="level">How large and how fine.</param>
    /// <param name="watermark">Written across it over and over; or null.</param>
    /// <param name="masks">Areas to cover in black.</param>
    /// <returns>A JPEG without metadata.</returns>
    /// <exception cref="ArgumentException">It is no picture.</exception>
    public byte[] Prepare(byte[] jpeg, PictureLevel level, string? watermark = null, IReadOnlyList<MaskedArea>? masks = null)
    {
        ArgumentNullException.ThrowIfNull(jpeg);
        ArgumentNullException.ThrowIfNull(level);
        using var data = SKData.CreateCopy(jpeg);
        using var picture = SKImage.FromEncodedData(data) ?? throw new ArgumentException("It is no picture.", nameof(jpeg));
        var scale = Math.Min(1, level.LongSide / (float)Math.Max(picture.Width, picture.Height));
        var (width, height) = (Math.Max(1, (int)MathF.Round(picture.Width * scale)), Math.Max(1, (int)MathF.Round(picture.Height * scale)));
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var area = SKRect.Create(width, height);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.DrawImage(picture, area, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        if (watermark is not null)
        {
            DrawWatermark(surface.Canvas, watermark, area);
        }

        // Last, so that nothing of the picture is mixed into them.
        foreach (var mask in masks ?? [])
        {
            Cover(surface.Canvas, mask, width, height);
        }

        using var image = surface.Snapshot();
        using var encoded = image.Encode(SKEncodedImageFormat.Jpeg, level.Quality);
        return encoded.ToArray();
    }

    /// <summary>Lets go of the fonts.</summary>
    public void Dispose() => _fonts.Dispose();

    // Outwards to whole pixels: half a pixel of a digit is none of the carrier's business.
    private static void Cover(SKCanvas canvas, MaskedArea mask, int width, int height)
    {
        var left = MathF.Floor((float)(mask.Left / 100 * width));
        var top = MathF.Floor((float)(mask.Top / 100 * height));
        var right = MathF.Ceiling((float)((mask.Left + mask.Width) / 100 * width));
        var bottom = MathF.Ceiling((float)((mask.Top + mask.Height) / 100 * height));
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = false };
        canvas.DrawRect(new SKRect(left, top, right, bottom), paint);
    }

    private void DrawWatermark(SKCanvas canvas, string text, SKRect area)
    {
        var size = MathF.Max(11, MathF.Max(area.Width, area.Height) * TextSize);
        var typesetter = new Typesetter(_fonts);
        TextLine Set(SKColor color) => typesetter.Set(text, new TextStyle(size, size * 1.35f, color, FontWeight.Medium), float.MaxValue)[0];
        var (ink, halo) = (Set(Ink), Set(Halo));
        var sheet = new Sheet(canvas, typesetter.Used.Keys.ToDictionary(face => face, face => face.Typeface));
        canvas.Save();
        canvas.RotateDegrees(Angle, area.MidX, area.MidY);
        var reach = (area.Width + area.Height) / 2;
        var row = 0;
        for (var y = area.MidY - reach; y < area.MidY + reach; y += size * 5.4f)
        {
            var shift = row++ % 2 * (ink.Width / 2);
            for (var x = area.MidX - reach - shift; x < area.MidX + reach; x += ink.Width + (size * 3))
            {
                // Light beside the dark, so that it can be read on whatever the picture shows.
                sheet.Text(halo, x + (size * 0.06f), y + (size * 0.06f));
                sheet.Text(ink, x, y);
            }
        }

        canvas.Restore();
    }
}
