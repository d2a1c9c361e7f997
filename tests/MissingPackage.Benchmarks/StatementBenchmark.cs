using MissingPackage.Documents;
using MissingPackage.Documents.Pdf;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;
using SkiaSharp;

namespace MissingPackage.Benchmarks;

/// <summary>
/// <c>statement.ratio</c>: the whole signed statement (word it, lay it out, shape it, draw it, subset its fonts, seal it) to
/// a bare SkiaSharp PDF of the same text, unshaped and line by line, pair by pair in one run on one core. Also how many
/// a second that makes, and the bytes of each.
/// </summary>
internal static class StatementBenchmark
{
    private const int Pairs = 60;
    private const int WarmUps = 15;
    private const int PerSample = 4;
    private const int LineLength = 90;

    internal static readonly DateTime Now = new(2026, 7, 1, 16, 0, 0, DateTimeKind.Utc);
    internal static readonly RequestReference Reference = RequestReference.FromRandom([1, 2, 3, 4, 5]);

    /// <summary>Measures, and writes one sealed statement.</summary>
    /// <param name="path">Where to, or null.</param>
    public static void Run(string? path)
    {
        OneCore.Stay();

        using var engine = new SkiaPdfEngine();
        using var certificate = SealCertificate.CreateSelfSigned("MissingPackage benchmark", Now);
        var lines = Lines(engine);
        byte[] whole = [], bare = [], printed = [];
        var (ratios, ours, sealings) = (new List<double>(), new List<double>(), new List<double>());
        for (var pair = -WarmUps; pair < Pairs; pair++)
        {
            var seconds = OneCore.Time(PerSample, () => whole = PdfSeal.Apply(engine.Render(Signed()).Content, Reference, certificate, Now));
            var plain = OneCore.Time(PerSample, () => bare = Bare(lines));
            var drawn = OneCore.Time(PerSample, () => printed = engine.Render(Signed()).Content);
            if (pair >= 0)
            {
                ratios.Add(seconds / plain);
                ours.Add(seconds);
                sealings.Add(seconds - drawn);
            }
        }

        if (path is not null)
        {
            File.WriteAllBytes(path, whole);
        }

        Print.Figure("statement.per_second", 1 / Print.Median(ours));
        Print.Figure("statement.seal_ms", Print.Median(sealings) * 1000);
        Print.Figure("statement.bytes", whole.Length);
        Print.Figure("statement.unsealed_bytes", printed.Length);
        Print.Figure("statement.bare_bytes", bare.Length);
        Print.Figure("statement.ratio", Print.Median(ratios));
    }

    /// <summary>A signed statement of two pages.</summary>
    internal static PdfDocument Signed()
    {
        if (TypedSignature.Check("Sample Customer", out var mark) is not null)
        {
            throw new InvalidOperationException("The sample's signature is none.");
        }

        var statement = new Statement(new StatementFacts(
            Reference.Value, "Sample Customer", "SAMPLE-1001", "Running shoes, size 9", 84.5m, "Sample Seller", "UPS", "1Z5R89390357567127",
            ["101 Example Street", "New York, NY 10001"], new DateOnly(2026, 6, 30), new DateOnly(2026, 6, 30),
            ["Front door and porch", "Side yard and shrubbery", "Neighbors"], new DateOnly(2026, 7, 1), new DateOnly(2026, 7, 1), "SAMPLE-CASE-7"));
        return statement.ToSigned(
            new StatementSignature(
                mark!, "Sample Customer", "New York, NY", Now, DeliveryTimeZone.ForState("NY"), "sample@example.com", true, "203.0.113.7", "SampleBrowser/1.0 (Sample)"),
            "Missing Package", "https://missing.example.com/statements/check/AAAAAAAAAAAAAAAAAAAAAA");
    }

    /// <summary>The same text, page by page, in lines that fit.</summary>
    private static List<List<string>> Lines(SkiaPdfEngine engine)
    {
        var pages = new List<List<string>> { new() };
        foreach (var block in Signed().Blocks)
        {
            switch (block)
            {
                case PageBreak:
                    pages.Add([]);
                    break;
                case Heading heading:
                    pages[^1].Add(heading.Text);
                    break;
                case Paragraph paragraph:
                    pages[^1].AddRange(paragraph.Text.Chunk(LineLength).Select(part => new string(part)));
                    break;
                case KeyValueTable table:
                    pages[^1].AddRange(table.Rows.SelectMany(row => row.Values.SelectMany(value => value.Chunk(LineLength)).Select(part => $"{row.Key}  {new string(part)}")));
                    break;
                case SignatureBox box:
                    pages[^1].Add("Sample Customer");
                    pages[^1].AddRange(box.Lines.Select(line => $"{line.Label}  {line.Value}"));
                    break;
                case QrCode code:
                    pages[^1].Add(code.Caption);
                    pages[^1].Add(code.Address);
                    break;
            }
        }

        return pages.Count == engine.Render(Signed()).Pages ? pages : throw new InvalidOperationException("The two documents differ in pages.");
    }

    private static byte[] Bare(List<List<string>> pages)
    {
        using var stream = new SKDynamicMemoryWStream();
        using (var document = SKDocument.CreatePdf(stream))
        using (var font = new SKFont(SKTypeface.Default, 10))
        using (var paint = new SKPaint { Color = SKColors.Black })
        {
            foreach (var lines in pages)
            {
                var canvas = document.BeginPage(612, 792);
                var y = 60f;
                foreach (var line in lines)
                {
                    canvas.DrawText(line, 54, y, font, paint);
                    y += 15;
                }

                document.EndPage();
            }

            document.Close();
        }

        using var data = stream.DetachAsData();
        return data.ToArray();
    }
}
