using System.Net;
using System.Text;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

public sealed class UploadTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Post_WhenAPhotoIsSent_SaysReceivedWithSizeAndTime()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendPhotoIdAsync(Customer.PhotoOfId);

        Assert.Equal(customer.DocumentsPath + "#photo-id", customer.Page.Address);
        Assert.Contains("IMG_0001.jpg Received. Thank you.", customer.Page.All("#photo-id .verdicts li"), StringComparer.Ordinal);
        var size = (Customer.PhotoOfId.Bytes.Length + 1023) / 1024;
        var line = Assert.Single(customer.Page.All("#photo-id .files li"));
        Assert.StartsWith($"Photo 1: received Driver’s license, {size} KB, Wed, Jul 1, 12:00 pm ET", line, StringComparison.Ordinal);
        Assert.Equal("Received", Assert.Single(customer.Page.All("#photo-id .row .tag")));
        Assert.Equal("Still to come", Assert.Single(customer.Page.All("#statement .row .tag")));
        await customer.LookAtStatusAsync();
        Assert.Contains("Now we need your signed statement.", customer.Page.Text, StringComparison.Ordinal);

        // The verdict is said once; what arrived stays.
        await customer.OpenAsync(customer.DocumentsPath);
        Assert.Empty(customer.Page.All(".verdicts li"));
        Assert.Single(customer.Page.All("#photo-id .files li"));
        Assert.Empty(customer.Page.Document.QuerySelectorAll("main img"));
    }

    [Fact]
    public async Task Post_WhenBothAreIn_TheRequestIsLookedInto()
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync();
        Assert.Equal("We have both documents", customer.Page.Heading);
        await customer.LookAtStatusAsync();

        Assert.Equal("We’re looking into it, Sample", customer.Page.Heading);
        Assert.Contains("You’ll have our decision by Tuesday, July 7", customer.Page.Text, StringComparison.Ordinal);
        Assert.Equal(RequestStatus.ReadyForReview, (await application.RequestAsync(customer.Reference)).Status);
    }

    [Fact]
    public async Task Post_WhenSeveralPhotosAreSentTogether_TakesEach()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendPhotoIdAsync(Pictures.Colored(1), new Photo("notes.txt", Encoding.UTF8.GetBytes("my notes"), "text/plain"), Pictures.Colored(2));

        Assert.Equal(2, customer.Page.All("#photo-id .files li").Count);
        Assert.Equal(3, customer.Page.All("#photo-id .verdicts li").Count);
        Assert.Contains("(it is a text file)", customer.Page.All("#photo-id .verdicts .bad")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenTheDeadlineHasPassed_MarksItLateAndTakesIt()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Customer.PhotoOfStatement);
        own.Time.Advance(TimeSpan.FromDays(8));
        await customer.SendPhotoIdAsync(Customer.PhotoOfId);

        Assert.Contains("12:00 pm ET, late", Assert.Single(customer.Page.All("#photo-id .files li")), StringComparison.Ordinal);
        Assert.DoesNotContain("late", Assert.Single(customer.Page.All("#statement .files li")), StringComparison.Ordinal);
        await customer.LookAtStatusAsync();
        Assert.Equal("We’re looking into it, Sample", customer.Page.Heading);
        Assert.Contains("Late, and accepted all the same.", customer.Page.Text, StringComparison.Ordinal);
        var request = await own.RequestAsync(customer.Reference);
        Assert.True(request.IsLate);
        Assert.Equal([false, true], request.Documents.OrderBy(document => document.ReceivedOn).Select(document => document.Late).ToArray());
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "16 MB", "This file is larger than 15 MB, the most we can take. Send a smaller copy: a screenshot of it or, of a PDF, only the pages of this document." },
        { "text", "This isn’t a picture that we can open (it is a text file)." },
        { "html", "This isn’t a picture that we can open (it is a web page)." },
        { "empty", "This file is empty. Perhaps it was still being downloaded to your phone: open it once, then choose it again." },
        { "small", "This picture is only 120 × 90 pixels: nothing on it can be read. Send the original photo." },
        { "cut", "This file is damaged or cut short, so we couldn’t open it. Choose the original again, or take a photo of the document." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Post_WhenTheFileIsNoGood_SaysHowToMendItAndKeepsWhatWasSent(string what, string message)
    {
        var photo = what switch
        {
            "16 MB" => Pictures.OfLength(16 * 1024 * 1024),
            "text" => new Photo("id.jpg", Encoding.UTF8.GetBytes("This is my ID, I promise.")),
            "html" => new Photo("id.jpg", Encoding.UTF8.GetBytes("<!doctype html><html><body><script>alert(1)</script></body></html>")),
            "empty" => new Photo("id.jpg", []),
            "small" => Pictures.SmallPng(120, 90),
            _ => new Photo("id.jpg", Customer.PhotoOfId.Bytes[..600]),
        };
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Customer.PhotoOfStatement);
        await customer.SendPhotoIdAsync(photo);

        Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
        Assert.StartsWith($"{photo.Name} {message}", Assert.Single(customer.Page.All("#photo-id .verdicts .bad")), StringComparison.Ordinal);
        Assert.Empty(customer.Page.All("#photo-id .files li"));
        Assert.Single(customer.Page.All("#statement .files li"));
        Assert.Equal("checked", customer.Page.ValueOf("Driver’s license"));
        await AssertKeptAsync(customer, DocumentKind.Statement);
    }

    [Fact]
    public async Task Post_WhenThePhotoIsPoor_IsTakenWithAdviceAndAWayToABetterOne()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Pictures.Colored(1));

        Assert.Single(customer.Page.All("#statement .files li"));
        var line = Assert.Single(customer.Page.All("#statement .verdicts .ok"));
        Assert.Contains("Received. It is small, and fine print may not be readable", line, StringComparison.Ordinal);
        Assert.Contains("Send a better one in its place, or use it anyway.", line, StringComparison.Ordinal);
        await customer.OpenAsync(customer.Page.Document.QuerySelector("#statement .verdicts a")!.GetAttribute("href")!);
        Assert.Contains("takes the place of the one sent", customer.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenAFileIsExactly15Megabytes_TakesIt()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendPhotoIdAsync(Pictures.OfLength(15 * 1024 * 1024));

        Assert.Contains("15 MB", Assert.Single(customer.Page.All("#photo-id .files li")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenNoIdTypeIsChosen_AsksForItAndStoresNothing()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PressAsync("Send photo ID", Customer.PhotoOfId);

        Assert.Equal("IMG_0001.jpg Say which ID it is, then choose the photo again.", Assert.Single(customer.Page.All(".verdicts .bad")));
        await AssertKeptAsync(customer);
    }

    [Fact]
    public async Task Post_WhenNoFileIsChosen_AsksForOne()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendPhotoIdAsync();

        Assert.Equal("No file Choose a photo first, then send it.", Assert.Single(customer.Page.All("#photo-id .verdicts .bad")));
        await AssertKeptAsync(customer);
    }

    [Theory]
    [InlineData("MilitaryId")]
    [InlineData("")]
    [InlineData("7")]
    public async Task Post_WhenTheKindIsUnknown_StoresNothing(string kind)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.OpenAsync(customer.DocumentsPath);
        foreach (var field in customer.Page.Document.QuerySelectorAll("input[name=kind]"))
        {
            field.SetAttribute("value", kind);
        }

        customer.Tick("Passport");
        await customer.PressAsync("Send photo ID", Customer.PhotoOfId);

        Assert.Equal(HttpStatusCode.BadRequest, customer.Page.Status);
        await AssertKeptAsync(customer);
    }

    [Fact]
    public async Task Post_WhenTheSameFileIsSentTwice_CountsItOnce()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Customer.PhotoOfStatement, Customer.PhotoOfStatement);
        await customer.SendStatementAsync(Customer.PhotoOfStatement);

        Assert.Single(customer.Page.All("#statement .files li"));
        Assert.Equal("IMG_0002.jpg Received. Thank you.", Assert.Single(customer.Page.All("#statement .verdicts .ok")));
        await AssertKeptAsync(customer, DocumentKind.Statement);
    }

    [Fact]
    public async Task Post_WhenA21stFileIsSent_SaysHowManyThereMayBe()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendStatementAsync([.. Enumerable.Range(1, 21).Select(Pictures.Colored)]);

        Assert.Equal(20, customer.Page.All("#statement .files li").Count);
        Assert.Equal("photo-21.jpg A request holds at most 20 files.", Assert.Single(customer.Page.All("#statement .verdicts .bad")));
        Assert.Equal(20, (await application.RequestAsync(customer.Reference)).Documents.Count);
    }

    [Fact]
    public async Task Post_WhenMoreThan60MegabytesAreSent_SaysHowManyThereMayBe()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        for (var number = 1; number <= 4; number++)
        {
            await customer.SendStatementAsync(Pictures.OfLength(14 * 1024 * 1024, number));
        }

        Assert.Equal(4, customer.Page.All("#statement .files li").Count);
        await customer.SendStatementAsync(Pictures.OfLength(5 * 1024 * 1024, 5));
        Assert.Equal("large.jpg A request holds at most 60 MB of files.", Assert.Single(customer.Page.All("#statement .verdicts .bad")));
        Assert.Equal(4, customer.Page.All("#statement .files li").Count);

        // A smaller one still fits.
        await customer.SendPhotoIdAsync(Customer.PhotoOfId);
        Assert.Single(customer.Page.All("#photo-id .files li"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("forged")]
    public async Task Post_WithoutTheFormsToken_IsRefusedAndStoresNothing(string token)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.OpenAsync(customer.DocumentsPath);
        foreach (var field in customer.Page.Document.QuerySelectorAll("input[name=__RequestVerificationToken]"))
        {
            if (token.Length == 0)
            {
                field.Remove();
            }
            else
            {
                field.SetAttribute("value", token);
            }
        }

        customer.Tick("Passport");
        await customer.PressAsync("Send photo ID", Customer.PhotoOfId);

        Assert.Equal(HttpStatusCode.BadRequest, customer.Page.Status);
        Assert.Equal("We couldn’t take that form", customer.Page.Heading);
        await AssertKeptAsync(customer);
    }

    [Fact]
    public async Task Post_WhenItIsNoUpload_IsRefused()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PostByHandAsync(customer.DocumentsPath + "/upload", ("kind", "Statement"));

        Assert.Equal(HttpStatusCode.BadRequest, customer.Page.Status);
    }

    [Theory]
    [InlineData("accepted", "Your documents have been accepted. There is nothing more that you have to send.")]
    [InlineData("declined", "This request has ended, so it takes no more documents. Nothing you sent before is lost.")]
    [InlineData("closed", "This request has ended, so it takes no more documents. Nothing you sent before is lost.")]
    public async Task Post_WhenTheAgentWasFaster_SaysSoAndLosesNothing(string how, string message)
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        await customer.OpenAsync(customer.DocumentsPath);
        var agent = await application.NewAgentAsync();
        switch (how)
        {
            case "accepted":
                await agent.AcceptAsync(reference);
                break;
            case "declined":
                await agent.DeclineAsync(reference, "The names differ.");
                break;
            default:
                await agent.ReviewAsync(reference);
                await agent.DecideAsync("Close as found");
                break;
        }

        customer.Tick("Passport");
        await customer.PressAsync("Send photo ID", Pictures.Colored(9));

        Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
        Assert.Contains(message, customer.Page.Text, StringComparison.Ordinal);
        Assert.False(customer.Page.Offers("Send photo ID"));
        Assert.Equal(2, customer.Page.All(".files li").Count);
        await AssertKeptAsync(customer, DocumentKind.Statement, DocumentKind.PhotoId);
    }

    [Fact]
    public async Task Remove_WhenItIsStillTheirs_TakesItBackAndAsksAgain()
    {
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync();
        await customer.PressAsync("Remove"); // the first one: the statement

        Assert.Equal(customer.DocumentsPath + "#statement", customer.Page.Address, ignoreCase: true);
        Assert.Equal(["Removed, and erased. Please send another: our review waits for it."], customer.Page.All("#statement [role=status].note"));
        Assert.Empty(customer.Page.All("#statement .files li"));
        Assert.Single(customer.Page.All("#photo-id .files li"));
        await customer.LookAtStatusAsync();
        Assert.Contains("Now we need your signed statement.", customer.Page.Text, StringComparison.Ordinal);
        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal(DocumentState.Removed, request.Documents.Single(document => document.Kind == DocumentKind.Statement).State);
        Assert.Single(Directory.GetFiles(Path.Combine(application.DocumentsFolder, "requests", request.Id.ToString("n")), "*", SearchOption.AllDirectories));

        // It can be sent once more.
        await customer.SendStatementAsync(Customer.PhotoOfStatement);
        Assert.Equal("We have both documents", customer.Page.Heading);
    }

    [Fact]
    public async Task Remove_WhenTheAgentAcceptedMeanwhile_SaysWhyNot()
    {
        var customer = application.NewCustomer();
        var reference = await customer.BringToReviewAsync();
        await customer.OpenAsync(customer.DocumentsPath);
        await (await application.NewAgentAsync()).AcceptAsync(reference);
        await customer.PressAsync("Remove");

        Assert.Equal("This file can’t be removed any more.", Assert.Single(customer.Page.All(".errors p")));
        await AssertKeptAsync(customer, DocumentKind.Statement, DocumentKind.PhotoId);
    }

    [Fact]
    public async Task Remove_WhenTheFileIsAnotherCustomers_SaysItIsntTheirsAndKeepsIt()
    {
        var owner = application.NewCustomer();
        await owner.BringToReviewAsync();
        var theirs = (await application.RequestAsync(owner.Reference)).Documents[0].Id;
        var other = application.NewCustomer();
        await other.BringToReviewAsync();
        await other.OpenAsync(other.DocumentsPath);
        await other.PostByHandAsync(other.DocumentsPath + "?handler=Remove", ("document", theirs.ToString()));

        Assert.Equal("This file isn’t part of the request.", Assert.Single(other.Page.All(".errors p")));
        await AssertKeptAsync(owner, DocumentKind.Statement, DocumentKind.PhotoId);
        await AssertKeptAsync(other, DocumentKind.Statement, DocumentKind.PhotoId);
    }

    [Fact]
    public async Task Post_WhenTwoAreSentAtOnce_BothArrive()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        var otherTab = application.Reopen(customer);
        await customer.OpenAsync(customer.DocumentsPath);
        await otherTab.OpenAsync(customer.DocumentsPath);
        otherTab.Tick("State ID card");

        await Task.WhenAll(
            Task.Run(() => customer.PressAsync("Send signed statement", Customer.PhotoOfStatement)),
            Task.Run(() => otherTab.PressAsync("Send photo ID", Customer.PhotoOfId)));

        await AssertKeptAsync(customer, DocumentKind.Statement, DocumentKind.PhotoId);
        await customer.LookAtStatusAsync();
        Assert.Equal("We’re looking into it, Sample", customer.Page.Heading);
    }

    private async Task AssertKeptAsync(Customer customer, params DocumentKind[] kinds)
    {
        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal(kinds.Order().ToArray(), request.Documents.Where(document => document.IsUsable).Select(document => document.Kind).Order().ToArray());
        Assert.DoesNotContain(request.Documents, document => document.State == DocumentState.Checking);
    }
}
