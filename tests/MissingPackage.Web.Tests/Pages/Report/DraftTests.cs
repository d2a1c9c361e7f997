using Microsoft.EntityFrameworkCore;
using MissingPackage.Web.Pages.Report;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Pages.Report;

public sealed class DraftTests(MissingPackageApplication shared)
{
    [Fact]
    public async Task Get_WhenTheTabWasClosed_GoesOnWhereItStopped()
    {
        var customer = shared.NewCustomer();
        await customer.AnswerOrderAsync(new Story());
        await customer.AnswerItemAsync(new Story());
        var later = shared.Reopen(customer);
        await later.OpenAsync("/");
        Assert.Contains("Go on with your report", later.Page.All("main a"), StringComparer.Ordinal);
        await later.OpenAsync("/report");

        Assert.Equal("/report/address", later.Page.Address);
    }

    [Fact]
    public async Task Keep_WhenItArrivesAfterItsFormWasSent_ChangesNothing()
    {
        var customer = shared.NewCustomer();
        await customer.OpenAsync("/report/order");
        await customer.PostByHandAsync("/report/order", ("Input.OrderNumber", "SAMPLE-NEWER"), ("form", "a1"));

        await customer.PostByHandAsync("/report/order?handler=Keep", ("Input.OrderNumber", "SAMPLE-OLD"), ("form", "a1"));
        await customer.OpenAsync("/report/order");
        Assert.Equal("SAMPLE-NEWER", customer.Page.ValueOf("Order number"));

        await customer.PostByHandAsync("/report/order?handler=Keep", ("Input.OrderNumber", "SAMPLE-NEWEST"), ("form", "b2"));
        await customer.OpenAsync("/report/order");
        Assert.Equal("SAMPLE-NEWEST", customer.Page.ValueOf("Order number"));
    }

    [Fact]
    public async Task Keep_WhenTheReportWasSentMeanwhile_BeginsNoOther()
    {
        var customer = shared.NewCustomer();
        await customer.ReportAsync(new Story { Email = Story.FreshEmail() });
        var otherTab = shared.Reopen(customer);
        await otherTab.OpenAsync("/report/contact");
        var late = otherTab.Cookies.GetAllCookies()["mp-draft"]!.Value;
        await customer.SubmitAsync();
        otherTab.Cookies.Add(new System.Net.Cookie("mp-draft", late, "/", customer.Cookies.GetAllCookies()[0].Domain));

        await otherTab.PostByHandAsync("/report/contact?handler=Keep", ("Input.Name", "Sample Customer"), ("form", "c3"));
        await otherTab.OpenAsync("/");

        Assert.DoesNotContain("Go on with your report", otherTab.Page.All("main a"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Keep_WhenAnotherAnswerIsSentAtTheSameMoment_LosesNeither()
    {
        for (var round = 0; round < 5; round++)
        {
            var customer = shared.NewCustomer();
            await customer.OpenAsync("/report/order");
            var otherTab = shared.Reopen(customer);
            await otherTab.OpenAsync("/report/item");

            await Task.WhenAll(
                Task.Run(() => customer.PostByHandAsync("/report/order", ("Input.OrderNumber", "SAMPLE-1"), ("form", "a1"))),
                Task.Run(() => otherTab.PostByHandAsync("/report/item?handler=Keep", ("Input.Item", "Sample item"), ("form", "b2"))));

            await customer.OpenAsync("/report/order");
            Assert.Equal("SAMPLE-1", customer.Page.ValueOf("Order number"));
            await customer.OpenAsync("/report/item");
            Assert.Equal("Sample item", customer.Page.ValueOf("Item"));
        }
    }

    [Fact]
    public async Task Get_When7DaysHavePassed_HasForgottenEverything()
    {
        using var application = new MissingPackageApplication();
        var customer = application.NewCustomer();
        await customer.AnswerOrderAsync(new Story { OrderNumber = "SAMPLE-7" });
        application.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await customer.OpenAsync("/report/order");
        Assert.Equal("SAMPLE-7", customer.Page.ValueOf("Order number"));

        application.Time.Advance(TimeSpan.FromMinutes(2));
        await customer.OpenAsync("/report/order");
        Assert.Equal("", customer.Page.ValueOf("Order number"));
        Assert.Equal("", customer.Page.ValueOf("Seller"));

        // A form still open in an old tab is taken all the same.
        await customer.AnswerOrderAsync(new Story());
        Assert.Equal("/report/item", customer.Page.Address);
    }

    [Fact]
    public async Task Post_WhenAnsweredAgain_KeepsTheDraftForAnother7Days()
    {
        using var application = new MissingPackageApplication();
        var customer = application.NewCustomer();
        await customer.AnswerOrderAsync(new Story { OrderNumber = "SAMPLE-7" });
        application.Time.Advance(TimeSpan.FromDays(5));
        await customer.AnswerItemAsync(new Story());
        application.Time.Advance(TimeSpan.FromDays(5));
        await customer.OpenAsync("/report/order");

        Assert.Equal("SAMPLE-7", customer.Page.ValueOf("Order number"));
    }

    [Fact]
    public async Task Get_WhenYesterdayWasTypedTwoDaysAgo_StillMeansThatDay()
    {
        using var application = new MissingPackageApplication();
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Expected = "yesterday", MarkedDelivered = "today" });
        application.Time.Advance(TimeSpan.FromDays(2));
        await customer.OpenAsync("/report/check");

        Assert.Equal("Tuesday, June 30, 2026", customer.Page.Fact("Expected"));
        Assert.Equal("Wednesday, July 1, 2026", customer.Page.Fact("Marked delivered"));
    }

    [Fact]
    public async Task Get_WhenThanksgivingIsNear_CountsAroundIt()
    {
        using var application = new MissingPackageApplication();
        application.Time.SetUtcNow(new DateTimeOffset(2026, 11, 24, 17, 0, 0, TimeSpan.Zero));
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story { Expected = "11/24/2026", MarkedDelivered = "today" });

        Assert.Contains("Your documents are due by Monday, November 30 11:59 pm Eastern Time (ET)", customer.Page.Text, StringComparison.Ordinal);
        Assert.Contains("Thursday, November 26 is a federal holiday (Thanksgiving", customer.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WhenTheCookieIsForged_StartsEmpty()
    {
        var customer = shared.NewCustomer();
        await customer.AnswerOrderAsync(new Story());
        var cookie = customer.Cookies.GetAllCookies()["mp-draft"]!;
        var given = cookie.Value;
        foreach (var forged in new[] { given[..40] + (given[40] == 'A' ? 'B' : 'A') + given[41..], given[..^1], given + "A", new string('A', 4000), "%22%00" })
        {
            cookie.Value = forged;
            await customer.OpenAsync("/report/order");
            Assert.Equal("", customer.Page.ValueOf("Order number"));
        }
    }

    [Fact]
    public async Task Get_WithWhatTheDatabaseHolds_OpensNoDraft()
    {
        var customer = shared.NewCustomer();
        await customer.AnswerOrderAsync(new Story());
        var cookie = customer.Cookies.GetAllCookies()["mp-draft"]!;
        var id = DraftCookie.IdOf(cookie.Value);
        Assert.True(await shared.AskAsync(database => database.ReportDrafts.AnyAsync(draft => draft.Id == id)));
        foreach (var known in new[] { id.ToString(), id.ToString("n"), Convert.ToBase64String(id.ToByteArray()) })
        {
            cookie.Value = known;
            await customer.OpenAsync("/report/order");
            Assert.Equal("", customer.Page.ValueOf("Order number"));
        }
    }

    [Fact]
    public async Task Post_WhenKept_IsNotReadableInTheDatabase()
    {
        var customer = shared.NewCustomer();
        await customer.AnswerContactAsync(new Story { Name = "Readable Sample", Email = "readable@example.com" });
        var contents = await shared.AskAsync(database => database.ReportDrafts.Select(draft => draft.Content).ToListAsync());

        Assert.NotEmpty(contents);
        Assert.DoesNotContain(contents, content => content.Contains("eadable", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Report_WhenTheCarrierWasGivenBefore_DoesNotAskAgain()
    {
        var customer = shared.NewCustomer();
        await customer.OpenAsync("/where-to-look");
        customer.Tick("Neighbors");
        customer.Type("Tracking number", "1z 5r8 939 0357567127");
        customer.Choose("Carrier", "UPS");
        customer.Type("Case number they gave you", "SAMPLE-CASE-7");
        await customer.PressAsync("Still missing");
        Assert.Equal("/report/order", customer.Page.Address);
        customer.Type("Order number", "SAMPLE-1");
        await customer.ContinueAsync();
        customer.Type("Item", "Mugs");
        customer.Type("Order value", "20");
        await customer.ContinueAsync();
        await customer.AnswerAddressAsync(new Story());
        Assert.Equal("/report/dates", customer.Page.Address);
        await customer.AnswerDatesAsync(new Story());
        await customer.AnswerContactAsync(new Story());

        Assert.Equal("/report/check", customer.Page.Address);
        Assert.Equal("UPS", customer.Page.Fact("Carrier"));
        Assert.Equal("1Z5R89390357567127", customer.Page.Fact("Tracking"));
        Assert.Contains("Neighbors.", customer.Page.Text, StringComparison.Ordinal);
        Assert.Contains("The carrier’s case number: SAMPLE-CASE-7", customer.Page.Text, StringComparison.Ordinal);

        await customer.OpenAsync("/report/shipment");
        Assert.Equal("1z 5r8 939 0357567127", customer.Page.ValueOf("Tracking number"));
        Assert.Equal("checked", customer.Page.ValueOf("UPS"));
        await customer.OpenAsync("/where-to-look");
        Assert.Equal("checked", customer.Page.ValueOf("Neighbors"));
        Assert.Equal("SAMPLE-CASE-7", customer.Page.ValueOf("Case number they gave you"));
    }

    [Theory]
    [InlineData("/report/order", "Seller", "Another Seller", "Seller")]
    [InlineData("/report/item", "Item", "Four mugs", "Item")]
    [InlineData("/report/contact", "Full name", "Another Name", "Name")]
    public async Task Post_WhenOneAnswerIsChanged_ReturnsToTheCheckPage(string address, string label, string text, string fact)
    {
        var customer = shared.NewCustomer();
        var before = await customer.ReportAsync();
        await customer.OpenAsync(address);
        Assert.NotEmpty(customer.Page.ValueOf(label));
        customer.Type(label, text);
        await customer.ContinueAsync();

        Assert.Equal("/report/check", customer.Page.Address);
        Assert.Equal(text, customer.Page.Fact(fact));
        string[] facts = ["Number", "Seller", "Item", "Value", "Address", "Carrier", "Tracking", "Expected", "Marked delivered", "Name", "Email", "Phone"];
        foreach (var other in facts)
        {
            if (other == fact)
            {
                continue;
            }

            Assert.Equal(before.Fact(other), customer.Page.Fact(other));
        }
    }
}
