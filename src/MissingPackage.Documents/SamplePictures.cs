using SkiaSharp;

namespace MissingPackage.Documents;

/// <summary>
/// Pictures for development and tests, drawn here and marked as samples: an ID of nobody, and a signed page. They are
/// JPEGs as a phone would make them.
/// </summary>
public static class SamplePictures
{
    /// <summary>A driver's license of nobody, 1,600 x 1,010 pixels.</summary>
    /// <param name="name">The name on it.</param>
    /// <param name="addressLines">Up to three lines.</param>
    /// <returns>JPEG bytes.</returns>
    public static byte[] PhotoId(string name, IEnumerable<string> addressLines)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(addressLines);
        return Draw(1600, 1010, canvas =>
        {
            canvas.Clear(new SKColor(0xF3, 0xEF, 0xE2));
            Fill(canvas, new SKRect(0, 0, 1600, 210), 0x39597A);
            Text(canvas, "DRIVER LICENSE", 80, 138, 76, 0xFFFFFF, bold: true);
            Text(canvas, "SAMPLE", 1250, 136, 60, 0xCFDCEA);
            Fill(canvas, new SKRect(80, 280, 500, 800), 0xC9D3DA);
            Circle(canvas, 290, 470, 100, 0x8FA0AC);
            Circle(canvas, 290, 760, 170, 0x8FA0AC);
            Fill(canvas, new SKRect(80, 800, 500, 960), 0xF3EFE2);
            Text(canvas, "NAME", 590, 330, 36, 0x6A7680);
            Text(canvas, name.ToUpperInvariant(), 590, 396, 58, 0x29333B, bold: true);
            Text(canvas, "ADDRESS", 590, 490, 36, 0x6A7680);
            var y = 556;
            foreach (var line in addressLines.Take(3))
            {
                Text(canvas, line.ToUpperInvariant(), 590, y, 54, 0x29333B, bold: true);
                y += 70;
            }

            Text(canvas, "NOT A REAL DOCUMENT", 590, 860, 44, 0x8A4B00);
            Scribble(canvas, 110, 900);
        });
    }

    /// <summary>A signed page, 1,275 x 1,650 pixels.</summary>
    /// <param name="lines">What it says.</param>
    /// <returns>JPEG bytes.</returns>
    public static byte[] SignedPage(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return Draw(1275, 1650, canvas =>
        {
            canvas.Clear(SKColors.White);
            Text(canvas, "Statement of non-receipt", 120, 190, 64, 0x1B2A27, bold: true);
            Text(canvas, "SAMPLE", 1010, 110, 44, 0xA3281B);
            var y = 300;
            foreach (var line in lines.Take(18))
            {
                Text(canvas, line, 120, y, 34, 0x1B2A27);
                y += 56;
            }

            Fill(canvas, new SKRect(120, 1440, 700, 1443), 0x1B2A27);
            Fill(canvas, new SKRect(780, 1440, 1150, 1443), 0x1B2A27);
            Scribble(canvas, 150, 1420);
            Text(canvas, "Signature", 120, 1490, 30, 0x50605B);
            Text(canvas, "Date", 780, 1490, 30, 0x50605B);
        });
    }

    private static byte[] Draw(int width, int height, Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            draw(canvas);
        }

        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 88);
        return data.ToArray();
    }

    private static void Fill(SKCanvas canvas, SKRect area, uint rgb)
    {
        using var paint = new SKPaint { Color = Color(rgb) };
        canvas.DrawRect(area, paint);
    }

    private static void Circle(SKCanvas canvas, float x, float y, float radius, uint rgb)
    {
        using var paint = new SKPaint { Color = Color(rgb), IsAntialias = true };
        canvas.DrawCircle(x, y, radius, paint);
    }

    private static void Text(SKCanvas canvas, string text, float x, float y, float size, uint rgb, bool bold = false)
    {
        using var face = SKTypeface.FromFamilyName(null, bold ? SKFontStyle.Bold : SKFontStyle.Normal);
        using var font = new SKFont(face, size);
        using var paint = new SKPaint { Color = Color(rgb), IsAntialias = true };
        canvas.DrawText(text, x, y, font, paint);
    }

    private static void Scribble(SKCanvas canvas, float x, float y)
    {
        using var path = new SKPath();
        path.MoveTo(x, y);
        for (var wave = 0; wave < 6; wave++)
        {
            path.RCubicTo(20, -90, 45, -70, 30, 10);
            path.RCubicTo(8, 25, 25, 10, 35, -20);
        }

        using var paint = new SKPaint { Color = Color(0x1D3A7A), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 6 };
        canvas.DrawPath(path, paint);
    }

    private static SKColor Color(uint rgb) => new(0xFF000000 | rgb);
}
