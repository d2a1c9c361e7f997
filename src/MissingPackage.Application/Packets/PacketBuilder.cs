using MissingPackage.Application.Statements;
using MissingPackage.Application.Storage;
using MissingPackage.Data.Packets;
using MissingPackage.Documents;
using MissingPackage.Documents.Pdf;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Packets;

/// <summary>A packet that was made.</summary>
/// <param name="Content">The file.</param>
/// <param name="MissingCharacters">What no font could draw; usually nothing.</param>
public sealed record BuiltPacket(byte[] Content, IReadOnlyList<string> MissingCharacters);

/// <summary>A packet stays larger than its carrier takes, however small its pictures are made.</summary>
public sealed class PacketTooLargeException(long length, long limit)
    : Exception($"With its pictures as small as they can be read, it has {Size(length)}, and the carrier takes {Size(limit)}. Leave something out, or file some of it separately.")
{
    private static string Size(long bytes) => Text.Times.Size(bytes);
}

/// <summary>Makes a claim packet of what the vault holds.</summary>
public sealed class PacketBuilder(DocumentVault vault, IPdfEngine engine, PacketPictures pictures, TimeProvider time)
{
    /// <summary>How many steps making one takes: a step a page, and one to put it together.</summary>
    public static int StepsOf(PacketSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Request.PacketDocuments.Sum(document => PagesOf(subject, document).Count) + 1;
    }

    /// <summary>Makes one.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="format">In which form.</param>
    /// <param name="step">Called after each step.</param>
    /// <param name="cancellation">Stops before the next step.</param>
    /// <exception cref="DamagedDocumentException">A document isn't as it was stored.</exception>
    /// <exception cref="PacketTooLargeException">It can't be made to fit.</exception>
    public async Task<BuiltPacket> BuildAsync(PacketSubject subject, PacketFormat format, Func<Task> step, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(step);
        var limit = subject.Carrier?.Claim.MaxPacketBytes ?? long.MaxValue;
        var now = time.GetUtcNow().UtcDateTime;
        long length = 0;
        foreach (var level in PictureLevel.All)
        {
            var files = new List<PacketFile>();
            foreach (var document in subject.Request.PacketDocuments)
            {
                files.Add(await ReadAsync(subject, document, level, length == 0 ? step : null, cancellation));
            }

            var built = Assemble(new ClaimPacket(subject, files, StatementPdfs.Author, now), subject, files, format, now);
            length = built.Content.Length;
            if (length <= limit)
            {
                return built;
            }
        }

        throw new PacketTooLargeException(length, limit);
    }

    /// <summary>The pages that leave as pictures: none of an ID that isn't sent, none of a statement whose sealed file goes along.</summary>
    private static IReadOnlyList<DocumentPage> PagesOf(PacketSubject subject, RequestDocument document) =>
        document.Signature is not null || (document.Kind == DocumentKind.PhotoId && subject.IdRule == IdDisclosure.NotSent) ? [] : document.Pages;

    private async Task<PacketFile> ReadAsync(PacketSubject subject, RequestDocument document, PictureLevel level, Func<Task>? step, CancellationToken cancellation)
    {
        if (document.Signature is not null)
        {
            return new PacketFile(document, [], await vault.ReadAsync(DocumentNames.Original(document), document.Sha256, cancellation));
        }

        var isId = document.Kind == DocumentKind.PhotoId;
        var pages = new List<byte[]>();
        foreach (var page in PagesOf(subject, document))
        {
            var jpeg = await vault.ReadAsync(DocumentNames.Page(document, page.Number), page.Sha256, cancellation);
            pages.Add(pictures.Prepare(
                jpeg, level, isId ? ClaimPacket.WatermarkOf(subject) : null, isId && subject.IdRule == IdDisclosure.Masked ? page.Masks : null));
            await (step?.Invoke() ?? Task.CompletedTask);
        }

        return new PacketFile(document, pages);
    }

    private BuiltPacket Assemble(ClaimPacket packet, PacketSubject subject, IReadOnlyList<PacketFile> files, PacketFormat format, DateTime now)
    {
        var cover = engine.Render(packet.Cover);
        if (format == PacketFormat.Zip)
        {
            return new BuiltPacket(PacketZip.Write(packet.Files(cover.Content), now), cover.MissingCharacters);
        }

        var papers = engine.Render(packet.Papers);
        var signed = files.Where(file => file.Sealed is not null).ToList();
        var content = PacketAssembler.Assemble(
            packet.Title,
            StatementPdfs.Author,
            now,
            [
                new PacketPart("Facts for the claim", cover.Content),
                .. signed.Select(file => new PacketPart("Signed statement", file.Sealed!)),
                new PacketPart("Documents and evidence", papers.Content, packet.SectionsOf(papers.Pages)),
            ],
            signed is [var first, ..] ? new PdfAttachment($"{subject.Request.Reference}-statement.pdf", first.Sealed!, "The signed statement with its seal") : null);
        return new BuiltPacket(content, [.. cover.MissingCharacters.Union(papers.MissingCharacters, StringComparer.Ordinal)]);
    }
}
