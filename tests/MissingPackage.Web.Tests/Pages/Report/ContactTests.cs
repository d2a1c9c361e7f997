using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests.Pages.Report;

public sealed class ContactTests(MissingPackageApplication application)
{
    [Fact]
    public async Task Post_WhenEmpty_AsksForNameAndEmailOnly()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/contact");
        await customer.ContinueAsync();

        customer.Page.AssertRefused("Full name", "Enter your full name, as on your photo ID.");
        customer.Page.AssertRefused("Email", "Enter your email address: your private link goes there.");
        Assert.Equal(2, customer.Page.Errors.Count);
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("sample@")]
    [InlineData("@example.com")]
    [InlineData("sample@localhost")]
    [InlineData("sample@example.")]
    [InlineData("sam ple@example.com")]
    [InlineData("one@two@example.com")]
    [InlineData("sample@example.com,other@example.com")]
    [InlineData("Sample <sample@example.com>")]
    [InlineData("sample@example..com")]
    [InlineData("sam..ple@example.com")]
    public async Task Post_WhenTheEmailIsNoAddress_SaysSoAndKeepsIt(string typed)
    {
        var customer = application.NewCustomer();
        await customer.AnswerContactAsync(new Story { Email = typed, Name = "Sample Customer" });

        customer.Page.AssertRefused("Email", "Enter an email address such as name@example.com.");
        await application.AssertKeptAsync(customer, "/report/contact", ("Email", typed), ("Full name", "Sample Customer"), ("Phone", "(212) 555-0123"));
    }

    [Theory]
    [InlineData("sample@example.com\r\nBcc: other@example.com")]
    [InlineData("sample@example.com\nother@example.com")]
    [InlineData("sample\u0007@example.com")]
    public async Task Post_WhenTheEmailHidesALineBreak_RefusesIt(string typed)
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/contact");
        await customer.PostByHandAsync("/report/contact", ("Input.Name", "Sample Customer"), ("Input.Email", typed));

        customer.Page.AssertRefused("Email", "Enter an email address such as name@example.com.");
    }

    [Theory]
    [InlineData("sample+tag@mail.example.co.uk")]
    [InlineData("o'neil@example.com")]
    [InlineData("  UPPER.case@Example.com ")]
    public async Task Post_WhenTheEmailIsGood_AMessageReachesIt(string typed)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story { Email = typed });

        var message = Assert.Single(await application.MailToAsync(typed.Trim()), message => message.Subject!.Contains(customer.Reference, StringComparison.Ordinal));
        Assert.Contains(customer.Reference, message.TextBody!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Zoë 😀 Ñandú-O’Neil")]
    [InlineData("שרה כהן")]
    [InlineData("محمد بن علي")]
    [InlineData("X Æ A-12")]
    public async Task Post_WhenTheNameIsUnusual_KeepsItAsItIs(string name)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story { Name = name });
        await customer.OpenAsync(customer.RequestPath + "/statement");

        Assert.Contains($"I, {name}, state that", customer.Page.Text, StringComparison.Ordinal);
        Assert.Equal(name, (await customer.OpenAsync(customer.RequestPath + "/correct")).ValueOf("Full name"));
    }

    [Fact]
    public async Task Post_WhenTheNameHas200Characters_TakesItAnd201Refuses()
    {
        var customer = application.NewCustomer();
        var longest = new string('n', 200);
        await customer.AnswerContactAsync(new Story { Name = longest + "n" });
        customer.Page.AssertRefused("Full name", "The name can be at most 200 characters.");
        await application.AssertKeptAsync(customer, "/report/contact", ("Full name", longest + "n"));

        await customer.OpenRequestAsync(new Story { Name = longest });
        Assert.Equal(200, await application.AskAsync(async database =>
            (await database.FindByReferenceAsync(customer.Reference)).Customer.Name.Length));
    }

    [Fact]
    public async Task Post_WhenTheNameHoldsControlCharacters_TakesThemForSpaces()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        await customer.ReportAsync(new Story { Email = email });
        await customer.OpenAsync("/report/contact");
        await customer.PostByHandAsync("/report/contact",
            ("Input.Name", "Sample\u0007\r\nBcc: other@example.com\u001b Customer"), ("Input.Email", email));
        Assert.Equal("Sample Bcc: other@example.com Customer", customer.Page.Fact("Name"));
        await customer.SubmitAsync();

        var message = Assert.Single(await application.MailToAsync(email));
        Assert.Empty(message.Bcc);
        Assert.Single(message.To);
    }

    [Theory]
    [InlineData("/report/contact", "Input.Name", "Enter your full name, as on your photo ID.")]
    [InlineData("/report/order", "Input.OrderNumber", "Enter the order number. It is in the email that confirmed your order.")]
    [InlineData("/report/item", "Input.Item", "Say what was in the package, such as “blue running shoes, size 9”.")]
    [InlineData("/report/address", "Input.Line1", "Enter the street and number the package was sent to.")]
    [InlineData("/report/address", "Input.City", "Enter the city.")]
    public async Task Post_WhenAFieldHoldsOnlyControlCharacters_TreatsItAsEmpty(string address, string field, string message)
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync(address);
        await customer.PostByHandAsync(address, (field, "\u0001\u0002\u0003"));

        Assert.Contains(message, customer.Page.Errors, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Post_WhenTheFormCantBeRead_SaysSoAndBlamesNobody()
    {
        var customer = application.NewCustomer();
        await customer.OpenAsync("/report/contact");
        await customer.PostByHandAsync("/report/contact", ("Input.Name", "Sample\0Customer"));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, customer.Page.Status);
        Assert.Equal("We couldn’t take that form", customer.Page.Heading);
    }

    [Theory]
    [InlineData("call me")]
    [InlineData("555")]
    public async Task Post_WhenThePhoneIsNone_SaysSoAndKeepsIt(string typed)
    {
        var customer = application.NewCustomer();
        await customer.AnswerContactAsync(new Story { Phone = typed });

        customer.Page.AssertRefused("Phone", "Enter a phone number such as (212) 555-0123, or leave it empty.");
        await application.AssertKeptAsync(customer, "/report/contact", ("Phone", typed));
    }
}
