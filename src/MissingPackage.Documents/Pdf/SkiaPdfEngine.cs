using System.Globalization;
using QRCoder;
using SkiaSharp;

namespace MissingPackage.Documents.Pdf;

/// <summary>
/// Draws documents with Skia on US Letter pages and shapes their text with HarfBuzz. The files are PDF/A-2b in their
/// metadata and output intent, carry only the parts of the fonts they use, and the text can be searched and copied in
/// every script. They are not tagged: Skia's interface for .NET has no way to say which text is a heading, so the page
/// that shows the same document as HTML is the accessible one.
/// </summary>
public sealed class SkiaPdfEngine : IPdfEngine, IDisposable
{
    private const int PictureQuality = 85;

    private readonly FontShelf _fonts;

    /// <summary>Makes an engine. It keeps the fonts it has read: one for the whole application is enough.</summary>
    /// <param name="fontFolder">A folder with font files (.ttf, .otf, .ttc) for scripts that Inter does not have, asked
    /// before the system's own fonts; or null.</param>
    public SkiaPdfEngine(string? fontFolder = null) => _fonts = new FontShelf(fontFolder);

    /// <inheritdoc/>
    public PdfRendering Render(PdfDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var typesetter = new Typesetter(_fonts);
        var pages = LayOut(document, typesetter);
        var subsets = typesetter.Used.ToDictionary(used => used.Key, used => used.Key.Subset(used.Value));
        try
        {
            using var stream = new SKDynamicMemoryWStream();
            using (var pdf = SKDocument.CreatePdf(stream, Metadata(document)))
            {
                foreach (var draw in pages)
                {
                    draw(new Sheet(pdf.BeginPage(PageFlow.Width, PageFlow.Height), subsets));
                    pdf.EndPage();
                }

                pdf.Close();
            }

            using var data = stream.DetachAsData();
            return new(PdfFinish.Apply(data.ToArray(), document.Language), pages.Count, typesetter.Missing);
        }
        finally
        {
            foreach (var subset in subsets.Values)
            {
                subset.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PagePicture> Picture(PdfDocument document, int longSide)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentOutOfRangeException.ThrowIfLessThan(longSide, 100);
        var typesetter = new Typesetter(_fonts);
        var pages = LayOut(document, typesetter);
        var typefaces = typesetter.Used.Keys.ToDictionary(face => face, face => face.Typeface);
        var scale = longSide / PageFlow.Height;
        var info = new SKImageInfo((int)MathF.Round(PageFlow.Width * scale), longSide, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pictures = new List<PagePicture>(pages.Count);
        foreach (var draw in pages)
        {
            using var surface = SKSurface.Create(info);
            surface.Canvas.Clear(SKColors.White);
            surface.Canvas.Scale(scale);
            draw(new Sheet(surface.Canvas, typefaces));
            using var image = surface.Snapshot();
            using var jpeg = image.Encode(SKEncodedImageFormat.Jpeg, PictureQuality);
            pictures.Add(new(jpeg.ToArray(), info.Width, info.Height));
        }

        return pictures;
    }

    /// <summary>Lets go of the fonts.</summary>
    public void Dispose() => _fonts.Dispose();

    /// <summary>What draws each page on a sheet. A page is drawn once: pictures and codes are let go of then.</summary>
    private static List<Action<Sheet>> LayOut(PdfDocument document, Typesetter typesetter)
    {
        var flow = new PageFlow();
        new BlockLayout(typesetter, flow).Add(document.Blocks);
        var pages = flow.Pages;
        return [.. pages.Select((pieces, i) =>
        {
            var footer = Footer(typesetter, document.Footer, document.Numbered ? (i + 1, pages.Count) : null);
            return (Action<Sheet>)(sheet =>
            {
                footer(sheet);
                foreach (var (piece, y) in pieces)
                {
                    piece.Draw(sheet, y);
                }
            });
        })];
    }

    private static SKDocumentPdfMetadata Metadata(PdfDocument document) => new()
    {
        Title = document.Title,
        Author = document.Author,
        Creator = "MissingPackage",
        Creation = document.CreatedOn,
        Modified = document.CreatedOn,
        PdfA = true,
        RasterDpi = 300,
        EncodingQuality = 90,
    };

    private static Action<Sheet> Footer(Typesetter typesetter, string text, (int Page, int Pages)? place)
    {
        var numbering = place is { } at ? string.Create(CultureInfo.InvariantCulture, $"Page {at.Page} of {at.Pages}") : "";
        var number = typesetter.Set(numbering, Styles.Footer, PageFlow.TextWidth)[0];
        var left = typesetter.Set(text, Styles.Footer, PageFlow.TextWidth - number.Width - 20)[0];
        return sheet =>
        {
            sheet.Rule(PageFlow.Left, PageFlow.Left + PageFlow.TextWidth, PageFlow.FooterTop, Styles.Hairline, 0.5f);
            sheet.Text(left, PageFlow.Left, PageFlow.FooterTop + 6);
            sheet.Text(number, PageFlow.Left + PageFlow.TextWidth - number.Width, PageFlow.FooterTop + 6);
        };
    }

    /// <summary>How everything looks.</summary>
    private static class Styles
    {
        public static readonly SKColor Hairline = new(0xC9, 0xD2, 0xCE);
        public static readonly SKColor Pen = new(0x1D, 0x3A, 0x7A);
        private static readonly SKColor Ink = new(0x16, 0x22, 0x1F);
        private static readonly SKColor Muted = new(0x4A, 0x5A, 0x55);

        public static readonly TextStyle Title = new(21, 27, Ink, FontWeight.Bold);
        public static readonly TextStyle Section = new(12.5f, 17, Ink, FontWeight.Medium);
        public static readonly TextStyle Body = new(10.5f, 14.5f, Ink);
        public static readonly TextStyle Small = new(8.5f, 12.5f, Muted);
        public static readonly TextStyle Key = new(9.5f, 14.5f, Muted);
        public static readonly TextStyle ColumnHeading = new(9.5f, 14, Muted, FontWeight.Medium);
        public static readonly TextStyle Footer = new(8, 11, Muted);

        public static TextStyle Signature(float size) => new(size, size * 1.35f, Pen, Slanted: true);
    }

    /// <summary>A piece of a page that is never split.</summary>
    /// <param name="Height">Points.</param>
    /// <param name="Draw">Draws it on a sheet at a height.</param>
    private sealed record Piece(float Height, Action<Sheet, float> Draw)
    {
        /// <summary>Space above it, unless it is at the top of a page.</summary>
        public float Before { get; init; }

        /// <summary>Whether it never ends a page that the next piece is not on.</summary>
        public bool KeepWithNext { get; init; }

        /// <summary>What is drawn above it when it starts a page.</summary>
        public Piece? Header { get; init; }

        /// <summary>Whether it starts a new page.</summary>
        public bool NewPage { get; init; }
    }

    /// <summary>Puts pieces on pages.</summary>
    private sealed class PageFlow
    {
        // US Letter.
        public const float Width = 612;
        public const float Height = 792;
        public const float Left = 66;
        public const float TextWidth = Width - (2 * Left);
        public const float Top = 52;
        public const float FooterTop = Height - 46;
        public const float Bottom = FooterTop - 14;

        private readonly List<List<(Piece Piece, float Y)>> _pages = [[]];
        private float _y = Top;

        public IReadOnlyList<IReadOnlyList<(Piece Piece, float Y)>> Pages => _pages;

        public void Add(IReadOnlyList<Piece> pieces)
        {
            for (var i = 0; i < pieces.Count;)
            {
                var end = i + 1;
                while (end < pieces.Count && pieces[end - 1].KeepWithNext && !pieces[end].NewPage)
                {
                    end++;
                }

                // What belongs together but does not fit on any page is split after all.
                var group = pieces.Skip(i).Take(end - i).ToList();
                var height = group.Sum(piece => piece.Before + piece.Height);
                if (group[0].NewPage || (_y + height > Bottom && height <= Bottom - Top))
                {
                    TurnPage();
                }

                foreach (var piece in group)
                {
                    Place(piece);
                }

                i = end;
            }
        }

        private void Place(Piece piece)
        {
            if (_y + piece.Before + piece.Height > Bottom)
            {
                TurnPage();
            }

            if (_pages[^1].Count == 0 && piece.Header is { } header)
            {
                _pages[^1].Add((header, _y));
                _y += header.Height;
            }
            else if (_pages[^1].Count > 0)
            {
                _y += piece.Before;
            }

            _pages[^1].Add((piece, _y));
            _y += piece.Height;
        }

        private void TurnPage()
        {
            if (_pages[^1].Count > 0)
            {
                _pages.Add([]);
                _y = Top;
            }
        }
    }

    /// <summary>Turns blocks into pieces.</summary>
    private sealed class BlockLayout(Typesetter typesetter, PageFlow flow)
    {
        private const float KeyWidth = 124;
        private const float Gutter = 14;
        private const float QrSize = 66;
        private const float RowPadding = 3;

        private readonly List<Piece> _pieces = [];
        private bool _newPage;

        public void Add(IReadOnlyList<Block> blocks)
        {
            for (var i = 0; i < blocks.Count; i++)
            {
                var before = _pieces.Count;
                switch (blocks[i])
                {
                    case Heading heading:
                        AddHeading(heading);
                        break;
                    case Paragraph paragraph:
                        AddParagraph(paragraph, keepEnd: i + 1 < blocks.Count && blocks[i + 1] is SignatureBox);
                        break;
                    case KeyValueTable table:
                        AddKeyValues(table);
                        break;
                    case Table table:
                        AddTable(table);
                        break;
                    case SignatureBox box:
                        AddSignature(box, keepEnd: i + 1 < blocks.Count && blocks[i + 1] is QrCode);
                        break;
                    case ImagePage page:
                        _newPage = true;
                        AddImage(page);
                        break;
                    case QrCode code:
                        AddCode(code);
                        break;
                    case PageBreak:
                        _newPage = true;
                        break;
                    default:
                        throw new ArgumentException($"{blocks[i]?.GetType().Name ?? "null"} is not a block this engine draws.", nameof(blocks));
                }

                if (_newPage && _pieces.Count > before)
                {
                    _pieces[before] = _pieces[before] with { NewPage = true };
                    _newPage = blocks[i] is ImagePage;
                }
            }

            flow.Add(_pieces);
        }

        private void AddHeading(Heading heading)
        {
            var (style, before) = heading.Level <= 1 ? (Styles.Title, 10f) : (Styles.Section, 18f);
            AddLines(typesetter.Set(heading.Text, style, PageFlow.TextWidth), PageFlow.Left, before, keepAll: true, keepEnd: true);
        }

        private void AddParagraph(Paragraph paragraph, bool keepEnd)
        {
            var style = paragraph.Small ? Styles.Small : Styles.Body;
            AddLines(typesetter.Set(paragraph.Text, style, PageFlow.TextWidth), PageFlow.Left, before: 8, keepAll: false, keepEnd);
        }

        // Neither the first line of a paragraph nor its last one stands alone on a page.
        private void AddLines(IReadOnlyList<TextLine> lines, float x, float before, bool keepAll, bool keepEnd)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                var line = lines[i];
                var last = i == lines.Count - 1;
                _pieces.Add(new(line.Style.LineHeight, (sheet, y) => sheet.Text(line, x, y))
                {
                    Before = i == 0 ? before : 0,
                    KeepWithNext = last ? keepEnd : keepAll || i == 0 || i == lines.Count - 2,
                });
            }
        }

        private void AddKeyValues(KeyValueTable table)
        {
            for (var r = 0; r < table.Rows.Count; r++)
            {
                var row = table.Rows[r];
                AddRow(
                    [(PageFlow.Left, typesetter.Set(row.Key, Styles.Key, KeyWidth)),
                        (PageFlow.Left + KeyWidth + Gutter, Column(row.Values, PageFlow.TextWidth - KeyWidth - Gutter))],
                    before: r == 0 ? 10 : 0,
                    header: null,
                    last: r == table.Rows.Count - 1);
            }
        }

        private IReadOnlyList<TextLine> Column(IReadOnlyList<string> values, float width) =>
            [.. values.SelectMany(value => typesetter.Set(value, Styles.Body, width))];

        private void AddTable(Table table)
        {
            var total = table.Columns.Sum(column => column.Weight);
            var usable = PageFlow.TextWidth - (Gutter * (table.Columns.Count - 1));
            var places = new List<(float X, float Width)>();
            var x = PageFlow.Left;
            foreach (var column in table.Columns)
            {
                places.Add((x, usable * column.Weight / total));
                x += places[^1].Width + Gutter;
            }

            var headings = table.Columns.Select((column, c) => (places[c].X, Lines: typesetter.Set(column.Heading, Styles.ColumnHeading, places[c].Width))).ToList();
            var height = headings.Max(h => h.Lines.Count) * Styles.ColumnHeading.LineHeight;
            var header = new Piece(height + RowPadding, (sheet, y) =>
            {
                foreach (var (left, lines) in headings)
                {
                    for (var i = 0; i < lines.Count; i++)
                    {
                        sheet.Text(lines[i], left, y + (i * Styles.ColumnHeading.LineHeight));
                    }
                }

                sheet.Rule(PageFlow.Left, PageFlow.Left + PageFlow.TextWidth, y + height + RowPadding, Styles.Hairline, 1);
            })
            {
                Before = 10,
                KeepWithNext = true,
            };
            _pieces.Add(header);
            for (var r = 0; r < table.Rows.Count; r++)
            {
                var row = table.Rows[r];
                if (row.Count != table.Columns.Count)
                {
                    throw new ArgumentException("A table's row has not as many cells as there are columns.", nameof(table));
                }

                AddRow([.. row.Select((cell, c) => (places[c].X, typesetter.Set(cell, Styles.Body, places[c].Width)))], 0, header, r == table.Rows.Count - 1);
            }
        }

        // A row may be longer than a page: it is laid out line by line, with a rule under its last one.
        private void AddRow(IReadOnlyList<(float X, IReadOnlyList<TextLine> Lines)> cells, float before, Piece? header, bool last)
        {
            var count = cells.Max(cell => cell.Lines.Count);
            for (var i = 0; i < count; i++)
            {
                var line = i;
                var first = i == 0;
                var end = i == count - 1;
                var height = Styles.Body.LineHeight + (first ? RowPadding : 0) + (end ? RowPadding : 0);
                _pieces.Add(new(height, (sheet, y) =>
                {
                    foreach (var (x, lines) in cells.Where(cell => line < cell.Lines.Count))
                    {
                        sheet.Text(lines[line], x, y + (first ? RowPadding : 0));
                    }

                    if (end && !last)
                    {
                        sheet.Rule(PageFlow.Left, PageFlow.Left + PageFlow.TextWidth, y + height, Styles.Hairline, 0.5f);
                    }
                })
                {
                    Before = first ? before : 0,
                    KeepWithNext = !end && (first || i == count - 2 || count <= 6),
                    Header = header,
                });
            }
        }

        // The signature with the first of the lines beside it, then the others two in a row.
        private void AddSignature(SignatureBox box, bool keepEnd)
        {
            const float penRoom = 32;
            const float valueGap = 3;
            const float apart = 24;
            var signatureWidth = PageFlow.TextWidth * 0.6f;
            var columnWidth = (PageFlow.TextWidth - apart) / 2;
            var (markHeight, drawMark) = Mark(box.Mark, signatureWidth);

            var rows = new List<(float Height, float Labels, List<(float X, float Width, IReadOnlyList<TextLine> Value, IReadOnlyList<TextLine> Label)> Cells)>();
            void AddCells(float least, IEnumerable<(float X, float Width, SignatureLine Line)> wanted)
            {
                var cells = wanted.Select(cell => (
                    cell.X,
                    cell.Width,
                    Value: cell.Line.Value is { } value ? typesetter.Set(value, Styles.Body, cell.Width) : [],
                    Label: typesetter.Set(cell.Line.Label, Styles.Small, cell.Width))).ToList();
                rows.Add((
                    cells.Max(cell => Math.Max(least, (cell.Value.Count * Styles.Body.LineHeight) + 8)),
                    valueGap + (cells.Max(cell => cell.Label.Count) * Styles.Small.LineHeight),
                    cells));
            }

            var beside = PageFlow.Left + signatureWidth + apart;
            AddCells(
                markHeight,
                box.Lines.Take(1).Select(line => (beside, PageFlow.TextWidth - signatureWidth - apart, line))
                    .Prepend((PageFlow.Left, signatureWidth, new SignatureLine(box.Label))));
            foreach (var pair in box.Lines.Skip(1).Chunk(2))
            {
                AddCells(penRoom, pair.Select((line, c) => (PageFlow.Left + (c * (columnWidth + apart)), columnWidth, line)));
            }

            _pieces.Add(new(rows.Sum(row => row.Height + row.Labels), (sheet, y) =>
            {
                drawMark(sheet, y + rows[0].Height - markHeight);
                foreach (var (height, labels, cells) in rows)
                {
                    y += height;
                    foreach (var cell in cells)
                    {
                        Draw(sheet, cell.Value, cell.X, y - (cell.Value.Count * Styles.Body.LineHeight) - 1);
                        sheet.Rule(cell.X, cell.X + cell.Width, y, Styles.Body.Color, 0.75f);
                        Draw(sheet, cell.Label, cell.X, y + valueGap);
                    }

                    y += labels;
                }
            })
            {
                Before = 14,
                KeepWithNext = keepEnd,
            });
        }

        private (float Height, Action<Sheet, float> Draw) Mark(SignatureMark? mark, float width)
        {
            const float empty = 40;
            const float tallest = 92;
            switch (mark)
            {
                case TypedSignature typed:
                    // As large as fits on the line; a name too long even for small letters takes several lines.
                    var lines = new[] { 26f, 22, 18, 15, 12 }
                        .Select(size => typesetter.Set(typed.Name, Styles.Signature(size), width - 8))
                        .MinBy(set => set.Count)!;
                    var height = lines.Count * lines[0].Style.LineHeight;
                    return (Math.Max(empty, height + 4), (sheet, y) => Draw(sheet, lines, PageFlow.Left + 4, y + Math.Max(empty, height + 4) - height - 1));

                case DrawnSignature drawn:
                    var high = (float)Math.Min(tallest, width / drawn.Aspect);
                    return (high + 4, (sheet, y) => DrawStrokes(sheet.Canvas, drawn, PageFlow.Left, y + 2, high));

                default:
                    return (empty, (_, _) => { });
            }
        }

        private static void DrawStrokes(SKCanvas canvas, DrawnSignature drawn, float left, float top, float height)
        {
            const float pen = 1.6f;
            var width = (float)(height * drawn.Aspect);
            SKPoint At(PenPoint p) => new(left + ((float)p.X * width), top + ((float)p.Y * height));
            static float Thickness(PenPoint p) => p.Pressure is { } pressure ? pen * (0.5f + (float)pressure) : pen;

            using var paint = new SKPaint
            {
                Color = Styles.Pen,
                IsAntialias = true,
                StrokeCap = SKStrokeCap.Round,
                StrokeJoin = SKStrokeJoin.Round,
            };
            foreach (var stroke in drawn.Strokes)
            {
                if (stroke.Count == 1)
                {
                    paint.Style = SKPaintStyle.Fill;
                    canvas.DrawCircle(At(stroke[0]), Thickness(stroke[0]) * 0.6f, paint);
                    continue;
                }

                paint.Style = SKPaintStyle.Stroke;
                using var path = new SKPath();
                path.MoveTo(At(stroke[0]));
                for (var i = 1; i < stroke.Count; i++)
                {
                    // Through the middle of each two points, bent by the point between: no corners where the pen was slow to report.
                    var (here, next) = (At(stroke[i]), At(stroke[Math.Min(i + 1, stroke.Count - 1)]));
                    path.QuadTo(here, new((here.X + next.X) / 2, (here.Y + next.Y) / 2));
                    if (Math.Abs(Thickness(stroke[i]) - Thickness(stroke[Math.Min(i + 1, stroke.Count - 1)])) > 0.02f)
                    {
                        paint.StrokeWidth = Thickness(stroke[i]);
                        canvas.DrawPath(path, paint);
                        var end = path.LastPoint;
                        path.Reset();
                        path.MoveTo(end);
                    }
                }

                paint.StrokeWidth = Thickness(stroke[^1]);
                canvas.DrawPath(path, paint);
            }
        }

        private void AddImage(ImagePage page)
        {
            if (!page.Jpeg.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            {
                throw new ArgumentException("A picture is not a JPEG.", nameof(page));
            }

            using var data = SKData.CreateCopy(page.Jpeg.Span);
            var image = SKImage.FromEncodedData(data) ?? throw new ArgumentException("A picture cannot be read.", nameof(page));
            var caption = typesetter.Set(page.Caption, Styles.Small, PageFlow.TextWidth);
            const float gap = 8;
            var room = PageFlow.Bottom - PageFlow.Top - gap - (caption.Count * Styles.Small.LineHeight);
            var scale = Math.Min(PageFlow.TextWidth / image.Width, room / image.Height);
            var (width, height) = (image.Width * scale, image.Height * scale);
            _pieces.Add(new(PageFlow.Bottom - PageFlow.Top, (sheet, y) =>
            {
                var area = SKRect.Create(PageFlow.Left + ((PageFlow.TextWidth - width) / 2), y, width, height);
                using (image)
                {
                    sheet.Canvas.DrawImage(image, area);
                }

                Draw(sheet, caption, PageFlow.Left, y + height + gap);
            }));
        }

        private void AddCode(QrCode code)
        {
            if (code.Address.Length is 0 or > QrCode.MaxAddress)
            {
                throw new ArgumentException($"A QR code's address has 1 to {QrCode.MaxAddress} characters.", nameof(code));
            }

            // Its quiet zone is the paper around it: the margin, and the gap to what is above, below and beside it.
            using var data = QRCodeGenerator.GenerateQrCode(code.Address, QRCodeGenerator.ECCLevel.M);
            const int quiet = 4;
            var modules = data.ModuleMatrix;
            var count = modules.Count - (2 * quiet);
            var path = new SKPath();
            var size = QrSize / count;
            for (var y = 0; y < count; y++)
            {
                for (var x = 0; x < count; x++)
                {
                    var start = x;
                    while (x < count && modules[y + quiet][x + quiet])
                    {
                        x++;
                    }

                    if (x > start)
                    {
                        path.AddRect(SKRect.Create(start * size, y * size, (x - start) * size, size));
                    }
                }
            }

            var textLeft = PageFlow.Left + QrSize + 14;
            var textWidth = PageFlow.TextWidth - QrSize - 14;
            var caption = typesetter.Set(code.Caption, Styles.Body, textWidth);
            var address = typesetter.Set(code.Address, Styles.Small, textWidth);
            var textHeight = (caption.Count * Styles.Body.LineHeight) + 4 + (address.Count * Styles.Small.LineHeight);
            var height = Math.Max(QrSize, textHeight) + 2;
            _pieces.Add(new(height, (sheet, y) =>
            {
                using (path)
                using (var paint = new SKPaint { Color = SKColors.Black })
                {
                    sheet.Canvas.Save();
                    sheet.Canvas.Translate(PageFlow.Left, y);
                    sheet.Canvas.DrawPath(path, paint);
                    sheet.Canvas.Restore();
                }

                var top = y + Math.Max(0, (height - textHeight) / 2);
                Draw(sheet, caption, textLeft, top);
                Draw(sheet, address, textLeft, top + (caption.Count * Styles.Body.LineHeight) + 4);
                if (Uri.TryCreate(code.Address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http")
                {
                    using (sheet.Canvas.DrawUrlAnnotation(SKRect.Create(textLeft, top, textWidth, textHeight), uri.AbsoluteUri))
                    {
                        // Skia reads the address when the page ends; the data is its own by then.
                    }
                }
            })
            { Before = 12 });
        }

        private static void Draw(Sheet sheet, IReadOnlyList<TextLine> lines, float x, float y)
        {
            foreach (var line in lines)
            {
                sheet.Text(line, x, y);
                y += line.Style.LineHeight;
            }
        }
    }
}
