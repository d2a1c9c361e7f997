using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Outline;
using UglyToad.PdfPig.Outline.Destinations;
using UglyToad.PdfPig.Writer;
using Opened = UglyToad.PdfPig.PdfDocument;

namespace MissingPackage.Documents.Pdf;

/// <summary>A PDF that becomes a part of another.</summary>
/// <param name="Title">What the outline calls it.</param>
/// <param name="Pdf">A file that was drawn here: nothing guards against hostile ones.</param>
/// <param name="Sections">Further entries of the outline: titles, and pages of this part from 1.</param>
public sealed record PacketPart(string Title, byte[] Pdf, IReadOnlyList<(string Title, int Page)>? Sections = null);

/// <summary>A file that travels within a PDF.</summary>
/// <param name="Name">ASCII, such as <c>MP-7Q4D-0KXE-statement.pdf</c>.</param>
/// <param name="Content">Its bytes; they come out as they went in.</param>
/// <param name="Description">What it is, in ASCII.</param>
public sealed record PdfAttachment(string Name, byte[] Content, string Description);

/// <summary>Puts PDFs together, with an outline, numbers all pages, and attaches files.</summary>
public static class PacketAssembler
{
    // US Letter: every part was drawn here.
    private const double PageWidth = 612;
    private const double PageHeight = 792;
    private const double NumberSize = 8;
    private const double NumberTop = 30;
    private const double Margin = 66;

    /// <summary>Puts parts together.</summary>
    /// <param name="title">The title a viewer shows, and the head of each page.</param>
    /// <param name="author">Who issues it.</param>
    /// <param name="createdOn">UTC.</param>
    /// <param name="parts">In order. Forms and signatures of theirs don't come along: a copied page can't be sealed.</param>
    /// <param name="attachment">Or null.</param>
    /// <returns>The file.</returns>
    public static byte[] Assemble(string title, string author, DateTime createdOn, IReadOnlyList<PacketPart> parts, PdfAttachment? attachment = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var opened = parts.Select(part => Opened.Open(part.Pdf)).ToList();
        try
        {
            using var builder = new PdfDocumentBuilder();
            builder.DocumentInformation.Title = title;
            builder.DocumentInformation.Author = author;
            builder.DocumentInformation.Creator = "MissingPackage";
            builder.DocumentInformation.CreationDate = createdOn.ToString("'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
            var font = builder.AddTrueTypeFont(InterFonts.Read("Inter-Regular.ttf"));
            var total = opened.Sum(document => document.NumberOfPages);
            var outline = new List<BookmarkNode>();
            var number = 0;
            foreach (var (document, part) in opened.Zip(parts))
            {
                outline.Add(Entry(part.Title, number + 1, part.Sections?.Select(section => Entry(section.Title, number + section.Page, []))));
                for (var page = 1; page <= document.NumberOfPages; page++)
                {
                    var added = builder.AddPage(document, page, new PdfDocumentBuilder.AddPageOptions { KeepAnnotations = false });
                    var text = string.Create(CultureInfo.InvariantCulture, $"{title}, page {++number} of {total}");
                    added.NewContentStreamAfter();
                    added.SetTextAndFillColor(0x4A, 0x5A, 0x55);
                    var letters = added.MeasureText(text, NumberSize, new PdfPoint(0, 0), font);
                    added.AddText(text, NumberSize, new PdfPoint(PageWidth - Margin - letters[^1].EndBaseLine.X, PageHeight - NumberTop), font);
                }
            }

            builder.Bookmarks = new Bookmarks(outline);
            return Finish(builder.Build(), attachment);
        }
        finally
        {
            opened.ForEach(document => document.Dispose());
        }
    }

    private static DocumentBookmarkNode Entry(string title, int page, IEnumerable<BookmarkNode>? children) =>
        new(title, 0, new ExplicitDestination(page, ExplicitDestinationType.FitPage, ExplicitDestinationCoordinates.Empty), [.. children ?? []]);

    private static byte[] Finish(byte[] pdf, PdfAttachment? attachment)
    {
        var table = PdfBytes.ReadTable(pdf);
        var root = PdfBytes.Reference(table.Trailer, "/Root");
        var update = new PdfUpdate(pdf, table);
        var entries = " /Lang (en-US) /PageMode /UseOutlines /ViewerPreferences <</DisplayDocTitle true>>";
        if (attachment is not null)
        {
            var (file, content) = (update.FirstFree, update.FirstFree + 1);
            var (name, length) = ($"({attachment.Name})", attachment.Content.Length.ToString(CultureInfo.InvariantCulture));
            update.Put(file, $"<</Type /Filespec /F {name} /UF {name} /Desc ({attachment.Description}) /AFRelationship /Source /EF <</F {content} 0 R /UF {content} 0 R>>>>");
            update.Put(content,
                Encoding.ASCII.GetBytes($"<</Type /EmbeddedFile /Subtype /application#2Fpdf /Params <</Size {length}>> /Length {length}>>\nstream\n"),
                attachment.Content, "\nendstream"u8.ToArray());
            entries += $" /Names <</EmbeddedFiles <</Names [{name} {file} 0 R]>>>> /AF [{file} 0 R]";
        }

        update.Put(root, PdfUpdate.Add(PdfBytes.Object(pdf, table, root), entries));
        return update.Close();
    }
}
