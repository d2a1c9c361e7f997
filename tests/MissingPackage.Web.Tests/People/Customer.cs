using System.Net;
using MissingPackage.Documents;

namespace MissingPackage.Web.Tests.People;

/// <summary>What a customer does, step by step, as sentences.</summary>
public sealed class Customer(ISite application, CookieContainer cookies) : Visitor(application, cookies)
{
    public static readonly Photo PhotoOfId = new("IMG_0001.jpg", SamplePictures.PhotoId("Sample Customer", ["101 Example Street", "New York, NY 10001"]));

    public static readonly Photo PhotoOfStatement = new("IMG_0002.jpg", SamplePictures.SignedPage(["I, Sample Customer, state that it never came."]));

    // For tests about what comes after: quickly drawn, quickly cleaned.
    private static readonly Photo s_smallPhotoOfId = Pictures.Colored(21);
    private static readonly Photo s_smallPhotoOfStatement = Pictures.Colored(22);

    /// <summary>The request they opened.</summary>
    public string Reference { get; private set; } = "";

    public string RequestPath => "/requests/" + Reference;

    public string DocumentsPath => RequestPath + "/documents";

    /// <summary>The private link of the last email to this address, as a path of the site.</summary>
    public async Task<string> LinkInMailAsync(string email)
    {
        var message = (await Application.MailToAsync(email))[^1];
        var line = message.TextBody!.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith(Application.PublicUrl + "open/", StringComparison.Ordinal));
        return new Uri(line).PathAndQuery;
    }

    public Task<WebPage> ContinueAsync() => PressAsync("Continue");

    public async Task<WebPage> AnswerOrderAsync(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        await GoToAsync("/report/order");
        Type("Order number", story.OrderNumber);
        Type("Seller", story.Seller);
        return await ContinueAsync();
    }

    public async Task<WebPage> AnswerItemAsync(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        await GoToAsync("/report/item");
        Type("Item", story.Item);
        Type("Order value", story.Value);
        return await ContinueAsync();
    }

    public async Task<WebPage> AnswerAddressAsync(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        await GoToAsync("/report/address");
        Type("Street and number", story.Line1);
        Type("Apartment, suite or unit", story.Line2);
        Type("City", story.City);
        Choose("State or territory", story.State);
        Type("ZIP Code", story.Zip);
        return await ContinueAsync();
    }

    public async Task<WebPage> AnswerShipmentAsync(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        await GoToAsync("/report/shipment");
        Type("Tracking number", story.Tracking);
        if (story.Carrier.Length > 0)
        {
            Tick(story.Carrier);
        }

        return await ContinueAsync();
    }

    public async Task<WebPage> AnswerDatesAsync(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        await GoToAsync("/report/dates");
        Type("Expected delivery date", story.Expected);
        Type("Marked delivered on", story.MarkedDelivered);
        return await ContinueAsync();
    }

    public async Task<WebPage> AnswerContactAsync(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        await GoToAsync("/report/contact");
        Type("Full name", story.Name);
        Type("Email", story.Email);
        Type("Phone", story.Phone);
        return await ContinueAsync();
    }

    /// <summary>Answers every question, up to the check page.</summary>
    public async Task<WebPage> ReportAsync(Story? story = null)
    {
        story ??= new Story();
        await AnswerOrderAsync(story);
        await AnswerItemAsync(story);
        await AnswerAddressAsync(story);
        await AnswerShipmentAsync(story);
        await AnswerDatesAsync(story);
        var page = await AnswerContactAsync(story);
        Assert.True(page.Address == "/report/check", $"Not at the check page but at {page.Address}: {page.Text}");
        return page;
    }

    /// <summary>Reports and opens the request.</summary>
    public async Task<string> OpenRequestAsync(Story? story = null)
    {
        await ReportAsync(story);
        return await SubmitAsync();
    }

    /// <summary>Presses the last button of the check page.</summary>
    public async Task<string> SubmitAsync()
    {
        var page = await PressAsync("Open my request");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Reference = Assert.Single(page.All(".ref b"));
        Assert.Equal(RequestPath, page.Address, ignoreCase: true);
        return Reference;
    }

    /// <summary>Opens a request and sends both documents, as small pictures.</summary>
    public async Task<string> BringToReviewAsync(Story? story = null)
    {
        await OpenRequestAsync(story);
        await SendStatementAsync(s_smallPhotoOfStatement);
        await SendPhotoIdAsync(s_smallPhotoOfId);
        return Reference;
    }

    public async Task<WebPage> SendStatementAsync(params Photo[] photos)
    {
        await OpenAsync(DocumentsPath);
        return await PressAsync("Send signed statement", photos);
    }

    public async Task<WebPage> SendPhotoIdAsync(params Photo[] photos)
    {
        await OpenAsync(DocumentsPath);
        Tick("Driver’s license");
        return await PressAsync("Send photo ID", photos);
    }

    public string StatementPath => RequestPath + "/statement";

    /// <summary>Reads the statement and signs it by typing a name.</summary>
    public async Task<WebPage> SignAsync(string name = "Sample Customer")
    {
        await OpenAsync(StatementPath);
        Tick(Statement.Consent);
        Type("Your full name, as your signature", name);
        return await PressAsync("Sign with my typed name");
    }

    /// <summary>Corrects one fact.</summary>
    public async Task<WebPage> CorrectAsync(string label, string text)
    {
        await OpenAsync(RequestPath + "/correct");
        Type(label, text);
        return await PressAsync("Save the correction");
    }

    public Task<WebPage> LookAtStatusAsync() => OpenAsync(RequestPath);
}
