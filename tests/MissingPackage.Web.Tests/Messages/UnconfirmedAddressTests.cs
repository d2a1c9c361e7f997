using System.Net;
using MimeKit;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Messages;

/// <summary>Anybody may type anybody's address in a report: what it gets from us until somebody there opens a link.</summary>
public sealed class UnconfirmedAddressTests
{
    private const string Note = "We haven’t emailed you about this request yet";

    private readonly MissingPackageApplication _application = MissingPackageApplication.With(
        ("Mail:OpenedPerHour", $"{new MailOptions().OpenedPerHour}"), ("Mail:OpenedPerDay", $"{new MailOptions().OpenedPerDay}"));

    [Fact]
    public async Task Opened_AgainAndAgain_MailsThreeAnHourAndTenADay_AndThePageSaysSo()
    {
        using var own = _application;
        for (var request = 1; request <= 4; request++)
        {
            var sender = await OpenAsync("them@example.com");
            Assert.Equal(request > 3, sender.Page.Text.Contains(Note, StringComparison.Ordinal));
        }

        Assert.Equal(3, (await own.MailToAsync("them@example.com")).Count);
        Assert.DoesNotContain(Note, (await OpenAsync("other@example.com")).Page.Text, StringComparison.Ordinal);

        for (var hour = 1; hour <= 4; hour++)
        {
            own.Time.Advance(TimeSpan.FromMinutes(61));
            for (var request = 1; request <= 3; request++)
            {
                await OpenAsync("THEM@example.com");
            }
        }

        Assert.Equal(10, (await MailToThemAsync(own)).Count);
        own.Time.Advance(TimeSpan.FromDays(1));
        await OpenAsync("them@example.com");
        Assert.Equal(11, (await MailToThemAsync(own)).Count);
    }

    [Fact]
    public async Task Opened_WhereTheLinksAreOpened_IsAlwaysMailed()
    {
        using var own = _application;
        for (var request = 1; request <= 5; request++)
        {
            own.Time.Advance(TimeSpan.FromSeconds(1)); // the last mail is the latest
            var customer = await OpenAsync("them@example.com");
            await own.NewStranger().OpenAsync(await customer.LinkInMailAsync("them@example.com"));
            Assert.Equal(request, (await own.MailToAsync("them@example.com")).Count);
        }
    }

    [Fact]
    public async Task Opened_WithoutAMail_HasTheWayBackAndSaysNothingWhenItIsClosed()
    {
        using var own = _application;
        Customer customer = null!;
        for (var request = 1; request <= 4; request++)
        {
            customer = await OpenAsync("them@example.com");
        }

        await customer.OpenAsync(customer.RequestPath + "/turned-up");
        await customer.PressAsync("It turned up: close my request");
        Assert.Equal(3, (await own.MailToAsync("them@example.com")).Count);

        await customer.OpenAsync("/return?reference=" + customer.Reference);
        customer.Type("Email", "them@example.com");
        await customer.PressAsync("Email me a link");
        var mail = (await own.MailToAsync("them@example.com")).Single(message => message.Subject!.StartsWith("Your way back", StringComparison.Ordinal));
        var device = own.NewStranger();
        await device.OpenAsync(new Uri(mail.TextBody!.Split('\n').Single(line => line.Contains("/open/", StringComparison.Ordinal)).Trim()).PathAndQuery);
        await device.PressAsync("Open my request");
        Assert.Equal([customer.Reference], device.Page.All(".ref b"));
        Assert.DoesNotContain(Note, device.Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Return_ForManyRequestsThatAStrangerOpened_SendsFiveLinksAnHourAltogether()
    {
        using var own = _application;
        for (var request = 1; request <= 3; request++)
        {
            var sender = await OpenAsync("them@example.com");
            for (var ask = 1; ask <= 3; ask++)
            {
                await sender.OpenAsync("/return?reference=" + sender.Reference);
                sender.Type("Email", "them@example.com");
                await sender.PressAsync("Email me a link");
            }
        }

        Assert.Equal(3 + 5, (await own.MailToAsync("them@example.com")).Count);
    }

    [Fact]
    public async Task Mail_WithAdvertisingInNameAndItem_RepeatsItOnlyToWhoOpenedTheLink()
    {
        using var own = _application;
        var customer = own.NewCustomer();
        await customer.OpenRequestAsync(new Story { Email = "them@example.com", Name = "Win at shop.example", Item = "Cheap lamps, shop.example, (212) 555-0100" });
        var mail = Assert.Single(await own.MailToAsync("them@example.com"));
        Assert.DoesNotContain("shop.example", mail.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("555-0100", mail.ToString(), StringComparison.Ordinal);
        Assert.Contains("Hello,\n", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("We’ve opened your request about the missing item. Its reference is " + customer.Reference, mail.TextBody, StringComparison.Ordinal);

        await own.NewStranger().OpenAsync(await customer.LinkInMailAsync("them@example.com"));
        await customer.OpenAsync(customer.RequestPath + "/turned-up");
        await customer.PressAsync("It turned up: close my request");
        var closed = (await own.MailToAsync("them@example.com")).Single(message => message.Subject!.Contains("closed", StringComparison.Ordinal));
        Assert.Contains("about “Cheap lamps, shop.example, (212) 555-0100” was closed", closed.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sample Customer", "Sample Customer")]
    [InlineData("J.R. O’Sample-Customer", "J.R. O’Sample-Customer")]
    [InlineData("顧客 見本", "顧客 見本")]
    [InlineData("Win at shop.example", "")]
    [InlineData("shop。example", "")]
    [InlineData("Call 555", "")]
    [InlineData("Call ５５５", "")]
    [InlineData("shop@example", "")]
    public void Name_WhereItIsMoreThanAName_IsNotRepeated(string typed, string greeted) =>
        Assert.Equal(greeted, new About("MP-7K4M-29QX", typed, "lamp", new Uri("https://missing.example.com/open/x")).WithoutTypedText().Name);

    private async Task<Customer> OpenAsync(string email)
    {
        var customer = _application.NewCustomer();
        await customer.OpenRequestAsync(new Story { Email = email });
        Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
        return customer;
    }

    private static async Task<IReadOnlyList<MimeMessage>> MailToThemAsync(MissingPackageApplication own) =>
        [.. await own.MailToAsync("them@example.com"), .. await own.MailToAsync("THEM@example.com")];
}
