using System.Net;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data.Outbox;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Access;

public sealed class PrivateLinkTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Get_WhenTheMailsLinkIsOpened_ShowsTheRequestOnAnyDeviceMoreThanOnce()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        var link = await customer.LinkInMailAsync(email);
        var token = link["/open/".Length..];

        var phone = application.NewStranger();
        var tablet = application.NewStranger();
        foreach (var device in new[] { phone, phone, tablet })
        {
            await device.OpenAsync(link);
            Assert.Equal(HttpStatusCode.OK, device.Page.Status);
            Assert.Equal([reference], device.Page.All(".ref b"));
            Assert.DoesNotContain(token, device.Page.Address, StringComparison.Ordinal);
            Assert.DoesNotContain(token, device.Page.Html, StringComparison.Ordinal);
            Assert.Equal(2, device.Trail.Count);
        }

        Assert.Equal(HttpStatusCode.OK, (await application.Reopen(tablet).OpenAsync(customer.DocumentsPath)).Status);
    }

    [Fact]
    public async Task Mail_AboutTheOpenedRequest_SaysWhatToSendAndByWhen()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        var message = Assert.Single(await application.MailToAsync(email));

        Assert.Equal($"Your request {reference}: two documents to send", message.Subject);
        var text = message.TextBody!;
        Assert.Contains("Hello Sample Customer,", text, StringComparison.Ordinal);
        Assert.Contains("We need them by Tuesday, July 7, 11:59 pm Eastern Time (ET).", text, StringComparison.Ordinal);
        Assert.Contains("works for 30 days", text, StringComparison.Ordinal);
        Assert.Contains("(800) 555-0188", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WhenTheLinkIs30DaysOld_OffersANewOne()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        await customer.OpenRequestAsync();
        var link = await customer.LinkInMailAsync("sample@example.com");
        own.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        Assert.StartsWith("/requests/", (await own.NewStranger().OpenAsync(link)).Address, StringComparison.Ordinal);
        own.Time.Advance(TimeSpan.FromMinutes(2));

        var late = own.NewStranger();
        await late.OpenAsync(link);
        Assert.Equal("This link no longer works", late.Page.Heading);
        Assert.Contains("Get a new link", late.Page.All("main a"), StringComparer.Ordinal);
        Assert.Null(late.Cookies.GetAllCookies()["mp-access"]);
    }

    [Fact]
    public async Task Get_WhenTheTokenIsInvented_SaysTheSameAsForAnOldOne()
    {
        var stranger = application.NewStranger();
        await stranger.OpenAsync("/open/" + new string('A', 43));

        Assert.Equal("This link no longer works", stranger.Page.Heading);
    }

    [Fact]
    public async Task Forget_AfterAMailsLink_EndsEveryCopyOfTheCookieAndLeavesTheLink()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        var link = await customer.LinkInMailAsync(email);
        var device = application.NewStranger();
        await device.OpenAsync(link);
        await device.OpenAsync(link);
        var copy = application.Reopen(device);
        Assert.Equal(HttpStatusCode.OK, (await copy.OpenAsync("/requests/" + reference)).Status);

        await device.PressAsync("Shared device? Forget my requests here");

        Assert.Equal(HttpStatusCode.NotFound, (await copy.OpenAsync("/requests/" + reference)).Status);
        Assert.Equal(HttpStatusCode.OK, (await customer.OpenAsync("/requests/" + reference)).Status);
        await device.OpenAsync(link);
        Assert.Equal([reference], device.Page.All(".ref b"));
    }

    [Fact]
    public async Task Return_WhenReferenceAndEmailFit_SendsALinkThatOpensTheRequest()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        await AskAsync(application, reference.Replace("-", " ", StringComparison.Ordinal).ToUpperInvariant(), " " + email.ToUpperInvariant());

        var mail = await application.MailToAsync(email);
        Assert.Equal(2, mail.Count);
        Assert.Contains(mail, message => message.Subject == $"Your way back to request {reference}");
        foreach (var message in mail)
        {
            var device = application.NewStranger();
            await device.OpenAsync(LinkIn(message));
            if (device.Page.Heading == "Welcome back")
            {
                await device.PressAsync("Open my request");
            }

            Assert.Equal([reference], device.Page.All(".ref b"));
        }
    }

    [Fact]
    public async Task ReturnLink_WhenAScannerFetchesIt_ChangesNothingAndStillWorksForAnHour()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await AskAsync(own, reference, "sample@example.com");
        var link = LinkIn((await own.MailToAsync("sample@example.com")).Single(m => m.Subject!.StartsWith("Your way back", StringComparison.Ordinal)));
        var before = await own.AskAsync(database => database.CustomerGrants.CountAsync());

        for (var fetch = 0; fetch < 3; fetch++)
        {
            var scanner = own.NewStranger();
            await scanner.OpenAsync(link);
            Assert.Equal("Welcome back", scanner.Page.Heading);
            Assert.Null(scanner.Cookies.GetAllCookies()["mp-access"]);
        }

        Assert.Equal(before, await own.AskAsync(database => database.CustomerGrants.CountAsync()));
        var device = own.NewStranger();
        await device.OpenAsync(link);
        own.Time.Advance(TimeSpan.FromMinutes(59));
        await device.PressAsync("Open my request");
        Assert.Equal([reference], device.Page.All(".ref b"));
        Assert.DoesNotContain(link["/open/".Length..], device.Page.Address, StringComparison.Ordinal);

        // The link is over after an hour; the browser it let in stays for 30 days.
        own.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("This link no longer works", (await own.NewStranger().OpenAsync(link)).Heading);
        own.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(HttpStatusCode.OK, (await device.OpenAsync("/requests/" + reference)).Status);
    }

    [Fact]
    public async Task Return_WhateverIsAsked_WritesOneRowBeforeTheAnswerAndLeavesNoTraceAfterIt()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await own.MailToAsync("sample@example.com");
        foreach (var (typed, email) in new[] { (reference, "sample@example.com"), (reference, "other@example.com"), ("MP-0000-0000", "sample@example.com") })
        {
            await AskAsync(own, typed, email);
            var row = await own.AskAsync(database => database.Outbox.SingleAsync(m => m.State == OutboxState.Waiting));
            Assert.Equal("return-asked", row.Kind);
            Assert.Null(row.RequestId);
            Assert.DoesNotContain("example.com", row.Content + row.Recipient, StringComparison.Ordinal);
            await own.MailToAsync("sample@example.com");
            Assert.False(await own.AskAsync(database => database.Outbox.AnyAsync(m => m.Kind == "return-asked")));
        }
    }

    [Fact]
    public async Task Return_WhenAskedAgainAndAgain_SendsAtMostFiveLinksAnHour()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            Assert.Equal("Check your email", (await AskAsync(own, reference, "sample@example.com")).Page.Heading);
        }

        Assert.Equal(5, (await own.MailToAsync("sample@example.com")).Count(m => m.Subject!.StartsWith("Your way back", StringComparison.Ordinal)));
        own.Time.Advance(TimeSpan.FromMinutes(61));
        await AskAsync(own, reference, "sample@example.com");
        Assert.Equal(6, (await own.MailToAsync("sample@example.com")).Count(m => m.Subject!.StartsWith("Your way back", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Return_WhateverExists_AnswersTheSame()
    {
        using var own = new MissingPackageApplication();
        var customer = own.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        Assert.Single(await own.MailToAsync("sample@example.com"));

        var right = await AskAsync(own, reference, "sample@example.com");
        var wrongEmail = await AskAsync(own, reference, "other@example.com");
        var unknown = await AskAsync(own, "MP-0000-0000", "sample@example.com");

        Assert.Equal("Check your email", right.Page.Heading);
        foreach (var answer in new[] { wrongEmail, unknown })
        {
            Assert.Equal(right.Page.Html, answer.Page.Html);
            Assert.Equal(right.Trail, answer.Trail);
            Assert.Equal("mp-form", Assert.Single(answer.Cookies.GetAllCookies()).Name);
        }

        Assert.Equal(2, (await own.MailToAsync("sample@example.com")).Count);
        Assert.Empty(await own.MailToAsync("other@example.com"));
        Assert.Equal(2, Directory.GetFiles(own.MailFolder).Length);
    }

    [Fact]
    public async Task Return_WhenEmptyOrWrong_SaysWhatIsMissingAndKeepsIt()
    {
        var stranger = application.NewStranger();
        await stranger.OpenAsync("/return");
        await stranger.PressAsync("Email me a link");
        Assert.Equal("Enter the reference of your request, such as MP-7K4M-29QX.", stranger.Page.ErrorBeside("Reference"));
        Assert.Equal("Enter the email address you gave us.", stranger.Page.ErrorBeside("Email"));

        stranger.Type("Reference", "MP-7K4M");
        stranger.Type("Email", "nobody");
        await stranger.PressAsync("Email me a link");
        Assert.Equal("That isn’t a whole reference. It looks like MP-7K4M-29QX; check each letter and digit.", stranger.Page.ErrorBeside("Reference"));
        Assert.Equal("Enter an email address such as name@example.com.", stranger.Page.ErrorBeside("Email"));
        Assert.Equal("MP-7K4M", stranger.Page.ValueOf("Reference"));
        Assert.Equal("nobody", stranger.Page.ValueOf("Email"));
    }

    [Fact]
    public async Task Return_WhenTriedTooOften_AsksToWait()
    {
        using var own = MissingPackageApplication.With(("RateLimits:GuessablePerMinute", "3"));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal("Check your email", (await AskAsync(own, "MP-0000-0000", "sample@example.com")).Page.Heading);
        }

        var stranger = await AskAsync(own, "MP-0000-0000", "sample@example.com");
        Assert.Equal(HttpStatusCode.TooManyRequests, stranger.Page.Status);
        Assert.Equal("A little slower, please", stranger.Page.Heading);
        Assert.Contains("Nothing was lost.", stranger.Page.Text, StringComparison.Ordinal);
        Assert.InRange(int.Parse(stranger.Page.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await stranger.OpenAsync("/return")).Status);
    }

    private static string LinkIn(MimeKit.MimeMessage message) => new Uri(
        message.TextBody!.Split('\n').Select(line => line.Trim()).Single(line => line.Contains("/open/", StringComparison.Ordinal))).PathAndQuery;

    private static async Task<Visitor> AskAsync(MissingPackageApplication own, string reference, string email)
    {
        var stranger = own.NewStranger();
        await stranger.OpenAsync("/return");
        stranger.Type("Reference", reference);
        stranger.Type("Email", email);
        await stranger.PressAsync("Email me a link");
        return stranger;
    }
}
