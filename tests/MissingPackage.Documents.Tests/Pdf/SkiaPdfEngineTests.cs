using System.Text;
using System.Text.RegularExpressions;
using MissingPackage.Documents.Pdf;
using SkiaSharp;
using static MissingPackage.Documents.Tests.Pdf.SampleStatements;

namespace MissingPackage.Documents.Tests.Pdf;

public class SkiaPdfEngineTests
{
    [Fact]
    public async Task A_document_says_what_it_is_and_opens_clean()
    {
        var pdf = Engine.Render(new PdfDocument("Títle 王", "en-US", Author, Now, "Foot", [new Heading(1, "Sample"), new Paragraph("Text.")])).Content;

        await PdfTools.AssertSoundAsync(pdf);
        var info = await PdfTools.InfoAsync(pdf);
        Assert.Matches(@"Title: +Títle 王\n", info);
        Assert.Matches(@"Author: +Sample Market\n", info);
        Assert.Matches(@"CreationDate: +Fri Mar 13 \d\d:05:09 2026", info);
        Assert.Matches(@"Page size: +612 x 792 pts \(letter\)", info);
        var bytes = Encoding.Latin1.GetString(pdf);
        Assert.Contains("/Lang (en-US)", bytes, StringComparison.Ordinal);
        Assert.Contains("/DisplayDocTitle true", bytes, StringComparison.Ordinal);
        Assert.Contains("<pdfaid:part>2</pdfaid:part>", bytes, StringComparison.Ordinal);
        Assert.Contains("<pdfaid:conformance>B</pdfaid:conformance>", bytes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Łukasz Ødegård-Čapek")]
    [InlineData("Nguyễn Thị Ánh Nguyệt")]
    [InlineData("Nguye\u0302\u0303n")]
    [InlineData("Ωmega Παπαδοπούλου")]
    [InlineData("Иван Петров")]
    public async Task Inter_draws_the_name(string name)
    {
        var drawn = Engine.Render(Document(new Paragraph($"I, {name}, state this.")));

        Assert.Empty(drawn.MissingCharacters);
        Assert.Contains(PdfTools.Bare(name), PdfTools.Bare(await PdfTools.TextAsync(drawn.Content)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("محمد علي")]
    [InlineData("שרה כהן")]
    [InlineData("王小明")]
    [InlineData("山田 太郎")]
    [InlineData("김민수")]
    [InlineData("Zoë 😀")]
    public async Task Another_font_draws_the_name_where_there_is_one(string name)
    {
        var drawn = Engine.Render(Document(new Paragraph($"I, {name}, state this.")));

        Assert.SkipWhen(drawn.MissingCharacters.Count > 0, $"No font on this machine has {string.Join(" ", drawn.MissingCharacters)}.");
        Assert.Contains(PdfTools.Bare(name), PdfTools.Bare(await PdfTools.TextAsync(drawn.Content)), StringComparison.Ordinal);
        await PdfTools.AssertSoundAsync(drawn.Content);
    }

    [Fact]
    public async Task A_character_no_font_has_is_reported_once_and_can_still_be_copied()
    {
        const string nowhere = "\U000F1234"; // private use
        var drawn = Engine.Render(Document(new Paragraph($"I, A{nowhere}B {nowhere}, state this.")));

        Assert.Equal([nowhere], drawn.MissingCharacters);
        Assert.Contains(nowhere, await PdfTools.TextAsync(drawn.Content), StringComparison.Ordinal);
        await PdfTools.AssertSoundAsync(drawn.Content);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200D\uFE0F")]
    [InlineData("a\0b\tc\nd")]
    [InlineData("\uD800 lone")]
    [InlineData("\u202Eoverride\u202C")]
    public async Task Odd_text_is_drawn_somehow(string text) =>
        await PdfTools.AssertSoundAsync(Engine.Render(Document(new Paragraph(text), new KeyValueTable([new(text, text)]), new Heading(1, text))).Content);

    [Fact]
    public async Task A_word_longer_than_a_line_is_broken_and_complete()
    {
        var word = string.Concat(Enumerable.Range(0, 40).Select(i => $"Name{i:D2}"));
        Assert.True(word.Length >= 200);

        var drawn = Engine.Render(Document(new Heading(1, word), new Paragraph($"I, {word}, state this."), new KeyValueTable([new("Name", word)])));

        var text = PdfTools.Bare(await PdfTools.TextAsync(drawn.Content));
        Assert.Equal(4, text.Split(word).Length);
    }

    [Fact]
    public async Task A_document_carries_the_parts_of_fonts_it_uses()
    {
        var drawn = Engine.Render(Document(new Heading(1, "Sample"), new Paragraph(Words(300))));

        Assert.InRange(drawn.Content.Length, 5_000, 40_000); // Inter alone is 310 KB a weight
        var fonts = await PdfTools.FontsAsync(drawn.Content);
        Assert.Contains("+Inter-Regular", fonts, StringComparison.Ordinal);
        Assert.Matches(@"Identity-H +yes yes yes", fonts);
    }

    [Fact]
    public void The_engine_draws_for_several_threads_at_once()
    {
        var document = new Statement(Facts with { Name = "Pat محمد Sample" }).ToPrint(UploadAddress, Author, Now);
        var expected = WithoutIds(Engine.Render(document).Content);

        Parallel.For(0, 16, _ => Assert.Equal(expected, WithoutIds(Engine.Render(document).Content)));
    }

    [Fact]
    public async Task Pages_are_numbered()
    {
        var drawn = Engine.Render(Document(new Paragraph(Words(600))));

        Assert.Equal(3, drawn.Pages);
        for (var page = 1; page <= drawn.Pages; page++)
        {
            Assert.Contains($"Page {page} of 3", await PdfTools.TextAsync(drawn.Content, page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_heading_is_never_the_last_thing_on_a_page()
    {
        for (var lines = 38; lines < 48; lines++)
        {
            var filler = Enumerable.Range(0, lines).Select(_ => new KeyValueRow("Sample", "row")).ToList();
            var drawn = Engine.Render(Document(new KeyValueTable([.. filler.Take(20)]), new KeyValueTable([.. filler.Skip(20).Take(lines - 30)]), new Heading(2, "The heading"), new Paragraph($"Begins {Words(40)}")));

            var pages = await Task.WhenAll(Enumerable.Range(1, drawn.Pages).Select(page => PdfTools.TextAsync(drawn.Content, page)));
            var with = Assert.Single(pages, page => page.Contains("The heading", StringComparison.Ordinal));
            Assert.Matches(@"The heading\s+Begins .*\s+sample", with);
        }
    }

    [Fact]
    public async Task A_signature_box_is_never_split_and_never_alone()
    {
        var pagesOfBox = new HashSet<int>();
        for (var rows = 16; rows < 34; rows += 1)
        {
            var drawn = Engine.Render(Document(
                new KeyValueTable([.. Enumerable.Range(0, rows).Select(_ => new KeyValueRow("Sample", "row"))]),
                new Paragraph($"The last paragraph {Words(30)} ends."),
                new SignatureBox("Signed here", null, [new("Day"), new("Printed"), new("Where")])));

            for (var page = 1; page <= drawn.Pages; page++)
            {
                var text = await PdfTools.TextAsync(drawn.Content, page);
                if (text.Contains("Signed here", StringComparison.Ordinal))
                {
                    pagesOfBox.Add(page);
                    Assert.All(["Day", "Printed", "Where", "ends."], part => Assert.Contains(part, text, StringComparison.Ordinal));
                }
            }
        }

        Assert.Equal([1, 2], pagesOfBox.Order());
    }

    [Fact]
    public async Task A_table_repeats_its_headings_on_every_page()
    {
        var rows = Enumerable.Range(0, 90).Select(i => (IReadOnlyList<string>)[$"Row{i}", "Sample"]).ToList();
        var drawn = Engine.Render(Document(new Table([new("The place", 2), new("The day")], rows)));

        Assert.Equal(3, drawn.Pages);
        for (var page = 1; page <= drawn.Pages; page++)
        {
            Assert.Contains("The place The day", await PdfTools.TextAsync(drawn.Content, page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_row_longer_than_a_page_goes_on_to_the_next()
    {
        var drawn = Engine.Render(Document(new KeyValueTable([new("Item", Words(900)), new("After", "it")])));

        Assert.True(drawn.Pages > 2);
    }

    [Fact]
    public async Task A_picture_has_a_page_of_its_own_and_is_embedded_as_it_is()
    {
        var jpeg = SamplePictures.PhotoId("Pat Sample", ["500 Sample Street"]);
        var drawn = Engine.Render(Document(new Paragraph("Before"), new ImagePage(jpeg, "Photo ID, page 1"), new Paragraph("After")));

        Assert.Equal(3, drawn.Pages);
        var text = await PdfTools.TextAsync(drawn.Content, 2);
        Assert.Contains("Photo ID, page 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("After", text, StringComparison.Ordinal);
        Assert.True(drawn.Content.AsSpan().IndexOf(jpeg.AsSpan(1000, 1000)) > 0);
        await PdfTools.AssertSoundAsync(drawn.Content);
    }

    [Fact]
    public void What_is_no_JPEG_is_no_picture()
    {
        Assert.Throws<ArgumentException>(() => Engine.Render(Document(new ImagePage(new byte[100], "Sample"))));
        Assert.Throws<ArgumentException>(() => Engine.Render(Document(new ImagePage(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0 }, "Sample"))));
        Assert.Throws<ArgumentException>(() => Engine.Render(Document(new QrCode(new string('a', 301), "Sample"))));
    }

    [Fact]
    public async Task A_code_shows_its_address_in_letters_too()
    {
        var drawn = Engine.Render(Document(new QrCode(UploadAddress, "Scan it.")));

        Assert.Contains(UploadAddress, PdfTools.Bare(await PdfTools.TextAsync(drawn.Content)), StringComparison.Ordinal);
        await PdfTools.AssertSoundAsync(drawn.Content);
    }

    [Fact]
    public async Task Drawn_signatures_are_lines_and_not_pictures()
    {
        var drawn = Engine.Render(Document(new SignatureBox("Signature", Drawn(), [])));

        await PdfTools.AssertSoundAsync(drawn.Content);
        Assert.DoesNotContain("/Subtype /Image", Encoding.Latin1.GetString(drawn.Content), StringComparison.Ordinal);
        Assert.True(drawn.Content.Length > Engine.Render(Document(new SignatureBox("Signature", null, []))).Content.Length + 1000);
    }

    [Fact]
    public void Pictures_are_of_the_same_pages()
    {
        var document = new Statement(Facts).ToSigned(Signature(Drawn()), Author, "https://care.example.test/statements/check");

        var pictures = Engine.Picture(document, 2400);

        Assert.Equal(Engine.Render(document).Pages, pictures.Count);
        foreach (var picture in pictures)
        {
            using var image = SKBitmap.Decode(picture.Jpeg);
            Assert.Equal((picture.Width, picture.Height), (image.Width, image.Height));
            Assert.Equal((1855, 2400), (picture.Width, picture.Height));
            var dark = image.Pixels.Count(pixel => pixel.Red < 100);
            Assert.InRange((double)dark / image.Pixels.Length, 0.005, 0.2);
            Assert.True(image.GetPixel(5, 5).Red > 250, "The paper is white.");
        }
    }

    [Fact]
    public async Task The_largest_signature_is_drawn()
    {
        var drawn = Engine.Render(Document(new SignatureBox("Signature", Drawn(DrawnSignature.MaxPoints - 1), [])));

        await PdfTools.AssertSoundAsync(drawn.Content);
        Assert.InRange(drawn.Content.Length, 10_000, 2_000_000);
    }

    // Skia gives each file an id of its own.
    private static string WithoutIds(byte[] pdf) =>
        Regex.Replace(Encoding.Latin1.GetString(pdf), @"uuid:[0-9a-f-]{36}|/ID \[.*?\]", "", RegexOptions.None, TimeSpan.FromSeconds(5));
}
