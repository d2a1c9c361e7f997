using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Application.Jobs;
using MissingPackage.Application.Packets;
using MissingPackage.Documents;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;
using SkiaSharp;

namespace MissingPackage.Web.Tests.Packets;

/// <summary>What these tests do with claim packets, in a word each.</summary>
internal static class PacketPeople
{
    /// <summary>An ID of one colour with a number in the middle of its upper half: what is covered and written on it can be told by its pixels.</summary>
    public static Photo PlainId { get; } = new("id.jpg", Plain(1600, 1000, new SKColor(0xE8, 0xE2, 0xC8)));

    /// <summary>Opens a request, signs on screen, sends the ID, and has everything accepted.</summary>
    public static async Task<(Customer Customer, Agent Agent)> AcceptedAsync(this MissingPackageApplication application, Story? story = null, params Photo[] id)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(story);
        await customer.SignAsync(story?.Name ?? new Story().Name);
        await customer.SendPhotoIdAsync(id.Length == 0 ? [PlainId] : id);
        var agent = await application.NewAgentAsync();
        await agent.AcceptAsync(customer.Reference);
        return (customer, agent);
    }

    public static Task<WebPage> PacketAsync(this Agent agent, string reference) => agent.OpenAsync($"/admin/requests/{reference}/packet");

    /// <summary>Covers one area of each page of the ID, in percent.</summary>
    public static async Task MaskAsync(this Agent agent, string reference, string left = "40", string top = "20", string width = "30", string height = "10")
    {
        var page = await agent.PacketAsync(reference);
        foreach (var link in page.Document.QuerySelectorAll("a[href$='/mask']").Select(a => a.GetAttribute("href")!).ToList())
        {
            await agent.OpenAsync(link);
            agent.Type("Area 1, percent from the left", left);
            agent.Type("Area 1, percent from the top", top);
            agent.Type("Area 1, width in percent", width);
            agent.Type("Area 1, height in percent", height);
            Assert.EndsWith("/packet", (await agent.PressAsync("Save")).Address, StringComparison.Ordinal);
        }
    }

    /// <summary>Asks for a packet, has it made, and takes it.</summary>
    public static async Task<WebPage> TakeAsync(this Agent agent, MissingPackageApplication application, string reference, string format)
    {
        await agent.PacketAsync(reference);
        await agent.PressAsync(format == "pdf" ? "Make the PDF" : "Make the ZIP");
        Assert.Equal(1, await application.MakePacketsAsync());
        var page = await agent.PacketAsync(reference);
        return await agent.OpenAsync(page.Document.QuerySelector($"a[href$='/packet/{format}']")!.GetAttribute("href")!);
    }

    public static Task<int> MakePacketsAsync(this MissingPackageApplication application) =>
        application.Services.GetRequiredService<PacketMaker>().MakeAsync(TestContext.Current.CancellationToken);

    public static async Task<int> ErasePacketsAsync(this MissingPackageApplication application)
    {
        await using var scope = application.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ErasePacketsJob>().EraseAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The packets that the disk holds of a request.</summary>
    public static async Task<IReadOnlyList<string>> StoredPacketsAsync(this MissingPackageApplication application, string reference) =>
        [.. (await application.StoredAsync(reference)).Where(name => name.StartsWith("packets", StringComparison.Ordinal))];

    /// <summary>The files of a ZIP by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Unzip(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = entry.Open();
            using var read = new MemoryStream();
            content.CopyTo(read);
            return read.ToArray();
        }, StringComparer.Ordinal);
    }

    /// <summary>A photo that is hard to compress.</summary>
    public static Photo Noise(int seed, int width = 2400, int height = 1800)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var random = new Random(seed);
        var pixels = new byte[width * height * 4];
        random.NextBytes(pixels);
        System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        return new Photo($"noise-{seed}.jpg", Encode(bitmap, 80));
    }

    private static byte[] Plain(int width, int height, SKColor color)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(color);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Color = SKColors.DarkRed })
        {
            canvas.DrawRect(new SKRect(width * 0.45f, height * 0.22f, width * 0.65f, height * 0.28f), paint);
        }

        return Encode(bitmap, 92);
    }

    private static byte[] Encode(SKBitmap bitmap, int quality)
    {
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }
}
