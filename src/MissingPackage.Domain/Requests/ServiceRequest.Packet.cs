using System.Globalization;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Evidence;

namespace MissingPackage.Domain.Requests;

// The claim packet: what goes into it, and what is covered before.
public sealed partial class ServiceRequest
{
    /// <summary>Whether there is a claim to make a packet for: ID and statement were accepted and are still stored.</summary>
    public bool CanMakePacket => Status is RequestStatus.WithSeller or RequestStatus.CarrierClaimFiled or RequestStatus.Resolved
        && _documents.Exists(d => d is { Kind: DocumentKind.PhotoId, State: DocumentState.Accepted })
        && _documents.Exists(d => d is { Kind: DocumentKind.Statement, State: DocumentState.Accepted });

    /// <summary>The files a claim packet holds, in its order: accepted IDs and statements, and what else is usable.</summary>
    public IEnumerable<RequestDocument> PacketDocuments => _documents
        .Where(d => d.Kind.IsRequired() ? d.State == DocumentState.Accepted : d.IsUsable)
        .OrderBy(d => d.Position).ThenBy(d => d.ReceivedOn);

    /// <summary>The pages of IDs on which an agent still has to mark what is covered, under a rule.</summary>
    /// <param name="rule">How much of the ID the carrier gets (<see cref="ClaimRules.PhotoId"/>).</param>
    public IEnumerable<(RequestDocument Document, DocumentPage Page)> PagesToMask(IdDisclosure rule) => rule != IdDisclosure.Masked ? []
        : PacketDocuments.Where(d => d.Kind == DocumentKind.PhotoId).SelectMany(d => d.Pages.Where(p => p.Masks is null).Select(p => (d, p)));

    /// <summary>Marks what is covered on a page of an ID before it leaves.</summary>
    /// <param name="documentId">A photo ID of this request.</param>
    /// <param name="page">Its page's number.</param>
    /// <param name="areas">At most <see cref="MaskedArea.MaxCount"/>; none says that there is nothing to cover.</param>
    /// <param name="agent">Who marks.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">It is no page of an ID that counts.</exception>
    public void MaskPage(Guid documentId, int page, IReadOnlyList<MaskedArea> areas, Actor agent, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(areas.Count, MaskedArea.MaxCount, nameof(areas));
        if (areas.FirstOrDefault(a => !a.IsOnPage) is not null)
        {
            throw new ArgumentException("An area has to lie on the page.", nameof(areas));
        }

        var document = Find(documentId);
        Require(document.CanBeMasked && document.Pages.Any(p => p.Number == page), "Only a page of an ID that counts can be covered.");
        document.Mask(page, areas);
        Record(RequestEventKind.IdMasked, agent, now, document.Kind, areas.Count == 0
            ? $"Page {page.ToString(CultureInfo.InvariantCulture)}: nothing to cover"
            : $"Page {page.ToString(CultureInfo.InvariantCulture)}: {areas.Count.ToString(CultureInfo.InvariantCulture)} covered");
    }

    /// <summary>Notes that the claim packet was taken out; no change that a decision would trip over.</summary>
    /// <param name="detail">In which form, and its SHA-256.</param>
    /// <param name="actor">Who took it.</param>
    /// <param name="now">UTC.</param>
    public void NotePacketDownload(string detail, Actor actor, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(detail);
        ArgumentNullException.ThrowIfNull(actor);
        _events.Add(RequestEvent.Of(Id, RequestEventKind.PacketDownloaded, actor, now, detail: detail));
    }
}
