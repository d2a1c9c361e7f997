using System.Net;
using System.Text.Json;
using MissingPackage.Documents.Tests.Pdf;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Statements;

/// <summary>What people and programs send as a signature that is none, and names from all over the world.</summary>
public sealed class SigningInputTests(MissingPackageApplication application)
{
    private const string Name = "Your full name, as your signature";

    [Theory]
    [InlineData("", "Type your full name: it is your signature.")]
    [InlineData("   ", "Type your full name: it is your signature.")]
    [InlineData("12345 !", "A signature is a name. Type your full name.")]
    [InlineData("\u202E\u2066", "Type your full name: it is your signature.")]
    public async Task Type_NoName_SaysSoBesideTheField(string typed, string error)
    {
        var customer = await AtStatementAsync();

        await customer.SignAsync(typed);

        Assert.Equal(error, customer.Page.ErrorBeside(Name));
        Assert.Equal([error], customer.Page.Errors);
        await AssertNothingSignedAsync(customer);
    }

    [Fact]
    public async Task Type_WithoutConsentAndPlace_KeepsWhatWasTyped()
    {
        var customer = await AtStatementAsync();
        await customer.OpenAsync(customer.StatementPath);
        customer.Type(Name, "Sample Customer");
        customer.Type("City and state you are signing in", " ");

        await customer.PressAsync("Sign with my typed name");

        Assert.Equal(2, customer.Page.Errors.Count);
        Assert.StartsWith("Tick the box to sign on screen.", customer.Page.Errors[0], StringComparison.Ordinal);
        Assert.Equal("Enter the city and state you are signing in.", customer.Page.Errors[1]);
        Assert.Equal("Sample Customer", customer.Page.ValueOf(Name));
        await AssertNothingSignedAsync(customer);
    }

    [Fact]
    public async Task Type_TooLong_IsRefused()
    {
        var customer = await AtStatementAsync();

        await customer.SignAsync(new string('a', 201));

        Assert.Equal(["A typed signature can be at most 200 characters."], customer.Page.Errors);
        await AssertNothingSignedAsync(customer);
    }

    public static TheoryData<string, string> NoDrawings { get; } = new()
    {
        { "", "There is no signature in the box yet." },
        { "{\"drawn\":[],\"aspect\":3}", "There is no signature in the box yet." },
        { "{\"drawn\":[[[0.5,0.5]]],\"aspect\":3}", "That is too small for a signature." },
        { "{\"drawn\":[[[0.1,0.1],[9,9]]],\"aspect\":3}", "Part of the drawing lies outside the box." },
        { "{\"drawn\":[[[0.1,0.1],[1e999,0.2]]],\"aspect\":3}", "Part of the drawing lies outside the box." },
        { "{\"drawn\":[[[0.1,0.1],[NaN,0.2]]],\"aspect\":3}", "We couldn’t read the drawing." },
        { "{\"drawn\":[[[0.1,0.1],[\"NaN\",0.2]]],\"aspect\":3}", "We couldn’t read the drawing." },
        { "{\"typed\":\"Sample Customer\"}", "We couldn’t read the drawing." },
        { "data:image/png;base64,AAAA", "We couldn’t read the drawing." },
        { "[[[[[[[[[[[[]]]]]]]]]]]]", "We couldn’t read the drawing." },
        { Signing.Drawing(30_000), "That drawing has more lines than a signature has." },
        { JsonSerializer.Serialize(new { drawn = Enumerable.Repeat(new[] { new[] { 0.1, 0.2 } }, 1500), aspect = 3 }), "That drawing has more lines than a signature has." },
        { new string('[', 1024 * 1024 + 1), "That drawing has more lines than a signature has." },
    };

    [Theory]
    [MemberData(nameof(NoDrawings), DisableDiscoveryEnumeration = true)]
    public async Task Draw_NoSignature_SaysWhatToDo(string drawing, string error)
    {
        var customer = await AtStatementAsync();

        await customer.DrawAsync(drawing);

        Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
        Assert.StartsWith(error, Assert.Single(customer.Page.Errors), StringComparison.Ordinal);
        Assert.Equal("", customer.Page.Document.QuerySelector("input[name='Input.Drawing']")!.GetAttribute("value"));
        await AssertNothingSignedAsync(customer);
    }

    [Fact]
    public async Task Draw_WithoutConsent_KeepsTheDrawing()
    {
        var customer = await AtStatementAsync();
        await customer.OpenAsync(customer.StatementPath);
        customer.Put("Input.Drawing", Signing.Drawing());

        await customer.PressAsync("Sign with my drawing");

        Assert.Single(customer.Page.Errors);
        Assert.Contains("\"drawn\":[[[", customer.Page.Document.QuerySelector("input[name='Input.Drawing']")!.GetAttribute("value"), StringComparison.Ordinal);
        customer.Tick(MissingPackage.Documents.Statement.Consent);
        await customer.PressAsync("Sign with my drawing");
        Assert.Contains("You have signed this statement", customer.Page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no way at all")]
    [InlineData("Printed")]
    [InlineData("7")]
    public async Task Post_MadeByHand_IsAnsweredAndSignsNothing(string way)
    {
        var customer = await AtStatementAsync();
        await customer.OpenAsync(customer.StatementPath);

        await customer.PostByHandAsync(customer.StatementPath, ("Input.Way", way), ("Input.Consent", "true"), ("Input.Place", "Here"), ("Input.Name", "Sample Customer"));

        Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
        Assert.NotEmpty(customer.Page.Errors);
        await AssertNothingSignedAsync(customer);
    }

    [Fact]
    public async Task Sign_TextThatWasNotTheOneRead_IsRefused()
    {
        var customer = await AtStatementAsync();
        await customer.OpenAsync(customer.StatementPath);
        customer.Tick(MissingPackage.Documents.Statement.Consent);
        customer.Type(Name, "Sample Customer");
        var old = customer.Submission("Sign with my typed name");
        await customer.CorrectAsync("Item", "Walking shoes, size 9");

        await customer.SendAsync(old);

        Assert.StartsWith("The facts were corrected since you opened this page.", Assert.Single(customer.Page.Errors), StringComparison.Ordinal);
        Assert.Contains("Walking shoes, size 9", customer.Page.Text, StringComparison.Ordinal);
        await AssertNothingSignedAsync(customer);
        await customer.PressAsync("Sign with my typed name");
        Assert.Contains("You have signed this statement", customer.Page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("محمد عبد الله")]
    [InlineData("王小明")]
    [InlineData("Nguyễn Thị Minh Khai")]
    [InlineData("Sam 😀 Sample")]
    public async Task Sign_NamesOfTheWorld_AreInThePdfWhetherOrNotAFontHasThem(string name)
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Name = name });

        await customer.SignAsync(name);

        var signature = (await application.RequestAsync(reference)).SignedStatement!.Signature!;
        Assert.Null(signature.OtherName);
        var pdf = await customer.CopyAsync(application);
        await PdfTools.AssertSoundAsync(pdf);
        if (signature.MissingCharacters is null)
        {
            Assert.Contains(PdfTools.Bare($"I, {name}, state"), PdfTools.Bare(await PdfTools.TextAsync(pdf)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Name_ThatNoFontHas_IsToldToTheCustomerAndTheAgent()
    {
        const string name = "Sam \U0001F9FF\uE001 Sample"; // a private-use character: no font has one
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Name = name });

        var page = await customer.OpenAsync(customer.StatementPath);
        Assert.Contains("Our document’s fonts have no shape for", page.Text, StringComparison.Ordinal);
        Assert.Contains("\uE001", Assert.Single(page.All("[role=status] b")), StringComparison.Ordinal);
        await customer.SignAsync(name);

        Assert.Contains("\uE001", (await application.RequestAsync(reference)).SignedStatement!.Signature!.MissingCharacters, StringComparison.Ordinal);
        var review = await (await application.NewAgentAsync()).ReviewAsync(reference);
        Assert.Contains("Our document’s fonts have no shape for", review.Text, StringComparison.Ordinal);
        Assert.Contains("No font could draw", review.Text, StringComparison.Ordinal);
    }

    private async Task<Customer> AtStatementAsync()
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        return customer;
    }

    private async Task AssertNothingSignedAsync(Customer customer) => Assert.Empty((await application.RequestAsync(customer.Reference)).Documents);
}
