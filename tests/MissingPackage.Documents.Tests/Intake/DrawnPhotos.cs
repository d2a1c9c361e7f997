using System.Runtime.InteropServices;
using MissingPackage.Documents.Pdf;
using SkiaSharp;

namespace MissingPackage.Documents.Tests.Intake;

/// <summary>
/// Grey photos of papers and of scenes, drawn from a seed: the same seed gives the same photo. Everything is laid out for a
/// photo 1,000 units wide and drawn at any size.
/// </summary>
internal static class DrawnPhotos
{
    private const int Wide = 1000;
    private const int High = 750;

    private static readonly SKTypeface[] s_faces = [.. new[] { "Inter-Regular.ttf", "Inter-Bold.ttf" }.Select(Face)];

    private static readonly string[] s_words =
        ("I state that the package was not delivered to my address on the day the carrier says it left it at the front door of "
        + "the house number 1250 Example Street Apt 4B New York NY 10001 and that nobody in my household took it in 07/14 "
        + "signed Quinn Jordan Kim tracking order item value refund declare under penalty of perjury true correct").Split(' ');

    /// <summary>A page or an ID, the thing that a customer is asked to photograph.</summary>
    public static readonly Action<Pen>[] Papers = [Page, IdCard, Form, Receipt, IdCard, Handwriting, Page, Passport];

    /// <summary>What else a customer's photos show.</summary>
    public static readonly Action<Pen>[] Scenes =
    [
        Bricks, Blinds, Grass, Shelves, Door, Mailboxes, Night, Bokeh, Skyline, Deck, Keyboard, Leaves, Parcel, Tiles, Stairs,
        FadedPage, LabelFar, Fence,
    ];

    /// <summary>A photo as drawn: sharp, and without noise.</summary>
    public static GreyPhoto Draw(Action<Pen> scene, int seed, int width = Wide)
    {
        var height = width * High / Wide;
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Scale(width / (float)Wide);
            scene(new Pen(canvas, new Random(seed)));
        }

        return new(width, height, bitmap.GetPixelSpan().ToArray());
    }

    private static SKTypeface Face(string name) => SKTypeface.FromData(SKData.CreateCopy(InterFonts.Read(name)));

    private static void Page(Pen pen)
    {
        Desk(pen);
        Tilt(pen);
        float left = pen.Between(60, 260), right = pen.Between(700, 960), size = pen.Between(11, 20), step = size * pen.Between(1.3f, 2.2f);
        var ink = pen.Between(10, 70);
        pen.Fill(left - 40, -40, right - left + 80, 850, pen.Between(200, 250));
        pen.Text(left, 50, size * 1.8f, ink, pen.Words(4), bold: true);
        for (var y = 90f; y < 720; y += step)
        {
            if (pen.Chance(0.88))
            {
                pen.Text(left, y, size, ink, pen.Line((right - left) * pen.Between(0.5f, 1), size));
            }
        }

        if (pen.Chance(0.5))
        {
            pen.Scribble(left + 20, 690, 12, 2.5f, ink);
        }
    }

    private static void FadedPage(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 225);
        Tilt(pen);
        for (var y = 80f; y < 700; y += 34)
        {
            pen.Text(90, y, 17, pen.Between(140, 165), pen.Line(pen.Between(400, 800), 17));
        }
    }

    private static void Form(Pen pen)
    {
        Desk(pen);
        Tilt(pen);
        pen.Fill(110, -20, 780, 800, pen.Between(205, 248));
        var ink = pen.Between(20, 90);
        pen.Text(140, 60, 26, ink, pen.Words(3), bold: true);
        for (var row = 0; row < 9; row++)
        {
            var y = 90 + (row * 70);
            for (var column = 0; column < 2; column++)
            {
                pen.Frame(140 + (column * 365), y, 345, 58, 1.5f, ink);
                pen.Text(146 + (column * 365), y + 14, 10, ink, pen.Words(2));
                if (pen.Chance(0.6))
                {
                    pen.Text(150 + (column * 365), y + 44, 22, pen.Between(20, 80), pen.Words(2));
                }
            }
        }
    }

    private static void Receipt(Pen pen)
    {
        Desk(pen);
        Tilt(pen);
        var left = pen.Between(250, 450);
        var ink = pen.Between(40, 110);
        pen.Fill(left, -20, 330, 800, pen.Between(215, 250));
        for (var y = 40f; y < 640; y += 24)
        {
            pen.Text(left + 20, y, 15, ink, pen.Words(2));
            pen.Text(left + 250, y, 15, ink, $"{pen.Between(1, 99):0}.{pen.Between(10, 99):0}");
        }

        Barcode(pen, left + 40, 655, 250, 60, ink);
    }

    private static void Handwriting(Pen pen)
    {
        Desk(pen);
        Tilt(pen);
        pen.Fill(80, -20, 840, 800, pen.Between(210, 248));
        var ruled = pen.Chance(0.5);
        var ink = pen.Between(20, 80);
        for (var y = 70f; y < 720; y += 42)
        {
            if (ruled)
            {
                pen.Fill(80, y + 6, 840, 1.5f, 180);
            }

            for (var x = 110f; x < 760; x += pen.Between(130, 190))
            {
                pen.Scribble(x, y, pen.Between(4, 7), 2.2f, ink);
            }
        }
    }

    private static void IdCard(Pen pen)
    {
        Desk(pen);
        Tilt(pen);
        Card(pen, pen.Between(0.75f, 1.35f));
    }

    private static void Card(Pen pen, float scale)
    {
        pen.Canvas.Save();
        pen.Canvas.Translate(500 - (300 * scale), 375 - (190 * scale));
        pen.Canvas.Scale(scale);
        var ink = pen.Between(15, 60);
        pen.Fill(0, 0, 600, 380, pen.Between(190, 240), corner: 18);
        Guilloche(pen, 600, 380);
        pen.Fill(0, 0, 600, 60, pen.Between(50, 120), corner: 18);
        pen.Text(24, 42, 28, 240, "DRIVER LICENSE", bold: true);
        Portrait(pen, 26, 90, 160, 210);
        for (var row = 0; row < 6; row++)
        {
            pen.Text(215, 100 + (row * 38), 11, ink + 40, pen.Words(1).ToUpperInvariant());
            pen.Text(215, 120 + (row * 38), 18, ink, pen.Words(3).ToUpperInvariant(), bold: true);
        }

        pen.Scribble(40, 345, 6, 2, ink);
        if (pen.Chance(0.5))
        {
            Barcode(pen, 330, 325, 240, 40, ink);
        }

        pen.Canvas.Restore();
    }

    private static void Passport(Pen pen)
    {
        Desk(pen);
        Tilt(pen);
        pen.Fill(110, 60, 780, 640, pen.Between(200, 240), corner: 14);
        pen.Canvas.Save();
        pen.Canvas.Translate(110, 60);
        Guilloche(pen, 780, 540);
        pen.Canvas.Restore();
        var ink = pen.Between(20, 70);
        Portrait(pen, 140, 150, 200, 270);
        for (var row = 0; row < 8; row++)
        {
            pen.Text(380, 120 + (row * 50), 11, ink + 40, pen.Words(2));
            pen.Text(380, 140 + (row * 50), 19, ink, pen.Words(3).ToUpperInvariant());
        }

        pen.Text(130, 630, 25, ink, "P<UTOSAMPLE<<QUINN<JORDAN<<<<<<<<<<<<<<<<<", bold: true);
        pen.Text(130, 670, 25, ink, "L898902C36UTO7408122F1204159ZE184226B<<<<10", bold: true);
    }

    private static void Portrait(Pen pen, float x, float y, float width, float height)
    {
        pen.Canvas.Save();
        pen.Canvas.ClipRect(new SKRect(x, y, x + width, y + height));
        pen.Fill(x, y, width, height, pen.Between(170, 215));
        var skin = pen.Between(110, 180);
        pen.Oval(x + (width / 2), y + (height * 1.02f), width * 0.48f, height * 0.3f, pen.Between(30, 110));
        pen.Oval(x + (width / 2), y + (height * 0.36f), width * 0.29f, height * 0.3f, pen.Between(20, 70));
        pen.Oval(x + (width / 2), y + (height * 0.43f), width * 0.24f, height * 0.28f, skin);
        pen.Oval(x + (width * 0.4f), y + (height * 0.4f), width * 0.035f, height * 0.015f, 40);
        pen.Oval(x + (width * 0.6f), y + (height * 0.4f), width * 0.035f, height * 0.015f, 40);
        pen.Fill(x + (width * 0.42f), y + (height * 0.57f), width * 0.16f, height * 0.015f, skin - 60);
        pen.Canvas.Restore();
    }

    private static void Guilloche(Pen pen, float width, float height)
    {
        for (var line = 0; line < 26; line++)
        {
            using var path = new SKPath();
            float middle = height * line / 26, swing = pen.Between(8, 22), beat = pen.Between(30, 60);
            path.MoveTo(0, middle);
            for (var x = 8f; x <= width; x += 8)
            {
                path.LineTo(x, middle + (swing * MathF.Sin(x / beat)));
            }

            pen.Stroke(path, 0.8f, pen.Between(150, 190));
        }
    }

    private static void Barcode(Pen pen, float x, float y, float width, float height, float ink)
    {
        for (var end = x + width; x < end;)
        {
            var bar = pen.Between(1.2f, 4);
            pen.Fill(x, y, bar, height, ink);
            x += bar + pen.Between(1.2f, 4);
        }
    }

    /// <summary>A few degrees, and a little off the middle.</summary>
    private static void Tilt(Pen pen)
    {
        pen.Canvas.RotateDegrees(pen.Between(-7, 7), Wide / 2f, High / 2f);
        pen.Canvas.Translate(pen.Between(-20, 20), pen.Between(-15, 15));
    }

    private static void Desk(Pen pen)
    {
        var tone = pen.Chance(0.5) ? pen.Between(8, 70) : pen.Between(110, 200);
        pen.Fill(0, 0, Wide, High, tone);
        switch (pen.Random.Next(4))
        {
            case 0:
                Grain(pen, 0, High, tone);
                break;
            case 1:
                Speckle(pen, 2500, tone, 10, 1, 3);
                break;
            case 2: // woven cloth
                for (var at = 0f; at < Wide; at += 5)
                {
                    pen.Fill(at, 0, 1.6f, High, tone + 9);
                    pen.Fill(0, at, Wide, 1.6f, tone + 9);
                }

                break;
        }
    }

    private static void Grain(Pen pen, float top, float bottom, float tone, int lines = 60)
    {
        for (var line = 0; line < lines; line++)
        {
            using var path = new SKPath();
            var y = pen.Between(top, bottom);
            path.MoveTo(0, y);
            for (var x = 50f; x <= Wide; x += 50)
            {
                path.LineTo(x, y += pen.Between(-1.5f, 1.5f));
            }

            pen.Stroke(path, pen.Between(0.8f, 2.5f), tone + pen.Between(-16, 16));
        }
    }

    private static void Speckle(Pen pen, int count, float tone, float range, float smallest, float largest)
    {
        for (var i = 0; i < count; i++)
        {
            var size = pen.Between(smallest, largest);
            pen.Oval(pen.Between(0, Wide), pen.Between(0, High), size, size, tone + pen.Between(-range, range));
        }
    }

    private static void Bricks(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 190);
        pen.Canvas.RotateDegrees(pen.Between(-4, 4));
        float high = pen.Between(18, 50), wide = high * 2.6f;
        for (var row = -2; row * high < High + 100; row++)
        {
            for (var x = -100 - (row % 2 * wide / 2); x < Wide + 100; x += wide)
            {
                pen.Fill(x, row * high, wide - (high / 7), high - (high / 7), pen.Between(80, 130));
            }
        }
    }

    private static void Blinds(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 120);
        pen.Canvas.RotateDegrees(pen.Chance(0.3) ? 90 : pen.Between(-12, 12), Wide / 2f, High / 2f);
        var step = pen.Between(8, 40);
        for (var y = -300f; y < 1100; y += step)
        {
            pen.Shade(-300, y, 1600, step * 0.85f, pen.Between(200, 240), pen.Between(120, 170));
        }

        if (pen.Chance(0.5))
        {
            pen.Fill(300, -300, 3, 1400, 90);
            pen.Fill(700, -300, 3, 1400, 90);
        }
    }

    private static void Grass(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 70);
        for (var i = 0; i < 6000; i++)
        {
            float x = pen.Between(0, Wide), y = pen.Between(0, High), lean = pen.Between(-20, 20);
            pen.Line(x, y, x + lean, y - pen.Between(8, 30), pen.Between(0.7f, 2), pen.Between(40, 170));
        }
    }

    private static void Shelves(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 60);
        for (var shelf = 0; shelf < 4; shelf++)
        {
            var floor = 170 + (shelf * 185);
            for (var x = 10f; x < Wide;)
            {
                float width = pen.Between(18, 60), height = pen.Between(90, 150);
                pen.Fill(x, floor - height, width - 3, height, pen.Between(60, 230));
                pen.Fill(x + (width * 0.2f), floor - (height * 0.7f), width * 0.5f, height * 0.15f, pen.Between(60, 230));
                x += width;
            }

            pen.Fill(0, floor, Wide, 14, 150);
        }
    }

    private static void Door(Pen pen)
    {
        pen.Shade(0, 0, Wide, High, 190, 150);
        pen.Fill(320, 40, 360, 640, pen.Between(50, 110));
        foreach (var (x, y) in new[] { (355, 80), (520, 80), (355, 380), (520, 380) })
        {
            pen.Frame(x, y, 125, 250, 4, 150);
        }

        pen.Oval(650, 370, 10, 10, 210);
        pen.Text(470, 30, 24, 40, pen.Between(100, 999).ToString("0", null), bold: true);
        pen.Fill(0, 680, Wide, 70, 120);
        Speckle(pen, 800, 120, 30, 0.7f, 2);
        pen.Fill(400, 610, 150, 80, 165);
        pen.Fill(465, 610, 14, 80, 200);
    }

    private static void Mailboxes(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 130);
        for (var row = 0; row < 5; row++)
        {
            for (var column = 0; column < 8; column++)
            {
                float x = 20 + (column * 122), y = 20 + (row * 145);
                pen.Shade(x, y, 112, 132, pen.Between(150, 190), 130);
                pen.Frame(x, y, 112, 132, 2, 70);
                pen.Fill(x + 20, y + 20, 70, 8, 40);
                pen.Text(x + 35, y + 75, 22, 30, $"{row}{column}{pen.Between(0, 9):0}");
            }
        }
    }

    private static void Night(Pen pen)
    {
        pen.Shade(0, 0, Wide, High, 25, 12);
        pen.Fill(300, 180, 420, 570, 38);
        pen.Fill(420, 330, 160, 420, 80);
        pen.Fill(450, 360, 40, 60, 210);
        pen.Fill(510, 360, 40, 60, 190);
        pen.Oval(620, 320, 14, 14, 250);
        pen.Text(425, 320, 30, 150, pen.Words(1));
        pen.Fill(430, 650, 110, 90, 130);
        pen.Text(440, 690, 14, 40, pen.Words(2));
        for (var i = 0; i < 60; i++)
        {
            pen.Fill(pen.Between(0, Wide), pen.Between(500, High), pen.Between(2, 8), pen.Between(2, 8), pen.Between(40, 180));
        }
    }

    private static void Bokeh(Pen pen)
    {
        pen.Shade(0, 0, Wide, High, 160, 70);
        using (var blur = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 12))
        {
            for (var i = 0; i < 40; i++)
            {
                var size = pen.Between(15, 60);
                pen.Oval(pen.Between(0, Wide), pen.Between(0, High), size, size, pen.Between(60, 230), blur);
            }
        }

        pen.Canvas.Translate(pen.Between(-200, 200), pen.Between(-100, 100));
        Card(pen, pen.Between(0.6f, 0.9f));
    }

    private static void Skyline(Pen pen)
    {
        pen.Shade(0, 0, Wide, High, 235, 180);
        for (var x = -10f; x < Wide;)
        {
            float width = pen.Between(60, 160), top = pen.Between(250, 550), tone = pen.Between(60, 150);
            pen.Fill(x, top, width, High, tone);
            for (var y = top + 12; y < High; y += 24)
            {
                for (var at = x + 8; at < x + width - 12; at += 20)
                {
                    pen.Fill(at, y, 9, 12, tone + (pen.Chance(0.3) ? 70 : -30));
                }
            }

            x += width;
        }
    }

    private static void Deck(Pen pen)
    {
        pen.Canvas.RotateDegrees(pen.Between(-30, 30), Wide / 2f, High / 2f);
        for (var y = -300f; y < 1050; y += 60)
        {
            var tone = pen.Between(110, 170);
            pen.Fill(-300, y, 1700, 57, tone);
            pen.Canvas.Save();
            pen.Canvas.ClipRect(new SKRect(-300, y, 1400, y + 57));
            Grain(pen, y, y + 57, tone, lines: 12);
            pen.Canvas.Restore();
        }

        pen.Fill(380, 300, 240, 150, 180);
        pen.Fill(490, 300, 18, 150, 215);
        pen.Fill(400, 320, 70, 45, 245);
        pen.Text(404, 340, 11, 30, pen.Words(2));
        pen.Text(404, 355, 11, 30, pen.Words(2));
    }

    private static void Keyboard(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 40);
        Tilt(pen);
        for (var row = 0; row < 9; row++)
        {
            for (var column = 0; column < 12; column++)
            {
                pen.Fill(10 + (column * 82), 10 + (row * 82), 70, 70, 62, corner: 8);
                pen.Text(24 + (column * 82), 45 + (row * 82), 24, 200, ((char)('A' + pen.Random.Next(26))).ToString());
            }
        }
    }

    private static void Leaves(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 40);
        for (var i = 0; i < 900; i++)
        {
            pen.Canvas.Save();
            pen.Canvas.Translate(pen.Between(0, Wide), pen.Between(0, High));
            pen.Canvas.RotateDegrees(pen.Between(0, 360));
            var length = pen.Between(12, 32);
            pen.Oval(0, 0, length, length * 0.35f, pen.Between(50, 170));
            pen.Line(-length, 0, length, 0, 1, 120);
            pen.Canvas.Restore();
        }
    }

    private static void Parcel(Pen pen)
    {
        Desk(pen);
        Tilt(pen);
        pen.Shade(150, 80, 700, 590, 175, 150);
        pen.Fill(470, 80, 60, 590, 200);
        pen.Fill(200, 330, 340, 240, 245);
        Barcode(pen, 220, 350, 280, 60, 15);
        for (var row = 0; row < 5; row++)
        {
            pen.Text(220, 440 + (row * 24), 17, 20, pen.Words(4));
        }
    }

    private static void Tiles(Pen pen)
    {
        pen.Fill(0, 0, Wide, High, 90);
        pen.Canvas.RotateDegrees(pen.Between(0, 45), Wide / 2f, High / 2f);
        var side = pen.Between(30, 110);
        for (var y = -300f; y < 1100; y += side)
        {
            for (var x = -300f; x < 1400; x += side)
            {
                pen.Shade(x, y, side - 3, side - 3, pen.Between(185, 220), 170);
            }
        }
    }

    private static void Stairs(Pen pen)
    {
        pen.Shade(0, 0, Wide, High, 170, 120);
        for (var step = 0; step < 9; step++)
        {
            float y = 80 + (step * 75), half = 160 + (step * 38);
            pen.Fill(500 - half, y, half * 2, 75, 90);
            pen.Shade(500 - half, y, half * 2, 30, 200, 180);
        }

        pen.Line(300, 0, 60, High, 6, 40);
        pen.Line(700, 0, 940, High, 6, 40);
    }

    private static void LabelFar(Pen pen)
    {
        pen.Shade(0, 0, Wide, High, 140, 90);
        pen.Fill(380, 280, 260, 180, 190);
        pen.Fill(410, 310, 130, 90, 245);
        for (var row = 0; row < 5; row++)
        {
            pen.Text(418, 328 + (row * 16), 12, 20, pen.Words(2));
        }
    }

    private static void Fence(Pen pen)
    {
        pen.Shade(0, 0, Wide, High, 210, 110);
        var step = pen.Between(25, 70);
        for (var x = 0f; x < Wide; x += step)
        {
            pen.Fill(x, 200 + pen.Between(0, 20), step * 0.7f, 600, pen.Between(60, 90));
        }

        pen.Fill(0, 320, Wide, 24, 75);
        pen.Fill(0, 620, Wide, 24, 75);
    }

    /// <summary>What the scenes are drawn with.</summary>
    internal sealed class Pen(SKCanvas canvas, Random random)
    {
        public SKCanvas Canvas => canvas;

        public Random Random => random;

        public float Between(float low, float high) => low + ((high - low) * random.NextSingle());

        public bool Chance(double share) => random.NextDouble() < share;

        public string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => s_words[random.Next(s_words.Length)]));

        /// <summary>Words to fill about this width.</summary>
        public string Line(float width, float size) => Words(Math.Max(1, (int)(width / (size * 3.1f))));

        public void Fill(float x, float y, float width, float height, float tone, float corner = 0)
        {
            using var paint = Paint(tone);
            canvas.DrawRoundRect(new SKRect(x, y, x + width, y + height), corner, corner, paint);
        }

        /// <summary>A rectangle that gets darker downwards.</summary>
        public void Shade(float x, float y, float width, float height, float top, float bottom)
        {
            using var paint = Paint(0);
            SKColor[] tones = [Grey(top), Grey(bottom)];
            using var shader = SKShader.CreateLinearGradient(new(x, y), new(x, y + height), tones, SKShaderTileMode.Clamp);
            paint.Shader = shader;
            canvas.DrawRect(new SKRect(x, y, x + width, y + height), paint);
        }

        public void Oval(float x, float y, float acrossHalf, float downHalf, float tone, SKMaskFilter? filter = null)
        {
            using var paint = Paint(tone);
            paint.MaskFilter = filter;
            canvas.DrawOval(x, y, acrossHalf, downHalf, paint);
        }

        public void Frame(float x, float y, float width, float height, float stroke, float tone)
        {
            using var paint = Paint(tone, stroke);
            canvas.DrawRect(new SKRect(x, y, x + width, y + height), paint);
        }

        public void Line(float x, float y, float toX, float toY, float stroke, float tone)
        {
            using var paint = Paint(tone, stroke);
            canvas.DrawLine(x, y, toX, toY, paint);
        }

        public void Stroke(SKPath path, float stroke, float tone)
        {
            using var paint = Paint(tone, stroke);
            canvas.DrawPath(path, paint);
        }

        public void Text(float x, float y, float size, float tone, string text, bool bold = false)
        {
            using var font = new SKFont(s_faces[bold ? 1 : 0], size);
            using var paint = Paint(tone);
            canvas.DrawText(text, x, y, font, paint);
        }

        /// <summary>Loops and waves, as in a signature.</summary>
        public void Scribble(float x, float y, float loops, float stroke, float tone)
        {
            using var path = new SKPath();
            path.MoveTo(x, y);
            for (var loop = 0; loop < loops; loop++)
            {
                path.RCubicTo(Between(3, 7), Between(-26, -8), Between(9, 15), Between(-24, -8), Between(7, 11), Between(-2, 5));
                path.RCubicTo(Between(1, 4), Between(2, 9), Between(5, 9), Between(0, 5), Between(6, 11), Between(-6, 0));
            }

            Stroke(path, stroke, tone);
        }

        private static SKColor Grey(float tone)
        {
            var value = (byte)Math.Clamp(tone, 0, 255);
            return new(value, value, value);
        }

        private static SKPaint Paint(float tone, float stroke = 0) => new()
        {
            Color = Grey(tone),
            IsAntialias = true,
            Style = stroke > 0 ? SKPaintStyle.Stroke : SKPaintStyle.Fill,
            StrokeWidth = stroke,
        };
    }
}

/// <summary>A grey photo, and what a camera does to one.</summary>
internal sealed record GreyPhoto(int Width, int Height, byte[] Values)
{
    /// <summary>As a camera gives it when it moves this many pixels along a line while the shutter is open.</summary>
    public GreyPhoto Shaken(double pixels, double degrees)
    {
        const int Whole = 64;
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var steps = (int)Math.Ceiling(pixels) + 1;
        var sums = new int[Values.Length];
        for (var step = 0; step < steps; step++)
        {
            // A place between two pixels of the direction that is moved along less: some of each.
            var along = pixels * ((step / (steps - 1.0)) - 0.5);
            var sideways = Math.Abs(cos) > Math.Abs(sin);
            var (far, near) = sideways ? (along * cos, along * sin) : (along * sin, along * cos);
            int whole = (int)Math.Round(far), first = (int)Math.Floor(near), second = (int)(Whole * (near - first));
            Add(sums, sideways ? whole : first, sideways ? first : whole, Whole - second);
            Add(sums, sideways ? whole : first + 1, sideways ? first + 1 : whole, second);
        }

        return this with { Values = Array.ConvertAll(sums, sum => (byte)(sum / (Whole * steps))) };
    }

    /// <summary>Slightly out of focus: each pixel shared with those around it.</summary>
    public GreyPhoto Softened()
    {
        var sums = new int[Values.Length];
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                Add(sums, dx, dy, (dx == 0 ? 6 : 1) * (dy == 0 ? 6 : 1));
            }
        }

        return this with { Values = Array.ConvertAll(sums, sum => (byte)(sum / 64)) };
    }

    /// <summary>In another light, with the grain of a sensor: up to so much brighter or darker.</summary>
    public GreyPhoto Lit(double light, int grain, int seed)
    {
        var values = new byte[Values.Length];
        new Random(seed).NextBytes(values);
        var lit = Array.ConvertAll([.. Enumerable.Range(0, 256)], value => (int)(value * light));
        for (var i = 0; i < values.Length; i++)
        {
            var value = lit[Values[i]] + (values[i] % ((2 * grain) + 1)) - grain;
            values[i] = value < 0 ? (byte)0 : value > 255 ? (byte)255 : (byte)value;
        }

        return this with { Values = values };
    }

    /// <summary>JPEG bytes.</summary>
    public byte[] Jpeg(int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Gray8, SKAlphaType.Opaque));
        Marshal.Copy(Values, 0, bitmap.GetPixels(), Values.Length);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    // Past the edge, the edge goes on.
    private void Add(int[] sums, int dx, int dy, int weight = 1)
    {
        var values = Values;
        int first = Math.Max(0, -dx), last = Math.Min(Width, Width - dx);
        for (var y = 0; y < Height; y++)
        {
            int from = Math.Clamp(y + dy, 0, Height - 1) * Width, to = y * Width;
            for (var x = 0; x < first; x++)
            {
                sums[to + x] += Values[from] * weight;
            }

            for (var x = first; x < last; x++)
            {
                sums[to + x] += values[from + x + dx] * weight;
            }

            for (var x = last; x < Width; x++)
            {
                sums[to + x] += Values[from + Width - 1] * weight;
            }
        }
    }
}
