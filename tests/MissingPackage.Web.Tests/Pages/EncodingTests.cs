using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests.Pages;

/// <summary>HTML that somebody types is shown as they typed it, and never becomes part of a page.</summary>
public sealed class EncodingTests(MissingPackageApplication application)
{
    private const string Markup = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'";

    [Fact]
    public async Task Get_WhenEveryFieldHoldsHtml_ShowsItAsTextOnEveryPage()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/where-to-look");
        customer.Type("Case number they gave you", Markup);
        customer.Type("Tracking number", Markup);
        await customer.PressAsync("Still missing");
        var story = new Story
        {
            OrderNumber = Markup,
            Seller = "Seller" + Markup,
            Item = "Item" + Markup,
            Line1 = "Street" + Markup,
            Line2 = "Unit" + Markup,
            City = "City" + Markup,
            Name = "Name" + Markup,
            Phone = "<b onclick=alert(1)>2125550123</b>",
            Tracking = Markup,
            Carrier = "Another carrier, or I don’t know",
        };
        AssertHarmless(await customer.ReportAsync(story), "Seller", "Item", "Street", "Unit", "City", "Name", "<b onclick");
        foreach (var step in new[] { "order", "item", "address", "shipment", "contact" })
        {
            AssertHarmless(await customer.OpenAsync("/report/" + step));
        }

        AssertHarmless(await customer.OpenAsync("/where-to-look"));
        await customer.OpenAsync("/report/check");
        var reference = await customer.SubmitAsync();
        AssertHarmless(customer.Page, "Item");
        AssertHarmless(await customer.OpenAsync(customer.RequestPath + "/statement"), "Seller", "Item", "Street", "Unit", "City", "Name");
        AssertHarmless(await customer.SendStatementAsync(new Photo("<img src=x onerror=alert(1)>.jpg", Customer.PhotoOfStatement.Bytes)), "<img src=x onerror=alert(1)>.jpg");
        await customer.SendPhotoIdAsync(Customer.PhotoOfId);

        var agent = await application.NewAgentAsync();
        AssertHarmless(await agent.ReviewAsync(reference), "Seller", "Item", "Street", "Unit", "City", "Name", "<b onclick");
        AssertHarmless(await agent.OpenAsync("/admin?status=review&seller=" + Uri.EscapeDataString(Markup)));
        AssertHarmless(await agent.OpenAsync("/admin?seller=" + Uri.EscapeDataString("Seller" + Markup)), "Item", "Name");
        agent.Type("Find a request", Markup);
        AssertHarmless(await agent.PressAsync("Find"));
        await agent.AskAgainAsync(reference, "Reason" + Markup, "Photo ID");
        AssertHarmless(agent.Page, "Reason");
        AssertHarmless(await customer.LookAtStatusAsync(), "Reason");
        AssertHarmless(await customer.OpenAsync(customer.DocumentsPath), "Reason");
    }

    [Fact]
    public async Task Post_WhenHtmlIsRefused_ShowsItInItsFieldAsText()
    {
        var customer = application.NewCustomer();
        await customer.AnswerItemAsync(new Story { Item = "", Value = Markup });
        AssertHarmless(customer.Page);
        Assert.Equal(Markup, customer.Page.ValueOf("Order value"));

        await customer.AnswerDatesAsync(new Story { Expected = Markup, MarkedDelivered = Markup });
        AssertHarmless(customer.Page);
        await customer.AnswerContactAsync(new Story { Email = Markup });
        AssertHarmless(customer.Page);
        Assert.Equal(Markup, customer.Page.ValueOf("Email"));
    }

    private static void AssertHarmless(WebPage page, params string[] shown)
    {
        Assert.Equal(200, (int)page.Status);
        Assert.DoesNotContain(page.Document.QuerySelectorAll("script"), script => !script.HasAttribute("src"));
        Assert.Empty(page.Document.QuerySelectorAll("[onerror], [onclick], img[src=x]"));
        Assert.DoesNotContain("<script>", page.Html, StringComparison.OrdinalIgnoreCase);
        foreach (var text in shown)
        {
            Assert.Contains(text.StartsWith('<') ? text : text + Markup, page.Text, StringComparison.Ordinal);
        }
    }
}
