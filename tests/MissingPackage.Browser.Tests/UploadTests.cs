using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MissingPackage.Browser.Tests;

/// <summary>The upload as people feel it: sent on choosing, with progress, verdict, retry and cancel.</summary>
public sealed partial class UploadTests(Site site, Chromium chromium) : IClassFixture<Site>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Chosen_file_is_sent_by_itself_and_the_page_says_received()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await AtDocumentsAsync(context);
        await customer.Page.KeepBothAsync("upload-1-empty");

        await customer.SendStatementAsync();

        await Assertions.Expect(customer.Page.Locator("#statement .sending")).ToContainTextAsync("Received. Thank you.");
        await Assertions.Expect(customer.Page.Locator("#statement-state")).ToContainTextAsync("Received");
        await customer.Page.KeepBothAsync("upload-3-received");
        Assert.Empty((await customer.Page.RunAxe()).Violations);
    }

    [Fact]
    public async Task Refused_file_says_what_is_wrong_beside_its_name()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await AtDocumentsAsync(context);

        await customer.Page.GetByLabel("Photo of the signed page").SetInputFilesAsync(new FilePayload
        {
            Name = "id.jpg",
            MimeType = "image/jpeg",
            Buffer = Encoding.UTF8.GetBytes("This is no picture at all, only some text in a file with a picture's name."),
        });

        var line = customer.Page.Locator("#statement .sending");
        await Assertions.Expect(line).ToContainTextAsync("This isn’t a picture that we can open (it is a text file)");
        await Assertions.Expect(line).ToContainTextAsync("id.jpg");
        await Assertions.Expect(customer.Page.Locator("#statement .files li")).ToHaveCountAsync(0);
        await customer.Page.KeepBothAsync("upload-4-refused");
    }

    [Fact]
    public async Task Poor_photo_is_received_with_advice_and_can_be_used_anyway()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await AtDocumentsAsync(context);
        var page = customer.Page;

        await page.GetByLabel("Photo of the signed page").SetInputFilesAsync(Customer.SmallPhoto);
        var line = page.Locator("#statement .sending");
        await Assertions.Expect(line).ToContainTextAsync("fine print may not be readable");
        await Assertions.Expect(line.GetByRole(AriaRole.Link, new() { Name = "Send a better photo" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#statement-state")).ToContainTextAsync("Received");
        await page.KeepBothAsync("upload-3-advice");
        Assert.Empty((await page.RunAxe()).Violations);
        await line.GetByRole(AriaRole.Button, new() { Name = "Use it anyway" }).ClickAsync();

        await Assertions.Expect(line).ToContainTextAsync("Received. Thank you.");
        await Assertions.Expect(line.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Dropped_connection_is_retried_and_the_file_appears_once()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await AtDocumentsAsync(context);
        var page = customer.Page;
        var tries = 0;
        await page.RouteAsync(UploadAddress(), async route =>
        {
            if (++tries == 1)
            {
                // The worst case: the file arrives, and the answer is lost.
                await route.FetchAsync();
                await route.AbortAsync("connectionreset");
            }
            else
            {
                await route.ContinueAsync();
            }
        });

        await page.GetByLabel("Photo of the signed page").SetInputFilesAsync(Customer.PhotoOfStatement);
        await Assertions.Expect(page.Locator("#statement .sending")).ToContainTextAsync("Trying again");
        await page.KeepBothAsync("upload-5-lost");

        await Assertions.Expect(page.Locator("#statement .sending")).ToContainTextAsync("Received");
        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(1);
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task Photo_chosen_before_the_scripts_are_here_goes_on_its_way_once_they_are()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await AtDocumentsAsync(context);
        var page = customer.Page;
        var chosen = new TaskCompletionSource();
        await page.RouteAsync("**/js/**", async route =>
        {
            await chosen.Task;
            await route.ContinueAsync();
        });

        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await page.GetByLabel("Photo of the signed page").SetInputFilesAsync(Customer.PhotoOfStatement);
        chosen.SetResult();

        await Assertions.Expect(page.Locator("#statement .sending")).ToContainTextAsync("Received");
        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task File_on_its_way_shows_progress_and_can_be_cancelled()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await AtDocumentsAsync(context);
        var page = customer.Page;
        var held = new TaskCompletionSource();
        await page.RouteAsync(UploadAddress(), async route =>
        {
            await held.Task;
            await route.AbortAsync();
        });

        await page.GetByLabel("Photo of the signed page").SetInputFilesAsync(Customer.PhotoOfStatement);
        await Assertions.Expect(page.Locator("#statement .sending progress")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#statement .sending img.thumb")).ToBeVisibleAsync();
        await page.KeepBothAsync("upload-2-sending");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Assertions.Expect(page.Locator("#statement .sending")).ToHaveCountAsync(0);
        held.SetResult();
    }

    [Fact]
    public async Task Photo_waits_for_the_kind_of_ID_and_then_goes_by_itself()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await AtDocumentsAsync(context);
        var page = customer.Page;

        await page.GetByLabel("Photo of your ID").SetInputFilesAsync(Customer.PhotoOfId);
        await Assertions.Expect(page.Locator("#photo-id .sending")).ToContainTextAsync("Say which ID it is");
        await page.GetByLabel("Passport").CheckAsync();

        await Assertions.Expect(page.Locator("#photo-id .files li")).ToContainTextAsync("Passport");
    }

    [Fact]
    public async Task Dropped_and_pasted_pictures_are_sent_on_a_desktop()
    {
        await using var context = await chromium.OpenAsync(site, phone: false);
        var customer = await AtDocumentsAsync(context);
        var page = customer.Page;
        const string hand = """
            ([bytes, kind]) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], kind + ".jpg", { type: "image/jpeg" }));
              if (kind === "drop") document.querySelector("#statement").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
              else document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """;

        await page.EvaluateAsync(hand, new[] { Convert.ToBase64String(Customer.PhotoOfStatement.Buffer), "drop" });
        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(1);
        await page.GetByLabel("State ID card").CheckAsync();
        await page.EvaluateAsync(hand, new[] { Convert.ToBase64String(Customer.PhotoOfId.Buffer), "paste" });

        await Assertions.Expect(page.Locator("#photo-id .files li")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#documents-head")).ToContainTextAsync("We have both documents");
        await page.KeepAsync("upload-6-both-1280");
    }

    [Fact]
    public async Task File_can_be_replaced_in_its_place_and_removed()
    {
        await using var context = await chromium.OpenAsync(site);
        var customer = await AtDocumentsAsync(context);
        var page = customer.Page;
        await customer.SendStatementAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Replace page 1" }).ClickAsync();
        await page.GetByText("takes the place of the one sent").WaitForAsync();
        await page.GetByLabel("New photo of the signed page").SetInputFilesAsync(Customer.PhotoOfId);
        await Assertions.Expect(page.Locator("#statement .sending")).ToContainTextAsync("Received");
        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(1);
        await page.Locator("#statement summary").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove page 1", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator("#statement .files li")).ToHaveCountAsync(0);
    }

    internal static async Task<Customer> AtDocumentsAsync(IBrowserContext context, bool scripts = true)
    {
        var customer = new Customer(await context.NewPageAsync(), scripts);
        await customer.LookEverywhereAsync();
        await customer.ReportAsync();
        var reference = await customer.OpenRequestAsync();
        await customer.Page.GotoAsync($"/requests/{reference}/documents");
        return customer;
    }

    [GeneratedRegex("/documents/upload$", RegexOptions.None, 1000)]
    private static partial Regex UploadAddress();
}
