using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Areas.Admin.Pages.Reports;
using MissingPackage.Web.Tests.Data;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Faults;

/// <summary>
/// The nights in which clocks are moved: Sunday, November 1, 2026, has its second hour twice, and Sunday, March 14, 2027,
/// has none. Promised days stay days of the delivery address; what lasts seconds, minutes or hours lasts as long as ever.
/// Reminders over both nights are in JobTests, any zone and any day in the domain's tests.
/// </summary>
public sealed class DaylightSavingTests
{
    private static readonly (string Name, string City, string Zip, string Zone)[] s_states =
    [
        ("New York", "New York", "10001", "America/New_York"), ("California", "Los Angeles", "90001", "America/Los_Angeles"),
        ("Arizona", "Phoenix", "85001", "America/Phoenix"), ("Hawaii", "Honolulu", "96813", "Pacific/Honolulu"),
    ];

    [Theory]
    [InlineData("2026-10-29", "2026-11-03")]
    [InlineData("2027-03-11", "2027-03-16")]
    public async Task Documents_OpenedBeforeAndSentAfterTheChange_AreInTimeUntilTheEndOfTheSameDayThere(string expected, string lastDay)
    {
        await using var application = QuietApplication.And();
        SetTime(application, SampleRequest.At(expected + " 23:30"));
        var opened = new List<(DateTime Due, Customer InTime, Customer Late)>();
        foreach (var (name, city, zip, zone) in s_states)
        {
            var due = TimeZoneInfo.ConvertTimeToUtc(
                DateTime.Parse(lastDay, CultureInfo.InvariantCulture).Add(new TimeSpan(0, 23, 59, 59, 999)), TimeZoneInfo.FindSystemTimeZoneById(zone));
            var story = new Story { State = name, City = city, Zip = zip, Expected = expected, MarkedDelivered = expected };
            opened.Add((due, await OpenAsync(application, story), await OpenAsync(application, story)));
        }

        foreach (var states in opened.GroupBy(o => o.Due).OrderBy(group => group.Key))
        {
            SetTime(application, states.Key);
            foreach (var (due, inTime, _) in states)
            {
                Assert.Equal(due, (await application.RequestAsync(inTime.Reference)).DocumentsDueOn);
                Assert.Contains(
                    DateOnly.Parse(lastDay, CultureInfo.InvariantCulture).ToString("dddd, MMMM d", CultureInfo.InvariantCulture),
                    (await inTime.LookAtStatusAsync()).Text, StringComparison.Ordinal);
                Assert.False((await SendBothAsync(application, inTime)).IsLate);
            }

            SetTime(application, states.Key.AddMilliseconds(1));
            foreach (var (_, _, late) in states)
            {
                Assert.True((await SendBothAsync(application, late)).IsLate);
            }
        }

        // Three business days for us, from the day on which the last document came there.
        Assert.All(await application.AskAsync(database => database.Requests.AsNoTracking().ToListAsync()), request => Assert.Equal(
            new TimeOnly(23, 59, 59, 999), TimeOnly.FromDateTime(request.Zone.ToLocal(request.NextStepDueOn!.Value))));
    }

    [Theory]
    [InlineData("2026-11-01 06:00")]
    [InlineData("2027-03-14 07:00")]
    public async Task SecondsAndHours_OverTheChange_LastAsLongAsEver(string changes)
    {
        await using var application = QuietApplication.And();
        var change = SampleRequest.At(changes);
        var day = change.AddDays(-2).ToString("M/d/yyyy", CultureInfo.InvariantCulture);
        SetTime(application, change.AddMinutes(-40));
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        await customer.BringToReviewAsync(new Story { Email = email, Expected = day, MarkedDelivered = day });
        await customer.OpenAsync("/return");
        customer.Type("Reference", customer.Reference);
        customer.Type("Email", email);
        await customer.PressAsync("Email me a link");
        var link = (await application.MailToAsync(email)).Single(m => m.Subject!.StartsWith("Your way back", StringComparison.Ordinal)).TextBody!
            .Split('\n').Select(line => line.Trim()).Single(line => line.Contains("/open/", StringComparison.Ordinal));

        // An authenticator's codes go on counting, and one that was used doesn't come back with its hour.
        SetTime(application, change.AddSeconds(-30));
        var agent = await application.NewAgentAsync();
        await agent.OpenAsync("/admin/account/authenticator");
        var key = Authenticator.KeyOn(agent.Page);
        var used = Authenticator.CodeAt(key, application.Time.GetUtcNow());
        agent.Type("Then enter the code it shows", used);
        await agent.PressAsync("Turn it on");

        // Decided 10 seconds before, taken back 19 seconds after.
        SetTime(application, change.AddSeconds(-10));
        await agent.ReviewAsync(customer.Reference);
        await agent.PressAsync("Accept documents");
        await agent.ConfirmAsync();
        SetTime(application, change.AddSeconds(19));
        await agent.PressAsync("Undo");
        Assert.Contains("Undone. The customer was not told.", agent.Page.Text, StringComparison.Ordinal);

        var other = application.NewStranger();
        await SignInAsync(other, used);
        Assert.StartsWith("/admin/sign-in", other.Page.Address, StringComparison.Ordinal);
        await SignInAsync(other, Authenticator.CodeAt(key, application.Time.GetUtcNow()));
        Assert.Equal("/admin", other.Page.Address);

        // A link of an hour.
        SetTime(application, change.AddMinutes(19));
        Assert.Equal("Welcome back", (await application.NewStranger().OpenAsync(new Uri(link).PathAndQuery)).Heading);
        SetTime(application, change.AddMinutes(21));
        Assert.Equal("This link no longer works", (await application.NewStranger().OpenAsync(new Uri(link).PathAndQuery)).Heading);
        var request = await application.RequestAsync(customer.Reference);
        Assert.Null(HistoryChain.FirstBreak(request.Events));
        Assert.Equal(request.Events.OrderBy(e => e.OccurredOn).ThenBy(e => e.Id).Select(e => e.Id), request.Events.Select(e => e.Id));
    }

    [Theory]
    [InlineData("2026-11-01", 25)]
    [InlineData("2027-03-14", 23)]
    public async Task Report_OfTheDayOfTheChange_HasEachOfItsHoursOnce(string day, int hours)
    {
        await using var application = QuietApplication.And();
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var start = ReportRange.Zone.ToUtc(date.ToDateTime(TimeOnly.MinValue));
        await using (var scope = application.Services.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<MissingPackage.Data.MissingPackageContext>();
            for (var half = -2; half < (2 * hours) + 2; half++)
            {
                database.Requests.Add(SampleRequest.Short(openedOn: start.AddMinutes((30 * half) + 1)));
            }

            await database.SaveChangesAsync(BehindThePages.Cancellation);
        }

        SetTime(application, start.AddDays(10));
        await using var asked = application.Services.CreateAsyncScope();
        var report = await asked.ServiceProvider.GetRequiredService<ReportQueries>().RunAsync(new ReportRange(date.AddDays(-1), date.AddDays(1)), BehindThePages.Cancellation);
        Assert.Equal([2, 2 * hours, 2], report.Periods.Select(period => period.Opened));
        Assert.Equal((2 * hours) + 4, report.Opened);
    }

    private static void SetTime(MissingPackageApplication application, DateTime utc) => application.Time.SetUtcNow(new DateTimeOffset(utc, TimeSpan.Zero));

    private static async Task<Customer> OpenAsync(MissingPackageApplication application, Story story)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(story with { Email = Story.FreshEmail() });
        return customer;
    }

    private static async Task<ServiceRequest> SendBothAsync(MissingPackageApplication application, Customer customer)
    {
        await customer.SendStatementAsync(Pictures.Colored(41));
        await customer.SendPhotoIdAsync(Pictures.Colored(42));
        var request = await application.RequestAsync(customer.Reference);
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        return request;
    }

    private static async Task SignInAsync(Visitor agent, string code)
    {
        await agent.OpenAsync("/admin/sign-in");
        agent.Type("Email", MissingPackageApplication.AgentEmail);
        agent.Type("Password", MissingPackageApplication.AgentPassword);
        await agent.PressAsync("Sign in");
        agent.Type("Code", code);
        await agent.PressAsync("Sign in");
    }
}
