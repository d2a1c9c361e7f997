using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SkiaSharp;

namespace MissingPackage.Browser.Tests;

/// <summary>The upload over a slow or broken line, of large and of vanished files, and as somebody hears it.</summary>
public sealed partial class UploadLineTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Phone_photo_is_made_smaller_before_it_goes()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        await ListenAsync(customer.Page);
        var photo = PhonePhoto();
        Assert.InRange(photo.Length, 3_600_000, 15_000_000);

        await ChooseAsync(customer.Page, "IMG_4711.jpg", photo);

        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("Received", new() { Timeout = 120_000 });
        Assert.InRange(Assert.Single(await SentAsync(customer.Page)), 50_000, 900_000);
        await Assertions.Expect(customer.Page.Locator("#statement .sending b")).ToHaveTextAsync("IMG_4711.jpg");
    }

    [Fact]
    public async Task Cut_short_photo_goes_as_it_is_and_is_refused()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        await ListenAsync(customer.Page);
        var photo = PhonePhoto()[..3_000_000];

        await ChooseAsync(customer.Page, "half.jpg", photo);

        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("cut short", new() { Timeout = 120_000 });
        Assert.Equal(photo.Length, Assert.Single(await SentAsync(customer.Page)));
    }

    [Fact]
    public async Task Photo_that_lies_on_its_side_goes_upright()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        await ListenAsync(customer.Page);

        await ChooseAsync(customer.Page, "sideways.jpg", OnItsSide(PhonePhoto()));

        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("Received", new() { Timeout = 120_000 });
        Assert.Equal([1800, 2400], (await LastSentAsync(customer.Page, "[picture.width, picture.height]")).AsEnumerable());
    }

    [Fact]
    public async Task What_is_transparent_becomes_white()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        await ListenAsync(customer.Page);

        await ChooseAsync(customer.Page, "scan.png", TransparentScan(), "image/png");

        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("Received", new() { Timeout = 120_000 });
        Assert.InRange(Assert.Single(await SentAsync(customer.Page)), 20_000, 900_000);
        Assert.All((await LastSentAsync(customer.Page, "[...pixel(5, 5)]")).Take(3), value => Assert.InRange(value, 250, 255));
    }

    [Fact]
    public async Task Browser_that_hides_what_it_draws_sends_the_photo_as_it_is()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        await ListenAsync(customer.Page);
        await customer.Page.EvaluateAsync("""
            () => {
              const read = CanvasRenderingContext2D.prototype.getImageData;
              CanvasRenderingContext2D.prototype.getImageData = function (...where) {
                const image = read.apply(this, where);
                image.data.forEach((value, i) => (image.data[i] = value ^ ((i * 37) & 255)));
                return image;
              };
            }
            """);
        var photo = PhonePhoto();

        await ChooseAsync(customer.Page, "IMG_4711.jpg", photo);

        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("Received", new() { Timeout = 120_000 });
        Assert.Equal(photo.Length, Assert.Single(await SentAsync(customer.Page)));
    }

    [Fact]
    public async Task Photo_over_the_limit_is_made_smaller_and_what_cant_be_is_told_before_it_is_sent()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        await ListenAsync(customer.Page);
        byte[] motion = [.. PhonePhoto(), .. new byte[16_000_000]]; // a film behind the picture

        await ChooseAsync(customer.Page, "motion.jpg", motion);
        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("Received", new() { Timeout = 120_000 });
        Assert.InRange(Assert.Single(await SentAsync(customer.Page)), 50_000, 900_000);

        await ChooseAsync(customer.Page, "scan.pdf", [.. "%PDF-1.7\n"u8, .. new byte[23 * 1024 * 1024]], "application/pdf");
        await Assertions.Expect(customer.Page.Locator("#statement .sending").Last).ToContainTextAsync("This file is 23 MB; 15 MB is the most.");
        Assert.Single(await SentAsync(customer.Page));
    }

    [Fact]
    public async Task File_that_vanished_says_so_and_is_not_tried_again()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        var page = customer.Page;
        var folder = Directory.CreateTempSubdirectory("missingpackage-tests-");
        try
        {
            var file = Path.Combine(folder.FullName, "cloud.jpg");
            await File.WriteAllBytesAsync(file, Customer.PhotoOfId.Buffer, TestContext.Current.CancellationToken);
            await ListenAsync(page);

            // It waits for the kind of ID, and is gone meanwhile.
            await page.GetByLabel("Photo of your ID").SetInputFilesAsync(file);
            await Assertions.Expect(page.Locator("#photo-id .sending")).ToContainTextAsync("Say which ID it is");
            File.Delete(file);
            await page.GetByLabel("Passport").CheckAsync();

            await Assertions.Expect(page.Locator("#photo-id .sending")).ToContainTextAsync("can’t read the file any more");
            Assert.Empty(await SentAsync(page));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(403, "refused this file")]
    [InlineData(413, "because of its size")]
    public async Task Something_between_refuses_and_the_file_is_kept_to_be_tried_again(int status, string says)
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        var page = customer.Page;
        await RefuseAsync(page, status, times: 1);

        await page.GetByLabel("Photo of the signed page").SetInputFilesAsync(Customer.PhotoOfStatement);
        await Assertions.Expect(page.Locator("#statement .sending")).ToContainTextAsync(says);
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Assertions.Expect(page.Locator("#statement .sending")).ToContainTextAsync("Received");
        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Server_that_is_away_is_tried_again_by_itself()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        await RefuseAsync(customer.Page, 502, times: 2);

        await customer.SendStatementAsync();

        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("Received");
    }

    [Fact]
    public async Task Every_try_brings_the_same_bytes_under_the_same_id()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        await ListenAsync(customer.Page);
        await RefuseAsync(customer.Page, 502, times: 2);

        await ChooseAsync(customer.Page, "IMG_4711.jpg", PhonePhoto());

        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("Received", new() { Timeout = 120_000 });
        Assert.Equal(3, (await SentAsync(customer.Page)).Length);
        Assert.Single((await SentAsync(customer.Page)).Distinct());
        Assert.Single((await customer.Page.EvaluateAsync<string[]>("() => window.ids")).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Leaving_asks_while_a_file_is_sent()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        var page = customer.Page;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Dialog += async (_, dialog) =>
        {
            await dialog.DismissAsync();
            asked.TrySetResult();
        };
        await page.RouteAsync(UploadAddress(), async route =>
        {
            await goesOn.Task;
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Heading, new() { Name = "Send your documents" }).ClickAsync();
        await page.GetByLabel("Photo of the signed page").SetInputFilesAsync(Customer.PhotoOfStatement);
        await Assertions.Expect(page.Locator("#statement .sending")).ToContainTextAsync("Sending");

        await page.EvaluateAsync("() => { location.href = '/'; }");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        goesOn.SetResult();

        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(1);
        Assert.Contains("/documents", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_asks_while_a_file_waits_and_not_after()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        var page = customer.Page;
        var asked = 0;
        page.Dialog += async (_, dialog) =>
        {
            asked++;
            await dialog.DismissAsync();
        };
        await page.GetByLabel("Photo of your ID").SetInputFilesAsync(Customer.PhotoOfId);
        await Assertions.Expect(page.Locator("#photo-id .sending")).ToContainTextAsync("Say which ID it is");

        await page.GetByRole(AriaRole.Heading, new() { Name = "Send your documents" }).ClickAsync(); // a page asks only those who touched it
        await page.EvaluateAsync("() => { location.href = '/'; }");
        await page.GetByLabel("Passport").CheckAsync();
        await Assertions.Expect(page.Locator("#photo-id .files li")).ToHaveCountAsync(1);
        Assert.Equal(1, asked);

        await page.GotoAsync("/");
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Lists_are_right_again_when_the_line_is_back()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        var page = customer.Page;
        var other = new Customer(await context.NewPageAsync());
        await other.Page.GotoAsync(page.Url);

        await context.SetOfflineAsync(true);
        await context.SetOfflineAsync(false);
        await other.SendStatementAsync();
        await context.SetOfflineAsync(true);
        await context.SetOfflineAsync(false);

        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Lists_are_right_again_when_looking_again_failed()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        var page = customer.Page;
        var left = 2;
        await page.RouteAsync(page.Url, async route =>
        {
            if (left-- > 0)
            {
                await route.AbortAsync("connectionreset");
            }
            else
            {
                await route.ContinueAsync();
            }
        });

        await page.GetByLabel("Photo of the signed page").SetInputFilesAsync(Customer.PhotoOfStatement);

        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        Assert.True(left < 0);
    }

    [Fact]
    public async Task One_sentence_a_change_is_heard_and_done_stands_beside_the_last_file()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await UploadTests.AtDocumentsAsync(context);
        var page = customer.Page;
        await page.EvaluateAsync("""
            () => {
              window.heard = [];
              const live = document.querySelectorAll("[role=status], [role=alert], [aria-live]");
              for (const part of live) new MutationObserver(() => part.textContent && window.heard.push(part.textContent.trim()))
                .observe(part, { childList: true, characterData: true, subtree: true });
            }
            """);

        await customer.SendStatementAsync();
        await Assertions.Expect(page.Locator("#statement .sending")).ToContainTextAsync("Received");
        await customer.SendPhotoIdAsync();
        await Assertions.Expect(page.Locator("#photo-id-done")).ToContainTextAsync("Done: we have both documents");

        await Assertions.Expect(page.Locator("#photo-id-done")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator("[data-said]")).ToContainTextAsync("Done: we have both documents");
        var heard = await page.EvaluateAsync<string[]>("() => window.heard");
        Assert.Equal(
            ["IMG_0002.jpg: Sending…", "IMG_0002.jpg: Received. Thank you.", "IMG_0001.jpg: Sending…", "IMG_0001.jpg: Received. Thank you."],
            heard.Take(4), StringComparer.Ordinal);
        Assert.StartsWith("Done: we have both documents", Assert.Single(heard.Skip(4)), StringComparison.Ordinal);
        await page.KeepBothAsync("upload-7-done");
    }

    [Fact]
    public async Task Done_stands_there_without_scripts_too()
    {
        await using var context = await chromium.OpenAsync(site, scripts: false);
        var customer = await UploadTests.AtDocumentsAsync(context, scripts: false);

        await customer.SendStatementAsync();
        await customer.SendPhotoIdAsync();

        await Assertions.Expect(customer.Page.Locator("#photo-id-done")).ToContainTextAsync("Done: we have both documents");
        await Assertions.Expect(customer.Page.Locator("#photo-id-done")).ToBeInViewportAsync();
    }

    /// <summary>Notes the length of each file that leaves the page.</summary>
    private static async Task ListenAsync(IPage page) => await page.EvaluateAsync("""
        () => {
          window.sent = [];
          window.ids = [];
          const send = XMLHttpRequest.prototype.send;
          XMLHttpRequest.prototype.send = function (body) {
            window.last = body.get("files");
            window.sent.push(window.last.size);
            window.ids.push(body.get("uploadId"));
            return send.call(this, body);
          };
        }
        """);

    private static Task<int[]> SentAsync(IPage page) => page.EvaluateAsync<int[]>("() => window.sent");

    /// <summary>Looks at the picture that was sent last as it lies in its file.</summary>
    private static Task<int[]> LastSentAsync(IPage page, string look) => page.EvaluateAsync<int[]>($$"""
        async () => {
          const picture = await createImageBitmap(window.last, { imageOrientation: "none" });
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [picture.width, picture.height];
          const context = canvas.getContext("2d");
          context.drawImage(picture, 0, 0);
          const pixel = (x, y) => context.getImageData(x, y, 1, 1).data;
          return {{look}};
        }
        """);

    private static async Task RefuseAsync(IPage page, int status, int times)
    {
        var left = times;
        await page.RouteAsync(UploadAddress(), async route =>
        {
            if (left-- > 0)
            {
                await route.FulfillAsync(new() { Status = status, ContentType = "text/html", Body = "<html><body>A proxy’s own page</body></html>" });
            }
            else
            {
                await route.ContinueAsync();
            }
        });
    }

    private static Task ChooseAsync(IPage page, string name, byte[] bytes, string type = "image/jpeg") =>
        page.GetByLabel(AnyPhoto()).First.SetInputFilesAsync(new FilePayload { Name = name, MimeType = type, Buffer = bytes });

    /// <summary>12 megapixels with print and grain, about 4 MB.</summary>
    private static byte[] PhonePhoto()
    {
        using var page = SKBitmap.Decode(Customer.PhotoOfStatement.Buffer);
        using var bitmap = new SKBitmap(new SKImageInfo(4032, 3024, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.DrawBitmap(page, new SKRect(0, 0, 4032, 3024));
        }

        var random = new Random(7);
        var pixels = bitmap.GetPixelSpan().ToArray();
        for (var at = 0; at < pixels.Length; at += 4)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[at + channel] = (byte)Math.Clamp(pixels[at + channel] - 14 + random.Next(-14, 15), 0, 255);
            }
        }

        System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 92);
        return data.ToArray();
    }

    /// <summary>The same photo, of which its EXIF says that it is to be turned clockwise by 90 degrees.</summary>
    private static byte[] OnItsSide(byte[] jpeg)
    {
        const byte turnRight = 6;
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, // big-endian TIFF, its directory at byte 8
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turnRight, 0, 0, 0, 0, 0, 0, // one entry: Orientation, a short
        ];
        return [.. jpeg.AsSpan(0, 2), 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg.AsSpan(2)];
    }

    /// <summary>Large, grainy black print on nothing.</summary>
    private static byte[] TransparentScan()
    {
        using var page = SKBitmap.Decode(Customer.PhotoOfStatement.Buffer);
        using var bitmap = new SKBitmap(new SKImageInfo(2600, 2000, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using var large = page.Resize(bitmap.Info.WithAlphaType(SKAlphaType.Opaque), SKSamplingOptions.Default);
        var random = new Random(7);
        for (var y = 0; y < bitmap.Height; y++)
        {
            for (var x = 0; x < bitmap.Width; x++)
            {
                var dark = x > 40 && y > 40 && large.GetPixel(x, y).Red < 140;
                bitmap.SetPixel(x, y, dark ? new SKColor((byte)random.Next(60), (byte)random.Next(60), (byte)random.Next(60)) : SKColors.Transparent);
            }
        }

        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    [GeneratedRegex("/documents/upload$", RegexOptions.None, 1000)]
    private static partial Regex UploadAddress();

    [GeneratedRegex("photo of the signed page$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AnyPhoto();
}
