using System.Globalization;
using System.Text;
using MissingPackage.Documents.Pdf;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Documents;

/// <summary>A document as it leaves in a packet.</summary>
/// <param name="Document">The record of it.</param>
/// <param name="Pages">Its pages as JPEGs, prepared (<see cref="PacketPictures"/>); empty where it doesn't leave, or leaves as <paramref name="Sealed"/>.</param>
/// <param name="Sealed">The sealed PDF of a statement that was signed on screen; or null.</param>
public sealed record PacketFile(RequestDocument Document, IReadOnlyList<byte[]> Pages, byte[]? Sealed = null);

/// <summary>What makes one packet differ from another.</summary>
/// <param name="Request">The request with its documents.</param>
/// <param name="Seller">Who files the claim, by name.</param>
/// <param name="Carrier">With its claim rules; null where the carrier isn't one of ours.</param>
/// <param name="CheckPage">Where anyone can check a sealed statement.</param>
public sealed record PacketSubject(ServiceRequest Request, string Seller, Carrier? Carrier, Uri CheckPage)
{
    /// <summary>How much of the ID leaves.</summary>
    public IdDisclosure IdRule => Carrier?.Claim.PhotoId ?? IdDisclosure.Masked;
}

/// <summary>
/// The claim packet: all that it says, in one place, as data. <see cref="Cover"/> comes first, then the pages of the
/// statement, then <see cref="Papers"/>.
/// </summary>
public sealed class ClaimPacket
{
    /// <summary>The version of what a packet says and how it looks: a packet of another one is made anew.</summary>
    public const string Version = "2026.1";

    private const string Language = "en-US";
    private const string NotKnown = "Not known";
    private const string SenderKnows = "Not known to the care team; the sender has it";

    private readonly PacketSubject _subject;
    private readonly IReadOnlyList<PacketFile> _files;
    private readonly string _author;
    private readonly DateTime _now;

    /// <summary>Words a packet.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="files">The documents, in order; of an ID that doesn't leave, no page.</param>
    /// <param name="author">Who issues it.</param>
    /// <param name="now">UTC.</param>
    public ClaimPacket(PacketSubject subject, IReadOnlyList<PacketFile> files, string author, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(files);
        (_subject, _files, _author, _now) = (subject, files, author, now);
    }

    /// <summary>What an ID's watermark says: for whom, for which request and for what it was made.</summary>
    public static string WatermarkOf(PacketSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return $"{PlainText.Clean(subject.Seller)} · {subject.Request.Reference} · Only for a claim with {CarrierOf(subject)}";
    }

    /// <summary>What a part of the PDF is called, in its outline and at the head of its pages.</summary>
    public string Title => $"Claim packet {Reference}";

    /// <summary>The facts, in the order of the carrier's form, then what is in the packet.</summary>
    public PdfDocument Cover => Document(
    [
        new Heading(1, "Claim for a package that was not received"),
        new Paragraph($"Reference {Reference}. Prepared for {Seller} to file with {CarrierOf(_subject)}, {Day(_subject.Request.Zone.DateOf(_now))}."),
        new KeyValueTable([.. Form.Select(asked => new KeyValueRow(ClaimFormText.NameOf(asked, _subject.Carrier?.Code), ValuesOf(asked)))]),
        .. Further(),
        new Heading(2, "In this packet"),
        new KeyValueTable([.. Contents()]),
        .. Check(),
    ]);

    /// <summary>The pages of paper statements, the ID, the list of evidence, and everything else that shows something.</summary>
    public PdfDocument Papers => Document(
    [
        .. ImagesOf(DocumentKind.Statement),
        .. ImagesOf(DocumentKind.PhotoId),
        new PageBreak(),
        new Heading(1, "List of evidence"),
        new Paragraph($"Every file that was received for request {Reference} and counts. The SHA-256 is that of the bytes as they came; pictures in this packet are clean copies, made smaller.", Small: true),
        new KeyValueTable([.. _files.Select(file => new KeyValueRow(PacketWords.NameOf(file.Document), [$"Received {Received(file)}", Extent(file), $"SHA-256 {file.Document.Sha256}"]))]),
        .. Supporting.SelectMany(ImagesOf),
    ]);

    /// <summary>The list of evidence as CSV (RFC 4180), for the packet of separate files.</summary>
    public string EvidenceCsv
    {
        get
        {
            var csv = new StringBuilder("What,Received (UTC),In this packet,SHA-256 as received\r\n");
            foreach (var file in _files)
            {
                csv.Append(CultureInfo.InvariantCulture,
                    $"\"{PacketWords.NameOf(file.Document)}\",{file.Document.ReceivedOn:yyyy-MM-dd HH:mm:ss},\"{Extent(file)}\",{file.Document.Sha256}\r\n");
            }

            return csv.ToString();
        }
    }

    /// <summary>Where the parts of <see cref="Papers"/> begin, for an outline.</summary>
    /// <param name="pages">How many pages it has.</param>
    public IReadOnlyList<(string Title, int Page)> SectionsOf(int pages)
    {
        var sections = new List<(string, int)>();
        var page = 1;
        void Add(DocumentKind kind)
        {
            var count = _files.Where(file => file.Document.Kind == kind).Sum(file => file.Pages.Count);
            if (count > 0)
            {
                sections.Add((PacketWords.NameOf(kind), page));
                page += count;
            }
        }

        Add(DocumentKind.Statement);
        Add(DocumentKind.PhotoId);
        sections.Add(("List of evidence", page));
        page = pages + 1 - _files.Where(file => !file.Document.Kind.IsRequired()).Sum(file => file.Pages.Count);
        foreach (var kind in Supporting)
        {
            Add(kind);
        }

        return sections;
    }

    /// <summary>The packet as separate files: the same, but the statement as it was sealed and each picture by itself.</summary>
    /// <param name="cover">The PDF of <see cref="Cover"/>.</param>
    public IReadOnlyList<ZipFileContent> Files(byte[] cover)
    {
        var files = new List<ZipFileContent> { new($"{Reference}-cover.pdf", cover) };
        foreach (var kind in (DocumentKind[])[DocumentKind.Statement, DocumentKind.PhotoId, .. Supporting])
        {
            var ofKind = _files.Where(file => file.Document.Kind == kind).ToList();
            var name = $"{Reference}-{PacketWords.FileNameOf(kind)}";
            files.AddRange(ofKind.Where(file => file.Sealed is not null).Select((file, i) => new ZipFileContent(i == 0 ? $"{name}.pdf" : $"{name}-{i + 1}.pdf", file.Sealed!)));
            files.AddRange(ofKind.SelectMany(file => file.Pages).Select((page, i) => new ZipFileContent($"{name}-{i + 1}.jpg", page)));
        }

        files.Add(new($"{Reference}-evidence.csv", Encoding.UTF8.GetBytes(EvidenceCsv)));
        return files;
    }

    // Proof of value first: every carrier asks for it.
    private static IEnumerable<DocumentKind> Supporting => DocumentKinds.Supporting.OrderByDescending(kind => kind == DocumentKind.ProofOfValue);

    private string Reference => _subject.Request.Reference.Value;

    private string Seller => PlainText.Clean(_subject.Seller);

    private IReadOnlyList<ClaimField> Form => _subject.Carrier?.Claim.Form ?? ClaimForm.Usual;

    private static string CarrierOf(PacketSubject subject) => subject.Carrier?.Name ?? "the carrier";

    private PdfDocument Document(IReadOnlyList<Block> blocks) =>
        new(Title, Language, _author, _now, $"{Title} · {PlainText.Clean(_subject.Seller)}", blocks) { Numbered = false };

    private IReadOnlyList<string> ValuesOf(ClaimField field)
    {
        var request = _subject.Request;
        return field switch
        {
            ClaimField.TrackingNumber => [Known(request.Shipment.TrackingNumber)],
            ClaimField.Reason => [$"Marked as delivered on {Day(request.Shipment.MarkedDeliveredDate)}, and not received"],
            ClaimField.MailingDate when request.MailedDate is { } mailed => [Day(mailed)],
            ClaimField.MailingDate or ClaimField.ServiceAndInsurance or ClaimField.Weight => [SenderKnows],
            ClaimField.ExpectedDelivery => [Day(request.Shipment.ExpectedDate)],
            ClaimField.MarkedDelivered => [Day(request.Shipment.MarkedDeliveredDate)],
            ClaimField.Sender => [Seller],
            ClaimField.Recipient => [PlainText.Clean(request.Customer.Name)],
            ClaimField.DeliveryAddress => [.. request.Address.Lines.Select(PlainText.Clean).Where(line => line.Length > 0)],
            ClaimField.RecipientContact => [PlainText.Clean(request.Customer.Email), .. request.Customer.Phone is { } phone ? new[] { PlainText.Clean(phone) } : []],
            ClaimField.OrderNumber => [PlainText.Clean(request.Order.Number)],
            ClaimField.Contents => [PlainText.Clean(request.Order.Item)],
            ClaimField.SerialNumbers => [Known(request.Order.SerialNumbers)],
            ClaimField.Pieces => ["1"],
            ClaimField.Value => [request.Order.Value.ToString("$#,##0.00", CultureInfo.InvariantCulture) + " (US dollars)"],
            ClaimField.CarrierCase => [request.Search.CarrierCaseNumber is { } number ? PlainText.Clean(number) : "None known"],
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "There is no such field."),
        };
    }

    private IEnumerable<Block> Further()
    {
        var rows = new List<KeyValueRow>();
        if (_subject.Request.Search.Places is { Count: > 0 } places)
        {
            rows.Add(new("Searched in vain", string.Join("; ", places.Select(SearchChecklist.TitleOf))));
        }

        if (_subject.Request.PoliceReportNumber is { } report)
        {
            rows.Add(new("Report to the police", PlainText.Clean(report)));
        }

        if (_subject.Request.LabelZip is { } zip)
        {
            rows.Add(new("ZIP Code on the label", PlainText.Clean(zip)));
        }

        if (rows.Count > 0)
        {
            yield return new Heading(2, "What else supports the claim");
            yield return new KeyValueTable(rows);
        }
    }

    private IEnumerable<KeyValueRow> Contents()
    {
        foreach (var kind in (DocumentKind[])[DocumentKind.Statement, DocumentKind.PhotoId, .. Supporting])
        {
            var files = _files.Where(file => file.Document.Kind == kind).ToList();
            if (files.Count == 0)
            {
                continue;
            }

            yield return new(PacketWords.NameOf(kind), [.. files.Select(file => $"{PacketWords.DetailOf(file)}{Extent(file)}")]);
        }

        yield return new("List of evidence", "Every file with its SHA-256");
    }

    private IEnumerable<Block> Check()
    {
        if (_files.FirstOrDefault(file => file.Sealed is not null) is { Document.CheckCode: { } code })
        {
            yield return new QrCode($"{_subject.CheckPage}/{code}",
                "The statement was signed on screen and sealed. A copy of its pages can’t carry the seal: the sealed file itself is attached to this PDF, and lies in the ZIP. At this address anyone can check that it wasn’t changed.");
        }
    }

    private IEnumerable<Block> ImagesOf(DocumentKind kind)
    {
        foreach (var file in _files.Where(file => file.Document.Kind == kind && file.Sealed is null))
        {
            for (var page = 0; page < file.Pages.Count; page++)
            {
                yield return new ImagePage(file.Pages[page], $"{PacketWords.NameOf(file.Document)}, page {page + 1} of {file.Pages.Count}. Received {Received(file)}. {Note(file)}".TrimEnd());
            }
        }
    }

    private string Note(PacketFile file) => file.Document.Kind != DocumentKind.PhotoId ? ""
        : file.Document.Pages.Any(p => p.Masks is { Count: > 0 }) && _subject.IdRule == IdDisclosure.Masked ? "Covered areas and the watermark are part of the picture."
        : "The watermark is part of the picture.";

    private string Extent(PacketFile file) => file switch
    {
        { Sealed: not null } => "The sealed PDF and its pages",
        { Pages.Count: 0 } => $"Not sent: {CarrierOf(_subject)} doesn’t ask for it",
        { Document.Kind: DocumentKind.PhotoId } when _subject.IdRule == IdDisclosure.Masked => $"{Pages(file)}, partly covered, watermarked",
        { Document.Kind: DocumentKind.PhotoId } => $"{Pages(file)}, watermarked",
        _ => Pages(file),
    };

    private static string Pages(PacketFile file) => file.Pages.Count == 1 ? "1 page" : $"{file.Pages.Count.ToString(CultureInfo.InvariantCulture)} pages";

    private string Received(PacketFile file)
    {
        var zone = _subject.Request.Zone;
        var local = zone.ToLocal(file.Document.ReceivedOn);
        return string.Create(CultureInfo.InvariantCulture, $"{local:MMM d, yyyy, h:mm} {(local.Hour < 12 ? "am" : "pm")} {zone.Abbreviation}");
    }

    private static string Known(string? text) => PlainText.Clean(text ?? "") is { Length: > 0 } known ? known : NotKnown;

    private static string Day(DateOnly date) => date.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture);
}
