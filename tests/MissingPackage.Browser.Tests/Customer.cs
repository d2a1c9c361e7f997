using Microsoft.Playwright;
using MissingPackage.Documents;

namespace MissingPackage.Browser.Tests;

/// <summary>What a customer does, step by step, as sentences.</summary>
internal sealed class Customer(IPage page, bool scripts = true)
{
    public static readonly FilePayload PhotoOfId = new()
    {
        Name = "IMG_0001.jpg",
        MimeType = "image/jpeg",
        Buffer = SamplePictures.PhotoId("Sample Customer", ["101 Example Street", "New York, NY 10001"]),
    };

    public static readonly FilePayload PhotoOfStatement = new()
    {
        Name = "IMG_0002.jpg",
        MimeType = "image/jpeg",
        Buffer = SamplePictures.SignedPage(["I, Sample Customer, state that it never came."]),
    };

    /// <summary>A thumbnail instead of the photo.</summary>
    public static FilePayload SmallPhoto
    {
        get
        {
            using var photo = SkiaSharp.SKBitmap.Decode(PhotoOfStatement.Buffer);
            using var small = photo.Resize(new SkiaSharp.SKImageInfo(425, 550), SkiaSharp.SKSamplingOptions.Default);
            using var data = small.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 90);
            return new() { Name = "thumbnail.jpg", MimeType = "image/jpeg", Buffer = data.ToArray() };
        }
    }

    public IPage Page => page;

    public async Task LookEverywhereAsync()
    {
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Start looking" }).ClickAsync();
        await page.GetByText("Front door and porch").ClickAsync();
        await page.GetByText("Side yard and shrubbery").ClickAsync();
        await page.GetByLabel("Tracking number").FillAsync("my number is 1z 5r8 939 0357567127, thanks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show my carrier’s number" }).ClickAsync();
        await page.GetByText("This looks like a UPS number.").WaitForAsync();
        await page.GetByLabel("Case number they gave you").FillAsync("SAMPLE-CASE-7");
    }

    /// <summary>Answers the report up to the check page.</summary>
    public async Task ReportAsync(string expected = "6/30/2026")
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Still missing" }).ClickAsync();
        await page.GetByLabel("Order number").FillAsync("SAMPLE-1001");
        await page.GetByLabel("Seller").FillAsync("Sample Seller");
        await ContinueAsync();
        await page.GetByLabel("Item").FillAsync("Running shoes, size 9");
        await page.GetByLabel("Order value").FillAsync("$84.50");
        await ContinueAsync();
        await page.GetByLabel("Street and number").FillAsync("101 Example Street");
        await page.GetByLabel("City").FillAsync("New York");
        await page.GetByLabel("State or territory").SelectOptionAsync("NY");
        await page.GetByLabel("ZIP Code").FillAsync("10001");
        await ContinueAsync(); // the carrier is known already and isn't asked again
        await page.GetByLabel("Expected delivery date", new() { Exact = true }).FillAsync(expected);
        await page.GetByLabel("Marked delivered on", new() { Exact = true }).FillAsync("Jun 30");
        await ContinueAsync();
        await page.GetByLabel("Full name").FillAsync("Sample Customer");
        await page.GetByLabel("Email").FillAsync("sample@example.com");
        await ContinueAsync();
    }

    public Task ContinueAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

    public async Task<string> OpenRequestAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Open my request" }).ClickAsync();
        await page.GetByText("Your request is open").WaitForAsync();
        return (await page.Locator(".ref b").InnerTextAsync()).Trim();
    }

    public async Task SendStatementAsync()
    {
        await page.GetByLabel("Photo of the signed page").SetInputFilesAsync(PhotoOfStatement);
        await SendAsync("Send signed statement");
        await page.Locator("#statement .files li").First.WaitForAsync();
    }

    public async Task SendPhotoIdAsync()
    {
        await page.GetByLabel("Driver’s license").CheckAsync();
        await page.GetByLabel("Photo of your ID").SetInputFilesAsync(PhotoOfId);
        await SendAsync("Send photo ID");
        await page.Locator("#photo-id .files li").First.WaitForAsync();
    }

    /// <summary>With scripts a chosen file is on its way already.</summary>
    private async Task SendAsync(string button)
    {
        if (!scripts)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        }
    }
}
