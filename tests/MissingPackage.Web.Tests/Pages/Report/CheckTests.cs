using System.Net;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Pages.Report;

public sealed class CheckTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Get_WhenAQuestionIsOpen_LeadsToIt()
    {
        var customer = application.NewCustomer();
        await customer.AnswerOrderAsync(new Story());
        await customer.OpenAsync("/report/check");

        Assert.Equal("/report/item", customer.Page.Address);
    }

    [Fact]
    public async Task Get_WhenEverythingIsAnswered_ShowsEveryAnswerAndTheDeadline()
    {
        var customer = application.NewCustomer();
        var story = new Story { Line2 = "Apt 4B" };
        var page = await customer.ReportAsync(story);

        Assert.Equal(story.OrderNumber, page.Fact("Number"));
        Assert.Equal("Sample Seller", page.Fact("Seller"));
        Assert.Equal("Running shoes, size 9", page.Fact("Item"));
        Assert.Equal("$84.50", page.Fact("Value"));
        Assert.Equal("101 Example Street Apt 4B New York, NY 10001", page.Fact("Address"));
        Assert.Equal("UPS", page.Fact("Carrier"));
        Assert.Equal("1Z5R89390357567127", page.Fact("Tracking"));
        Assert.Equal("Wednesday, July 1, 2026", page.Fact("Expected"));
        Assert.Equal("Sample Customer", page.Fact("Name"));
        Assert.Equal("sample@example.com", page.Fact("Email"));
        Assert.Equal("(212) 555-0123", page.Fact("Phone"));
        Assert.Contains("Your documents will be due by Tuesday, July 7 11:59 pm Eastern Time (ET)", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenSentTwice_MakesOneRequestAndShowsItBothTimes()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Email = email });
        var again = customer.Submission("Open my request");
        await customer.SubmitAsync();
        await customer.SendAsync(again);

        Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
        Assert.Equal([customer.Reference], customer.Page.All(".ref b"));
        Assert.Equal(1, await RequestsOfAsync(email));
    }

    [Fact]
    public async Task Post_WhenSentTwiceAtOnce_MakesOneRequestAndShowsItBothTimes()
    {
        for (var round = 0; round < 3; round++)
        {
            var email = Story.FreshEmail();
            var customer = application.NewCustomer();
            await customer.ReportAsync(new Story { Email = email });
            var otherTab = application.Reopen(customer);
            await otherTab.OpenAsync("/report/check");

            await Task.WhenAll(
                Task.Run(() => customer.PressAsync("Open my request")),
                Task.Run(() => otherTab.PressAsync("Open my request")));

            Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
            var reference = Assert.Single(customer.Page.All(".ref b"));
            Assert.Equal([reference], otherTab.Page.All(".ref b"));
            Assert.Equal(1, await RequestsOfAsync(email));
            Assert.Single(await application.MailToAsync(email));
        }
    }

    [Fact]
    public async Task Post_WhenNothingWasEverTyped_LeadsToTheFirstQuestion()
    {
        var stranger = application.NewStranger();
        await stranger.OpenAsync("/report/order");
        await stranger.PostByHandAsync("/report/check");

        Assert.Equal("/report/order", stranger.Page.Address);
    }

    [Fact]
    public async Task Post_WhenAQuestionIsOpen_LeadsToIt()
    {
        var customer = application.NewCustomer();
        await customer.AnswerOrderAsync(new Story());
        await customer.PostByHandAsync("/report/check");

        Assert.Equal("/report/item", customer.Page.Address);
    }

    [Fact]
    public async Task Post_WhenGood_ShowsTheDeadlineDayByDay()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story { Expected = "7/1/2026" });

        var page = customer.Page;
        Assert.Equal("Your request is open, Sample", page.Heading);
        Assert.Contains("Your documents are due by Tuesday, July 7 11:59 pm Eastern Time (ET)", page.Text, StringComparison.Ordinal);
        Assert.Contains("Friday, July 3 is a federal holiday (Independence Day", page.Text, StringComparison.Ordinal);
        Assert.Equal("Wednesday, July 1: counting starts after this day, today", page.All(".days .sr")[0]);
        Assert.Equal("Thursday, July 2: business day 1", page.All(".days .sr")[1]);
        Assert.Equal("Tuesday, July 7: business day 3", page.All(".days .sr")[^1]);
        Assert.Equal(new DateTime(2026, 7, 8, 3, 59, 59, 999, DateTimeKind.Utc), (await application.RequestAsync(customer.Reference)).DocumentsDueOn, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Post_WhenTheAddressIsInHawaii_CountsInItsZone()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story { State = "Hawaii", City = "Honolulu", Zip = "96813" });

        Assert.Contains("due by Tuesday, July 7 11:59 pm Hawaii", customer.Page.Text, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2026, 7, 8, 9, 59, 59, 999, DateTimeKind.Utc), (await application.RequestAsync(customer.Reference)).DocumentsDueOn, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Post_WhenTheDeadlineHasPassed_OpensTheRequestAndSaysItIsntTooLate()
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Expected = "6/1/2026", MarkedDelivered = "6/1/2026" });
        Assert.Contains("That has passed, and it isn’t too late: we take your request and your documents, and mark them late.", customer.Page.Text, StringComparison.Ordinal);
        await customer.SubmitAsync();

        Assert.Equal("It isn’t too late, Sample", customer.Page.Heading);
        Assert.Contains("Late, and welcome", customer.Page.All(".tag"), StringComparer.Ordinal);
        Assert.Contains("That day has passed, and it isn’t too late: we accept late documents, and only mark them so.", customer.Page.Text, StringComparison.Ordinal);
        Assert.True((await application.RequestAsync(customer.Reference)).IsLate);
    }

    private Task<int> RequestsOfAsync(string email) =>
        application.AskAsync(database => database.Requests.CountAsync(request => request.Customer.Email == email));
}
