using MissingPackage.Documents.Pdf;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Documents.Tests.Pdf;

/// <summary>Statements of nobody about nothing.</summary>
internal static class SampleStatements
{
    public const string Author = "Sample Market";
    public const string UploadAddress = "https://care.example.test/requests/sample/upload?code=sample0123456789";

    public static readonly DateTime Now = new(2026, 3, 13, 20, 5, 9, DateTimeKind.Utc);

    // One for all tests, as in the application.
    public static readonly SkiaPdfEngine Engine = new();

    public static readonly RequestReference Reference = RequestReference.FromRandom([1, 2, 3, 4, 5]);

    public static StatementFacts Facts { get; } = new(
        Reference.Value,
        "Pat Sample",
        "112-0000000-0000000",
        "Sample headphones, wireless",
        84.5m,
        "Sample Seller",
        "USPS",
        "9400 1112 0620 6406 2607 87",
        ["500 Sample Street", "Apartment 4B", "Portland, OR 97201"],
        new DateOnly(2026, 3, 10),
        new DateOnly(2026, 3, 11),
        ["Front door and porch", "Side yard, behind shrubbery", "Neighbors on both sides"],
        new DateOnly(2026, 3, 12),
        new DateOnly(2026, 3, 12),
        "SAMPLE-0011");

    public static TypedSignature Typed(string name = "Pat Sample")
    {
        Assert.Null(TypedSignature.Check(name, out var typed));
        return typed!;
    }

    public static DrawnSignature Drawn(int points = 200)
    {
        var stroke = Enumerable.Range(0, points)
            .Select(i => (double)i / points)
            .Select(t => new PenPoint(0.1 + (t * 0.8), 0.5 + (0.4 * Math.Sin(t * 40)), 0.3 + (0.5 * Math.Abs(Math.Sin(t * 20)))))
            .ToList();
        Assert.Null(DrawnSignature.Check([stroke, [new PenPoint(0.5, 0.05)]], 3, out var drawn));
        return drawn!;
    }

    public static StatementSignature Signature(SignatureMark mark) => new(
        mark, "Pat Sample", "Portland, OR", Now, DeliveryTimeZone.ForState("OR"), "pat@example.test", true, "203.0.113.7", "SampleBrowser/1.0 (Sample)");

    public static byte[] SignedPdf() => Engine.Render(new Statement(Facts).ToSigned(Signature(Typed()), Author)).Content;

    public static PdfDocument Document(params Block[] blocks) => new("Sample", "en-US", Author, Now, "Sample", blocks);

    public static string Words(int count) => string.Join(' ', Enumerable.Repeat("sample words", count));
}
