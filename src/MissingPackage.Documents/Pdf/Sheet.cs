using SkiaSharp;

namespace MissingPackage.Documents.Pdf;

/// <summary>A page that is being drawn.</summary>
internal sealed class Sheet(SKCanvas canvas, Dictionary<Face, SKTypeface> typefaces)
{
    private const float Slant = -0.32f;

    // Inter's, so that a line stands at the same height whichever font draws it.
    private const float Ascent = 0.96875f;
    private const float Descent = 0.2415f;

    public SKCanvas Canvas { get; } = canvas;

    public void Text(TextLine line, float x, float top)
    {
        var style = line.Style;
        var baseline = top + ((style.LineHeight + ((Ascent - Descent) * style.Size)) / 2);
        using var paint = new SKPaint { Color = style.Color, IsAntialias = true };
        foreach (var run in line.Runs.Where(run => run.Glyphs.Length > 0))
        {
            using var font = new SKFont(typefaces[run.Face], style.Size)
            {
                Subpixel = true,
                LinearMetrics = true,
                Hinting = SKFontHinting.None,
                SkewX = style.Slanted ? Slant : 0,
            };
            using var builder = new SKTextBlobBuilder();
            var buffer = builder.AllocateRawPositionedTextRun(font, run.Glyphs.Length, run.Utf8.Length, null);
            run.Glyphs.CopyTo(buffer.Glyphs);
            run.Positions.CopyTo(buffer.Positions);
            run.Clusters.CopyTo(buffer.Clusters);
            run.Utf8.CopyTo(buffer.Text);
            using var blob = builder.Build();
            Canvas.DrawText(blob, x + run.X, baseline, paint);
        }
    }

    public void Rule(float x1, float x2, float y, SKColor color, float width)
    {
        using var paint = new SKPaint { Color = color, StrokeWidth = width, Style = SKPaintStyle.Stroke };
        Canvas.DrawLine(x1, y, x2, y, paint);
    }
}
