using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Site;
using MissingPackage.Application.Statements;
using MissingPackage.Application.Storage;
using MissingPackage.Data;
using MissingPackage.Data.Packets;
using MissingPackage.Documents;
using MissingPackage.Documents.Vault;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Packets;

/// <summary>Where a packet stands, for whoever wants it.</summary>
public abstract record PacketStatus
{
    /// <summary>There is no claim to make one for.</summary>
    public sealed record NotAllowed : PacketStatus;

    /// <summary>An agent has to mark first what is covered on the ID.</summary>
    /// <param name="Pages">Pages to look at.</param>
    public sealed record ToMask(int Pages) : PacketStatus;

    /// <summary>Nobody asked for it, or it is out of date.</summary>
    public sealed record NotMade : PacketStatus;

    /// <summary>It is being made, or waits its turn.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="Steps">Steps in all; 0 while it waits.</param>
    public sealed record Making(int Step, int Steps) : PacketStatus;

    /// <summary>It is ready.</summary>
    /// <param name="Length">Bytes.</param>
    /// <param name="MissingCharacters">What no font could draw; usually nothing.</param>
    public sealed record Ready(long Length, string? MissingCharacters) : PacketStatus;

    /// <summary>It can't be made; asking again tries again.</summary>
    /// <param name="Why">In words for an agent.</param>
    public sealed record Failed(string Why) : PacketStatus;
}

/// <summary>A packet that is handed out.</summary>
/// <param name="Content">The file, whole and checked; the caller closes it.</param>
/// <param name="FileName">It carries the reference and nothing of a person.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Sha256">Of the file, in hex.</param>
public sealed record OpenedPacket(Stream Content, string FileName, string MediaType, string Sha256);

/// <summary>
/// Claim packets: asked for, made after the answer by <see cref="PacketMaker"/>, kept encrypted, and handed out only as
/// long as they are made of the facts, documents and rules that hold now.
/// </summary>
public sealed class ClaimPackets(
    MissingPackageContext database, DocumentVault vault, SettingsReader settings, PacketMaker maker, IOptions<SiteOptions> site,
    TimeProvider time, ILogger<ClaimPackets> logger)
{
    /// <summary>Where a packet stands; asks for nothing.</summary>
    /// <param name="request">With its documents.</param>
    /// <param name="format">In which form.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<PacketStatus> StatusAsync(ServiceRequest request, PacketFormat format, CancellationToken cancellation)
    {
        var subject = SubjectOf(request);
        if (WhyNot(subject) is { } not)
        {
            return not;
        }

        return await FindAsync(request, format, cancellation) is { } kept && kept.Key == KeyOf(subject, format) ? StatusOf(kept) : new PacketStatus.NotMade();
    }

    /// <summary>Asks for a packet. One that is ready or being made stays; one that is out of date is erased and made anew.</summary>
    /// <inheritdoc cref="StatusAsync"/>
    public async Task<PacketStatus> RequestAsync(ServiceRequest request, PacketFormat format, CancellationToken cancellation)
    {
        var subject = SubjectOf(request);
        if (WhyNot(subject) is { } not)
        {
            return not;
        }

        var (key, now) = (KeyOf(subject, format), time.GetUtcNow().UtcDateTime);
        var kept = await FindAsync(request, format, cancellation);
        if (kept is null)
        {
            var asked = database.Packets.Add(KeptPacket.Asked(request.Id, format, key, now));
            try
            {
                await database.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException)
            {
                // Somebody else asked first.
                asked.State = EntityState.Detached;
            }
        }
        else if (kept.Key != key || kept.State == KeptPacketState.Failed)
        {
            await database.Packets.Where(p => p.Id == kept.Id && p.Key == kept.Key && p.State == kept.State).ExecuteUpdateAsync(
                p => p.SetProperty(x => x.Key, key).SetProperty(x => x.State, KeptPacketState.Waiting).SetProperty(x => x.RequestedOn, now)
                    .SetProperty(x => x.Step, 0).SetProperty(x => x.Steps, 0).SetProperty(x => x.Attempts, 0).SetProperty(x => x.Lease, (Guid?)null)
                    .SetProperty(x => x.LeasedUntil, (DateTime?)null).SetProperty(x => x.File, (Guid?)null).SetProperty(x => x.Failure, (string?)null), cancellation);
            await EraseFileAsync(kept, cancellation);
        }

        maker.Wake();
        return await StatusAsync(request, format, cancellation);
    }

    /// <summary>Hands a packet out.</summary>
    /// <returns>Null where it isn't ready, or is out of date.</returns>
    /// <inheritdoc cref="StatusAsync"/>
    public async Task<OpenedPacket?> OpenAsync(ServiceRequest request, PacketFormat format, CancellationToken cancellation)
    {
        var subject = SubjectOf(request);
        if (WhyNot(subject) is not null
            || await FindAsync(request, format, cancellation) is not { State: KeptPacketState.Ready, File: { } file, Sha256: { } sha256 } kept
            || kept.Key != KeyOf(subject, format))
        {
            return null;
        }

        try
        {
            var content = await vault.ReadAsync(DocumentNames.Packet(request.Id, file), sha256, cancellation);
            var (extension, mediaType) = format == PacketFormat.Pdf ? ("pdf", "application/pdf") : ("zip", "application/zip");
            return new OpenedPacket(new MemoryStream(content, writable: false), $"{request.Reference}-claim.{extension}", mediaType, sha256);
        }
        catch (DamagedDocumentException damaged)
        {
            // It can be made anew: nothing is lost.
            logger.LogError("A claim packet of request {RequestId} is damaged ({Damage}) and was erased", request.Id, damaged.Damage);
            await EraseAsync(kept, cancellation);
            return null;
        }
    }

    /// <summary>Erases every packet of a request, ready or being made.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="cancellation">Stops before the next step; a repeat finishes it.</param>
    public async Task EraseAsync(Guid requestId, CancellationToken cancellation)
    {
        // The rows first: whoever is making one finds his gone, and keeps nothing.
        await database.Packets.Where(p => p.RequestId == requestId).ExecuteDeleteAsync(cancellation);
        await vault.EraseFolderAsync(DocumentNames.Packets(requestId), cancellation);
    }

    /// <summary>Erases one packet if it is out of date.</summary>
    /// <returns>Whether it was.</returns>
    internal async Task<bool> EraseIfStaleAsync(ServiceRequest request, KeptPacket kept, CancellationToken cancellation)
    {
        var subject = SubjectOf(request);
        if (WhyNot(subject) is null && kept.Key == KeyOf(subject, kept.Format))
        {
            return false;
        }

        await EraseAsync(kept, cancellation);
        return true;
    }

    /// <summary>Erases one packet.</summary>
    internal async Task EraseAsync(KeptPacket kept, CancellationToken cancellation)
    {
        await database.Packets.Where(p => p.Id == kept.Id && p.Key == kept.Key).ExecuteDeleteAsync(cancellation);
        await EraseFileAsync(kept, cancellation);
    }

    /// <summary>What a packet of the request is about, as things are now.</summary>
    public PacketSubject SubjectOf(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new PacketSubject(
            request,
            request.HandedOffTo ?? request.HandedOffTo ?? request.Order.Seller ?? "the seller",
            request.Shipment.Carrier is { } code ? settings.Carrier(code) : null,
            site.Value.Link(StatementPdfs.CheckPath));
    }

    /// <summary>SHA-256 in hex of all that goes into a packet: of anything else, another packet is made.</summary>
    internal static string KeyOf(PacketSubject subject, PacketFormat format)
    {
        var documents = subject.Request.PacketDocuments.ToList();
        // What the cover says is what the facts make of it: a fact that it names later on is in here by itself.
        var cover = new ClaimPacket(subject, documents.ConvertAll(d => new PacketFile(d, [], d.Signature is null ? null : [])), "", subject.Request.OpenedOn).Cover;
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
        {
            ClaimPacket.Version,
            format,
            Cover = cover.Blocks.Cast<object>(),
            Watermark = ClaimPacket.WatermarkOf(subject),
            subject.IdRule,
            subject.Carrier?.Claim.MaxPacketBytes,
            Documents = documents.ConvertAll(d => new { d.Id, d.Kind, d.IdType, d.Sha256, d.ReceivedOn, d.CheckCode, d.Pages }),
        })));
    }

    private static PacketStatus? WhyNot(PacketSubject subject) => !subject.Request.CanMakePacket ? new PacketStatus.NotAllowed()
        : subject.Request.PagesToMask(subject.IdRule).Count() is > 0 and var pages ? new PacketStatus.ToMask(pages)
        : null;

    private static PacketStatus StatusOf(KeptPacket kept) => kept.State switch
    {
        KeptPacketState.Ready => new PacketStatus.Ready(kept.Length, kept.MissingCharacters),
        KeptPacketState.Failed => new PacketStatus.Failed(kept.Failure ?? "It couldn’t be made."),
        _ => new PacketStatus.Making(kept.Step, kept.Steps),
    };

    private Task<KeptPacket?> FindAsync(ServiceRequest request, PacketFormat format, CancellationToken cancellation) =>
        database.Packets.AsNoTracking().SingleOrDefaultAsync(p => p.RequestId == request.Id && p.Format == format, cancellation);

    private async Task EraseFileAsync(KeptPacket kept, CancellationToken cancellation)
    {
        if (kept.File is { } file)
        {
            await vault.EraseAsync(DocumentNames.Packet(kept.RequestId, file), cancellation);
        }
    }
}
