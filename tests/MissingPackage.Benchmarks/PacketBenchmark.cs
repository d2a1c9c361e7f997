using System.Security.Cryptography;
using MissingPackage.Documents;
using MissingPackage.Documents.Pdf;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;
using SkiaSharp;
using UglyToad.PdfPig.Writer;

namespace MissingPackage.Benchmarks;

/// <summary>
/// <c>packet.ratio</c>: the whole claim packet (two photos of an ID decoded, shrunk, watermarked, covered and encoded; cover
/// and papers worded, laid out and drawn; all put together with the sealed statement of two pages attached) to the plain
/// least that such a packet takes: the same two photos decoded, shrunk and encoded, and the same finished pages merged by
/// PdfPig. Pair by pair in one run on one core. Also packets a second and bytes.
/// </summary>
internal static class PacketBenchmark
{
    private const int Pairs = 20;
    private const int WarmUps = 4;

    private static readonly DateTime Now = StatementBenchmark.Now;
    private static readonly PictureLevel Level = PictureLevel.All[0];

    /// <summary>Measures, and writes one packet.</summary>
    /// <param name="path">Where to, or null.</param>
    public static void Run(string? path)
    {
        OneCore.Stay();
        using var engine = new SkiaPdfEngine();
        using var pictures = new PacketPictures();
        using var certificate = SealCertificate.CreateSelfSigned("MissingPackage benchmark", Now);
        var statement = PdfSeal.Apply(engine.Render(StatementBenchmark.Signed()).Content, StatementBenchmark.Reference, certificate, Now);
        // As intake leaves a photo: 2,400 pixels, with all the grain a phone puts into it.
        var photos = Enumerable.Range(1, 2).Select(_ => Shrink(Photos.TwelveMegapixels(4_000_000), 2400, 85)).ToList();
        var subject = new PacketSubject(Request(statement, photos), "Sample Seller", CarrierDirectory.Get(CarrierCode.Ups), new Uri("https://missing.example.com/statements/check"));
        var documents = subject.Request.Documents;

        byte[] cover = [], papers = [], whole = [], merged = [];
        var plainPictures = new List<byte[]>();
        var (ratios, ours) = (new List<double>(), new List<double>());
        for (var pair = -WarmUps; pair < Pairs; pair++)
        {
            var seconds = OneCore.Time(1, () =>
            {
                var files = documents.Select((document, i) => document.Kind == DocumentKind.Statement
                    ? new PacketFile(document, [], statement)
                    : new PacketFile(document, [pictures.Prepare(photos[i - 1], Level, ClaimPacket.WatermarkOf(subject), document.Pages[0].Masks)])).ToList();
                var packet = new ClaimPacket(subject, files, "Missing Package", Now);
                cover = engine.Render(packet.Cover).Content;
                var drawn = engine.Render(packet.Papers);
                papers = drawn.Content;
                whole = Assemble(packet, drawn.Pages, cover, papers, statement);
            });
            var plain = OneCore.Time(1, () =>
            {
                plainPictures = photos.ConvertAll(photo => Shrink(photo, Level.LongSide, Level.Quality));
                merged = PdfMerger.Merge([cover, statement, papers]);
            });
            if (pair >= 0)
            {
                ratios.Add(seconds / plain);
                ours.Add(seconds);
            }
        }

        if (path is not null)
        {
            File.WriteAllBytes(path, whole);
        }

        Print.Figure("packet.per_second", 1 / Print.Median(ours));
        Print.Figure("packet.bytes", whole.Length);
        Print.Figure("packet.statement_bytes", statement.Length);
        Print.Figure("packet.photo_bytes", photos.Sum(photo => photo.Length));
        Print.Figure("packet.merged_bytes", merged.Length);
        Print.Figure("packet.plain_photo_bytes", plainPictures.Sum(picture => picture.Length));
        Print.Figure("packet.ratio", Print.Median(ratios));
    }

    private static byte[] Assemble(ClaimPacket packet, int pages, byte[] cover, byte[] papers, byte[] statement) => PacketAssembler.Assemble(
        packet.Title, "Missing Package", Now,
        [new("Facts for the claim", cover), new("Signed statement", statement), new("Documents and evidence", papers, packet.SectionsOf(pages))],
        new PdfAttachment($"{StatementBenchmark.Reference}-statement.pdf", statement, "The signed statement with its seal"));

    private static ServiceRequest Request(byte[] statement, IReadOnlyList<byte[]> photos)
    {
        var facts = new RequestFacts(
            new OrderFacts("SAMPLE-1001", "Running shoes, size 9", "Sample Seller", 84.5m),
            new CustomerFacts("Sample Customer", "sample@example.com", "(212) 555-0123"),
            new DeliveryAddress("101 Example Street", null, "New York", "NY", "10001"),
            new ShipmentFacts(CarrierCode.Ups, "1Z5R89390357567127", new DateOnly(2026, 6, 30), new DateOnly(2026, 6, 30)),
            HomeSearch.None);
        var request = ServiceRequest.Open(Guid.NewGuid(), StatementBenchmark.Reference, Guid.NewGuid(), facts, Now);
        Add(DocumentKind.Statement, null, statement, null);
        foreach (var photo in photos)
        {
            Add(DocumentKind.PhotoId, PhotoIdType.DriversLicense, photo, [new MaskedArea(40, 20, 30, 8)]);
        }

        return request;

        void Add(DocumentKind kind, PhotoIdType? type, byte[] content, IReadOnlyList<MaskedArea>? masks)
        {
            var id = Guid.NewGuid();
            // Two photos with the same bytes would count as one that was sent twice.
            var hash = Convert.ToHexStringLower(SHA256.HashData([.. content, .. id.ToByteArray()]));
            request.AttachDocument(new UploadedFile(id, Guid.NewGuid(), kind, type, "image/jpeg", content.Length, hash), Now);
            request.FinishDocument(id, [new DocumentPage(1, 2400, 1800, content.Length, hash) { Masks = masks }], Now);
        }
    }

    private static byte[] Shrink(byte[] jpeg, int longSide, int quality)
    {
        using var bitmap = SKBitmap.Decode(jpeg);
        var scale = (float)longSide / Math.Max(bitmap.Width, bitmap.Height);
        using var small = bitmap.Resize(
            new SKImageInfo((int)(bitmap.Width * scale), (int)(bitmap.Height * scale)), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var image = SKImage.FromBitmap(small);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }
}
