using System.Security.Cryptography;
using System.Text;
using MissingPackage.Documents.Pdf;
using static MissingPackage.Documents.Tests.Pdf.SampleStatements;

namespace MissingPackage.Documents.Tests.Pdf;

public class StatementTests
{
    [Fact]
    public void The_wording_is_what_this_version_says()
    {
        // A change here is a change of Statement.Version.
        Assert.Equal("2026.1", Statement.Version);
        Assert.Equal(
            $"""
            Statement of non-receipt
            Reference {Reference}. Wording 2026.1.
            I, Pat Sample, state that the package described here did not reach me.
            Order	112-0000000-0000000
            Item	Sample headphones, wireless ($84.50)
            Seller	Sample Seller
            Carrier	USPS
            Tracking number	9400 1112 0620 6406 2607 87
            Delivery address	500 Sample Street	Apartment 4B	Portland, OR 97201
            Expected	Tuesday, March 10, 2026
            Marked delivered	Wednesday, March 11, 2026
            The carrier’s records show the package as delivered. I have not received it, and nobody in my household has. To my knowledge, nobody has accepted it for me.
            By Thursday, March 12, 2026, I had looked in these places: Front door and porch; Side yard, behind shrubbery; Neighbors on both sides.
            By Thursday, March 12, 2026, I had asked the carrier about it. The carrier’s case number is SAMPLE-0011.
            If the package turns up, I will tell the customer care team at once.
            If the carrier brings the package again, I will refuse it.
            I declare under penalty of perjury under the laws of the United States of America that the foregoing is true and correct. Executed on the date beside my signature.

            """,
            new Statement(Facts, new StatementOptions(PenaltyOfPerjury: true, RefusesRedelivery: true)).Text);
    }

    [Fact]
    public void Perjury_and_refusal_are_off_unless_asked_for()
    {
        var text = new Statement(Facts).Text;

        Assert.DoesNotContain("perjury", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("refuse", text, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("What I state here is true to the best of my knowledge.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_said_or_left_out()
    {
        var text = new Statement(Facts with
        {
            Value = null,
            Seller = null,
            Carrier = " ",
            TrackingNumber = null,
            PlacesSearched = [],
            CarrierAskedOn = null,
            CarrierCaseNumber = null,
        }).Text;

        Assert.Contains("Item\tSample headphones, wireless\nSeller\tNot known\nCarrier\tNot known\nTracking number\tNot known\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("had looked", text, StringComparison.Ordinal);
        Assert.DoesNotContain("asked the carrier", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_would_look_other_than_it_is_is_cleaned()
    {
        var statement = new Statement(Facts with { Item = " a\r\n\u202Eb\u202C\tc\0\u2066d\u2069 ", Name = "Ange\u0301lique" });

        Assert.Contains("Item\ta b c d ($84.50)\n", statement.Text, StringComparison.Ordinal);
        Assert.Contains("I, Angélique, state", statement.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_is_that_of_the_text()
    {
        var statement = new Statement(Facts);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(statement.Text))), statement.Sha256);
        Assert.Equal(statement.Sha256, new Statement(Facts with { Name = " Pat  Sample" }).Sha256);
        Assert.NotEqual(statement.Sha256, new Statement(Facts with { ExpectedDate = Facts.ExpectedDate.AddDays(1) }).Sha256, StringComparer.Ordinal);
        Assert.NotEqual(statement.Sha256, new Statement(Facts with { AddressLines = ["500 Sample Street Apartment 4B", "Portland, OR 97201"] }).Sha256, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("long")]
    [InlineData("accents")]
    public async Task The_page_to_print_and_the_signed_one_say_the_same_as_the_statement(string which)
    {
        var facts = which switch
        {
            "long" => Facts with
            {
                Item = Words(31)[..400],
                Name = string.Concat(Enumerable.Repeat("Longname", 25)),
                PlacesSearched = [.. Enumerable.Range(1, 80).Select(i => $"Sample place number {i}, behind the shrubs")],
            },
            "accents" => Facts with { Name = "Nguyễn Łukasz Ωmega Иван", Item = "Crème brûlée “set”, 2 × 3" },
            _ => Facts,
        };
        var statement = new Statement(facts);
        var expected = PdfTools.Bare(statement.Text);

        var print = Engine.Render(statement.ToPrint(UploadAddress, Author, Now));
        var signed = Engine.Render(statement.ToSigned(Signature(Typed()), Author, "https://care.example.test/statements/check"));

        Assert.Empty(print.MissingCharacters);
        Assert.Contains(expected, PdfTools.Bare(await PdfTools.TextAsync(print.Content)), StringComparison.Ordinal);
        Assert.Contains(expected, PdfTools.Bare(await PdfTools.TextAsync(signed.Content)), StringComparison.Ordinal);
        await PdfTools.AssertSoundAsync(print.Content);
        await PdfTools.AssertSoundAsync(signed.Content);
    }

    [Fact]
    public async Task The_usual_statement_to_print_is_one_page()
    {
        var print = Engine.Render(new Statement(Facts).ToPrint(UploadAddress, Author, Now));

        Assert.Equal(1, print.Pages);
        var text = PdfTools.Bare(await PdfTools.TextAsync(print.Content));
        Assert.All(["Signature", "Date", "Nameinprint", "Place(cityandstate)", UploadAddress], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_page_tells_how_it_was_signed()
    {
        var statement = new Statement(Facts);
        var signed = Engine.Render(statement.ToSigned(Signature(Drawn()), Author));

        Assert.Equal(2, signed.Pages);
        var page = PdfTools.Bare(await PdfTools.TextAsync(signed.Content, 2));
        string[] expected =
        [
            "Way of signing Drawn by hand, on screen", "Friday, March 13, 2026, 1:05:09 pm Pacific Time (PT)", "2026-03-13 20:05:09 UTC",
            Statement.Consent, "pat@example.test Confirmed: the browser that signed had opened a link sent to this address.", "203.0.113.7", "SampleBrowser/1.0 (Sample)",
            "Wording 2026.1", $"SHA-256 {statement.Sha256}",
        ];
        Assert.All(expected, part => Assert.Contains(PdfTools.Bare(part), page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_nobody_confirmed_is_not_called_confirmed()
    {
        var signed = Engine.Render(new Statement(Facts).ToSigned(Signature(Typed()) with { EmailConfirmed = false }, Author));

        var page = PdfTools.Bare(await PdfTools.TextAsync(signed.Content, 2));
        Assert.Contains(PdfTools.Bare("pat@example.test Not confirmed: the browser that signed had not opened a link"), page, StringComparison.Ordinal);
        Assert.DoesNotContain("addressConfirmed:", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_typed_signature_of_any_length_is_drawn_in_full()
    {
        foreach (var name in new[] { "Li", Words(5), Words(15), string.Concat(Enumerable.Repeat("Longname", 25)) })
        {
            var signed = Engine.Render(Document(new Paragraph("End."), new SignatureBox("Signature", Typed(name), [new("Date", "Today")])));

            Assert.Contains($"End.{PdfTools.Bare(name)}", PdfTools.Bare(await PdfTools.TextAsync(signed.Content)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_huge_user_agent_is_clipped()
    {
        var document = new Statement(Facts).ToSigned(Signature(Typed()) with { UserAgent = new string('a', 299) + "😀" + new string('b', 5000) }, Author);

        var browser = document.Blocks.OfType<KeyValueTable>().Last().Rows.Single(row => row.Key == "Browser");
        Assert.Equal(new string('a', 299) + "…", Assert.Single(browser.Values));
    }
}
