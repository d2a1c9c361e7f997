namespace MissingPackage.Documents.Pdf;

/// <summary>A document as data: what it says and in which order, not how it looks. An <see cref="IPdfEngine"/> draws it.</summary>
/// <param name="Title">The title a viewer shows for it.</param>
/// <param name="Language">The language it is written in, as BCP 47, such as <c>en-US</c>.</param>
/// <param name="Author">Who issues it.</param>
/// <param name="CreatedOn">UTC; the creation date in its metadata.</param>
/// <param name="Footer">A short line at the foot of every page, beside "Page 1 of 3"; clipped if it is too long for one line.</param>
/// <param name="Blocks">What it says, in order.</param>
public sealed record PdfDocument(
    string Title, string Language, string Author, DateTime CreatedOn, string Footer, IReadOnlyList<Block> Blocks)
{
    /// <summary>Whether its pages are numbered; not those of a part of a larger file (<see cref="PacketAssembler"/>).</summary>
    public bool Numbered { get; init; } = true;
}

/// <summary>A piece of a document.</summary>
public abstract record Block;

/// <summary>A heading. It is never the last thing on a page.</summary>
/// <param name="Level">1 for the document's own, 2 for a section's.</param>
/// <param name="Text">One line, or more if it is long.</param>
public sealed record Heading(int Level, string Text) : Block;

/// <summary>A paragraph of running text.</summary>
/// <param name="Text">Without line breaks.</param>
/// <param name="Small">Set small, for notes.</param>
public sealed record Paragraph(string Text, bool Small = false) : Block;

/// <summary>Names of things beside what they are.</summary>
/// <param name="Rows">From top to bottom.</param>
public sealed record KeyValueTable(IReadOnlyList<KeyValueRow> Rows) : Block;

/// <summary>One row of a <see cref="KeyValueTable"/>.</summary>
/// <param name="Key">The name.</param>
/// <param name="Values">What it is, in one or more lines, such as those of an address.</param>
public sealed record KeyValueRow(string Key, IReadOnlyList<string> Values)
{
    /// <summary>A row of one line.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">What it is.</param>
    public KeyValueRow(string key, string value)
        : this(key, [value])
    {
    }
}

/// <summary>A table with a row of headings, repeated where the table goes on to another page.</summary>
/// <param name="Columns">From left to right.</param>
/// <param name="Rows">From top to bottom, each with as many cells as there are columns.</param>
public sealed record Table(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : Block;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="Weight">Its share of the width: a column of weight 2 is twice as wide as one of weight 1.</param>
public sealed record TableColumn(string Heading, float Weight = 1);

/// <summary>Lines to sign on: a long one for the signature, the first of the others beside it and the rest below. It is never split over two pages,
/// and the end of the paragraph before it stays with it, as does a QR code right after it.</summary>
/// <param name="Label">What is written under the long line, such as "Signature".</param>
/// <param name="Mark">The signature, or null to leave the line empty for a pen.</param>
/// <param name="Lines">The other lines.</param>
public sealed record SignatureBox(string Label, SignatureMark? Mark, IReadOnlyList<SignatureLine> Lines) : Block;

/// <summary>A line of a <see cref="SignatureBox"/>.</summary>
/// <param name="Label">What is written under it, such as "Date".</param>
/// <param name="Value">What is written on it, or null to leave it empty for a pen.</param>
public sealed record SignatureLine(string Label, string? Value = null);

/// <summary>A picture on a page of its own, as large as fits.</summary>
/// <param name="Jpeg">A JPEG file, embedded as it is. It has been through intake: nothing here guards against hostile pictures.</param>
/// <param name="Caption">A line under it.</param>
public sealed record ImagePage(ReadOnlyMemory<byte> Jpeg, string Caption) : Block;

/// <summary>A QR code, with the same address in letters beside it.</summary>
/// <param name="Address">What the code says: an address of at most <see cref="MaxAddress"/> characters.</param>
/// <param name="Caption">What it is for.</param>
public sealed record QrCode(string Address, string Caption) : Block
{
    /// <summary>The longest address. A longer one would need modules too fine for a phone and a cheap printer.</summary>
    public const int MaxAddress = 300;
}

/// <summary>What follows starts a new page.</summary>
public sealed record PageBreak : Block;
