using MissingPackage.Domain.Evidence;

namespace MissingPackage.Domain.Requests;

/// <summary>Where one uploaded file stands. Stored by name: rename nothing, only add.</summary>
public enum DocumentState
{
    /// <summary>Safely stored as it came, not yet cleaned: nobody sees it.</summary>
    Checking,

    /// <summary>Cleaned and ready for an agent.</summary>
    Received,

    /// <summary>An agent accepted it.</summary>
    Accepted,

    /// <summary>An agent asked for another one in its place.</summary>
    SetAside,

    /// <summary>Refused after a delayed check; its bytes are gone.</summary>
    Refused,

    /// <summary>The customer took it back; its bytes are gone.</summary>
    Removed,

    /// <summary>Erased by a retention rule or an agent; its bytes are gone.</summary>
    Erased,

    /// <summary>A signed statement of which a fact was corrected afterwards: kept as it is, and no longer counted.</summary>
    Voided,
}

/// <summary>One page of a cleaned file: a JPEG of our own making in the vault.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Length">Bytes of the JPEG before encryption.</param>
/// <param name="Sha256">SHA-256 of the JPEG before encryption, lower-case hex.</param>
public sealed record DocumentPage(int Number, int Width, int Height, long Length, string Sha256)
{
    /// <summary>What is covered before the page leaves for a carrier that gets the ID masked; empty where an agent found
    /// nothing to cover, null while none has looked.</summary>
    public IReadOnlyList<MaskedArea>? Masks { get; init; }
}

/// <summary>What arrived in one upload.</summary>
/// <param name="Id">The document's id; the vault's names derive from it, never from the customer's file name.</param>
/// <param name="UploadId">Made by the browser once a file: a repeated upload is recognised by it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IdType">Which ID; null for anything else.</param>
/// <param name="MediaType">From the bytes, such as <c>image/jpeg</c>.</param>
/// <param name="Length">Bytes as uploaded.</param>
/// <param name="Sha256">SHA-256 of the bytes as uploaded, lower-case hex.</param>
/// <param name="Replaces">The file whose place it takes, or null to stand behind the others.</param>
public sealed record UploadedFile(
    Guid Id, Guid UploadId, DocumentKind Kind, PhotoIdType? IdType, string MediaType, long Length, string Sha256, Guid? Replaces = null);

/// <summary>One file a customer sent: a photo of one side of an ID, say, or a signed statement.</summary>
public sealed class RequestDocument
{
    /// <summary>Length of a SHA-256 in hex.</summary>
    public const int Sha256Length = 64;

    /// <summary>Length of a <see cref="CheckCode"/>: 128 bits in base64url.</summary>
    public const int CheckCodeLength = 22;

    private readonly List<DocumentPage> _pages = [];

    private RequestDocument()
    {
    }

    /// <summary>The document's id, made by the server.</summary>
    public Guid Id { get; private set; }

    /// <summary>The request it belongs to.</summary>
    public Guid RequestId { get; private set; }

    /// <summary>Made by the browser; unique within the request.</summary>
    public Guid UploadId { get; private set; }

    /// <summary>What it is.</summary>
    public DocumentKind Kind { get; private set; }

    /// <summary>Which ID; null for anything else.</summary>
    public PhotoIdType? IdType { get; private set; }

    /// <summary>Its place among the request's files, from 1; a replacement takes over the place.</summary>
    public int Position { get; private set; }

    /// <summary>The file it is to replace once it is known to be good, or null.</summary>
    public Guid? Replaces { get; private set; }

    /// <summary>From the bytes, such as <c>image/jpeg</c>.</summary>
    public string MediaType { get; private set; } = "";

    /// <summary>Bytes as uploaded.</summary>
    public long Length { get; private set; }

    /// <summary>SHA-256 of the bytes as uploaded, lower-case hex.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>UTC; when the bytes were safe with us.</summary>
    public DateTime ReceivedOn { get; private set; }

    /// <summary>Whether it came after the document deadline.</summary>
    public bool Late { get; private set; }

    /// <summary>Where it stands.</summary>
    public DocumentState State { get; private set; }

    /// <summary>Checks that were begun since the last one that came to an end: the process died in each of them.</summary>
    public int ChecksCutOff { get; private set; }

    /// <summary>How it was signed, where that was on screen; null for a file that was sent.</summary>
    public ScreenSignature? Signature { get; private set; }

    /// <summary>The code printed on a statement that was signed on screen, <see cref="CheckCodeLength"/> characters that nobody can guess; null for all others.</summary>
    public string? CheckCode { get; private set; }

    /// <summary>The cleaned pages, in order; empty while it is being checked.</summary>
    public IReadOnlyList<DocumentPage> Pages => _pages;

    /// <summary>Whether it counts towards what an agent needs.</summary>
    public bool IsUsable => State is DocumentState.Received or DocumentState.Accepted;

    /// <summary>Whether the customer may still take it back.</summary>
    public bool IsRemovable => State is DocumentState.Checking or DocumentState.Received;

    /// <summary>Whether areas of its pages may be marked, to be covered before they leave.</summary>
    public bool CanBeMasked => Kind == DocumentKind.PhotoId && IsUsable;

    /// <summary>Whether the customer counts on it: it is there, or being checked.</summary>
    public bool IsWithUs => IsUsable || State == DocumentState.Checking;

    /// <summary>Whether bytes of it are still stored.</summary>
    public bool HasContent => State is DocumentState.Checking or DocumentState.Received or DocumentState.Accepted or DocumentState.SetAside or DocumentState.Voided;

    internal static RequestDocument Arrived(Guid requestId, UploadedFile file, int position, DateTime now, bool late) => new()
    {
        Position = position,
        Replaces = file.Replaces,
        Id = file.Id,
        RequestId = requestId,
        UploadId = file.UploadId,
        Kind = file.Kind,
        IdType = file.Kind == DocumentKind.PhotoId ? file.IdType : null,
        MediaType = file.MediaType,
        Length = file.Length,
        Sha256 = file.Sha256,
        ReceivedOn = now,
        Late = late,
        State = DocumentState.Checking,
    };

    internal void Clean(IEnumerable<DocumentPage> pages)
    {
        Keep(pages);
        State = DocumentState.Received;
    }

    /// <summary>Notes that it is about to be looked at, so that a file that ends the process is recognised the next time. No verb: nobody reads of it.</summary>
    public void BeginCheck() => ChecksCutOff++;

    /// <summary>Notes that the process survived looking at it, whatever came of it.</summary>
    public void EndCheck() => ChecksCutOff = 0;

    internal void Keep(IEnumerable<DocumentPage> pages) => _pages.AddRange(pages);

    internal void Sign(string checkCode, ScreenSignature signature, IEnumerable<DocumentPage> pages)
    {
        CheckCode = checkCode;
        Signature = signature;
        Clean(pages);
    }

    internal void Mask(int number, IReadOnlyList<MaskedArea> areas)
    {
        var at = _pages.FindIndex(p => p.Number == number);
        _pages[at] = _pages[at] with { Masks = areas };
    }

    internal void Become(DocumentState state) => State = state;

    /// <summary>The same document in another object, to be shown in another state.</summary>
    internal RequestDocument Copy()
    {
        var copy = Arrived(RequestId, new UploadedFile(Id, UploadId, Kind, IdType, MediaType, Length, Sha256, Replaces), Position, ReceivedOn, Late);
        copy._pages.AddRange(_pages);
        copy.CheckCode = CheckCode;
        copy.Signature = Signature;
        copy.State = State;
        return copy;
    }

    internal void Erase()
    {
        State = DocumentState.Erased;
        _pages.Clear();
        Signature = Signature is null ? null : Signature with { IpAddress = "", UserAgent = "", OtherName = null, MissingCharacters = null };
    }
}
