using System.Globalization;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Requests;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Pages.Report;

public sealed class DatesTests(MissingPackageApplication application)
{
    private const string Early = "Yes, that day is right: it was marked delivered early";

    [Fact]
    public async Task Post_WhenEmpty_AsksForBoth()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/dates");
        await customer.ContinueAsync();

        customer.Page.AssertRefused("Expected delivery date", "Enter the day the package was expected.");
        customer.Page.AssertRefused("Marked delivered on", "Enter the day the carrier marked it delivered.");
    }

    [Fact]
    public async Task Post_WhenTheExpectedDayIsToCome_AsksWhetherItCameEarlyThenAcceptsIt()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/dates");
        Assert.False(customer.Page.Asks(Early));
        await customer.AnswerDatesAsync(new Story { Expected = "7/10/2026", MarkedDelivered = "6/30/2026" });

        customer.Page.AssertRefused("Expected delivery date",
            "Friday, July 10, 2026 is still to come. A package marked delivered too early often arrives by its day, so it may be worth the wait. "
            + "If the day is right and you want to go on now, tick the box below.");
        await application.AssertKeptAsync(customer, "/report/dates", ("Expected delivery date", "7/10/2026"), ("Marked delivered on", "6/30/2026"), (Early, ""));

        customer.Tick(Early);
        await customer.ContinueAsync();
        Assert.Equal("/report/order", customer.Page.Address); // the first question still open

        await customer.OpenAsync("/report/dates");
        Assert.Equal("checked", customer.Page.ValueOf(Early));
    }

    [Fact]
    public async Task Post_WhenTheExpectedDayIsMoreThan30DaysAhead_RefusesItEvenWithTheBoxTicked()
    {
        var customer = application.NewCustomer();
        await customer.AnswerDatesAsync(new Story { Expected = "8/15/2026" });
        const string Message = "Saturday, August 15, 2026 is more than 30 days ahead. Check the month and the year.";
        customer.Page.AssertRefused("Expected delivery date", Message);

        customer.Tick(Early);
        await customer.ContinueAsync();
        customer.Page.AssertRefused("Expected delivery date", Message);
        await application.AssertKeptAsync(customer, "/report/dates", ("Expected delivery date", "8/15/2026"), (Early, "checked"));
    }

    [Theory]
    [InlineData("2026-11-28", "12/2", "2026-12-02")] // next week, not last year
    [InlineData("2026-11-28", "Dec 30", "2026-12-30")]
    [InlineData("2026-11-28", "11/28", "2026-11-28")]
    [InlineData("2026-11-28", "1/28", "2027-01-28")]
    [InlineData("2026-11-28", "1/29", "2026-01-29")] // more than two months ahead
    [InlineData("2026-11-28", "Oct 1", "2026-10-01")]
    [InlineData("2027-01-05", "12/30", "2026-12-30")]
    [InlineData("2027-01-05", "1/8", "2027-01-08")]
    [InlineData("2026-12-31", "2/28", "2027-02-28")]
    [InlineData("2026-12-31", "3/1", "2026-03-01")]
    public void Day_WithoutAYear_IsTheLatestThatIsAtMostTwoMonthsAhead(string today, string typed, string expected) =>
        Assert.Equal(DateOnly.Parse(expected, CultureInfo.InvariantCulture), TypedDate.Read(typed, DateOnly.Parse(today, CultureInfo.InvariantCulture)).Date);

    [Fact]
    public async Task Post_WhenADayWithoutAYearIsToCome_AsksAndTakesItForNoDayOfLastYear()
    {
        var customer = application.NewCustomer();
        await customer.AnswerDatesAsync(new Story { Expected = "7/10", MarkedDelivered = "6/30" });

        Assert.StartsWith("Friday, July 10, 2026 is still to come.", Assert.Single(customer.Page.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deadline_OfAnotherYear_IsShownWithItsYear()
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Expected = "12/2/2025", MarkedDelivered = "12/2/2025" });
        Assert.Contains("Your documents were due by Friday, December 5, 2025", customer.Page.Text, StringComparison.Ordinal);

        await customer.PressAsync("Open my request");
        Assert.Contains("Friday, December 5, 2025", customer.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenMarkedDeliveredIsToCome_SaysSo()
    {
        var customer = application.NewCustomer();
        await customer.AnswerDatesAsync(new Story { MarkedDelivered = "7/9/2026" });

        customer.Page.AssertRefused("Marked delivered on",
            "Thursday, July 9, 2026 is still to come. Enter the day on which the tracking page says “delivered”.");
        await application.AssertKeptAsync(customer, "/report/dates", ("Marked delivered on", "7/9/2026"));
    }

    [Theory]
    [InlineData("6/30/2024", "Sunday, June 30, 2024 is more than a year ago. Check the year. Carriers take no claim that old; if the day is right, please talk to us: see “Get help”.")]
    [InlineData("31 February", "February 2026 has 28 days: there is no February 31.")]
    [InlineData("2/30/26", "February 2026 has 28 days: there is no February 30.")]
    [InlineData("13/2/2026", "There is no month 13. Write the month first, such as 7/2/2026.")]
    [InlineData("0/2/2026", "There is no month 0. Write the month first, such as 7/2/2026.")]
    [InlineData("6/1/1826", "Check the year.")]
    [InlineData("last week sometime", "Write the date as month, day and year, such as 11/20/2026 or Nov 20.")]
    [InlineData("20/11", "There is no month 20. Write the month first, such as 7/2/2026.")]
    [InlineData("1e5", "Write the date as month, day and year, such as 11/20/2026 or Nov 20.")]
    [InlineData("٣/٢/٢٠٢٦", "Write the date as month, day and year, such as 11/20/2026 or Nov 20.")]
    public async Task Post_WhenADayCantBe_SaysWhyForEitherFieldAndKeepsIt(string typed, string message)
    {
        var customer = application.NewCustomer();
        await customer.AnswerDatesAsync(new Story { Expected = typed, MarkedDelivered = typed });

        customer.Page.AssertRefused("Expected delivery date", message);
        customer.Page.AssertRefused("Marked delivered on", message);
        await application.AssertKeptAsync(customer, "/report/dates", ("Expected delivery date", typed), ("Marked delivered on", typed));
    }

    [Theory]
    [InlineData("2/3/26", "Tuesday, February 3, 2026")]
    [InlineData("Nov 20", "Thursday, November 20, 2025")]
    [InlineData("June 30th", "Tuesday, June 30, 2026")]
    [InlineData("30 jun 2026", "Tuesday, June 30, 2026")]
    [InlineData("2026-06-30", "Tuesday, June 30, 2026")]
    [InlineData("6/30", "Tuesday, June 30, 2026")]
    [InlineData("yesterday", "Tuesday, June 30, 2026")]
    [InlineData("Today", "Wednesday, July 1, 2026")]
    public async Task Post_WhenADayIsWrittenAsPeopleDo_ReadsIt(string typed, string day)
    {
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Expected = typed, MarkedDelivered = typed });

        Assert.Equal(day, customer.Page.Fact("Expected"));
        Assert.Equal(day, customer.Page.Fact("Marked delivered"));
    }
}
