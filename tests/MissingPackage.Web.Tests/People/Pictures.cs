using System.Buffers.Binary;
using SkiaSharp;

namespace MissingPackage.Web.Tests.People;

/// <summary>Files for one purpose each; what people really send is in <see cref="Customer"/>.</summary>
internal static class Pictures
{
    /// <summary>A JPEG that no other one equals: the number is its color.</summary>
    public static Photo Colored(int number) => new($"photo-{number}.jpg", Draw(320, 240, new SKColor((byte)(number * 11), (byte)(255 - (number * 7)), 120), SKEncodedImageFormat.Jpeg));

    public static Photo SmallPng(int width, int height) => new("small.png", Draw(width, height, SKColors.Beige, SKEncodedImageFormat.Png), "image/png");

    /// <summary>A good JPEG of exactly so many bytes: comments, which every reader skips, fill it up.</summary>
    public static Photo OfLength(int bytes, int number = 1)
    {
        var picture = Colored(number).Bytes;
        var filled = new byte[bytes];
        picture.AsSpan(0, 2).CopyTo(filled);
        var at = 2;
        while (bytes - at > picture.Length - 2)
        {
            var room = bytes - at - (picture.Length - 2);
            var length = Math.Min(room - 2, 60_000);
            length = room - 2 - length is > 0 and < 4 ? length - 4 : length; // the next one needs its own head
            filled[at] = 0xFF;
            filled[at + 1] = 0xFE;
            BinaryPrimitives.WriteUInt16BigEndian(filled.AsSpan(at + 2), (ushort)length);
            at += 2 + length;
        }

        picture.AsSpan(2).CopyTo(filled.AsSpan(at));
        return new Photo("large.jpg", filled);
    }

    private static byte[] Draw(int width, int height, SKColor color, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(color);
            using var paint = new SKPaint { Color = SKColors.Black };
            canvas.DrawRect(width / 4, height / 4, width / 8, height / 8, paint);
        }

        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(format, 90);
        return data.ToArray();
    }
}
