using MissingPackage.Documents.Pdf;
using QRCoder;
using QuestPDF.Drawing;
using QuestPDF.Fluent;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;
using SkiaSharp;

namespace MissingPackage.Documents.QuestPdf;

/// <summary>
/// Draws documents with QuestPDF on US Letter pages, set in Inter. What Inter has no letters for is reported as missing,
/// though QuestPDF may find another font for it. A drawn signature becomes a picture here.
/// </summary>
public sealed class QuestPdfEngine : IPdfEngine
{
    private const string Family = "Inter";
    private const float Margin = 58;
    private const float KeyWidth = 125;
    private const float CodeSize = 64;
    private const float LetterHeight = 792;
    private const int PointsAnInch = 72;
    private const int SignatureHeight = 400;
    private const string Muted = "#4a5a55";
    private const string Hairline = "#c9d2ce";

    private static readonly Lazy<SKTypeface> Inter = new(Register);

    /// <summary>Makes an engine, under the licence that the owner has.</summary>
    /// <param name="license">QuestPDF asks for it before the first document.</param>
    public QuestPdfEngine(LicenseType license)
    {
        QuestPDF.Settings.License = license;
        QuestPDF.Settings.CheckIfAllTextGlyphsAreAvailable = false; // they are reported, not thrown
        _ = Inter.Value;
    }

    /// <inheritdoc/>
    public PdfRendering Render(PdfDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var content = Make(document).GeneratePdf();
        return new(content, CountPages(document), Missing(document));
    }

    /// <inheritdoc/>
    public IReadOnlyList<PagePicture> Picture(PdfDocument document, int longSide)
    {
        ArgumentNullException.ThrowIfNull(document);
        var settings = new ImageGenerationSettings { ImageFormat = ImageFormat.Jpeg, RasterDpi = (int)MathF.Round(PointsAnInch * longSide / LetterHeight) };
        return
        [
            .. Make(document).GenerateImages(settings).Select(jpeg =>
            {
                var size = SKBitmap.DecodeBounds(jpeg);
                return new PagePicture(jpeg, size.Width, size.Height);
            }),
        ];
    }

    private static SKTypeface Register()
    {
        foreach (var file in new[] { "Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf" })
        {
            using var stream = new MemoryStream(InterFonts.Read(file));
            FontManager.RegisterFont(stream);
        }

        using var data = SKData.CreateCopy(InterFonts.Read("Inter-Regular.ttf"));
        return SKTypeface.FromData(data);
    }

    // QuestPDF tells nobody how many pages it made; a small picture of each does.
    private static int CountPages(PdfDocument document) =>
        Make(document).GenerateImages(new ImageGenerationSettings { ImageFormat = ImageFormat.Jpeg, RasterDpi = 10 }).Count();

    private static Document Make(PdfDocument document) => Document.Create(container => container.Page(page =>
    {
        page.Size(PageSizes.Letter);
        page.Margin(Margin);
        page.DefaultTextStyle(style => style.FontFamily(Family).FontSize(10.5f));
        page.Content().Column(column =>
        {
            column.Spacing(8);
            foreach (var block in document.Blocks)
            {
                Add(column, block);
            }
        });
        page.Footer().BorderTop(0.5f).BorderColor(Hairline).PaddingTop(5).Row(row =>
        {
            row.RelativeItem().Text(document.Footer).FontSize(8).FontColor(Muted);
            if (document.Numbered)
            {
                row.AutoItem().DefaultTextStyle(style => style.FontSize(8).FontColor(Muted)).Text(text =>
                {
                    text.Span("Page ");
                    text.CurrentPageNumber();
                    text.Span(" of ");
                    text.TotalPages();
                });
            }
        });
    })).WithMetadata(new DocumentMetadata
    {
        Title = document.Title,
        Author = document.Author,
        Creator = "MissingPackage",
        CreationDate = document.CreatedOn,
        ModifiedDate = document.CreatedOn,
    });

    private static void Add(ColumnDescriptor column, Block block)
    {
        switch (block)
        {
            case Heading { Level: 1 } heading:
                column.Item().Text(heading.Text).FontSize(21).Bold();
                break;
            case Heading heading:
                column.Item().EnsureSpace(60).PaddingTop(8).Text(heading.Text).FontSize(12.5f).SemiBold();
                break;
            case Paragraph { Small: true } note:
                column.Item().Text(note.Text).FontSize(8.5f).FontColor(Muted);
                break;
            case Paragraph paragraph:
                column.Item().Text(paragraph.Text);
                break;
            case KeyValueTable table:
                column.Item().Table(grid => AddRows(grid, table));
                break;
            case Table table:
                column.Item().Table(grid => AddTable(grid, table));
                break;
            case SignatureBox box:
                column.Item().PaddingTop(12).ShowEntire().Column(lines => AddSignature(lines, box));
                break;
            case ImagePage picture:
                column.Item().PageBreak();
                AddPicture(column, picture);
                column.Item().PageBreak();
                break;
            case QrCode code:
                column.Item().PaddingTop(10).ShowEntire().Row(row => AddCode(row, code));
                break;
            case PageBreak:
                column.Item().PageBreak();
                break;
            default:
                throw new ArgumentException($"This engine knows no {block.GetType().Name}.", nameof(block));
        }
    }

    private static void AddRows(TableDescriptor grid, KeyValueTable table)
    {
        grid.ColumnsDefinition(columns =>
        {
            columns.ConstantColumn(KeyWidth);
            columns.RelativeColumn();
        });
        foreach (var row in table.Rows)
        {
            grid.Cell().BorderTop(0.5f).BorderColor(Hairline).PaddingVertical(4).Text(row.Key).FontSize(9.5f).FontColor(Muted);
            grid.Cell().BorderTop(0.5f).BorderColor(Hairline).PaddingVertical(4).Column(values =>
            {
                foreach (var value in row.Values)
                {
                    values.Item().Text(value);
                }
            });
        }
    }

    private static void AddTable(TableDescriptor grid, Table table)
    {
        grid.ColumnsDefinition(columns =>
        {
            foreach (var column in table.Columns)
            {
                columns.RelativeColumn(column.Weight);
            }
        });
        grid.Header(header =>
        {
            foreach (var column in table.Columns)
            {
                header.Cell().BorderBottom(0.5f).BorderColor(Hairline).PaddingVertical(4).Text(column.Heading).FontSize(9.5f).SemiBold();
            }
        });
        foreach (var cell in table.Rows.SelectMany(row => row))
        {
            grid.Cell().BorderBottom(0.5f).BorderColor(Hairline).PaddingVertical(4).PaddingRight(6).Text(cell);
        }
    }

    private static void AddSignature(ColumnDescriptor lines, SignatureBox box)
    {
        lines.Spacing(10);
        lines.Item().Row(row =>
        {
            row.Spacing(20);
            row.RelativeItem(3).Column(line => AddLine(line, box.Label, space => AddMark(space, box.Mark)));
            if (box.Lines.Count > 0)
            {
                row.RelativeItem(2).Column(line => AddLine(line, box.Lines[0].Label, space => space.AlignBottom().Text(box.Lines[0].Value ?? "")));
            }
        });
        if (box.Lines.Count > 1)
        {
            lines.Item().Row(row =>
            {
                row.Spacing(20);
                foreach (var part in box.Lines.Skip(1))
                {
                    row.RelativeItem().Column(line => AddLine(line, part.Label, space => space.AlignBottom().Text(part.Value ?? "")));
                }
            });
        }
    }

    private static void AddLine(ColumnDescriptor line, string label, Action<IContainer> fill)
    {
        fill(line.Item().Height(44));
        line.Item().BorderTop(0.75f).PaddingTop(3).Text(label).FontSize(8.5f).FontColor(Muted);
    }

    private static void AddMark(IContainer space, SignatureMark? mark)
    {
        switch (mark)
        {
            case TypedSignature typed:
                space.AlignBottom().ScaleToFit().Text(typed.Name).FontSize(22).Italic().FontColor("#1d3a7a");
                break;
            case DrawnSignature drawn:
                space.Image(Draw(drawn)).FitArea();
                break;
        }
    }

    private static byte[] Draw(DrawnSignature drawn)
    {
        var width = (int)Math.Ceiling(SignatureHeight * drawn.Aspect);
        using var surface = SKSurface.Create(new SKImageInfo(width, SignatureHeight));
        using var paint = new SKPaint
        {
            Color = new SKColor(0x1D, 0x3A, 0x7A), IsAntialias = true, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round, Style = SKPaintStyle.Stroke,
        };
        foreach (var stroke in drawn.Strokes)
        {
            for (var i = 0; i < stroke.Count; i++)
            {
                var (from, to) = (stroke[Math.Max(0, i - 1)], stroke[i]);
                paint.StrokeWidth = SignatureHeight * 0.012f * (to.Pressure is { } pressure ? (float)(0.5 + pressure) : 1);
                surface.Canvas.DrawLine(At(from), At(to), paint);
            }
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();

        SKPoint At(PenPoint point) => new((float)point.X * width, (float)point.Y * SignatureHeight);
    }

    private static void AddPicture(ColumnDescriptor column, ImagePage picture)
    {
        column.Item().MaxHeight(LetterHeight - (2 * Margin) - 60).Image(picture.Jpeg.ToArray()).FitArea();
        column.Item().PaddingTop(6).Text(picture.Caption).FontSize(8.5f).FontColor(Muted);
    }

    private static void AddCode(RowDescriptor row, QrCode code)
    {
        if (code.Address.Length is 0 or > QrCode.MaxAddress)
        {
            throw new ArgumentException($"A QR code's address has 1 to {QrCode.MaxAddress} characters.", nameof(code));
        }

        using var data = QRCodeGenerator.GenerateQrCode(code.Address, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(data);
        row.Spacing(12);
        row.ConstantItem(CodeSize).Image(png.GetGraphic(12, drawQuietZones: false));
        row.RelativeItem().AlignMiddle().Column(text =>
        {
            text.Item().Text(code.Caption);
            text.Item().PaddingTop(3).Text(code.Address).FontSize(8.5f).FontColor(Muted);
        });
    }

    private static List<string> Missing(PdfDocument document) =>
    [
        .. document.Blocks.SelectMany(TextOf).SelectMany(text => text.EnumerateRunes())
            .Where(rune => !System.Text.Rune.IsWhiteSpace(rune) && !FontShelf.IsIgnorable(rune) && !Inter.Value.ContainsGlyph(rune.Value))
            .Select(rune => rune.ToString()).Distinct(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> TextOf(Block block) => block switch
    {
        Heading heading => [heading.Text],
        Paragraph paragraph => [paragraph.Text],
        KeyValueTable table => table.Rows.SelectMany(row => row.Values.Prepend(row.Key)),
        Table table => table.Columns.Select(column => column.Heading).Concat(table.Rows.SelectMany(row => row)),
        SignatureBox box => box.Lines.SelectMany(line => new[] { line.Label, line.Value ?? "" }).Append(box.Mark is TypedSignature typed ? typed.Name : ""),
        ImagePage picture => [picture.Caption],
        QrCode code => [code.Caption],
        _ => [],
    };
}
