using SkiaSharp;

namespace MissingPackage.Benchmarks;

/// <summary>Photos as phones make them, in size and in how hard they are to compress.</summary>
internal static class Photos
{
    /// <summary>A 12-megapixel JPEG of about the length asked for.</summary>
    public static byte[] TwelveMegapixels(int aboutBytes)
    {
        const int width = 4032;
        const int height = 3024;
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var noise = aboutBytes > 6_000_000 ? 64 : 22;
        var random = new Random(12);
        var pixels = bitmap.GetPixelSpan();
        var writable = new byte[pixels.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = ((y * width) + x) * 4;
                var light = 96 + (int)(80 * Math.Sin(x / 211.0) * Math.Cos(y / 173.0));
                writable[at] = Clamp(light + random.Next(-noise, noise));
                writable[at + 1] = Clamp(light + 12 + random.Next(-noise, noise));
                writable[at + 2] = Clamp(light - 9 + random.Next(-noise, noise));
                writable[at + 3] = 255;
            }
        }

        System.Runtime.InteropServices.Marshal.Copy(writable, 0, bitmap.GetPixels(), writable.Length);
        using var image = SKImage.FromBitmap(bitmap);
        byte[] best = [];
        for (var quality = 60; quality <= 98; quality += 2)
        {
            using var data = image.Encode(SKEncodedImageFormat.Jpeg, quality);
            if (best.Length > 0 && data.Size > aboutBytes * 1.05)
            {
                break;
            }

            best = data.ToArray();
        }

        return best;
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
