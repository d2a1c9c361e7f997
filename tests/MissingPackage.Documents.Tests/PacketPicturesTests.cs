using MissingPackage.Domain.Evidence;
using SkiaSharp;

namespace MissingPackage.Documents.Tests;

public sealed class PacketPicturesTests : IDisposable
{
    private static readonly byte[] Sheet = White(800, 600);

    private readonly PacketPictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    [Theory]
    [InlineData(0, 0, 10, 10)]
    [InlineData(33.3, 12.7, 20.05, 5.5)]
    [InlineData(90, 95, 10, 5)]
    public void Prepare_CoversEveryPixelThatAnAreaTouches(double left, double top, double width, double height)
    {
        using var prepared = SKBitmap.Decode(_pictures.Prepare(Sheet, new PictureLevel(800, 100), "Sample Seller", [new MaskedArea(left, top, width, height)]));
        for (var y = (int)Math.Floor(top * 6); y < (int)Math.Ceiling((top + height) * 6); y++)
        {
            for (var x = (int)Math.Floor(left * 8); x < (int)Math.Ceiling((left + width) * 8); x++)
            {
                Assert.True(prepared.GetPixel(x, y).Red < 60, $"{x},{y} is {prepared.GetPixel(x, y)}"); // JPEG blurs an edge a little
            }
        }
    }

    [Fact]
    public void Prepare_WithAWatermark_WritesOnLightAndDark()
    {
        foreach (var ground in new[] { SKColors.White, SKColors.Gray, SKColors.Black })
        {
            var written = Pixels(_pictures.Prepare(Plain(1000, 700, ground), new PictureLevel(1000, 95), "王小明 · MP-0410-610C · Only for a claim with UPS"))
                .Count(pixel => Math.Abs(pixel.Red - ground.Red) + Math.Abs(pixel.Green - ground.Green) > 40) / 700_000d;
            Assert.InRange(written, 0.01, 0.3);
        }
    }

    [Theory]
    [InlineData(400, 400, 300)]
    [InlineData(2000, 800, 600)] // never larger than it is
    public void Prepare_FitsTheLevel(int longSide, int width, int height)
    {
        using var prepared = SKBitmap.Decode(_pictures.Prepare(Sheet, new PictureLevel(longSide, 80)));
        Assert.Equal((width, height), (prepared.Width, prepared.Height));
    }

    [Fact]
    public void Prepare_WhenItIsNoPicture_SaysSo() => Assert.Throws<ArgumentException>(() => _pictures.Prepare([1, 2, 3], PictureLevel.All[0]));

    private static byte[] White(int width, int height) => Plain(width, height, SKColors.White);

    private static byte[] Plain(int width, int height, SKColor color)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(color);
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }

    private static List<SKColor> Pixels(byte[] jpeg)
    {
        using var bitmap = SKBitmap.Decode(jpeg);
        return [.. bitmap.Pixels];
    }
}
