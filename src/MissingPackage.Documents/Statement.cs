using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MissingPackage.Documents.Pdf;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Documents;

/// <summary>What a statement of non-receipt is about. Text comes as people typed it; the statement cleans it.</summary>
/// <param name="Reference">The request's reference, such as <c>MP-7Q4D-0KXE</c>.</param>
/// <param name="Name">Who states it: the full name.</param>
/// <param name="OrderNumber">As the shop prints it.</param>
/// <param name="Item">What was in the package.</param>
/// <param name="Value">US dollars, or null if not to be shown.</param>
/// <param name="Seller">Who sold it, or null if not known.</param>
/// <param name="Carrier">The carrier's name, or null if not known.</param>
/// <param name="TrackingNumber">Or null if not known.</param>
/// <param name="AddressLines">Where it was to go, line by line.</param>
/// <param name="ExpectedDate">The delivery date that was promised.</param>
/// <param name="MarkedDeliveredDate">The day the carrier says it was delivered.</param>
/// <param name="PlacesSearched">The places looked at, in words; may be empty.</param>
/// <param name="SearchedOn">The day by which they were looked at, or null if not known.</param>
/// <param name="CarrierAskedOn">The day by which the carrier was asked, or null if it was not or the day is not known.</param>
/// <param name="CarrierCaseNumber">The case number the carrier gave, or null.</param>
public sealed record StatementFacts(
    string Reference,
    string Name,
    string OrderNumber,
    string Item,
    decimal? Value,
    string? Seller,
    string? Carrier,
    string? TrackingNumber,
    IReadOnlyList<string> AddressLines,
    DateOnly ExpectedDate,
    DateOnly MarkedDeliveredDate,
    IReadOnlyList<string> PlacesSearched,
    DateOnly? SearchedOn = null,
    DateOnly? CarrierAskedOn = null,
    string? CarrierCaseNumber = null);

/// <summary>Sentences that an owner may add to the statement. Both are off unless asked for.</summary>
/// <param name="PenaltyOfPerjury">The declaration of 28 U.S.C. 1746, which covers federal matters.</param>
/// <param name="RefusesRedelivery">That the customer will not accept the package if it is brought again.</param>
public sealed record StatementOptions(bool PenaltyOfPerjury = false, bool RefusesRedelivery = false);

/// <summary>How, when and by whom a statement was signed on screen.</summary>
/// <param name="Mark">The typed or drawn signature.</param>
/// <param name="Name">The signer's name in print.</param>
/// <param name="Place">City and state, as the signer gave it.</param>
/// <param name="SignedOn">UTC.</param>
/// <param name="Zone">The delivery address's zone, for showing the time.</param>
/// <param name="Email">The signer's address, as they gave it.</param>
/// <param name="EmailConfirmed">Whether the browser that signed had opened a link sent to that address.</param>
/// <param name="IpAddress">Where the signature came from.</param>
/// <param name="UserAgent">What the browser calls itself; clipped to 300 characters.</param>
public sealed record StatementSignature(
    SignatureMark Mark,
    string Name,
    string Place,
    DateTime SignedOn,
    DeliveryTimeZone Zone,
    string Email,
    bool EmailConfirmed,
    string IpAddress,
    string UserAgent);

/// <summary>
/// The statement of non-receipt: all that it says, in one place, as data. A page shows <see cref="Body"/> as HTML, and
/// <see cref="ToPrint"/> and <see cref="ToSigned"/> make documents of the same blocks.
/// </summary>
public sealed class Statement
{
    /// <summary>The version of the wording. Any change of a word, or of which facts are named, needs a new one.</summary>
    public const string Version = "2026.1";

    /// <summary>What it is called.</summary>
    public const string Title = "Statement of non-receipt";

    /// <summary>What a customer agrees to before signing on screen (ESIGN, 15 U.S.C. 7001; UETA).</summary>
    public const string Consent =
        "I agree to sign this statement electronically. I know that I could sign it on paper instead, and that I can keep a copy.";

    /// <summary>The label of the signature itself.</summary>
    public const string SignatureLabel = "Signature";

    private const string Language = "en-US";
    private const int MaxUserAgent = 300;
    private const string NotKnown = "Not known";
    private const string EmailConfirmed = "Confirmed: the browser that signed had opened a link sent to this address.";
    private const string EmailNotConfirmed = "Not confirmed: the browser that signed had not opened a link sent to this address.";

    /// <summary>Words the statement.</summary>
    /// <param name="facts">What it is about.</param>
    /// <param name="options">Which sentences are added; none if null.</param>
    public Statement(StatementFacts facts, StatementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Reference = PlainText.Clean(facts.Reference);
        Body = Write(facts, options ?? new StatementOptions());
        Text = ToText(Body);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    /// <summary>The request's reference.</summary>
    public string Reference { get; }

    /// <summary>The statement from its title to its last sentence: <see cref="Heading"/>, <see cref="Paragraph"/> and
    /// <see cref="KeyValueTable"/> blocks. The lines to sign on are not part of it.</summary>
    public IReadOnlyList<Block> Body { get; }

    /// <summary>The statement as one text: each heading, paragraph and table row is a line ended by a line feed; in a
    /// table row the name and each of its values are separated by a tab. No text within has either character, so two
    /// statements with the same text say the same. Composed form (NFC).</summary>
    public string Text { get; }

    /// <summary>SHA-256 of <see cref="Text"/> in UTF-8, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>The labels of the lines under the signature, in order.</summary>
    public static IReadOnlyList<string> LineLabels { get; } = ["Date", "Name in print", "Place (city and state)"];

    /// <summary>The statement to print and sign with a pen.</summary>
    /// <param name="uploadAddress">Where a phone sends the photo of the signed page; printed as a QR code.</param>
    /// <param name="author">Who issues it.</param>
    /// <param name="now">UTC.</param>
    public PdfDocument ToPrint(string uploadAddress, string author, DateTime now) => Document(author, now,
    [
        .. Body,
        new SignatureBox(SignatureLabel, null, [.. LineLabels.Select(label => new SignatureLine(label))]),
        new QrCode(uploadAddress, "Signed? Scan this code with your phone to open your request. Then take a photo of each whole page and send it to us."),
    ]);

    /// <summary>The signed statement, with a last page on how it was signed. It is not sealed yet.</summary>
    /// <param name="signature">How it was signed.</param>
    /// <param name="author">Who issues it.</param>
    /// <param name="checkAddress">Where anyone can check the file, printed as a QR code; or null.</param>
    public PdfDocument ToSigned(StatementSignature signature, string author, string? checkAddress = null)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var name = PlainText.Clean(signature.Name);
        string[] values = [Day(DateOnly.FromDateTime(signature.Zone.ToLocal(signature.SignedOn))), name, PlainText.Clean(signature.Place)];
        var blocks = new List<Block>(Body)
        {
            new SignatureBox(SignatureLabel, signature.Mark, [.. LineLabels.Zip(values, (label, value) => new SignatureLine(label, value))]),
            new PageBreak(),
            new Heading(2, "How this statement was signed"),
            new KeyValueTable(
            [
                new("Reference", Reference),
                new("Signed by", name),
                new("Way of signing", signature.Mark is TypedSignature ? "Typed name, on screen" : "Drawn by hand, on screen"),
                new("Time", [LocalTime(signature), UtcTime(signature.SignedOn)]),
                new("Consent", Consent),
                new("Email address", [PlainText.Clean(signature.Email), signature.EmailConfirmed ? EmailConfirmed : EmailNotConfirmed]),
                new("IP address", PlainText.Clean(signature.IpAddress)),
                new("Browser", Clip(PlainText.Clean(signature.UserAgent))),
                new("Wording", Version),
                new("SHA-256", Sha256),
            ]),
            new Paragraph(
                "The SHA-256 is that of the statement’s text from its title to its last sentence, without the signature: in UTF-8, "
                + "each heading, paragraph and table row on a line ended by a line feed, the parts of a table row separated by tabs.",
                Small: true),
            new Paragraph("This file is sealed with a digital signature. A PDF reader can tell whether it was changed after that.", Small: true),
        };
        if (checkAddress is not null)
        {
            blocks.Add(new QrCode(checkAddress, "Is this statement ours? This address says for which request it was issued, and checks that a file was not changed."));
        }

        return Document(author, signature.SignedOn, blocks);
    }

    private static List<Block> Write(StatementFacts facts, StatementOptions options)
    {
        var item = PlainText.Clean(facts.Item);
        var body = new List<Block>
        {
            new Heading(1, Title),
            new Paragraph($"Reference {PlainText.Clean(facts.Reference)}. Wording {Version}.", Small: true),
            new Paragraph($"I, {PlainText.Clean(facts.Name)}, state that the package described here did not reach me."),
            new KeyValueTable(
            [
                new("Order", PlainText.Clean(facts.OrderNumber)),
                new("Item", facts.Value is { } value ? $"{item} ({value.ToString("$#,##0.00", CultureInfo.InvariantCulture)})" : item),
                new("Seller", Known(facts.Seller)),
                new("Carrier", Known(facts.Carrier)),
                new("Tracking number", Known(facts.TrackingNumber)),
                new("Delivery address", [.. facts.AddressLines.Select(PlainText.Clean).Where(line => line.Length > 0)]),
                new("Expected", Day(facts.ExpectedDate)),
                new("Marked delivered", Day(facts.MarkedDeliveredDate)),
            ]),
            new Paragraph(
                "The carrier’s records show the package as delivered. I have not received it, and nobody in my household has. "
                + "To my knowledge, nobody has accepted it for me."),
        };
        if (facts.PlacesSearched.Count > 0)
        {
            var when = facts.SearchedOn is { } day ? $"By {Day(day)}" : "Before making this statement";
            body.Add(new Paragraph($"{when}, I had looked in these places: {string.Join("; ", facts.PlacesSearched.Select(PlainText.Clean))}."));
        }

        if (CarrierCall(facts) is { } call)
        {
            body.Add(new Paragraph(call));
        }

        body.Add(new Paragraph("If the package turns up, I will tell the customer care team at once."));
        if (options.RefusesRedelivery)
        {
            body.Add(new Paragraph("If the carrier brings the package again, I will refuse it."));
        }

        body.Add(new Paragraph(options.PenaltyOfPerjury
            ? "I declare under penalty of perjury under the laws of the United States of America that the foregoing is true and correct. "
                + "Executed on the date beside my signature."
            : "What I state here is true to the best of my knowledge."));
        return body;
    }

    private static string? CarrierCall(StatementFacts facts)
    {
        var asked = facts.CarrierAskedOn is { } day ? $"By {Day(day)}, I had asked the carrier about it." : "I asked the carrier about it.";
        return facts.CarrierCaseNumber is { } number ? $"{asked} The carrier’s case number is {PlainText.Clean(number)}."
            : facts.CarrierAskedOn is null ? null
            : asked;
    }

    private static string ToText(IEnumerable<Block> body)
    {
        var text = new StringBuilder();
        foreach (var block in body)
        {
            switch (block)
            {
                case Heading heading:
                    text.Append(heading.Text).Append('\n');
                    break;
                case Paragraph paragraph:
                    text.Append(paragraph.Text).Append('\n');
                    break;
                case KeyValueTable table:
                    foreach (var row in table.Rows)
                    {
                        text.Append(row.Key).Append('\t').AppendJoin('\t', row.Values).Append('\n');
                    }

                    break;
                default:
                    throw new InvalidOperationException($"A statement has no {block.GetType().Name}.");
            }
        }

        return text.ToString();
    }

    private PdfDocument Document(string author, DateTime now, IReadOnlyList<Block> blocks) =>
        new($"{Title} {Reference}", Language, author, now, $"{Title} · {Reference}", blocks);

    private static string Known(string? text) => PlainText.Clean(text ?? "") is { Length: > 0 } known ? known : NotKnown;

    private static string Day(DateOnly date) => date.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture);

    private static string LocalTime(StatementSignature signature)
    {
        var local = signature.Zone.ToLocal(signature.SignedOn);
        var half = local.Hour < 12 ? "am" : "pm";
        return string.Create(
            CultureInfo.InvariantCulture, $"{local:dddd, MMMM d, yyyy, h:mm:ss} {half} {signature.Zone.Name} ({signature.Zone.Abbreviation})");
    }

    private static string UtcTime(DateTime utc) => string.Create(CultureInfo.InvariantCulture, $"{utc:yyyy-MM-dd HH:mm:ss} UTC");

    private static string Clip(string text)
    {
        if (text.Length <= MaxUserAgent)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxUserAgent - 1]) ? MaxUserAgent - 1 : MaxUserAgent;
        return text[..end] + "…";
    }
}
