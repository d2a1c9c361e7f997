using System.Net;
using MissingPackage.Documents.Tests.Pdf;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Statements;

/// <summary>Signing on screen: what the customer reads, what is made of it, and who can keep it.</summary>
public sealed class SigningTests(MissingPackageApplication application)
{
    [Theory]
    [InlineData("Sample Customer", "Running shoes, size 9")]
    [InlineData("Nguyễn Łukasz Ωmega Иван", "Crème brûlée “set”, 2 × 3")]
    [InlineData("Ann Lee", "400")]
    public async Task Page_AndPdf_SayTheSame(string name, string item)
    {
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story { Name = name, Item = item == "400" ? new string('x', 399) + "y" : item });

        var page = await customer.OpenAsync(customer.StatementPath);
        var read = PdfTools.Bare(page.Document.QuerySelector("[data-statement]")!.TextContent);
        Assert.Contains(PdfTools.Bare($"I, {name}, state that the package described here did not reach me."), read, StringComparison.Ordinal);

        var print = await customer.OpenAsync(customer.StatementPath + "/print");
        Assert.Equal("attachment", print.Response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains(read, PdfTools.Bare(await PdfTools.TextAsync(print.Body)), StringComparison.Ordinal);
        await PdfTools.AssertSoundAsync(print.Body);

        await customer.SignAsync(name);
        var signed = await customer.CopyAsync(application);
        Assert.Contains(read, PdfTools.Bare(await PdfTools.TextAsync(signed)), StringComparison.Ordinal);
        await PdfTools.AssertSoundAsync(signed);
    }

    [Fact]
    public async Task Sign_AsTheLastDocument_TellsTheCustomerThatBothAreIn()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync(new Story { Email = email });
        await customer.SendPhotoIdAsync(Pictures.Colored(4));
        Assert.Single(await application.MailToAsync(email)); // it is open

        await customer.SignAsync();

        Assert.Contains(await application.MailToAsync(email), letter => letter.TextBody!.Contains("have your documents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_ByTyping_MakesASealedPdfThatSaysHowItWasSigned()
    {
        using var own = new MissingPackageApplication();
        var email = Story.FreshEmail();
        var customer = own.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        await customer.SendPhotoIdAsync(Pictures.Colored(71));

        var page = await customer.SignAsync("sample  CUSTOMER");

        Assert.Equal(customer.StatementPath, page.Address, ignoreCase: true);
        Assert.Contains("You have signed this statement", page.Text, StringComparison.Ordinal);
        Assert.False(page.Offers("Sign with my typed name"));
        var request = await own.RequestAsync(reference);
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        var signature = request.SignedStatement!.Signature!;
        Assert.Equal((SigningMethod.Typed, "2026.1", null, null, false), (signature.Method, signature.Wording, signature.OtherName, signature.MissingCharacters, signature.EmailConfirmed));

        var pdf = await customer.CopyAsync(own);
        var said = await PdfTools.SignatureAsync(pdf);
        Assert.Contains("Signature Validation: Signature is Valid.", said, StringComparison.Ordinal);
        Assert.Contains("Total document signed", said, StringComparison.Ordinal);
        var last = PdfTools.Bare(await PdfTools.TextAsync(pdf, 2));
        string[] expected =
        [
            $"Reference {reference}", "Way of signing Typed name, on screen", "Wednesday, July 1, 2026, 12:00:00 pm Eastern Time (ET)",
            $"{email} Not confirmed: the browser that signed had not opened a link sent to this address.", "Wording 2026.1", $"SHA-256 {signature.TextSha256}",
            $"http://localhost:5080/statements/check/{request.SignedStatement.CheckCode}",
        ];
        Assert.All(expected, part => Assert.Contains(PdfTools.Bare(part), last, StringComparison.Ordinal));

        var changed = pdf.ToArray();
        changed[changed.AsSpan().IndexOf("/Title ("u8) + 10] ^= 1;
        Assert.Contains("Digest Mismatch", await PdfTools.SignatureAsync(changed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_AfterOpeningTheEmailedLinkHere_SaysThatTheAddressIsConfirmed()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        Assert.Contains("you haven’t opened a link that we emailed", (await customer.OpenAsync(customer.StatementPath)).Text, StringComparison.Ordinal);
        await customer.OpenAsync(await customer.LinkInMailAsync(email));
        Assert.DoesNotContain("you haven’t opened a link that we emailed", (await customer.OpenAsync(customer.StatementPath)).Text, StringComparison.Ordinal);

        await customer.SignAsync();

        Assert.True((await application.RequestAsync(reference)).SignedStatement!.Signature!.EmailConfirmed);
        var text = PdfTools.Bare(await PdfTools.TextAsync(await customer.CopyAsync(application), 2));
        Assert.Contains(PdfTools.Bare($"{email} Confirmed: the browser that signed had opened a link sent to this address."), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_ByDrawing_KeepsLinesAndNoPicture()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();

        await customer.DrawAsync(Signing.Drawing());

        Assert.Contains("You have signed this statement", customer.Page.Text, StringComparison.Ordinal);
        Assert.Equal(SigningMethod.Drawn, (await application.RequestAsync(reference)).SignedStatement!.Signature!.Method);
        var pdf = await customer.CopyAsync(application);
        Assert.False(Files.Holds(pdf, "/Subtype /Image"));
        await PdfTools.AssertSoundAsync(pdf);
        Assert.Contains("Drawnbyhand,onscreen", PdfTools.Bare(await PdfTools.TextAsync(pdf, 2)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_Statement_IsStoredEncryptedAndShownToTheAgent()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.SignAsync("Somebody Else");
        var document = (await application.RequestAsync(reference)).SignedStatement!;
        var folder = document.Id.ToString("n");
        Assert.Equal([$"{folder}/original", $"{folder}/page-1", $"{folder}/page-2"], await application.StoredAsync(reference));
        Assert.False(Files.Holds(await File.ReadAllBytesAsync(application.FileOf(document, "original"), BehindThePages.Cancellation), "%PDF"));

        var agent = await application.NewAgentAsync();
        var review = await agent.ReviewAsync(reference);
        Assert.Contains("Signed as “Somebody Else”, and the statement is that of Sample Customer.", review.Text, StringComparison.Ordinal);
        Assert.Contains("Signed the statement on screen", review.Text, StringComparison.Ordinal);
        var page = await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/1");
        Assert.Equal("image/jpeg", page.Response.Content.Headers.ContentType?.MediaType);
        var original = await agent.OpenAsync($"/admin/requests/{reference}/documents/{document.Id}/0");
        Assert.Equal(await customer.CopyAsync(application), original.Body);
        Assert.Equal("attachment", original.Response.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Fact]
    public async Task Sign_InTwoTabsAtOnce_MakesOneStatement()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var tabs = Enumerable.Range(0, 4).Select(_ => application.Reopen(customer)).ToList();
        foreach (var tab in tabs)
        {
            await tab.OpenAsync(customer.StatementPath);
            tab.Tick(MissingPackage.Documents.Statement.Consent);
            tab.Type("Your full name, as your signature", "Sample Customer");
        }

        var pages = await Task.WhenAll(tabs.Select(tab => Task.Run(() => tab.PressAsync("Sign with my typed name"))));

        Assert.All(pages, page => Assert.Contains("You have signed this statement", page.Text, StringComparison.Ordinal));
        var request = await application.RequestAsync(reference);
        Assert.Single(request.Documents);
        Assert.Single(request.Kinds(), RequestEventKind.StatementSigned);
        Assert.Equal(3, (await application.StoredAsync(reference)).Count);
    }

    [Fact]
    public async Task Sign_WithAFormThatWasSentBefore_DoesNothingMore()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.OpenAsync(customer.StatementPath);
        customer.Tick(MissingPackage.Documents.Statement.Consent);
        customer.Type("Your full name, as your signature", "Sample Customer");
        var first = customer.Submission("Sign with my typed name");
        var again = customer.Submission("Sign with my typed name");
        var late = customer.Submission("Sign with my typed name");
        await customer.SendAsync(first);
        await customer.SendAsync(again);
        Assert.Contains("You have signed this statement", customer.Page.Text, StringComparison.Ordinal);
        Assert.Single((await application.RequestAsync(reference)).Documents);

        await customer.OpenAsync(customer.DocumentsPath);
        await customer.PressAsync("Remove");
        Assert.Empty(await application.StoredAsync(reference));
        await customer.SendAsync(late);

        Assert.Contains("This form was sent before, and what was signed with it no longer counts.", customer.Page.Text, StringComparison.Ordinal);
        Assert.Null((await application.RequestAsync(reference)).SignedStatement);
        Assert.Empty(await application.StoredAsync(reference));
        await customer.SignAsync();
        Assert.NotNull((await application.RequestAsync(reference)).SignedStatement);
    }

    [Fact]
    public async Task Sign_AfterTheRequestEnded_SaysSoAndSignsNothing()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.OpenAsync(customer.StatementPath);
        customer.Tick(MissingPackage.Documents.Statement.Consent);
        customer.Type("Your full name, as your signature", "Sample Customer");
        var form = customer.Submission("Sign with my typed name");
        await customer.OpenAsync(customer.RequestPath + "/turned-up");
        await customer.PressAsync("Withdraw my request");

        await customer.SendAsync(form);

        Assert.Equal(HttpStatusCode.OK, customer.Page.Status);
        Assert.Equal(["This request has ended, so the statement was not signed. There is nothing more to do."], customer.Page.Errors);
        Assert.False(customer.Page.Offers("Sign with my typed name"));
        Assert.Empty((await application.RequestAsync(reference)).Documents);
        Assert.Empty(await application.StoredAsync(reference));
    }

    [Fact]
    public async Task Sign_WhenAnAgentAskedForANewSignature_SaysWhyAndKeepsTheOld()
    {
        var email = Story.FreshEmail();
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync(new Story { Email = email });
        await customer.SendPhotoIdAsync(Pictures.Colored(72));
        await customer.SignAsync("S. C.");
        var agent = await application.NewAgentAsync();
        await agent.AskAgainAsync(reference, "Please sign with your full name.", "Signed statement");

        var status = await customer.LookAtStatusAsync();
        Assert.Equal("Please sign once more, Sample", status.Heading);
        Assert.Contains("Please sign with your full name.", status.Text, StringComparison.Ordinal);
        Assert.Single(await application.MailToAsync(email), mail => mail.TextBody!.Contains("Please sign with your full name.", StringComparison.Ordinal));
        Assert.Equal(["Sign again"], status.All($"a[href='{customer.StatementPath}#sign']"));
        var page = await customer.OpenAsync(customer.StatementPath);
        Assert.Contains("They wrote: “Please sign with your full name.”", page.Text, StringComparison.Ordinal);
        await customer.SignAsync();

        var request = await application.RequestAsync(reference);
        Assert.Equal(RequestStatus.ReadyForReview, request.Status);
        Assert.Equal([DocumentState.SetAside, DocumentState.Received], request.Documents.Where(d => d.Signature is not null).Select(d => d.State));
    }

    [Fact]
    public async Task Print_Code_LeadsToTheUploadHereAndToTheWayBackElsewhere()
    {
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        var print = await customer.OpenAsync(customer.StatementPath + "/print");
        Assert.Contains(PdfTools.Bare($"http://localhost:5080/send/{reference}"), PdfTools.Bare(await PdfTools.TextAsync(print.Body)), StringComparison.Ordinal);

        Assert.Equal($"{customer.DocumentsPath}#statement", (await customer.OpenAsync("/send/" + reference)).Address);

        var stranger = application.NewStranger();
        await stranger.OpenAsync("/send/" + reference);
        Assert.Equal(($"/return?reference={reference}", reference), (stranger.Page.Address, stranger.Page.ValueOf("Reference")));
        await stranger.OpenAsync("/send/MP-0000-0000");
        Assert.Equal("/return?reference=MP-0000-0000", stranger.Page.Address);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.OpenAsync("/send/nonsense")).Status);
    }

    [Fact]
    public async Task Sentences_OfTheOwner_AreThereWhenAskedFor()
    {
        await using var other = MissingPackageApplication.With(("Statement:PenaltyOfPerjury", "true"), ("Statement:RefusesRedelivery", "true"));
        foreach (var (app, there) in new[] { (application, false), (other, true) })
        {
            var customer = app.NewCustomer();
            await customer.OpenRequestAsync();
            var text = (await customer.OpenAsync(customer.StatementPath)).Text;
            Assert.Equal(there, text.Contains("I declare under penalty of perjury", StringComparison.Ordinal));
            Assert.Equal(there, text.Contains("If the carrier brings the package again, I will refuse it.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Sign_WhenThereIsNoRoom_SaysSoAndLeavesNothing()
    {
        TestStore? store = null;
        await using var full = new MissingPackageApplication().Where(services => services.Wrap<MissingPackage.Documents.Vault.IDocumentStore>(inner => store = new TestStore(inner)));
        var customer = full.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        await customer.OpenAsync("/");
        store!.BeforeCreate = name => name.EndsWith("page-2", StringComparison.Ordinal) ? throw new MissingPackage.Documents.Vault.DocumentStoreFullException(new IOException("Full")) : Task.CompletedTask;

        await customer.SignAsync();

        Assert.Equal(["We couldn’t store the statement just now, so it isn’t signed. Please try again in a few minutes."], customer.Page.Errors);
        Assert.Equal("checked", customer.Page.ValueOf(MissingPackage.Documents.Statement.Consent));
        Assert.Equal("Sample Customer", customer.Page.ValueOf("Your full name, as your signature"));
        Assert.Empty(await full.StoredAsync(reference));
        store.BeforeCreate = _ => Task.CompletedTask;
        await customer.PressAsync("Sign with my typed name");
        Assert.Contains("You have signed this statement", customer.Page.Text, StringComparison.Ordinal);
    }
}
